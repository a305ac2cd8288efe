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

// Up to so many records are looked up one by one and sorted for a page: a millisecond or two.
constexpr std::int64_t narrow_range = 2'000;

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
        // The mask shuts most records out without a look at their followers.
        sql.add(negated ? "NOT (" : "(").add(record.table).add(".follower_mask & {bit ");
        add_operand(sql, field, predicate.value);
        sql.add("} <> 0 AND ").add(field.expression);
        add_operand(sql, field, predicate.value);
        sql.add("))");
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

bool is_equality(const Predicate& comparison) {
    return comparison.comparison == Comparison::equals || comparison.comparison == Comparison::in;
}

bool is_range(const Predicate& comparison) {
    return comparison.comparison >= Comparison::less && comparison.comparison <= Comparison::greater_or_equal;
}
static_assert(Comparison::less_or_equal > Comparison::less && Comparison::greater < Comparison::greater_or_equal);

bool is_live(const RecordSql& record, const Predicate& comparison) {
    return comparison.field == record.delete_time_field && comparison.comparison == Comparison::is_null;
}

bool is_time_range(const RecordSql& record, const Predicate& comparison) {
    const bool is_time = comparison.field == record.add_time_field || comparison.field == record.update_time_field;
    return is_time && is_range(comparison);
}

// What the records of a company are found by: the order of their ids, or an index, which holds those that are not deleted.
std::string_view company_condition(AccessPath path) {
    return path == AccessPath::index ? "company_id = $1" : "{in_company}";
}

// Of two lower bounds SQLite seeks to the first that is written: an id that the predicate demands to be passed, which is where
// a page begins, goes before those of the company.
void add_where(BuiltSql& sql, const RecordSql& record, AccessPath path, const Predicate& where) {
    sql.add(" WHERE ");
    if (path == AccessPath::id && !where.always()) {
        add_predicate(sql, record, where, false);
        sql.add(" AND ").add(company_condition(path));
        return;
    }
    sql.add(company_condition(path));
    if (where.always()) return;
    sql.add(" AND ");
    add_predicate(sql, record, where, false);
}

void add_sort_expression(BuiltSql& sql, const FieldSql& field, const Predicate& seen_organizations) {
    if (field.if_seen.empty() || seen_organizations.always()) {
        sql.add(field.expression);
        return;
    }
    sql.add(field.if_seen);
    add_predicate(sql, record_sql(domain::Kind::organization), seen_organizations, false);
    sql.add(")");
}

void add_order(BuiltSql& sql, const RecordSql& record, const domain::RecordQuery& query) {
    const std::span<const SortKey> sort = query.sort;
    sql.add(" ORDER BY ");
    for (const SortKey& key : sort) {
        const FieldSql& field = record.field(key.field);
        add_sort_expression(sql, field, query.seen_organizations);
        sql.add(key.descending ? " DESC" : " ASC");
        if (key.field == record.id_field) return;
        if (field.nullable) sql.add(key.descending ? " NULLS LAST" : " NULLS FIRST");
        sql.add(", ");
    }
    const bool descending = !sort.empty() && sort.back().descending;
    sql.add(record.id).add(descending ? " DESC" : " ASC");
}

}  // namespace

BuiltSql& BuiltSql::add_value(Value value) {
    values_.push_back(value);
    text_ += '$';
    text_ += std::to_string(values_.size());
    return *this;
}

std::optional<AccessPath> access_path(domain::Kind kind, const Predicate& where, std::span<const SortKey> sort) {
    const RecordSql& record = record_sql(kind);
    const auto live = [&](const Predicate& comparison) { return is_live(record, comparison); };
    const auto wants_ids = [&](const Predicate& comparison) {
        return comparison.field == record.id_field && is_equality(comparison);
    };
    const auto wants_values = [&](const Predicate& comparison) {
        return record.field(comparison.field).index != FieldIndex::none && is_equality(comparison);
    };
    const auto wants_range = [&](const Predicate& comparison) { return is_time_range(record, comparison); };

    if (!demands(where, live) || demands(where, wants_ids)) return AccessPath::id;
    if (!sort.empty() && record.field(sort.front().field).index == FieldIndex::sorts) return AccessPath::index;
    if (demands(where, wants_values)) return AccessPath::index;
    if (demands(where, wants_range)) return std::nullopt;
    return AccessPath::id;
}

BuiltSql range_size(domain::CompanyId company, domain::Kind kind, const Predicate& where, std::int64_t limit) {
    const RecordSql& record = record_sql(kind);
    std::vector<Predicate> ranges;
    (void)demands(where, [&](const Predicate& comparison) {
        if (is_live(record, comparison) || is_time_range(record, comparison)) ranges.push_back(comparison);
        return false;
    });
    BuiltSql sql(company);
    sql.add("SELECT count(*) FROM (SELECT 1 FROM ").add(record.table);
    add_where(sql, record, AccessPath::index, Predicate::all(std::move(ranges)));
    sql.add(" LIMIT ").add_value(limit).add(") AS visited");
    return sql;
}

Result<AccessPath> find_path(Session& session, domain::CompanyId company, domain::Kind kind,
                             const domain::RecordQuery& query) {
    if (const auto path = access_path(kind, query.where, query.sort)) return *path;
    const BuiltSql sql = range_size(company, kind, query.where, narrow_range + 1);
    std::int64_t size = 0;
    const auto queried = session.query(sql.sql(), sql.values(), [&](const Row& row) {
        size = row.integer(0);
        return false;
    });
    if (!queried) return fail(queried);
    return size <= narrow_range ? AccessPath::index : AccessPath::id;
}

BuiltSql record_page(domain::CompanyId company, domain::Kind kind, std::string_view columns,
                     const domain::RecordQuery& query, AccessPath path) {
    const RecordSql& record = record_sql(kind);
    BuiltSql sql(company);
    sql.add("SELECT ").add(columns).add(" FROM ").add(record.table);
    add_where(sql, record, path, query.where);
    add_order(sql, record, query);
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
    add_where(sql, record, access_path(kind, where, {}).value_or(AccessPath::index), where);
    return sql;
}

}  // namespace stele::store
