// Searching in the notes about records, as far as the caller sees them.
#pragma once

#include <vector>

#include "domain/search.h"
#include "domain/search_matcher.h"

namespace stele::domain {

// Ids of the records of that kind (organization, person, deal) behind `after` that a note with the term is about, rising; whoever sees
// them, and deleted ones too.
[[nodiscard]] Result<std::vector<std::int64_t>> records_with_notes(Transaction& transaction, const Caller& caller,
                                                                   const SearchRequest& request, const Matcher& matcher,
                                                                   Kind kind, std::int64_t after);

// Adds to what was found the texts of the notes about it that match.
[[nodiscard]] Result<void> add_notes(Transaction& transaction, const Caller& caller, const SearchRequest& request,
                                     SearchPage& page);

}  // namespace stele::domain
