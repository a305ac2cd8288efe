// A complete check of what is stored.
#pragma once

#include <string>
#include <vector>

#include "store/sqlite/session.h"

namespace stele::store {

// On a connection of its own, in one snapshot. Findings, a line each.
[[nodiscard]] Result<std::vector<std::string>> check_file(const ConnectionOptions& options,
                                                          const PrepareObserver& on_prepare);
// The blobs of a data folder that the files of a database name; beside other findings. Nothing is removed meanwhile.
[[nodiscard]] Result<void> check_blobs(const ConnectionOptions& options, const PrepareObserver& on_prepare,
                                       const std::string& data_folder, std::vector<std::string>& findings);

}  // namespace stele::store
