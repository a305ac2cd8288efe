// What API Platform says of every reply beside its body.
#pragma once

#include "dialect/dialect.h"
#include "http/response.h"

namespace stele::dialect::rogerroger {

// Where the API documentation is, and how a reply may be shown.
void add_headers(const Settings& settings, http::Response& response);

}  // namespace stele::dialect::rogerroger
