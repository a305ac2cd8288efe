// Merges records that calls bring: each is found by its keys and updated, or made. Whoever runs a merge does it in a write, which has
// what earlier records of the same call did.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "base/result.h"
#include "dialect/ortto/merge_request.h"
#include "domain/caller.h"
#include "domain/store.h"

namespace stele::dialect::ortto {

enum class MergeStatus : std::uint8_t { created, merged, queued, skipped, invalid };
[[nodiscard]] std::string_view name_of(MergeStatus status);

struct MergeOutcome {
    MergeStatus status = MergeStatus::invalid;
    std::int64_t id = 0;  // 0: none is known
    std::string error;    // of an invalid one
};

// One record that was read. It is found among those that the caller sees and that are neither archived nor deleted; of several the
// oldest. An invalid one leaves nothing. Error: of the store alone.
[[nodiscard]] Result<MergeOutcome> merge_record(domain::Transaction& transaction, const domain::Caller& caller,
                                                const MergeOptions& options, const MergeRecord& record);

// What is said of a record whose turn comes later: it has its id when it is merged by it and there is such a record.
[[nodiscard]] Result<MergeOutcome> queue_record(domain::Transaction& transaction, const domain::Caller& caller,
                                                const MergeOptions& options, const MergeRecord& record);

enum class MergeMode : std::uint8_t { at_once, queued };

// The same of records as they came, in their order; what cannot be read is invalid.
[[nodiscard]] Result<std::vector<MergeOutcome>> merge_records(domain::Transaction& transaction, const domain::Caller& caller,
                                                              const MergeOptions& options,
                                                              std::span<const JsonValue> records, MergeMode mode);

}  // namespace stele::dialect::ortto
