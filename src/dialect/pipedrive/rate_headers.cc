#include "dialect/pipedrive/rate_headers.h"

#include "dialect/pipedrive/errors.h"

namespace stele::dialect::pipedrive {

namespace {

constexpr std::int64_t read_cost = 2;
constexpr std::int64_t list_cost = 20;
constexpr std::int64_t write_cost = 10;
constexpr std::int64_t delete_cost = 6;

std::int64_t cost_in_v1(const Route& route) {
    switch (route.method) {
        case http::Method::post:
        case http::Method::put:
        case http::Method::patch:
            return write_cost;
        case http::Method::delete_:
            return delete_cost;
        case http::Method::get:
        case http::Method::head:
        case http::Method::options:
            return route.response != nullptr && route.response->is_list ? list_cost : read_cost;
    }
    return read_cost;
}

std::int64_t in_version_of(std::string_view path, std::int64_t cost_v1) { return is_v2(path) ? cost_v1 / 2 : cost_v1; }

void add_number(http::Response& response, std::string_view name, std::int64_t number) {
    response.headers.push_back({std::string(name), std::to_string(number)});
}

}  // namespace

std::int64_t cost_of(const Route& route) { return in_version_of(route.pattern, cost_in_v1(route)); }

void write_limit_headers(const RateState& state, std::string_view path, http::Response& response) {
    if (state.window) {
        add_number(response, "x-ratelimit-limit", state.window->limit);
        add_number(response, "x-ratelimit-remaining", state.window->remaining);
        add_number(response, "x-ratelimit-reset", state.window->reset_s);
    }
    if (state.day) {
        add_number(response, "x-daily-ratelimit-token-limit", state.day->limit);
        add_number(response, "x-daily-ratelimit-token-remaining", state.day->remaining);
        add_number(response, "x-daily-requests-left", state.day->remaining / in_version_of(path, write_cost));
    }
    if (state.retry_after_s) add_number(response, "Retry-After", *state.retry_after_s);
}

}  // namespace stele::dialect::pipedrive
