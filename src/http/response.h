// A finished reply: a value that any thread may make.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.h"
#include "http/request.h"

namespace stele::http {

inline constexpr std::string_view json_content_type = "application/json; charset=utf-8";

struct Response {
    int status = 200;
    std::string_view content_type = json_content_type;  // a literal
    std::string body;
    std::vector<NameValue> headers;  // beside Content-Type, Content-Length, Date and Connection, which the server writes
    bool close = false;              // end the connection after it
    // A body that is read while it is sent, from threads that may wait, and never compressed. Then `body` is empty. When the
    // source fails or ends before so many bytes, the connection is closed.
    std::shared_ptr<ByteSource> stream{};
    std::uint64_t stream_size = 0;

    [[nodiscard]] std::uint64_t size() const { return stream ? stream_size : body.size(); }
};

// An empty string for a body. On a loop's thread it has the room of a body that was sent before, if one is at hand: a reply
// then costs no allocation.
[[nodiscard]] std::string recycled_body();

[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace stele::http
