// The head of a reply as it goes over the wire.
#pragma once

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

#include "http/response.h"

namespace stele::http {

// "Sun, 06 Nov 1994 08:49:37 GMT"
[[nodiscard]] std::string format_date(std::time_t seconds);

enum class ConnectionHeader : std::uint8_t { none, close, keep_alive };

// False for the statuses that have no body (204, 304): the body is not sent then.
[[nodiscard]] bool may_have_body(int status);

// Appends status line and headers with the empty line. A header of the response with a control character in it is left out:
// it would end the line and begin another.
void append_head(std::string& out, const Response& response, std::string_view date, ConnectionHeader connection);

}  // namespace stele::http
