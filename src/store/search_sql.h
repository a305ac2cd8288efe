// A page of what an index proposes for a search, as SQL.
#pragma once

#include <string_view>

#include "domain/text_query.h"
#include "store/predicate_sql.h"

namespace stele::store {

// SELECT id, text of at most `limit` records that may match the query, by id. `pattern` is Session::search_pattern() of it, and
// outlives the statement.
[[nodiscard]] BuiltSql search_page(domain::CompanyId company, const domain::TextQuery& query, std::string_view pattern,
                                   std::int64_t limit);

}  // namespace stele::store
