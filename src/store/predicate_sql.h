// domain::Predicate and sort keys as SQL with bound parameters. Nothing else builds a WHERE clause.
#pragma once

#include <string_view>

#include "domain/predicate.h"
#include "store/access_path.h"
#include "store/built_sql.h"

namespace stele::store {

// SELECT columns of the records that the query asks for. Kinds: organization, person.
[[nodiscard]] BuiltSql record_page(domain::CompanyId company, domain::Kind kind, std::string_view columns,
                                   const domain::RecordQuery& query, const AccessPath& path);
// SELECT columns of the record `id` when `where` holds.
[[nodiscard]] BuiltSql record_where(domain::CompanyId company, domain::Kind kind, std::string_view columns, std::int64_t id,
                                    const domain::Predicate& where);
// The condition alone, on rows of the kind's table.
void add_condition(BuiltSql& sql, domain::Kind kind, const domain::Predicate& where);
// SELECT count(*).
[[nodiscard]] BuiltSql record_total(domain::CompanyId company, domain::Kind kind, const domain::Predicate& where);

}  // namespace stele::store
