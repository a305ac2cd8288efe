// What a merge asks for: records, by which of their fields they are found, and what becomes of those that are found. Ortto: create or
// update one or more people (merge), and the same of organizations; activities name people in the same way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_reader.h"
#include "base/result.h"
#include "dialect/ortto/fields.h"
#include "dialect/ortto/input.h"
#include "dialect/ortto/record_patch.h"

namespace stele::dialect::ortto {

// Ortto: find strategy.
enum class FindStrategy : std::uint8_t {
    any = 0,            // each key in its turn
    next_if_empty = 1,  // a further key finds only records in which those before it are empty
    all = 2,            // all that are given
};

struct MergeKey {
    FieldInfo field;
    std::vector<FieldInfo> others;  // in which the same value is looked for next (merge_by_alt_fields)
};

struct MergeOptions {
    Entity entity = Entity::person;
    std::vector<MergeKey> keys;  // none: by id
    FindStrategy find = FindStrategy::any;
    MergeStrategy strategy = MergeStrategy::overwrite;
    bool skips_new = false;  // skip_non_existing

    [[nodiscard]] bool by_id() const { return keys.empty(); }
};

// Absent members of the body mean the defaults. Error: invalid, behind the instance's name.
[[nodiscard]] Result<MergeOptions> read_merge_options(const Fields& fields, const JsonValue& body);

// One record of a call, checked against the schema.
struct MergeRecord {
    std::vector<FieldWrite> writes;                       // later ones win
    std::vector<std::optional<domain::CustomData>> keys;  // by MergeOptions::keys
    std::string id;                                       // where merged by id, as it was written
    std::optional<std::int64_t> number;                   // that it spells
    bool is_known_by = false;                             // has an e-mail address or an external id
    std::optional<std::string> read_only_key;             // one that has a value
    std::vector<std::string> tags;
    std::vector<std::string> unset_tags;
};

// Error: invalid, in Ortto's words about one record.
[[nodiscard]] Result<MergeRecord> read_merge_record(const Fields& fields, const MergeOptions& options,
                                                    const JsonValue& record);

// The elements of the first of these members that the body has: 1 to limits::merged_records. Error: invalid, behind the instance's
// name.
[[nodiscard]] Result<std::vector<JsonValue>> read_records(const Fields& fields, const JsonValue& body,
                                                          std::span<const std::string_view> names);

// A flag that may be left out. Error: invalid, as above.
[[nodiscard]] Result<bool> read_flag(const Fields& fields, const JsonValue& body, std::string_view name);

}  // namespace stele::dialect::ortto
