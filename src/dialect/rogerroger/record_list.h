// Lists of organizations and people.
#pragma once

#include <span>
#include <vector>

#include "base/function_ref.h"
#include "dialect/rogerroger/list_request.h"

namespace stele::dialect::rogerroger {

[[nodiscard]] std::span<const Parameter> organization_parameters();
[[nodiscard]] std::span<const Parameter> person_parameters();

// Those that the caller sees, are not deleted, and fulfil what was asked; and how many there are.
struct RecordSelection {
    domain::Kind kind = domain::Kind::organization;
    domain::RecordQuery query;
    std::int64_t total = 0;
    // Where the order begins with the last names of owners: those of each name, in that order. Empty: it does not.
    std::vector<std::vector<std::int64_t>> owners;
};
[[nodiscard]] Result<RecordSelection> select_organizations(const Request& request, Context& context, const Page& page);
[[nodiscard]] Result<RecordSelection> select_people(const Request& request, Context& context, const Page& page);

// The page. `list` shows what a query finds, and says how much it was.
[[nodiscard]] Result<void> visit_page(Context& context, const RecordSelection& selection,
                                      FunctionRef<Result<std::int64_t>(const domain::RecordQuery&)> list);

// The last word of a name.
[[nodiscard]] std::string_view last_name_of(std::string_view name);

}  // namespace stele::dialect::rogerroger
