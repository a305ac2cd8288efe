// The table of deals, and their fields as expressions of SQL.
#pragma once

#include "store/record_sql.h"

namespace stele::store {

[[nodiscard]] const RecordSql& deal_sql();

}  // namespace stele::store
