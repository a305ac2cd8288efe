// Bringing a database to what this program knows, before it is served.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "store/postgres/shared.h"

namespace stele::store::postgres {

// Checks the server, applies the migrations that are missing and makes stored forms of texts again where Unicode has changed;
// one process at a time. Error: invalid, with one line for a person.
[[nodiscard]] Result<void> prepare_database(Shared& shared);

// Of all companies, rising.
[[nodiscard]] Result<std::vector<domain::CompanyId>> read_companies(Shared& shared);

// A complete check of what is stored, in one snapshot.
[[nodiscard]] Result<std::vector<std::string>> check_database(Shared& shared);

}  // namespace stele::store::postgres
