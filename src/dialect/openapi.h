// OpenAPI documents, made from rows and field tables.
#pragma once

#include <string>
#include <string_view>

#include "dialect/dispatch.h"

namespace stele::dialect {

// OpenAPI 3.0 of the rows whose own pattern begins with `prefix`, indented for people and diffs, ending in a newline.
[[nodiscard]] std::string openapi_document(const Dialect& dialect, std::string_view prefix, std::string_view title);

// "/v1/organizations/{id}" of "/v1/organizations/{id:number}".
[[nodiscard]] std::string plain_pattern(std::string_view pattern);

}  // namespace stele::dialect
