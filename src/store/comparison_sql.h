// One comparison of a predicate as SQL. A comparison is true or false, never null (see domain/predicate.h).
#pragma once

#include <cstdint>
#include <span>

#include "domain/predicate.h"
#include "store/built_sql.h"
#include "store/record_sql.h"

namespace stele::store {

// Ids beyond the range of a company are no more than just outside it.
[[nodiscard]] std::int64_t bounded_id(std::int64_t id);

// The comparison for a row of the record's table.
void add_comparison(BuiltSql& sql, const RecordSql& record, const domain::Predicate& predicate, bool negated);

// Whether it says of a record what a row of custom_field_value, of record_tag or of person_contact says by itself, so that records
// can be found by such rows.
[[nodiscard]] bool finds_by_value(const domain::Predicate& comparison);
// Whether such rows are texts that stand side by side in an index.
[[nodiscard]] bool finds_by_fold(const domain::Predicate& comparison);
// Whether all e-mail addresses, or phone numbers, are looked at to find such rows: an index holds them, but no order helps.
[[nodiscard]] bool scans_contacts(const domain::Predicate& comparison);
// The column of such rows that names the record.
[[nodiscard]] std::string_view value_record(domain::FieldRef field);
// Whether each such row's record fulfils the comparison; else the record is to be asked again.
[[nodiscard]] bool value_rows_suffice(const domain::Predicate& comparison);
// What rows are asked for: those that fulfil the comparisons, or all that can be counted along an index, which are more where
// texts are compared.
enum class ValueRows : std::uint8_t { exactly, cheaply_counted };
// FROM custom_field_value WHERE ..., or FROM record_tag, person_contact: rows whose records fulfil comparisons that finds_by_value(), of one field.
void add_value_rows(BuiltSql& sql, const RecordSql& record, std::span<const domain::Predicate* const> comparisons,
                    ValueRows rows);

// What a list is sorted by: the first value of a custom field.
void add_first_value(BuiltSql& sql, const RecordSql& record, domain::FieldRef field);

}  // namespace stele::store
