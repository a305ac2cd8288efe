// What check() asks of tags and of what happened to records.
#pragma once

#include <span>

#include "store/check_rules.h"

namespace stele::store {

[[nodiscard]] std::span<const Rule> tag_rules();

}  // namespace stele::store
