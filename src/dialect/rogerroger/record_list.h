// Lists of organizations and people.
#pragma once

#include <span>

#include "dialect/rogerroger/list_request.h"

namespace stele::dialect::rogerroger {

[[nodiscard]] std::span<const Parameter> organization_parameters();
[[nodiscard]] std::span<const Parameter> person_parameters();

// Those that the caller sees, are not deleted, and fulfil what was asked; and how many there are.
struct RecordSelection {
    domain::RecordQuery query;
    std::int64_t total = 0;
};
[[nodiscard]] Result<RecordSelection> select_organizations(const Request& request, Context& context, const Page& page);
[[nodiscard]] Result<RecordSelection> select_people(const Request& request, Context& context, const Page& page);

}  // namespace stele::dialect::rogerroger
