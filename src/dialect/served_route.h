// A row as dispatch serves it.
#pragma once

#include <string>

#include "dialect/dialect.h"

namespace stele::dialect {

// A row as it is served: under its own pattern or an alias.
struct ServedRoute {
    std::string pattern;
    const Route* route = nullptr;
    const Dialect* dialect = nullptr;
    RateDemand demand;
};

}  // namespace stele::dialect
