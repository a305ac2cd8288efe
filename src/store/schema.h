// Bringing what is stored to what this program knows.
#pragma once

#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "domain/ids.h"
#include "store/session.h"

namespace stele::store {

// Applies the migrations that are missing; the caller's transaction is rolled back when it fails.
// Error: invalid when the data is of a newer version than this program.
[[nodiscard]] Result<void> migrate(Session& session, Micros now);

// Of all companies, rising.
[[nodiscard]] Result<std::vector<domain::CompanyId>> company_ids(Session& session);

}  // namespace stele::store
