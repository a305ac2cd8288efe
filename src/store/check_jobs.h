// What a check demands of jobs.
#pragma once

#include "store/check_rules.h"

namespace stele::store {

[[nodiscard]] std::span<const Rule> job_rules();

}  // namespace stele::store
