// Pipedrive's way of saying no.
#pragma once

#include <string_view>

#include "base/result.h"
#include "http/response.h"

namespace stele::dialect::pipedrive {

// The message of a user that is not there, whose refusal looks unlike all others.
inline constexpr std::string_view user_not_found = "User not found or not accessible.";

[[nodiscard]] bool is_v2(std::string_view path);

[[nodiscard]] http::Response render_error(const Error& error, std::string_view path);
[[nodiscard]] http::Response render_refusal(int status, std::string_view reason);

}  // namespace stele::dialect::pipedrive
