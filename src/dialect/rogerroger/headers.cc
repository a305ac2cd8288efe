#include "dialect/rogerroger/headers.h"

#include <algorithm>

namespace stele::dialect::rogerroger {

namespace {

bool is_host_char(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == ':' ||
           c == '[' || c == ']';
}

}  // namespace

std::string origin_of(const http::Request& request) {
    const std::string_view host = request.header("host").value_or("");
    if (host.empty() || !std::ranges::all_of(host, is_host_char)) return {};
    const bool is_secure = request.header("x-forwarded-proto") == "https";
    return std::string(is_secure ? "https://" : "http://").append(host);
}

void add_headers(const http::Request& request, http::Response& response) {
    response.headers.push_back({"Vary", "Accept"});
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    response.headers.push_back({"X-Frame-Options", "deny"});
    response.headers.push_back(
        {"Link", "<" + origin_of(request) + "/docs.jsonld>; rel=\"http://www.w3.org/ns/hydra/core#apiDocumentation\""});
}

}  // namespace stele::dialect::rogerroger
