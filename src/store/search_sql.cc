#include "store/search_sql.h"

#include <algorithm>

#include "base/limits.h"
#include "store/id_list.h"
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

constexpr SearchTables deal_tables{
    "SELECT deal_search.id, deal_search.text FROM {search_from deal} WHERE {search_match deal} ",
    " AND {search_id deal} > {id_value ",
    " AND EXISTS (SELECT 1 FROM deal WHERE deal.company_id = $1 AND {id deal} = {id_value deal_search.id} AND ",
    " ORDER BY {search_id deal}"};

const SearchTables& tables_of(domain::Kind kind) {
    if (kind == domain::Kind::person) return person_tables;
    return kind == domain::Kind::deal ? deal_tables : organization_tables;
}

constexpr std::string_view note_columns =
    "SELECT note.id, note_search.text, note.organization_id, note.person_id, note.deal_id ";

domain::NoteField subject_of(domain::Kind kind) {
    if (kind == domain::Kind::person) return domain::NoteField::person_id;
    return kind == domain::Kind::deal ? domain::NoteField::deal_id : domain::NoteField::organization_id;
}

void add_note_condition(BuiltSql& sql, const domain::Predicate& where) {
    if (where.always()) return;
    sql.add(" AND ");
    add_condition(sql, domain::Kind::note, where);
}

}  // namespace

BuiltSql search_page(domain::CompanyId company, const domain::TextQuery& query, std::string_view pattern,
                     std::int64_t limit) {
    const SearchTables& tables = tables_of(query.kind);
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

// Of two lower bounds SQLite seeks to the first that is written.
BuiltSql words_page(domain::CompanyId company, domain::Kind kind, std::span<const std::string> patterns, std::int64_t after,
                    std::int64_t limit) {
    const std::string_view table = record_sql(kind).table;
    BuiltSql sql(company);
    const auto add_id = [&]() -> BuiltSql& {
        return patterns.empty() ? sql.add("{id ").add(table).add("_search}") : sql.add("{search_id ").add(table).add("}");
    };
    sql.add("SELECT ").add(table).add("_search.id, ").add(table).add("_search.text FROM ");
    if (patterns.empty())
        sql.add(table).add("_search");
    else
        sql.add("{search_from ").add(table).add("}");
    sql.add(" WHERE ");
    add_id().add(" > {id_value ").add_value(std::clamp<std::int64_t>(after, 0, limits::id)).add("}");
    if (patterns.empty()) sql.add(" AND {in_company}");
    for (const std::string& pattern : patterns)
        sql.add(" AND {search_match ").add(table).add("} ").add_value(std::string_view(pattern));
    sql.add(" ORDER BY ");
    add_id().add(" LIMIT ").add_value(limit);
    return sql;
}

BuiltSql last_text(domain::CompanyId company, domain::Kind kind) {
    const std::string_view table = record_sql(kind).table;
    BuiltSql sql(company);
    sql.add("SELECT id FROM ").add(table).add("_search WHERE {in_company} ORDER BY {id ").add(table);
    sql.add("_search} DESC LIMIT 1");
    return sql;
}

BuiltSql texts_of(domain::CompanyId company, domain::Kind kind, std::span<const std::int64_t> ids) {
    const std::string_view table = record_sql(kind).table;
    BuiltSql sql(company);
    sql.add("SELECT text FROM ").add(table).add("_search {use_key} WHERE {id ").add(table);
    sql.add("_search} IN (SELECT {id_value CAST(value AS BIGINT)} FROM {listed ").add_value(sql.kept(id_list(ids)));
    sql.add("}) AND company_id = $1");
    return sql;
}

BuiltSql notes_page(domain::CompanyId company, const domain::TextQuery& query, std::string_view pattern, std::int64_t after,
                    std::int64_t limit) {
    BuiltSql sql(company);
    sql.add(note_columns).add("FROM {search_from note} CROSS JOIN note WHERE {search_match note} ").add_value(pattern);
    sql.add(" AND {search_id note} > {id_value ").add_value(std::clamp<std::int64_t>(after, 0, limits::id)).add("}");
    sql.add(" AND note.company_id = $1 AND {id note} = {id_value note_search.id}");
    add_note_condition(sql, query.where);
    sql.add(" ORDER BY {search_id note} LIMIT ").add_value(limit);
    return sql;
}

BuiltSql notes_about_page(domain::CompanyId company, const domain::NoteTextQuery& query, std::int64_t after,
                          std::int64_t limit) {
    const domain::NoteField about = subject_of(*query.about);
    const auto of_these = domain::Predicate::compare(about, domain::Comparison::in, query.about_ids);
    BuiltSql sql(company);
    sql.add(note_columns).add("FROM note {use_index ");
    sql.add(record_sql(domain::Kind::note).index(about, false)->name);
    sql.add("} CROSS JOIN note_search WHERE note.company_id = $1 AND ");
    add_condition(sql, domain::Kind::note, of_these);
    sql.add(" AND {id note} > {id_value ").add_value(std::clamp<std::int64_t>(after, 0, limits::id)).add("}");
    sql.add(" AND note_search.company_id = $1 AND {id note_search} = {id_value note.id}");
    add_note_condition(sql, query.text.where);
    sql.add(" ORDER BY {id note} LIMIT ").add_value(limit);
    return sql;
}

}  // namespace stele::store
