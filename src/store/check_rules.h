// What check() asks of the rows of a company.
#pragma once

#include <span>
#include <string_view>

#include "domain/ids.h"
#include "store/session.h"

namespace stele::store {

// Selects the ids of what is wrong in company $1.
struct Rule {
    std::string_view what;
    std::string_view finding;
    Statement statement;
};

// The largest id in use, to compare with the last one that was given out.
struct LargestId {
    domain::Kind kind;
    std::string_view what;
    Statement statement;
};

// All of them, in groups.
[[nodiscard]] std::span<const std::span<const Rule>> rules();
[[nodiscard]] std::span<const LargestId> largest_ids();

}  // namespace stele::store
