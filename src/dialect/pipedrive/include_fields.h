// v2's `include_fields`: members that a reply has only when asked for.
#pragma once

#include <algorithm>
#include <span>
#include <string>

#include "dialect/dialect.h"
#include "dialect/shape.h"

namespace stele::dialect::pipedrive {

// One flag a row of the table, none of them set when nothing is asked for. Error: invalid for an unknown name.
template <class Source>
[[nodiscard]] Result<Selection> read_include_fields(const Request& request, std::span<const Field<Source>> table) {
    Selection includes(table.size());
    for (const std::string_view name : request.query_list("include_fields")) {
        const auto field = std::ranges::find(table, name, &Field<Source>::name);
        if (field == table.end()) return fail(ErrorCode::invalid, "has no field " + std::string(name), "include_fields");
        includes[static_cast<std::size_t>(field - table.begin())] = true;
    }
    return includes;
}

}  // namespace stele::dialect::pipedrive
