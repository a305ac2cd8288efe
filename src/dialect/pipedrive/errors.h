// Pipedrive's way of saying no.
#pragma once

#include <string_view>

#include "base/result.h"
#include "http/response.h"

namespace stele::dialect::pipedrive {

[[nodiscard]] bool is_v2(std::string_view path);

[[nodiscard]] http::Response render_error(const Error& error, std::string_view path);
[[nodiscard]] http::Response render_refusal(int status, std::string_view reason);

}  // namespace stele::dialect::pipedrive
