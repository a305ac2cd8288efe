#include "http/cors.h"

#include <algorithm>

#include "base/limits.h"
#include "http/header_value.h"

namespace stele::http {
namespace {

constexpr std::string_view own_headers[] = {"x-api-token", "x-api-key", "authorization", "content-type"};
constexpr std::string_view exposed_headers =
    "Location, Link, Allow, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, "
    "X-Daily-Requests-Left, "
    "X-Daily-RateLimit-Token-Limit, X-Daily-RateLimit-Token-Remaining";
constexpr std::string_view all_methods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

// Scheme, host and perhaps a port, as browsers write it.
bool is_origin(std::string_view text) {
    const auto scheme = text.find("://");
    if (scheme == std::string_view::npos || scheme == 0) return false;
    const auto host = text.substr(scheme + 3);
    return !host.empty() && host.find_first_of("/?#@* \t\"<>\\") == std::string_view::npos;
}

bool is_header_name(std::string_view name) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::ranges::all_of(name, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || marks.find(c) != std::string_view::npos;
    });
}

// Ours, and what the page wants beside them.
std::string allowed_headers(std::string_view wanted) {
    std::vector<std::string> names(std::begin(own_headers), std::end(own_headers));
    while (!wanted.empty() && names.size() < limits::cors_headers) {
        std::string name = lower_case(take_part(wanted, ','));
        if (is_header_name(name) && std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
    std::string allowed;
    for (const std::string& name : names) allowed.append(allowed.empty() ? "" : ", ").append(name);
    return allowed;
}

std::string allowed_methods(const Response& response) {
    const auto allow = std::ranges::find(response.headers, "Allow", &NameValue::name);
    return allow != response.headers.end() ? allow->value : std::string(all_methods);
}

}  // namespace

Result<CorsRules> CorsRules::parse(std::string_view origins) {
    CorsRules rules;
    while (!origins.empty()) {
        std::string origin = lower_case(take_part(origins, ','));
        if (origin.ends_with('/')) origin.pop_back();
        if (origin == "*") {
            rules.allows_all_ = true;
        } else if (is_origin(origin)) {
            rules.origins_.push_back(std::move(origin));
        } else {
            return fail(ErrorCode::invalid, "'" + origin + "' is no origin such as https://app.example.com");
        }
    }
    return rules;
}

std::unique_ptr<PageRequest> CorsRules::read(const Request& request) {
    const auto origin = request.header("origin");
    if (!origin) return nullptr;
    auto page = std::make_unique<PageRequest>();
    page->origin = *origin;
    page->is_preflight = request.method == Method::options && request.header("access-control-request-method").has_value();
    if (page->is_preflight) page->wanted_headers = request.header("access-control-request-headers").value_or("");
    return page;
}

bool CorsRules::allows(std::string_view origin) const {
    return allows_all_ || std::ranges::find(origins_, lower_case(origin)) != origins_.end();
}

void CorsRules::mark(Response& response, const PageRequest* request) const {
    if (!allows_all_) response.headers.push_back({"Vary", "Origin"});
    if (request == nullptr || !allows(request->origin)) return;
    response.headers.push_back({"Access-Control-Allow-Origin", allows_all_ ? "*" : request->origin});
    if (request->is_preflight) {
        response.headers.push_back({"Access-Control-Allow-Methods", allowed_methods(response)});
        response.headers.push_back({"Access-Control-Allow-Headers", allowed_headers(request->wanted_headers)});
        response.headers.push_back({"Access-Control-Max-Age", std::to_string(limits::cors_max_age_s)});
    } else {
        response.headers.push_back({"Access-Control-Expose-Headers", std::string(exposed_headers)});
    }
}

}  // namespace stele::http
