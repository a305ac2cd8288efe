// The body of a request, as JSON whatever way it was sent.
#pragma once

#include "base/json_reader.h"
#include "base/result.h"
#include "http/request.h"

namespace stele::dialect {

// An object, from JSON or, where `forms` says so, from a form (whose values are texts, and lists where a name is repeated or
// ends in []). No body is an empty object. Error: invalid.
[[nodiscard]] Result<JsonDocument> parse_body(const http::Request& request, bool forms);

}  // namespace stele::dialect
