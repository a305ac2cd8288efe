// The text of a record that searches look in: a line for each value, folded, behind the field that it belongs to.
//
// A line is the field's mark (of a custom field its id too), a space, the value and a line break. Where a word stands behind
// punctuation, a line of no field repeats the value with a space before it, so that " term" finds every beginning of a word.
// The name, or the title of a deal, comes first. A note is one value.
#pragma once

#include <string>
#include <string_view>

#include "base/function_ref.h"
#include "domain/deal.h"
#include "domain/organization.h"
#include "domain/person.h"
#include "domain/text_query.h"
#include "store/deals.h"
#include "store/organizations.h"
#include "store/persons.h"

namespace stele::store {

[[nodiscard]] std::string search_text(const domain::Organization& organization, const OrganizationForms& forms);
[[nodiscard]] std::string search_text(const domain::Person& person, const PersonForms& forms);
[[nodiscard]] std::string search_text(const domain::Deal& deal, const DealForms& forms);

// Of a note its plain text, from its HTML.
[[nodiscard]] std::string note_search_text(std::string_view content);

// Whether such a text belongs to what the query asks for, but for the condition and the range of ids.
[[nodiscard]] bool matches(std::string_view text, const domain::TextQuery& query);

// Whether every term of the query is found in it.
[[nodiscard]] bool matches(std::string_view text, const domain::WordsQuery& query);

// Visits the values of such a text.
void for_each_value(std::string_view text, FunctionRef<void(std::string_view value, bool is_name)> visit);

}  // namespace stele::store
