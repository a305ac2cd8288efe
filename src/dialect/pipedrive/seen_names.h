// Names of the records that others refer to, as far as the caller sees them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dialect/dialect.h"

namespace stele::dialect::pipedrive {

using NamesById = std::map<std::int64_t, std::string>;

// Of organizations, persons or (their titles) deals that are not gone. One statement for all.
[[nodiscard]] Result<NamesById> seen_names(Context& context, domain::Kind kind, std::vector<std::int64_t> ids);

// Null when there is none that the caller sees.
[[nodiscard]] const std::string* name_of(const NamesById& names, const std::optional<std::int64_t>& id);

}  // namespace stele::dialect::pipedrive
