// A search as FTS5 is asked for it: records whose lines hold these three-character windows, in any order and place.
#pragma once

#include <string>
#include <string_view>

#include "domain/text_query.h"

namespace stele::store {

// Empty when nothing can match.
[[nodiscard]] std::string fts_expression(const domain::TextQuery& query);

// What is indexed of a search_text(): its lines, and at the end the beginning of the name behind a mark, so that it is found
// among all beginnings of words.
[[nodiscard]] std::string fts_text(std::string_view search_text);

}  // namespace stele::store
