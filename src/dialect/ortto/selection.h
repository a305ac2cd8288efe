// Whom a call of Ortto's is about: inclusion_ids and what a filter matches, less exclusion_ids.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "dialect/dialect.h"
#include "dialect/ortto/ids.h"

namespace stele::dialect::ortto {

// The numbers behind a member of the body that is a list of ids; ids of nobody are counted. None where it is left out. Error:
// invalid for what is no list, an id that is none, or more than `limit`.
struct IdList {
    std::vector<std::int64_t> numbers;
    std::int64_t unknown = 0;
};
[[nodiscard]] Result<IdList> read_ids(const domain::Company& company, Entity entity, const JsonValue& body,
                                      std::string_view member, std::size_t limit);

}  // namespace stele::dialect::ortto
