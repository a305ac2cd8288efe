// The tables of records, and their fields as expressions of SQL.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "domain/predicate.h"

namespace stele::store {

// How a field's values are stored, and so how one to compare with is bound. Of several the expression is the first.
enum class FieldForm : std::uint8_t {
    number,
    text,
    sort_key,
    first_char,
    contact,
    contacts,
    labels,
    tags,
    id,
    participant,
    followed_by
};

// What an index of the records that are not deleted does for a field. One that holds some records only cannot sort.
enum class FieldIndex : std::uint8_t { none, filters, sorts };

struct FieldSql {
    domain::FieldRef field;
    std::string_view expression;
    FieldForm form;
    bool nullable;
    FieldIndex index = FieldIndex::none;
    // Of a field that tells of another record: up to where a condition on that record may stand, and its kind.
    std::string_view if_seen;
    domain::Kind seen_kind = domain::Kind::organization;
};

// The folded form of a field of text.
struct FoldSql {
    domain::FieldRef field;
    std::string_view column;
};

// An index of the records that are not deleted.
struct IndexSql {
    domain::FieldRef field;
    std::string_view name;
    bool of_folds;  // of the folded form of the field
};

// An index of what changed holds the ids in blocks of 2,048.
inline constexpr int changed_block_bits = 11;

struct RecordSql {
    std::string_view table;
    std::string_view kind;  // its number, as custom fields and followers name it
    std::string_view id;    // orders and compares
    domain::FieldRef id_field;
    domain::FieldRef delete_time_field;
    domain::FieldRef add_time_field;
    domain::FieldRef update_time_field;
    std::span<const FieldSql> fields;  // by number
    std::span<const FoldSql> folds;
    std::span<const IndexSql> indexes;
    // Of live records, by blocks of ids and then by update time (see changed_block_bits). Empty when there is none.
    std::string_view changed_index{};

    // Not of a custom field.
    [[nodiscard]] const FieldSql& field(domain::FieldRef field) const { return fields[field.number]; }
    // Empty when the field has none.
    [[nodiscard]] std::string_view fold(domain::FieldRef field) const;
    // Null when there is none.
    [[nodiscard]] const IndexSql* index(domain::FieldRef field, bool of_folds) const;
};

// Whether the rows are those of an enumeration, up to its last.
[[nodiscard]] constexpr bool in_order(std::span<const FieldSql> fields, domain::FieldRef last) {
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (fields[i].field.number != i || fields[i].field.kind != last.kind) return false;
    return fields.size() == std::size_t{last.number} + 1;
}

// Asserted: deal, organization, person, note, file, activity or occurrence.
[[nodiscard]] const RecordSql& record_sql(domain::Kind kind);

}  // namespace stele::store
