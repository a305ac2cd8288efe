// A search as pg_trgm is asked for it: a pattern of its operator ~~ over search_text().
#pragma once

#include <string>
#include <vector>

#include "domain/text_query.h"

namespace stele::store::postgres {

[[nodiscard]] std::string like_pattern(const domain::TextQuery& query);
// One for each term.
[[nodiscard]] std::vector<std::string> like_patterns(const domain::WordsQuery& query);

}  // namespace stele::store::postgres
