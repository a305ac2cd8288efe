// Levels of visibility as Pipedrive writes them: a company without groups has 1 and 3, one with groups 1, 3, 5 and 7.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "domain/company.h"

namespace stele::dialect::pipedrive {

[[nodiscard]] int shown_level(const domain::Company& company, int visible_to);

// Errors: invalid for what is no level; forbidden for one that the company's scheme does not have.
[[nodiscard]] Result<int> read_level(const domain::Company& company, std::int64_t number);

// The same for the level of a patch, in place; nothing to do when it has none.
[[nodiscard]] Result<void> read_level(const domain::Company& company, std::optional<int>& level);

}  // namespace stele::dialect::pipedrive
