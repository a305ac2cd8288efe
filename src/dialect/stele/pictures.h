// The addresses of pictures, which stand in pages without a key: whoever knows one may see the picture.
#pragma once

#include <span>

#include "dialect/open_work.h"

namespace stele::dialect::stele {

[[nodiscard]] std::span<const OpenRoute> picture_routes();

}  // namespace stele::dialect::stele
