#include "dialect/ortto/errors.h"

#include "base/crypto.h"
#include "base/json_writer.h"
#include "dialect/credential.h"

namespace stele::dialect::ortto {

namespace {

// Ortto: API error responses.
constexpr std::string_view unknown_endpoint = "Unknown endpoint or method";

int status_of(const Error& error) {
    switch (error.code) {
        case ErrorCode::invalid:
        case ErrorCode::conflict:
            return 400;
        case ErrorCode::unauthenticated:
            return 401;
        case ErrorCode::forbidden:
            return 403;
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::too_large:
            return 413;
        case ErrorCode::rate_limited:
            return 429;
        case ErrorCode::unavailable:
            return 503;
        case ErrorCode::internal:
            return 500;
    }
    return 500;
}

std::string_view text_of(const Error& error) {
    if (error.code == ErrorCode::unauthenticated) return "Unauthorized";
    if (error.code == ErrorCode::not_found) return unknown_endpoint;  // handlers say what they miss as `invalid`
    if (error.message == malformed_authorization) return "Invalid request: malformed authorization header";
    return error.message;
}

}  // namespace

http::Response error_response(int status, std::string_view error, std::span<const Detail> details) {
    http::Response response;
    response.status = status;
    JsonWriter writer(response.body);
    writer.begin_object();
    writer.key_literal("request_id");
    writer.string_literal(random_uuid());
    writer.key_literal("code");
    writer.integer(status);
    writer.key_literal("error");
    writer.string(error);
    if (!details.empty()) {
        writer.key_literal("details");
        writer.begin_array();
        for (const Detail& detail : details) {
            writer.begin_object();
            writer.key_literal("status");
            writer.string_literal(detail.status);
            writer.key_literal("error");
            writer.string(detail.error);
            writer.end_object();
        }
        writer.end_array();
    }
    writer.end_object();
    response.body += '\n';
    return response;
}

http::Response render_error(const Error& error) {
    const int status = status_of(error);
    if (status == 429) return rate_limit_response(1);  // show_limits() says how long
    const Detail detail{"invalid", error.field};       // where in a filter, whose texts do not say it
    const bool is_of_filter = status == 400 && error.field.starts_with("filter");
    auto response = error_response(status, text_of(error), std::span(&detail, is_of_filter ? 1 : 0));
    if (status == 503) response.headers.push_back({"Retry-After", "1"});
    return response;
}

http::Response rate_limit_response(std::int64_t try_in_seconds) {
    http::Response response;
    response.status = 429;
    JsonWriter writer(response.body);
    writer.begin_object();
    writer.key_literal("error");
    writer.begin_object();
    writer.key_literal("code");
    writer.string_literal("rate-limit");
    writer.key_literal("message");
    writer.string_literal("rate limit");
    writer.key_literal("try-in-seconds");
    writer.integer(try_in_seconds);
    writer.end_object();
    writer.end_object();
    response.body += '\n';
    return response;
}

std::string_view instance_of(const domain::Company& company) { return company.domain; }

}  // namespace stele::dialect::ortto
