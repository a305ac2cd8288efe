// Whether searches look in the texts of the records that there are.
#pragma once

#include <string>
#include <vector>

#include "domain/ids.h"
#include "store/session.h"

namespace stele::store {

// Appends a line for each record whose text is missing or another, and for each text without a record that is not deleted.
[[nodiscard]] Result<void> check_search_texts(Session& session, domain::CompanyId company,
                                              std::vector<std::string>& findings);

}  // namespace stele::store
