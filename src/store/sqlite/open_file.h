// Opening the data file: made, checked and migrated before anything else uses it.
#pragma once

#include <memory>

#include "store/sqlite/session.h"
#include "store/sqlite/shared.h"

namespace stele::store {

// The writer's session on the file, which has the schema of this program. The folder is locked.
// Error: invalid, with one line for a person; an existing file is then as it was.
[[nodiscard]] Result<std::unique_ptr<SqliteSession>> open_file(Shared& shared);

}  // namespace stele::store
