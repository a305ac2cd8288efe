// Which part of a file a request asks for. RFC 9110, 14.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace stele::http {

// What the reply is to be.
struct RangeReply {
    int status = 200;                // or 206, or 416 whose size is 0
    std::uint64_t offset = 0;        // of the first byte that is sent
    std::uint64_t size = 0;          // of what is sent
    std::vector<NameValue> headers;  // Accept-Ranges, and Content-Range where there is one
};

// Whether If-None-Match names this ETag, or any: then a GET or HEAD is answered 304. RFC 9110, 13.1.2.
[[nodiscard]] bool is_known(const Request& request, std::string_view etag);

// For a file of `size` bytes and this ETag, with its quotation marks. Only a GET has ranges. One range is granted; several, one
// that is malformed, one in another unit, and one behind an If-Range that does not name this very ETag give the whole.
[[nodiscard]] RangeReply choose_range(const Request& request, std::uint64_t size, std::string_view etag);

}  // namespace stele::http
