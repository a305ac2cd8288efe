// Pipedrive's rate limits: what requests cost, and what replies say of what is left.
#pragma once

#include <cstdint>
#include <string_view>

#include "dialect/dialect.h"

namespace stele::dialect::pipedrive {

// Tokens of a row that names no cost. Pipedrive: a record 2, a list 20, to write one 10, to delete one 6; half of it in v2,
// rounded down.
[[nodiscard]] std::int64_t cost_of(const Route& route);

// Headers of the limits that are set. x-daily-requests-left is how many records can still be written in the version of `path`.
void write_limit_headers(const RateState& state, std::string_view path, http::Response& response);

}  // namespace stele::dialect::pipedrive
