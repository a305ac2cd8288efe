// The dialects that this program speaks: the one place a new vendor is added to.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "dialect/dialect.h"
#include "dialect/dispatch.h"

namespace stele::app {

[[nodiscard]] std::span<const dialect::Dialect* const> dialects();

// What needs no credential.
[[nodiscard]] std::span<const dialect::OpenRoute> open_routes();

// Who runs the jobs that they add.
[[nodiscard]] domain::JobHandlers job_handlers();

// The documents of `stele openapi`.
struct Document {
    std::string_view name;    // "pipedrive-v1"
    std::string_view prefix;  // of the rows' patterns
    std::string_view title;
    const dialect::Dialect& (*dialect)();
};
[[nodiscard]] std::span<const Document> documents();

// Every row that is served: method, pattern, access, scope and summary between tabs, a line each.
[[nodiscard]] std::string list_routes();

}  // namespace stele::app
