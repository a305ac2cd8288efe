// Pipedrive's dialect: organizations v1 (under /v1 and /api/v1) and v2 (under /api/v2).
#pragma once

#include <span>

#include "dialect/dialect.h"

namespace stele::dialect::pipedrive {

[[nodiscard]] const Dialect& dialect();

// The rows of each file.
[[nodiscard]] RouteGroup organization_routes_v1();
[[nodiscard]] RouteGroup organization_routes_v2();
[[nodiscard]] RouteGroup collection_routes();
[[nodiscard]] RouteGroup changelog_routes();
[[nodiscard]] RouteGroup follower_routes_v1();
[[nodiscard]] RouteGroup follower_routes_v2();
[[nodiscard]] RouteGroup person_routes();
[[nodiscard]] RouteGroup organization_field_routes_v1();
[[nodiscard]] RouteGroup organization_field_routes_v2();
[[nodiscard]] RouteGroup user_routes();

}  // namespace stele::dialect::pipedrive
