// The fields that every company's records have, as Pipedrive numbers and names them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "domain/ids.h"

namespace stele::dialect::pipedrive {

// Where a field's options come from.
enum class OptionSource : std::uint8_t { none, labels, levels };

// What may be done with a field.
enum FieldUse : std::uint8_t { plain = 0, editable = 1, searchable = 2, mandatory = 4, shown_on_add = 8 };

struct BuiltInField {
    int id;                 // what filters name it by
    std::string_view key;   // v1
    std::string_view code;  // v2; empty: the same
    std::string_view name;
    std::string_view type;
    std::string_view type_v2;  // empty: the same
    int use;
    bool optional_in_v2;  // shown only when asked for
    OptionSource options = OptionSource::none;

    [[nodiscard]] std::string_view code_v2() const { return code.empty() ? key : code; }
    [[nodiscard]] std::string_view shown_type_v2() const { return type_v2.empty() ? type : type_v2; }
};

// Kinds: organization, person, deal, activity, note. In their order.
[[nodiscard]] std::span<const BuiltInField> built_in_fields(domain::Kind kind);

}  // namespace stele::dialect::pipedrive
