// What API Platform says of every reply beside its body.
#pragma once

#include <string>

#include "http/request.h"
#include "http/response.h"

namespace stele::dialect::rogerroger {

// The address that the request was sent to, without a path: "https://crm.example".
[[nodiscard]] std::string origin_of(const http::Request& request);
// Where the API documentation is, and how a reply may be shown.
void add_headers(const http::Request& request, http::Response& response);

}  // namespace stele::dialect::rogerroger
