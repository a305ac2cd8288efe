// Whether what is stored agrees with itself.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "store/session.h"

namespace stele::store {

// Recounts counters, compares ids with the last numbers, finds rows that belong to nothing, and makes the stored forms of texts
// again. Findings for a person are appended, a line each.
[[nodiscard]] Result<void> check_content(Session& session, std::vector<std::string>& findings);

}  // namespace stele::store
