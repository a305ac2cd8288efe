// Why the server itself says no to a request.
#pragma once

#include <string_view>

namespace stele::http {

struct Refusal {
    int status = 400;
    std::string_view reason;  // a literal
};

}  // namespace stele::http
