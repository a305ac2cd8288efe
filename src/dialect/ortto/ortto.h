// Ortto's dialect: accounts (organizations), the people linked to them, and the calls that clients make around these. Everything is
// under /v1, the path says what is done, and only bodies have arguments.
#pragma once

#include "dialect/dialect.h"

namespace stele::dialect::ortto {

[[nodiscard]] const Dialect& dialect();

// The rows of each file.
[[nodiscard]] RouteGroup contact_routes();  // accounts/contacts/add and remove
[[nodiscard]] RouteGroup account_routes();  // accounts/get, get-by-ids
[[nodiscard]] RouteGroup person_routes();   // person/get, get-by-ids
[[nodiscard]] RouteGroup archive_routes();  // archive, restore, delete of both
[[nodiscard]] RouteGroup person_merge_routes();
[[nodiscard]] RouteGroup account_merge_routes();
[[nodiscard]] RouteGroup custom_field_routes();
[[nodiscard]] RouteGroup schema_routes();  // instance-schema, tags
[[nodiscard]] RouteGroup activity_routes();

}  // namespace stele::dialect::ortto
