// A complete check of what is stored.
#pragma once

#include <string>
#include <vector>

#include "store/sqlite/session.h"

namespace stele::store {

// On a connection of its own, in one snapshot. Findings, a line each.
[[nodiscard]] Result<std::vector<std::string>> check_file(const ConnectionOptions& options,
                                                          const PrepareObserver& on_prepare);

}  // namespace stele::store
