#include "store/predicate_sql.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

#include "base/limits.h"
#include "base/text.h"
#include "store/contacts.h"
#include "store/record_sql.h"

namespace stele::store {

namespace {

using domain::Comparison;
using domain::Predicate;
using domain::SortKey;

// Ids beyond the range of a company are no more than just outside it.
std::int64_t bounded_id(std::int64_t id) { return std::clamp<std::int64_t>(id, 0, limits::id + 1); }

void add_operand(BuiltSql& sql, const FieldSql& field, const domain::PredicateValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    switch (field.form) {
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
void add_list(BuiltSql& sql, const FieldSql& field, const std::vector<std::int64_t>& values) {
    const std::size_t size = std::bit_ceil(values.size());
    sql.add("(");
    for (std::size_t i = 0; i < size; ++i) {
        if (i > 0) sql.add(", ");
        add_operand(sql, field, values[std::min(i, values.size() - 1)]);
    }
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
    }
    return {};
}

// A comparison is true or false, never null: of an empty field, only is_null and not_equals hold.
void add_comparison(BuiltSql& sql, const RecordSql& record, const Predicate& predicate, bool negated) {
    const FieldSql& field = record.field(predicate.field);
    const Comparison comparison = predicate.comparison;
    if (field.form == FieldForm::followed_by) {
        assert(comparison == Comparison::equals);
        sql.add(negated ? "NOT " : "").add(field.expression);
        add_operand(sql, field, predicate.value);
        sql.add(")");
        return;
    }
    if (comparison == Comparison::is_null) {
        sql.add(field.expression).add(operator_of(comparison, negated));
        return;
    }
    const auto* list = std::get_if<std::vector<std::int64_t>>(&predicate.value);
    if (list != nullptr && list->empty()) {
        sql.add(negated ? "1 = 1" : "1 = 0");
        return;
    }
    const bool holds_when_null = field.nullable && (comparison == Comparison::not_equals) != negated;
    if (holds_when_null) sql.add("(").add(field.expression).add(" IS NULL OR ");
    sql.add(field.expression).add(operator_of(comparison, negated));
    if (list != nullptr)
        add_list(sql, field, *list);
    else
        add_operand(sql, field, predicate.value);
    if (holds_when_null) sql.add(")");
}

void add_predicate(BuiltSql& sql, const RecordSql& record, const Predicate& predicate, bool negated);

// Halves, so that the depth of the expression grows with the logarithm of the number of children.
void add_children(BuiltSql& sql, const RecordSql& record, std::span<const Predicate> children, std::string_view joint,
                  bool negated) {
    if (children.size() == 1) {
        add_predicate(sql, record, children.front(), negated);
        return;
    }
    const std::size_t half = children.size() / 2;
    sql.add("(");
    add_children(sql, record, children.first(half), joint, negated);
    sql.add(joint);
    add_children(sql, record, children.subspan(half), joint, negated);
    sql.add(")");
}

void add_predicate(BuiltSql& sql, const RecordSql& record, const Predicate& predicate, bool negated) {
    switch (predicate.node) {
        case Predicate::Node::compare:
            add_comparison(sql, record, predicate, negated);
            return;
        case Predicate::Node::negation:
            add_predicate(sql, record, predicate.children.front(), !negated);
            return;
        case Predicate::Node::all:
        case Predicate::Node::any:
            break;
    }
    const bool conjunction = (predicate.node == Predicate::Node::all) != negated;
    if (predicate.children.empty())
        sql.add(conjunction ? "1 = 1" : "1 = 0");
    else
        add_children(sql, record, predicate.children, conjunction ? " AND " : " OR ", negated);
}

// Whether `wanted` holds for a comparison that the whole predicate demands.
template <class Wanted>
bool demands(const Predicate& predicate, const Wanted& wanted) {
    if (predicate.node == Predicate::Node::compare) return wanted(predicate);
    return predicate.node == Predicate::Node::all &&
           std::ranges::any_of(predicate.children, [&](const Predicate& child) { return demands(child, wanted); });
}

bool narrows_an_index(const RecordSql& record, const Predicate& comparison) {
    return record.field(comparison.field).index != FieldIndex::none && comparison.comparison != Comparison::not_equals &&
           comparison.comparison != Comparison::is_null;
}

// Whether an index leads to the records: these hold what is not deleted. Else they are gone through in the order of their ids.
bool goes_by_index(const RecordSql& record, const Predicate& where, std::span<const SortKey> sort) {
    const bool wants_an_id = demands(where, [&](const Predicate& comparison) {
        return comparison.field == record.id_field &&
               (comparison.comparison == Comparison::equals || comparison.comparison == Comparison::in);
    });
    const bool is_live = demands(where, [&](const Predicate& comparison) {
        return comparison.field == record.delete_time_field && comparison.comparison == Comparison::is_null;
    });
    if (wants_an_id || !is_live) return false;
    if (!sort.empty() && record.field(sort.front().field).index == FieldIndex::sorts) return true;
    return demands(where, [&](const Predicate& comparison) { return narrows_an_index(record, comparison); });
}

void add_where(BuiltSql& sql, const RecordSql& record, bool by_index, const Predicate& where) {
    sql.add(" WHERE ").add(by_index ? "company_id = $1" : "{in_company}");
    if (where.always()) return;
    sql.add(" AND ");
    add_predicate(sql, record, where, false);
}

void add_order(BuiltSql& sql, const RecordSql& record, bool by_index, std::span<const SortKey> sort) {
    const std::string_view id = by_index ? record.indexed_id : record.id;
    sql.add(" ORDER BY ");
    for (const SortKey& key : sort) {
        const std::string_view direction = key.descending ? " DESC" : " ASC";
        if (key.field == record.id_field) {
            sql.add(id).add(direction);
            return;
        }
        const FieldSql& field = record.field(key.field);
        sql.add(field.expression).add(direction);
        if (field.nullable) sql.add(key.descending ? " NULLS LAST" : " NULLS FIRST");
        sql.add(", ");
    }
    const bool descending = !sort.empty() && sort.back().descending;
    sql.add(id).add(descending ? " DESC" : " ASC");
}

}  // namespace

BuiltSql& BuiltSql::add_value(Value value) {
    values_.push_back(value);
    text_ += '$';
    text_ += std::to_string(values_.size());
    return *this;
}

BuiltSql record_page(domain::CompanyId company, domain::Kind kind, std::string_view columns,
                     const domain::RecordQuery& query) {
    const RecordSql& record = record_sql(kind);
    BuiltSql sql(company);
    sql.add("SELECT ").add(columns).add(" FROM ").add(record.table);
    const bool by_index = goes_by_index(record, query.where, query.sort);
    add_where(sql, record, by_index, query.where);
    add_order(sql, record, by_index, query.sort);
    sql.add(" LIMIT ").add_value(query.limit).add(" OFFSET ").add_value(query.offset);
    return sql;
}

BuiltSql record_where(domain::CompanyId company, domain::Kind kind, std::string_view columns, std::int64_t id,
                      const domain::Predicate& where) {
    const RecordSql& record = record_sql(kind);
    BuiltSql sql(company);
    sql.add("SELECT ").add(columns).add(" FROM ").add(record.table).add(" WHERE ").add(record.id);
    sql.add(" = {id_value ").add_value(bounded_id(id)).add("} AND company_id = $1");
    if (!where.always()) {
        sql.add(" AND ");
        add_predicate(sql, record, where, false);
    }
    return sql;
}

BuiltSql record_total(domain::CompanyId company, domain::Kind kind, const domain::Predicate& where) {
    const RecordSql& record = record_sql(kind);
    BuiltSql sql(company);
    sql.add("SELECT count(*) FROM ").add(record.table);
    add_where(sql, record, goes_by_index(record, where, {}), where);
    return sql;
}

}  // namespace stele::store
