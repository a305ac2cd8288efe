// Finds the record that a merge is about.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "dialect/ortto/merge_request.h"
#include "domain/caller.h"
#include "domain/organization.h"
#include "domain/person.h"
#include "domain/store.h"

namespace stele::dialect::ortto {

// Record is domain::Person or domain::Organization, as the options' entity says. Nothing when there is none that the caller sees and
// that is neither archived nor deleted; of several the oldest. Error: of the store alone.
template <class Record>
[[nodiscard]] Result<std::optional<Record>> find_merged(domain::Transaction& transaction, const domain::Caller& caller,
                                                        const MergeOptions& options, const MergeRecord& record);

// The same by its number.
template <class Record>
[[nodiscard]] Result<std::optional<Record>> find_mergeable(domain::Transaction& transaction, const domain::Caller& caller,
                                                           std::int64_t id);

}  // namespace stele::dialect::ortto
