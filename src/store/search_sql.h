// A page of what an index proposes for a search, as SQL.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "domain/text_query.h"
#include "store/predicate_sql.h"

namespace stele::store {

// SELECT id, text of at most `limit` records that may match the query, by id. `pattern` is Session::search_pattern() of it, and
// outlives the statement.
[[nodiscard]] BuiltSql search_page(domain::CompanyId company, const domain::TextQuery& query, std::string_view pattern,
                                   std::int64_t limit);

// SELECT id, text of at most `limit` records behind `after` that each of the patterns proposes, by id; of all where there are none.
[[nodiscard]] BuiltSql words_page(domain::CompanyId company, domain::Kind kind, std::span<const std::string> patterns,
                                  std::int64_t after, std::int64_t limit);

// SELECT the greatest id of those that have a text; and SELECT the texts of some ids.
[[nodiscard]] BuiltSql last_text(domain::CompanyId company, domain::Kind kind);
[[nodiscard]] BuiltSql texts_of(domain::CompanyId company, domain::Kind kind, std::span<const std::int64_t> ids);

// SELECT id, text, organization_id, person_id, deal_id of at most `limit` notes that may match the query, by id.
[[nodiscard]] BuiltSql notes_page(domain::CompanyId company, const domain::TextQuery& query, std::string_view pattern,
                                  std::int64_t after, std::int64_t limit);
// The same of notes about some records, which are so few that no index of texts is asked.
[[nodiscard]] BuiltSql notes_about_page(domain::CompanyId company, const domain::NoteTextQuery& query, std::int64_t after,
                                        std::int64_t limit);

}  // namespace stele::store
