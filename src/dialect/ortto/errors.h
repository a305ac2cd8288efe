// Ortto's way of saying no: {"request_id", "code", "error"} with `details` where a call was about several records, and a nested
// object for a rate limit. `code` repeats the status.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/company.h"
#include "http/response.h"

namespace stele::dialect::ortto {

// What became of one record of a call.
struct Detail {
    std::string_view status;  // "invalid"
    std::string error;
};

[[nodiscard]] http::Response error_response(int status, std::string_view error, std::span<const Detail> details = {});
[[nodiscard]] http::Response render_error(const Error& error);
// The body of a 429.
[[nodiscard]] http::Response rate_limit_response(std::int64_t try_in_seconds);

// What Ortto's texts about a request begin with: the name of the company's instance.
[[nodiscard]] std::string_view instance_of(const domain::Company& company);

}  // namespace stele::dialect::ortto
