#include "store/comparison_sql.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "base/limits.h"
#include "base/text.h"
#include "store/contacts.h"
#include "store/long_id_list.h"

namespace stele::store {

namespace {

using domain::Comparison;
using domain::CustomForm;
using domain::Predicate;

void add_operand(BuiltSql& sql, FieldForm form, const domain::PredicateValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    switch (form) {
        case FieldForm::id:
            sql.add("{id_value ").add_value(bounded_id(std::get<std::int64_t>(value))).add("}");
            return;
        case FieldForm::sort_key:
            sql.add_value(Bytes{sql.kept(sort_key(*text))});
            return;
        case FieldForm::first_char:
            sql.add_value(sql.kept(first_char(*text)));
            return;
        case FieldForm::contact:
            sql.add_value(sql.kept(contact_form(*text)));
            return;
        case FieldForm::text:
        case FieldForm::number:
        case FieldForm::contacts:
        case FieldForm::labels:
        case FieldForm::tags:
        case FieldForm::participant:
        case FieldForm::followed_by:
            break;
    }
    if (text != nullptr)
        sql.add_value(std::string_view(*text));
    else if (const auto* real = std::get_if<double>(&value))
        sql.add_value(*real);
    else
        sql.add_value(std::get<std::int64_t>(value));
}

// Few different lengths, so that few statements are prepared: the last value is repeated up to a power of two.
void add_list(BuiltSql& sql, FieldForm form, const std::vector<std::int64_t>& values) {
    const std::size_t size = std::bit_ceil(values.size());
    sql.add("(");
    for (std::size_t i = 0; i < size; ++i) {
        if (i > 0) sql.add(", ");
        add_operand(sql, form, values[std::min(i, values.size() - 1)]);
    }
    sql.add(")");
}

using Texts = std::vector<std::string_view>;

// As add_list().
void add_match(BuiltSql& sql, std::string_view column, const Texts& texts) {
    sql.add(column);
    if (texts.size() == 1) {
        sql.add(" = ").add_value(texts.front());
        return;
    }
    const std::size_t size = std::bit_ceil(texts.size());
    sql.add(" IN (");
    for (std::size_t i = 0; i < size; ++i) sql.add(i > 0 ? ", " : "").add_value(texts[std::min(i, texts.size() - 1)]);
    sql.add(")");
}

std::string_view operator_of(Comparison comparison, bool negated) {
    switch (comparison) {
        case Comparison::equals:
            return negated ? " <> " : " = ";
        case Comparison::not_equals:
            return negated ? " = " : " <> ";
        case Comparison::less:
            return negated ? " >= " : " < ";
        case Comparison::less_or_equal:
            return negated ? " > " : " <= ";
        case Comparison::greater:
            return negated ? " <= " : " > ";
        case Comparison::greater_or_equal:
            return negated ? " < " : " >= ";
        case Comparison::is_null:
            return negated ? " IS NOT NULL" : " IS NULL";
        case Comparison::in:
            return negated ? " NOT IN " : " IN ";
        case Comparison::matches:
        case Comparison::contains:
        case Comparison::begins_with:
        case Comparison::ends_with:
        case Comparison::in_ranges:
        case Comparison::has_more:
            break;
    }
    assert(false);
    return {};
}

// Where `column` is not null.
void add_text_comparison(BuiltSql& sql, std::string_view column, Comparison comparison, const Texts& texts) {
    const std::string_view text = texts.front();
    switch (comparison) {
        case Comparison::contains:
            sql.add("{found_in ").add(column).add("}, ").add_value(text).add(") > 0");
            return;
        case Comparison::begins_with:
            sql.add(column).add(" >= ").add_value(text);
            if (const std::string end = end_of_prefix(text); !end.empty())
                sql.add(" AND ").add(column).add(" < ").add_value(sql.kept(end));
            return;
        case Comparison::ends_with:
            sql.add("length(").add(column).add(") >= length(").add_value(text).add(") AND substr(");
            sql.add(column).add(", length(").add(column).add(") - length(").add_last_value().add(") + 1) = ");
            sql.add_last_value();
            return;
        default:
            assert(comparison == Comparison::matches);
            add_match(sql, column, texts);
            return;
    }
}

// Of a text, or several.
Texts texts_of(BuiltSql& sql, const domain::PredicateValue& value, std::string (*form)(std::string_view)) {
    Texts texts;
    if (const auto* one = std::get_if<std::string>(&value)) {
        texts.push_back(sql.kept(form(*one)));
        return texts;
    }
    const auto& several = std::get<std::vector<std::string>>(value);
    assert(!several.empty());
    for (const std::string& text : several) texts.push_back(sql.kept(form(text)));
    return texts;
}

Texts folds_of(BuiltSql& sql, const domain::PredicateValue& value) { return texts_of(sql, value, fold); }

// By halves: a value is compared a few times, however many ranges there are.
void add_ranges(BuiltSql& sql, std::string_view column, std::span<const std::int64_t> bounds) {
    if (bounds.size() == 2) {
        sql.add("(").add(column).add(" >= ").add_value(bounds[0]).add(" AND ").add(column).add(" < ").add_value(bounds[1]);
        sql.add(")");
        return;
    }
    const std::size_t middle = bounds.size() / 4 * 2;
    sql.add("CASE WHEN ").add(column).add(" < ").add_value(bounds[middle]).add(" THEN ");
    add_ranges(sql, column, bounds.first(middle));
    sql.add(" ELSE ");
    add_ranges(sql, column, bounds.subspan(middle));
    sql.add(" END");
}

void add_fold_comparison(BuiltSql& sql, const RecordSql& record, const Predicate& predicate, bool negated) {
    const std::string_view column = record.fold(predicate.field);
    assert(!column.empty());
    sql.add(negated ? "(" : "").add(column).add(negated ? " IS NULL OR NOT (" : " IS NOT NULL AND ");
    add_text_comparison(sql, column, predicate.comparison, folds_of(sql, predicate.value));
    if (negated) sql.add("))");
}

void add_follower_comparison(BuiltSql& sql, const RecordSql& record, const FieldSql& field, const Predicate& predicate,
                             bool negated) {
    assert(predicate.comparison == Comparison::equals);
    // The mask shuts most records out without a look at their followers.
    sql.add(negated ? "NOT (" : "(").add(record.table).add(".follower_mask & {bit ");
    add_operand(sql, field.form, predicate.value);
    sql.add("} <> 0 AND ").add(field.expression);
    add_operand(sql, field.form, predicate.value);
    sql.add("))");
}

bool is_primary_contact(domain::FieldRef field) {
    return field == domain::PersonField::email || field == domain::PersonField::phone;
}

bool is_of_contacts(domain::FieldRef field) {
    return is_primary_contact(field) || field == domain::PersonField::emails || field == domain::PersonField::phones;
}

std::string_view contact_kind(domain::FieldRef field) {
    return field == domain::PersonField::email || field == domain::PersonField::emails ? "1" : "2";
}

void add_contacts_comparison(BuiltSql& sql, const Predicate& predicate, bool negated) {
    const bool any = predicate.comparison != Comparison::is_null;
    sql.add(any != negated ? "EXISTS (" : "NOT EXISTS (");
    sql.add("SELECT 1 FROM person_contact WHERE company_id = $1 AND person_id = person.id AND kind = ");
    sql.add(contact_kind(predicate.field));
    if (is_primary_contact(predicate.field)) sql.add(" AND is_primary = 1");
    if (any) {
        assert(compares_text(predicate.comparison));
        sql.add(" AND ");
        // Of a person who is known already, by its key: an index of values could only look some up.
        const bool seeks = predicate.comparison == Comparison::matches || predicate.comparison == Comparison::begins_with;
        add_text_comparison(sql, seeks ? "{unindexed value_fold}" : "value_fold", predicate.comparison,
                            texts_of(sql, predicate.value, contact_form));
    }
    sql.add(")");
}

// Rows of all who have such a contact, primary or not.
void add_contact_rows(BuiltSql& sql, const Predicate& predicate) {
    sql.add("FROM person_contact {use_index person_contact_by_value} WHERE company_id = $1 AND kind = ");
    sql.add(contact_kind(predicate.field)).add(" AND ");
    add_text_comparison(sql, "value_fold", predicate.comparison, texts_of(sql, predicate.value, contact_form));
}

// The first label is a column of its own, the others a text with commas between them.
void add_labels_comparison(BuiltSql& sql, const Predicate& predicate, bool negated) {
    if (predicate.comparison == Comparison::is_null) {
        sql.add(negated ? "label IS NOT NULL" : "label IS NULL");
        return;
    }
    std::vector<std::int64_t> ids;
    if (const auto* list = std::get_if<std::vector<std::int64_t>>(&predicate.value))
        ids = *list;
    else
        ids.push_back(std::get<std::int64_t>(predicate.value));
    if (ids.empty()) {
        sql.add(negated ? "1 = 1" : "1 = 0");
        return;
    }
    sql.add(negated ? "(label IS NULL OR NOT (" : "(label IS NOT NULL AND (");
    for (const std::int64_t& id : ids) {
        if (&id != &ids.front()) sql.add(" OR ");
        sql.add("label = ").add_value(id).add(" OR {found_in ',' || COALESCE(other_labels, '') || ','}, ");
        sql.add_value(sql.kept("," + std::to_string(id) + ",")).add(") > 0");
    }
    sql.add("))");
}

bool is_of_tags(domain::FieldRef field) {
    return field == domain::OrganizationField::tags || field == domain::PersonField::tags;
}

// Rows of record_tag, of which company and kind are known, with one of the tags, as far as these are not deleted.
void add_tag_condition(BuiltSql& sql, const Predicate& predicate) {
    sql.add(" AND tag_id IN (SELECT tag.id FROM tag WHERE tag.company_id = $1 AND tag.delete_time IS NULL AND {id tag} IN ");
    if (const auto* list = std::get_if<std::vector<std::int64_t>>(&predicate.value))
        add_list(sql, FieldForm::id, *list);
    else
        add_list(sql, FieldForm::id, {std::get<std::int64_t>(predicate.value)});
    sql.add(")");
}

// Negated, too.
void add_greater(BuiltSql& sql, std::int64_t number, bool negated) { sql.add(negated ? ") <= " : ") > ").add_value(number); }

void add_live_tags(BuiltSql& sql, const RecordSql& record) {
    sql.add("FROM record_tag CROSS JOIN tag WHERE {id tag} = {id_value record_tag.tag_id} ");
    sql.add("AND record_tag.company_id = $1 AND tag.company_id = $1 AND record_tag.kind = ").add(record.kind);
    sql.add(" AND record_tag.record_id = ").add(record.table).add(".id AND tag.delete_time IS NULL");
}

void add_tags_comparison(BuiltSql& sql, const RecordSql& record, const Predicate& predicate, bool negated) {
    if (predicate.comparison == Comparison::has_more) {
        sql.add("(SELECT count(*) ");
        add_live_tags(sql, record);
        add_greater(sql, std::get<std::vector<std::int64_t>>(predicate.value).front(), negated);
        return;
    }
    const bool any = predicate.comparison != Comparison::is_null;
    sql.add(any != negated ? "EXISTS (" : "NOT EXISTS (");
    if (any) {
        sql.add("SELECT 1 FROM record_tag WHERE company_id = $1 AND kind = ").add(record.kind);
        sql.add(" AND record_id = ").add(record.table).add(".id");
        add_tag_condition(sql, predicate);
    } else {
        sql.add("SELECT 1 ");
        add_live_tags(sql, record);
    }
    sql.add(")");
}

std::string_view value_column(CustomForm form) {
    assert(form != CustomForm::none);
    if (form == CustomForm::number) return "number_value";
    return form == CustomForm::time ? "time_value" : "text_sort";
}

// Of a record that is known already: by its key a value is found at once, by an index among all that are as great.
std::string_view known_value_column(CustomForm form) {
    assert(form != CustomForm::none);
    if (form == CustomForm::number) return "{unindexed number_value}";
    return form == CustomForm::time ? "{unindexed time_value}" : "{unindexed text_sort}";
}

std::string_view value_index(CustomForm form) {
    assert(form != CustomForm::none);
    if (form == CustomForm::number) return "custom_field_value_by_number";
    return form == CustomForm::time ? "custom_field_value_by_time" : "custom_field_value_by_text";
}

void add_value_conditions(BuiltSql& sql, const RecordSql& record, domain::FieldRef field) {
    sql.add("company_id = $1 AND kind = ").add(record.kind).add(" AND field_id = ").add_value(bounded_id(field.custom_id));
    sql.add(" AND part = ").add_value(static_cast<std::int64_t>(field.part));
}

// On the value of one row. Of no value when the comparison is is_null.
void add_value_condition(BuiltSql& sql, std::string_view column, const Predicate& predicate) {
    const Comparison comparison = predicate.comparison;
    if (comparison == Comparison::is_null) {
        sql.add(column).add(" IS NOT NULL");
        return;
    }
    if (compares_text(comparison)) {
        add_text_comparison(sql, "text_fold", comparison, folds_of(sql, predicate.value));
        return;
    }
    if (comparison == Comparison::in_ranges) {
        add_ranges(sql, column, std::get<std::vector<std::int64_t>>(predicate.value));
        return;
    }
    const FieldForm form = predicate.field.custom == CustomForm::text ? FieldForm::sort_key : FieldForm::number;
    const bool negated = comparison == Comparison::not_equals;  // none is equal
    sql.add(column).add(operator_of(comparison, negated));
    if (const auto* list = std::get_if<std::vector<std::int64_t>>(&predicate.value))
        add_list(sql, form, *list);
    else
        add_operand(sql, form, predicate.value);
}

// As custom_field_value_by_fold has it.
constexpr std::string_view fold_beginning = "substr(text_fold, 1, 120)";
constexpr std::size_t beginning_chars = 120;

std::string beginning_of(std::string_view text) {
    const std::string folded = fold(text);
    std::size_t end = 0;
    for (std::size_t chars = 0; end < folded.size() && chars < beginning_chars; ++chars) do
            ++end;
        while (end < folded.size() && (static_cast<unsigned char>(folded[end]) & 0xC0U) == 0x80U);
    return folded.substr(0, end);
}

void add_beginning(BuiltSql& sql, const Predicate& predicate) {
    sql.add(" AND ");
    add_text_comparison(sql, fold_beginning, predicate.comparison, texts_of(sql, predicate.value, beginning_of));
}

bool tells_of_absence(Comparison comparison) {
    return comparison == Comparison::is_null || comparison == Comparison::not_equals;
}

bool is_empty_list(const Predicate& predicate) {
    const auto* list = std::get_if<std::vector<std::int64_t>>(&predicate.value);
    return list != nullptr && list->empty();
}

void add_custom_count(BuiltSql& sql, const RecordSql& record, const Predicate& predicate, bool negated) {
    const auto& value = std::get<std::vector<std::int64_t>>(predicate.value);
    sql.add("(SELECT count(*) FROM custom_field_value WHERE ");
    add_value_conditions(sql, record, predicate.field);
    sql.add(" AND record_id = ").add(record.table).add(".id AND ");
    if (value.size() == 1) {
        sql.add("1 = 0");
    } else {
        sql.add(known_value_column(predicate.field.custom)).add(" IN ");
        add_list(sql, FieldForm::number, {value.begin() + 1, value.end()});
    }
    add_greater(sql, value.front(), negated);
}

void add_custom_comparison(BuiltSql& sql, const RecordSql& record, const Predicate& predicate, bool negated) {
    if (is_empty_list(predicate)) {
        sql.add(negated ? "1 = 1" : "1 = 0");
        return;
    }
    if (predicate.comparison == Comparison::has_more) return add_custom_count(sql, record, predicate, negated);
    sql.add(tells_of_absence(predicate.comparison) != negated ? "NOT EXISTS (" : "EXISTS (");
    sql.add("SELECT 1 FROM custom_field_value WHERE ");
    add_value_conditions(sql, record, predicate.field);
    sql.add(" AND record_id = ").add(record.table).add(".id");
    sql.add(" AND ");
    add_value_condition(sql, known_value_column(predicate.field.custom), predicate);
    sql.add(")");
}

void add_plain_comparison(BuiltSql& sql, const FieldSql& field, const Predicate& predicate, bool negated) {
    const Comparison comparison = predicate.comparison;
    if (comparison == Comparison::is_null) {
        sql.add(field.expression).add(operator_of(comparison, negated));
        return;
    }
    if (is_empty_list(predicate)) {
        sql.add(negated ? "1 = 1" : "1 = 0");
        return;
    }
    if (comparison == Comparison::in_ranges) {
        sql.add(negated ? "(" : "").add(negated ? field.expression : "").add(negated ? " IS NULL OR NOT " : "").add("(");
        add_ranges(sql, field.expression, std::get<std::vector<std::int64_t>>(predicate.value));
        sql.add(negated ? "))" : ")");
        return;
    }
    const bool holds_when_null = field.nullable && (comparison == Comparison::not_equals) != negated;
    if (holds_when_null) sql.add("(").add(field.expression).add(" IS NULL OR ");
    sql.add(field.expression).add(operator_of(comparison, negated));
    const auto* list = std::get_if<std::vector<std::int64_t>>(&predicate.value);
    if (is_long_id_list(predicate))
        add_long_id_list(sql, predicate, "{id_value CAST(value AS BIGINT)}");
    else if (list != nullptr)
        add_list(sql, field.form, *list);
    else
        add_operand(sql, field.form, predicate.value);
    if (holds_when_null) sql.add(")");
}

}  // namespace

std::int64_t bounded_id(std::int64_t id) { return std::clamp<std::int64_t>(id, 0, limits::id + 1); }

void add_comparison(BuiltSql& sql, const RecordSql& record, const Predicate& predicate, bool negated) {
    if (predicate.field.is_custom()) return add_custom_comparison(sql, record, predicate, negated);
    const FieldSql& field = record.field(predicate.field);
    if (field.form == FieldForm::participant) {
        assert(predicate.comparison == Comparison::equals);
        sql.add(negated ? "NOT " : "").add(field.expression);
        add_operand(sql, field.form, predicate.value);
        sql.add(")");
        return;
    }
    if (field.form == FieldForm::followed_by) return add_follower_comparison(sql, record, field, predicate, negated);
    if (field.form == FieldForm::contacts || (field.form == FieldForm::contact && compares_text(predicate.comparison)))
        return add_contacts_comparison(sql, predicate, negated);
    if (field.form == FieldForm::tags && is_empty_list(predicate)) {
        sql.add(negated ? "1 = 1" : "1 = 0");
        return;
    }
    if (field.form == FieldForm::tags) return add_tags_comparison(sql, record, predicate, negated);
    if (field.form == FieldForm::labels) return add_labels_comparison(sql, predicate, negated);
    if (compares_text(predicate.comparison)) return add_fold_comparison(sql, record, predicate, negated);
    add_plain_comparison(sql, field, predicate, negated);
}

bool finds_by_fold(const Predicate& comparison) {
    return comparison.field.is_custom() &&
           (comparison.comparison == Comparison::matches || comparison.comparison == Comparison::begins_with);
}

bool finds_by_value(const Predicate& comparison) {
    if (is_of_contacts(comparison.field)) return compares_text(comparison.comparison);
    return (comparison.field.is_custom() || is_of_tags(comparison.field)) && !tells_of_absence(comparison.comparison) &&
           !is_empty_list(comparison) && comparison.comparison != Comparison::has_more;
}

bool scans_contacts(const Predicate& comparison) {
    return is_of_contacts(comparison.field) &&
           (comparison.comparison == Comparison::contains || comparison.comparison == Comparison::ends_with);
}

std::string_view value_record(domain::FieldRef field) { return is_of_contacts(field) ? "person_id" : "record_id"; }

bool value_rows_suffice(const Predicate& comparison) { return !is_primary_contact(comparison.field); }

void add_value_rows(BuiltSql& sql, const RecordSql& record, std::span<const Predicate* const> comparisons, ValueRows rows) {
    const domain::FieldRef field = comparisons.front()->field;
    if (is_of_contacts(field)) {
        assert(comparisons.size() == 1);
        add_contact_rows(sql, *comparisons.front());
        return;
    }
    if (is_of_tags(field)) {
        assert(comparisons.size() == 1);
        sql.add("FROM record_tag {use_index record_tag_by_tag} WHERE company_id = $1 AND kind = ").add(record.kind);
        add_tag_condition(sql, *comparisons.front());
        return;
    }
    const std::string_view column = value_column(field.custom);
    const bool by_fold = finds_by_fold(*comparisons.front());
    sql.add("FROM custom_field_value {use_index ").add(by_fold ? "custom_field_value_by_fold" : value_index(field.custom));
    sql.add("} WHERE ");
    add_value_conditions(sql, record, field);
    sql.add(" AND ").add(by_fold ? "text_fold" : column).add(" IS NOT NULL");
    for (const Predicate* comparison : comparisons) {
        assert(finds_by_value(*comparison));
        if (by_fold) add_beginning(sql, *comparison);
        if (rows == ValueRows::cheaply_counted && compares_text(comparison->comparison)) continue;
        sql.add(" AND ");
        add_value_condition(sql, column, *comparison);
    }
}

void add_first_value(BuiltSql& sql, const RecordSql& record, domain::FieldRef field) {
    sql.add("(SELECT ").add(value_column(field.custom)).add(" FROM custom_field_value WHERE ");
    add_value_conditions(sql, record, field);
    sql.add(" AND position = 0 AND record_id = ").add(record.table).add(".id)");
}

}  // namespace stele::store
