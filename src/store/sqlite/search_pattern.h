// What FTS5 is given to index, and asked for: tokens of our own, which its tokenizer `ascii` takes as they are.
//
// A token is of one company: the company's number, what kind of token it is, and its text. So the lists of a company are its own,
// and a search in a small one is not slowed down by a large one. There are tokens of
//   three characters anywhere in a value,
//   the first 2, 3 and 5 characters behind each beginning of a word, and of the name,
//   a whole value, and a whole name, as a digest.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "domain/text_query.h"

namespace stele::store {

// The tokens of a search_text().
[[nodiscard]] std::string fts_text(domain::CompanyId company, std::string_view search_text);

// Tokens that all that match have.
[[nodiscard]] std::string fts_expression(domain::CompanyId company, const domain::TextQuery& query);
// Of the tokens those that are in few texts, as far as a sample of them tells: what is in many costs more than it spares. Empty
// where all terms are shorter than any token.
[[nodiscard]] std::string fts_expression(domain::CompanyId company, const domain::WordsQuery& query,
                                         std::span<const std::string> sample);

}  // namespace stele::store
