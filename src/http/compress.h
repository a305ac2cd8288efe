// gzip of replies, for clients that ask for it.
#pragma once

#include "http/request.h"
#include "http/response.h"

namespace stele::http {

// Whether the client takes gzip and does not rather have the body plain. False when it says nothing. RFC 9110: Accept-Encoding.
[[nodiscard]] bool accepts_gzip(const Request& request);

// A body of limits::gzip_least_size at least, of a type that shrinks, and not encoded yet. Looks at the size first.
[[nodiscard]] bool is_worth_compressing(const Response& response);

// Compresses the body and says so in a header. A body that would not shrink stays as it is. Any thread.
void compress(Response& response);

}  // namespace stele::http
