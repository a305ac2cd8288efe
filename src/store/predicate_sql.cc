#include "store/predicate_sql.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

#include "base/limits.h"
#include "base/text.h"

namespace stele::store {

namespace {

using domain::Comparison;
using domain::OrganizationField;
using domain::Predicate;
using domain::SortKey;

// How a field's values are stored, and so how one to compare with is bound.
enum class Form : std::uint8_t { number, text, sort_key, first_char, id, followed_by };

struct FieldSql {
    OrganizationField field;
    std::string_view expression;
    Form form;
    bool nullable;
};

// By field, in the order of the enumeration.
constexpr FieldSql fields[] = {
    {OrganizationField::id, "{id organization}", Form::id, false},
    {OrganizationField::name, "name_sort", Form::sort_key, false},
    {OrganizationField::first_char, "first_char", Form::first_char, false},
    {OrganizationField::owner_id, "owner_id", Form::number, false},
    {OrganizationField::owner_name, "(SELECT name_sort FROM app_user WHERE {user_by_id organization.owner_id})",
     Form::sort_key, false},
    {OrganizationField::visible_to, "visible_to", Form::number, false},
    {OrganizationField::add_time, "add_time", Form::number, false},
    {OrganizationField::update_time, "update_time", Form::number, false},
    {OrganizationField::delete_time, "delete_time", Form::number, true},
    {OrganizationField::label, "label", Form::number, true},
    {OrganizationField::address, "address_sort", Form::sort_key, true},
    {OrganizationField::address_subpremise, "address_subpremise", Form::text, true},
    {OrganizationField::address_street_number, "address_street_number", Form::text, true},
    {OrganizationField::address_route, "address_route", Form::text, true},
    {OrganizationField::address_sublocality, "address_sublocality", Form::text, true},
    {OrganizationField::address_locality, "address_locality", Form::text, true},
    {OrganizationField::address_admin_area_level_1, "address_admin_area_level_1", Form::text, true},
    {OrganizationField::address_admin_area_level_2, "address_admin_area_level_2", Form::text, true},
    {OrganizationField::address_country, "address_country", Form::text, true},
    {OrganizationField::address_postal_code, "address_postal_code", Form::text, true},
    {OrganizationField::address_formatted_address, "address_formatted_address", Form::text, true},
    {OrganizationField::country_code, "country_code", Form::text, true},
    {OrganizationField::picture_id, "picture_id", Form::number, true},
    {OrganizationField::next_activity_id, "next_activity_id", Form::number, true},
    {OrganizationField::next_activity_date, "next_activity_date", Form::text, true},
    {OrganizationField::next_activity_time, "next_activity_time", Form::text, true},
    {OrganizationField::last_activity_id, "last_activity_id", Form::number, true},
    {OrganizationField::last_activity_date, "last_activity_date", Form::text, true},
    {OrganizationField::open_deals, "open_deals", Form::number, false},
    {OrganizationField::won_deals, "won_deals", Form::number, false},
    {OrganizationField::lost_deals, "lost_deals", Form::number, false},
    {OrganizationField::closed_deals, "(won_deals + lost_deals)", Form::number, false},
    {OrganizationField::related_open_deals, "related_open_deals", Form::number, false},
    {OrganizationField::related_won_deals, "related_won_deals", Form::number, false},
    {OrganizationField::related_lost_deals, "related_lost_deals", Form::number, false},
    {OrganizationField::related_closed_deals, "(related_won_deals + related_lost_deals)", Form::number, false},
    {OrganizationField::email_messages, "email_messages", Form::number, false},
    {OrganizationField::people, "people", Form::number, false},
    {OrganizationField::activities, "activities", Form::number, false},
    {OrganizationField::done_activities, "done_activities", Form::number, false},
    {OrganizationField::undone_activities, "(activities - done_activities)", Form::number, false},
    {OrganizationField::files, "files", Form::number, false},
    {OrganizationField::notes, "notes", Form::number, false},
    {OrganizationField::followers, "followers", Form::number, false},
    {OrganizationField::followed_by,
     "EXISTS (SELECT 1 FROM follower WHERE company_id = $1 AND kind = 3 AND record_id = organization.id AND user_id = ",
     Form::followed_by, false},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < std::size(fields); ++i)
        if (static_cast<std::size_t>(fields[i].field) != i) return false;
    return std::size(fields) == static_cast<std::size_t>(OrganizationField::followed_by) + 1;
}
static_assert(in_order());
static_assert(static_cast<int>(domain::Kind::organization) == 3);

const FieldSql& sql_of(OrganizationField field) { return fields[static_cast<std::size_t>(field)]; }

// Ids beyond the range of a company are no more than just outside it.
std::int64_t bounded_id(std::int64_t id) { return std::clamp<std::int64_t>(id, 0, limits::id + 1); }

void add_operand(BuiltSql& sql, const FieldSql& field, const domain::PredicateValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    switch (field.form) {
        case Form::id:
            sql.add("{id_value ").add_value(bounded_id(std::get<std::int64_t>(value))).add("}");
            return;
        case Form::sort_key:
            sql.add_value(Bytes{sql.kept(sort_key(*text))});
            return;
        case Form::first_char:
            sql.add_value(sql.kept(first_char(*text)));
            return;
        case Form::text:
        case Form::number:
        case Form::followed_by:
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
void add_comparison(BuiltSql& sql, const Predicate& predicate, bool negated) {
    const FieldSql& field = sql_of(predicate.field);
    const Comparison comparison = predicate.comparison;
    if (field.form == Form::followed_by) {
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

void add_predicate(BuiltSql& sql, const Predicate& predicate, bool negated);

// Halves, so that the depth of the expression grows with the logarithm of the number of children.
void add_children(BuiltSql& sql, std::span<const Predicate> children, std::string_view joint, bool negated) {
    if (children.size() == 1) {
        add_predicate(sql, children.front(), negated);
        return;
    }
    const std::size_t half = children.size() / 2;
    sql.add("(");
    add_children(sql, children.first(half), joint, negated);
    sql.add(joint);
    add_children(sql, children.subspan(half), joint, negated);
    sql.add(")");
}

void add_predicate(BuiltSql& sql, const Predicate& predicate, bool negated) {
    switch (predicate.node) {
        case Predicate::Node::compare:
            add_comparison(sql, predicate, negated);
            return;
        case Predicate::Node::negation:
            add_predicate(sql, predicate.children.front(), !negated);
            return;
        case Predicate::Node::all:
        case Predicate::Node::any:
            break;
    }
    const bool conjunction = (predicate.node == Predicate::Node::all) != negated;
    if (predicate.children.empty())
        sql.add(conjunction ? "1 = 1" : "1 = 0");
    else
        add_children(sql, predicate.children, conjunction ? " AND " : " OR ", negated);
}

// Whether `wanted` holds for a comparison that the whole predicate demands.
template <class Wanted>
bool demands(const Predicate& predicate, const Wanted& wanted) {
    if (predicate.node == Predicate::Node::compare) return wanted(predicate);
    return predicate.node == Predicate::Node::all &&
           std::ranges::any_of(predicate.children, [&](const Predicate& child) { return demands(child, wanted); });
}

bool is_time(OrganizationField field) {
    return field == OrganizationField::add_time || field == OrganizationField::update_time;
}

bool is_indexed(OrganizationField field) {
    return is_time(field) || field == OrganizationField::name || field == OrganizationField::owner_id;
}

bool is_live(const Predicate& comparison) {
    return comparison.field == OrganizationField::delete_time && comparison.comparison == Comparison::is_null;
}

bool is_equality(const Predicate& comparison) {
    return comparison.comparison == Comparison::equals || comparison.comparison == Comparison::in;
}

bool is_range(const Predicate& comparison) {
    return comparison.comparison >= Comparison::less && comparison.comparison <= Comparison::greater_or_equal;
}
static_assert(Comparison::less_or_equal > Comparison::less && Comparison::greater < Comparison::greater_or_equal);

// What the records of a company are found by: the order of their ids, or an index, which holds those that are not deleted.
std::string_view company_condition(AccessPath path) {
    return path == AccessPath::index ? "company_id = $1" : "{in_company}";
}

void add_where(BuiltSql& sql, AccessPath path, const Predicate& where) {
    sql.add(" WHERE ").add(company_condition(path));
    if (where.always()) return;
    sql.add(" AND ");
    add_predicate(sql, where, false);
}

void add_order(BuiltSql& sql, std::span<const SortKey> sort) {
    sql.add(" ORDER BY ");
    for (const SortKey& key : sort) {
        const FieldSql& field = sql_of(key.field);
        sql.add(field.expression).add(key.descending ? " DESC" : " ASC");
        if (key.field == OrganizationField::id) return;
        if (field.nullable) sql.add(key.descending ? " NULLS LAST" : " NULLS FIRST");
        sql.add(", ");
    }
    const bool descending = !sort.empty() && sort.back().descending;
    sql.add("{id organization}").add(descending ? " DESC" : " ASC");
}

}  // namespace

BuiltSql& BuiltSql::add_value(Value value) {
    values_.push_back(value);
    text_ += '$';
    text_ += std::to_string(values_.size());
    return *this;
}

std::optional<AccessPath> access_path(const Predicate& where, std::span<const SortKey> sort) {
    const auto wants_ids = [](const Predicate& comparison) {
        return comparison.field == OrganizationField::id && is_equality(comparison);
    };
    const auto wants_values = [](const Predicate& comparison) {
        return is_indexed(comparison.field) && is_equality(comparison);
    };
    const auto wants_range = [](const Predicate& comparison) { return is_time(comparison.field) && is_range(comparison); };

    if (!demands(where, is_live) || demands(where, wants_ids)) return AccessPath::id;
    if (!sort.empty() && is_indexed(sort.front().field)) return AccessPath::index;
    if (demands(where, wants_values)) return AccessPath::index;
    if (demands(where, wants_range)) return std::nullopt;
    return AccessPath::id;
}

BuiltSql organization_range_size(domain::CompanyId company, const Predicate& where, std::int64_t limit) {
    std::vector<Predicate> ranges;
    (void)demands(where, [&](const Predicate& comparison) {
        if (is_live(comparison) || (is_time(comparison.field) && is_range(comparison))) ranges.push_back(comparison);
        return false;
    });
    const Predicate all = Predicate::all(std::move(ranges));
    BuiltSql sql(company);
    sql.add("SELECT count(*) FROM (SELECT 1 FROM organization");
    add_where(sql, AccessPath::index, all);
    sql.add(" LIMIT ").add_value(limit).add(") AS visited");
    return sql;
}

BuiltSql organization_page(domain::CompanyId company, std::string_view columns, const domain::OrganizationQuery& query,
                           AccessPath path) {
    BuiltSql sql(company);
    sql.add("SELECT ").add(columns).add(" FROM organization");
    add_where(sql, path, query.where);
    add_order(sql, query.sort);
    sql.add(" LIMIT ").add_value(query.limit).add(" OFFSET ").add_value(query.offset);
    return sql;
}

BuiltSql organization_where(domain::CompanyId company, std::string_view columns, domain::OrganizationId id,
                            const domain::Predicate& where) {
    BuiltSql sql(company);
    sql.add("SELECT ").add(columns).add(" FROM organization WHERE {id organization} = {id_value ").add_value(bounded_id(id));
    sql.add("} AND company_id = $1");
    if (!where.always()) {
        sql.add(" AND ");
        add_predicate(sql, where, false);
    }
    return sql;
}

BuiltSql organization_total(domain::CompanyId company, const domain::Predicate& where) {
    BuiltSql sql(company);
    sql.add("SELECT count(*) FROM organization");
    add_where(sql, access_path(where, {}).value_or(AccessPath::index), where);
    return sql;
}

}  // namespace stele::store
