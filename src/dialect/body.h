// The body of a request, as JSON whatever way it was sent.
#pragma once

#include "base/json_reader.h"
#include "base/result.h"
#include "http/request.h"

namespace stele::dialect {

// An object or, where `list` says so, an array; from JSON or, where `forms` says so, an object from a form (whose values are
// texts, and lists where a name is repeated or ends in []). The values beside files are such a form always. No body is an empty one,
// and so is [] where `empty_lists` says so. Error: invalid.
[[nodiscard]] Result<JsonDocument> parse_body(const http::Request& request, bool forms, bool list = false,
                                              bool empty_lists = false);

}  // namespace stele::dialect
