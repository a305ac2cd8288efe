#include "store/predicate_sql.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "store/comparison_sql.h"
#include "store/id_list.h"
#include "store/long_id_list.h"
#include "store/record_sql.h"

namespace stele::store {

namespace {

using domain::Kind;
using domain::Predicate;
using domain::SortKey;

// The rows of one table that a predicate is about, and how they are found.
struct Rows {
    const RecordSql& record;
    const AccessPath& path;
};

// Where the path begins with values of a custom field, they give the ids of the records.
bool add_leading_values(BuiltSql& sql, const Rows& rows, const Predicate& comparison) {
    const Lead& lead = rows.path.lead;
    if (lead.index != nullptr || lead.comparisons.empty() || lead.comparisons.front() != &comparison) return false;
    sql.add(rows.record.id).add(" IN (SELECT {id_value ").add(value_record(comparison.field)).add("} ");
    add_value_rows(sql, rows.record, lead.comparisons, ValueRows::exactly);
    sql.add(")");
    if (!value_rows_suffice(comparison)) {
        sql.add(" AND ");
        add_comparison(sql, rows.record, comparison, false);
    }
    return true;
}

void add_predicate(BuiltSql& sql, const Rows& rows, const Predicate& predicate, bool negated);

// Halves, so that the depth of the expression grows with the logarithm of the number of children.
void add_children(BuiltSql& sql, const Rows& rows, std::span<const Predicate> children, std::string_view joint,
                  bool negated) {
    if (children.size() == 1) {
        add_predicate(sql, rows, children.front(), negated);
        return;
    }
    const std::size_t half = children.size() / 2;
    sql.add("(");
    add_children(sql, rows, children.first(half), joint, negated);
    sql.add(joint);
    add_children(sql, rows, children.subspan(half), joint, negated);
    sql.add(")");
}

// A record that belongs to the one that `rows` are of, or that it belongs to.
void add_related(BuiltSql& sql, const RecordSql& of, const Predicate& predicate, bool negated) {
    static constexpr AccessPath no_path;
    const Kind kind = predicate.field.kind;
    assert(kind != of.id_field.kind);
    assert(kind == Kind::organization || kind == Kind::person || kind == Kind::activity || kind == Kind::deal ||
           kind == Kind::occurrence);
    sql.add(negated ? "NOT EXISTS (" : "EXISTS (");
    if (kind == Kind::person && of.id_field.kind == Kind::organization)
        sql.add(
            "SELECT 1 FROM person WHERE person.company_id = $1 AND person.organization_id = organization.id "
            "AND person.delete_time IS NULL AND ");
    else if (kind == Kind::occurrence)
        sql.add("SELECT 1 FROM occurrence WHERE occurrence.company_id = $1 AND occurrence.kind = ")
            .add(of.kind)
            .add(" AND occurrence.record_id = ")
            .add(of.table)
            .add(".id AND ");
    else if (kind == Kind::activity && of.id_field.kind == Kind::file)
        sql.add(
            "SELECT 1 FROM activity WHERE activity.company_id = $1 AND {id activity} = {id_value file.activity_id} AND ");
    else if (kind == Kind::activity)
        sql.add("SELECT 1 FROM activity WHERE activity.company_id = $1 AND activity.")
            .add(of.table)
            .add("_id = ")
            .add(of.table)
            .add(".id AND activity.delete_time IS NULL AND ");
    else if (kind == Kind::deal && (of.id_field.kind == Kind::organization || of.id_field.kind == Kind::person))
        sql.add("SELECT 1 FROM deal WHERE deal.company_id = $1 AND deal.")
            .add(of.table)
            .add("_id = ")
            .add(of.table)
            .add(".id AND deal.delete_time IS NULL AND ");
    else if (kind == Kind::deal)
        sql.add("SELECT 1 FROM deal WHERE deal.company_id = $1 AND {id deal} = {id_value ")
            .add(of.table)
            .add(".deal_id} AND ");
    else if (kind == Kind::person)
        sql.add("SELECT 1 FROM person WHERE person.company_id = $1 AND {id person} = {id_value ")
            .add(of.table)
            .add(".person_id} AND ");
    else
        sql.add("SELECT 1 FROM organization WHERE organization.company_id = $1 AND {id organization} = {id_value ")
            .add(of.table)
            .add(".organization_id} AND ");
    add_predicate(sql, {record_sql(kind), no_path}, predicate.children.front(), false);
    sql.add(")");
}

void add_predicate(BuiltSql& sql, const Rows& rows, const Predicate& predicate, bool negated) {
    switch (predicate.node) {
        case Predicate::Node::compare:
            // A walk along an index asks of each record whether it is among them.
            if (rows.path.order == AccessPath::Order::index && is_long_id_list(predicate)) {
                sql.add("{indexed_id ").add(rows.record.table).add("}").add(negated ? " NOT IN " : " IN ");
                add_long_id_list(sql, predicate, "CAST(value AS BIGINT)");
                return;
            }
            if (!add_leading_values(sql, rows, predicate)) add_comparison(sql, rows.record, predicate, negated);
            return;
        case Predicate::Node::related:
            add_related(sql, rows.record, predicate, negated);
            return;
        case Predicate::Node::negation:
            add_predicate(sql, rows, predicate.children.front(), !negated);
            return;
        case Predicate::Node::all:
        case Predicate::Node::any:
            break;
    }
    const bool conjunction = (predicate.node == Predicate::Node::all) != negated;
    if (predicate.children.empty())
        sql.add(conjunction ? "1 = 1" : "1 = 0");
    else
        add_children(sql, rows, predicate.children, conjunction ? " AND " : " OR ", negated);
}

void add_listed(BuiltSql& sql, const Rows& rows) {
    sql.add(rows.record.id).add(" IN (SELECT {id_value CAST(value AS BIGINT)} FROM {listed ");
    sql.add_value(sql.kept(id_list(rows.path.candidates))).add("}) AND ");
}

// FROM the table WHERE the company and the predicate.
//
// Of two lower bounds SQLite seeks to the first that is written: an id that the predicate demands to be passed, which is where
// a page begins, goes before those of the company.
void add_source(BuiltSql& sql, const Rows& rows, const Predicate& where) {
    sql.add(" FROM ").add(rows.record.table);
    if (rows.path.order == AccessPath::Order::lead) {
        if (rows.path.lead.index != nullptr)
            sql.add(" {use_index ").add(rows.path.lead.index->name).add("}");
        else
            sql.add(" {use_key}");
    }
    if (rows.path.order == AccessPath::Order::listed || rows.path.order == AccessPath::Order::keys) sql.add(" {use_key}");
    sql.add(" WHERE ");
    if (rows.path.order == AccessPath::Order::listed) add_listed(sql, rows);
    if (rows.path.order == AccessPath::Order::id) {
        if (!where.always()) {
            add_predicate(sql, rows, where, false);
            sql.add(" AND ");
        }
        sql.add("{in_company}");
        return;
    }
    sql.add("company_id = $1");
    if (where.always()) return;
    sql.add(" AND ");
    add_predicate(sql, rows, where, false);
}

void add_sort_expression(BuiltSql& sql, const FieldSql& field, const domain::RecordQuery& query) {
    const Predicate& seen = field.seen_kind == Kind::deal     ? query.seen_deals
                            : field.seen_kind == Kind::person ? query.seen_persons
                                                              : query.seen_organizations;
    if (field.if_seen.empty() || seen.always()) {
        sql.add(field.expression);
        return;
    }
    static constexpr AccessPath no_path;
    sql.add(field.if_seen);
    add_predicate(sql, {record_sql(field.seen_kind), no_path}, seen, false);
    sql.add(")");
}

void add_nulls(BuiltSql& sql, bool descending) { sql.add(descending ? " NULLS LAST" : " NULLS FIRST"); }

void add_order(BuiltSql& sql, const RecordSql& record, const domain::RecordQuery& query) {
    const std::span<const SortKey> sort = query.sort;
    sql.add(" ORDER BY ");
    for (const SortKey& key : sort) {
        if (key.field.is_custom()) {
            add_first_value(sql, record, key.field);
            sql.add(key.descending ? " DESC" : " ASC");
            add_nulls(sql, key.descending);
            sql.add(", ");
            continue;
        }
        const FieldSql& field = record.field(key.field);
        add_sort_expression(sql, field, query);
        sql.add(key.descending ? " DESC" : " ASC");
        if (key.field == record.id_field) return;
        if (field.nullable) add_nulls(sql, key.descending);
        sql.add(", ");
    }
    const bool descending = !sort.empty() && sort.back().descending;
    sql.add(record.id).add(descending ? " DESC" : " ASC");
}

}  // namespace

BuiltSql record_page(domain::CompanyId company, Kind kind, std::string_view columns, const domain::RecordQuery& query,
                     const AccessPath& path) {
    const RecordSql& record = record_sql(kind);
    BuiltSql sql(company);
    sql.add("SELECT ").add(columns);
    add_source(sql, {record, path}, query.where);
    add_order(sql, record, query);
    sql.add(" LIMIT ").add_value(query.limit).add(" OFFSET ").add_value(query.offset);
    return sql;
}

BuiltSql record_where(domain::CompanyId company, Kind kind, std::string_view columns, std::int64_t id,
                      const Predicate& where) {
    const RecordSql& record = record_sql(kind);
    const AccessPath by_id;
    BuiltSql sql(company);
    sql.add("SELECT ").add(columns).add(" FROM ").add(record.table).add(" WHERE ").add(record.id);
    sql.add(" = {id_value ").add_value(bounded_id(id)).add("} AND company_id = $1");
    if (!where.always()) {
        sql.add(" AND ");
        add_predicate(sql, {record, by_id}, where, false);
    }
    return sql;
}

void add_condition(BuiltSql& sql, Kind kind, const Predicate& where) {
    const AccessPath no_path;
    add_predicate(sql, {record_sql(kind), no_path}, where, false);
}

BuiltSql record_total(domain::CompanyId company, Kind kind, const Predicate& where) {
    BuiltSql sql(company);
    sql.add("SELECT count(*)");
    add_source(sql, {record_sql(kind), path_of_total(kind, where)}, where);
    return sql;
}

}  // namespace stele::store
