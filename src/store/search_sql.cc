#include "store/search_sql.h"

#include <algorithm>

#include "base/limits.h"
#include "store/record_sql.h"

namespace stele::store {

namespace {

struct SearchTables {
    std::string_view select;     // up to the pattern
    std::string_view after;      // up to the id that the page begins behind
    std::string_view condition;  // up to what the record itself must hold
    std::string_view order;
};

constexpr SearchTables organization_tables{
    "SELECT organization_search.id, organization_search.text FROM {search_from organization} "
    "WHERE {search_match organization} ",
    " AND {search_id organization} > {id_value ",
    " AND EXISTS (SELECT 1 FROM organization WHERE organization.company_id = $1 AND {id organization} = {id_value "
    "organization_search.id} AND ",
    " ORDER BY {search_id organization}"};
constexpr SearchTables person_tables{
    "SELECT person_search.id, person_search.text FROM {search_from person} WHERE {search_match person} ",
    " AND {search_id person} > {id_value ",
    " AND EXISTS (SELECT 1 FROM person WHERE person.company_id = $1 AND {id person} = {id_value person_search.id} AND ",
    " ORDER BY {search_id person}"};

}  // namespace

BuiltSql search_page(domain::CompanyId company, const domain::TextQuery& query, std::string_view pattern,
                     std::int64_t limit) {
    const SearchTables& tables = query.kind == domain::Kind::person ? person_tables : organization_tables;
    BuiltSql sql(company);
    sql.add(tables.select).add_value(pattern);
    sql.add(tables.after).add_value(std::clamp<std::int64_t>(query.after, 0, limits::id)).add("}");
    if (!query.where.always()) {
        sql.add(tables.condition);
        add_condition(sql, query.kind, query.where);
        sql.add(")");
    }
    sql.add(tables.order).add(" LIMIT ").add_value(limit);
    return sql;
}

}  // namespace stele::store
