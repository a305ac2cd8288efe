// Whether the server lives and takes work; for load balancers and supervisors, without a credential.
#pragma once

#include <span>

#include "dialect/dispatch.h"

namespace stele::dialect::stele {

[[nodiscard]] std::span<const OpenRoute> health_routes();

}  // namespace stele::dialect::stele
