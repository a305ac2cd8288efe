// What conditions of filters name: built-in fields by their keys, custom fields, and parts of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "dialect/pipedrive/filter_operators.h"
#include "domain/company.h"
#include "domain/predicate.h"

namespace stele::dialect::pipedrive {

struct FilterField {
    Comparable comparable = Comparable::text;
    domain::FieldRef field;
    const domain::CustomField* custom = nullptr;  // whose field it is; null: built in

    // Another part of the same values, in the same form.
    [[nodiscard]] domain::FieldRef until() const {
        return {field.kind, field.custom_id, domain::CustomPart::until, field.custom};
    }
};

// `part` is what a condition says beside the field: part of an address ("locality"), "currency" of an amount, "until" of a range,
// "timezone_id" of times; empty for the value itself. Errors: invalid, about `field_id` or `extra_value`.
[[nodiscard]] Result<FilterField> find_filter_field(const domain::Directory& directory, domain::Kind kind, std::int64_t id,
                                                    std::string_view part);

// Whether conditions may name a built-in field.
[[nodiscard]] bool can_filter_by(domain::Kind kind, std::int64_t id);

// A custom field, or a part of it, by its name in v1's records ("<key>", "<key>_currency"); nothing when there is none.
[[nodiscard]] std::optional<domain::FieldRef> find_custom_member(const domain::Directory& directory, domain::Kind kind,
                                                                 std::string_view name);

// Its code in v2; nothing for a field that is not there.
[[nodiscard]] std::optional<std::string> field_code(const domain::Directory& directory, domain::Kind kind, std::int64_t id);

// What is compared in a custom field of that type.
[[nodiscard]] Comparable comparable_of(domain::FieldType type);

}  // namespace stele::dialect::pipedrive
