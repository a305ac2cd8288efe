// Who asks: from the request's headers to a caller.
#pragma once

#include "base/result.h"
#include "dialect/dialect.h"

namespace stele::dialect {

// The credential as sent. A bearer token says so, since vendors refuse it in words of their own.
struct Credential {
    std::string_view text;
    bool is_bearer = false;
};

// Error: unauthenticated when there is none, or two that differ; invalid for a malformed Authorization header.
[[nodiscard]] Result<Credential> find_credential(const http::Request& request, const CredentialRules& rules);

// Messages by which a dialect tells these from other errors of the same code.
inline constexpr std::string_view malformed_authorization = "malformed authorization header";
inline constexpr std::string_view invalid_bearer = "invalid bearer token";

}  // namespace stele::dialect
