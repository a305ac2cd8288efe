// The tables of records, and their fields as expressions of SQL.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "domain/predicate.h"

namespace stele::store {

// How a field's values are stored, and so how one to compare with is bound.
enum class FieldForm : std::uint8_t { number, text, sort_key, first_char, contact, id, followed_by };

// What an index of the records that are not deleted does for a field. One that holds some records only cannot sort.
enum class FieldIndex : std::uint8_t { none, filters, sorts };

struct FieldSql {
    domain::FieldRef field;
    std::string_view expression;
    FieldForm form;
    bool nullable;
    FieldIndex index = FieldIndex::none;
    // Of a field that tells of the organization of a person: up to where a condition on that organization may stand.
    std::string_view if_seen;
};

struct RecordSql {
    std::string_view table;
    std::string_view id;  // orders and compares
    domain::FieldRef id_field;
    domain::FieldRef delete_time_field;
    domain::FieldRef add_time_field;
    domain::FieldRef update_time_field;
    std::span<const FieldSql> fields;  // by number

    [[nodiscard]] const FieldSql& field(domain::FieldRef field) const { return fields[field.number]; }
};

// Asserted: organization or person.
[[nodiscard]] const RecordSql& record_sql(domain::Kind kind);

}  // namespace stele::store
