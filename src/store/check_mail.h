// What a check demands of mail: its links and counters are those that follow from what is stored.
#pragma once

#include "store/check_rules.h"

namespace stele::store {

[[nodiscard]] std::span<const Rule> mail_rules();

}  // namespace stele::store
