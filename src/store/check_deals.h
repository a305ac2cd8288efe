// What a check demands of deals, and of what records count of them.
#pragma once

#include "store/check_rules.h"

namespace stele::store {

[[nodiscard]] std::span<const Rule> deal_rules();

}  // namespace stele::store
