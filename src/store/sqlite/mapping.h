// The data file in the memory of connections that only read: a page is used where the system keeps it, without a call and
// without a copy (docs/decisions/0009-mapped-reads.md).
#pragma once

#include "base/result.h"
#include "store/sqlite/connection.h"

namespace stele::store {

// To be called before the connection is used. Where files cannot be mapped, pages are read as before.
[[nodiscard]] Result<void> map_reads(sqlite3* connection);

}  // namespace stele::store
