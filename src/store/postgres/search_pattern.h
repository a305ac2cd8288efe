// A search as pg_trgm is asked for it: a pattern of its operator ~~ over search_text().
#pragma once

#include <string>

#include "domain/text_query.h"

namespace stele::store::postgres {

[[nodiscard]] std::string like_pattern(const domain::TextQuery& query);

}  // namespace stele::store::postgres
