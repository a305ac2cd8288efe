#include "dialect/rogerroger/errors.h"

#include "base/json_writer.h"
#include "dialect/credential.h"

namespace stele::dialect::rogerroger {

namespace {

constexpr std::string_view problem_type = "application/problem+json; charset=utf-8";
constexpr std::string_view title = "An error occurred";

// By it a violation is told from other errors: its code stands before the message.
constexpr std::string_view violation_mark = "violation ";

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid:
            return 400;
        case ErrorCode::unauthenticated:
            return 401;
        case ErrorCode::forbidden:
            return 403;
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::conflict:
            return 422;
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

void write_member(JsonWriter& writer, std::string_view name, std::string_view text) {
    writer.key_literal(name);
    writer.string(text);
}

// As the vendor's own client compares it. A credential that is none is told from a missing one.
http::Response unauthenticated(const Error& error) {
    http::Response response;
    response.status = 401;
    response.content_type = "application/json";
    response.headers.push_back({"WWW-Authenticate", "Bearer"});
    const bool is_bearer = error.message == invalid_bearer;
    const bool is_missing = error.message == "no credential";
    JsonWriter writer(response.body);
    writer.begin_object();
    writer.key_literal("code");
    writer.integer(401);
    write_member(writer, "message",
                 is_missing  ? "JWT Token not found"
                 : is_bearer ? "Invalid JWT Token"
                             : "Invalid API key");
    writer.end_object();
    return response;
}

void add_error_link(http::Response& response) {
    response.headers.push_back({"Link", "<http://www.w3.org/ns/hydra/error>; rel=\"http://www.w3.org/ns/json-ld#error\""});
}

}  // namespace

http::Response problem(int status, std::string_view detail) {
    http::Response response;
    response.status = status;
    response.content_type = problem_type;
    add_error_link(response);
    const std::string type = "/errors/" + std::to_string(status);
    JsonWriter writer(response.body);
    writer.begin_object();
    write_member(writer, "@context", "/contexts/Error");
    write_member(writer, "@id", type);
    write_member(writer, "@type", "Error");
    write_member(writer, "title", title);
    write_member(writer, "detail", detail);
    writer.key_literal("status");
    writer.integer(status);
    write_member(writer, "type", type);
    write_member(writer, "message", detail);
    writer.end_object();
    return response;
}

http::Response violations_response(std::span<const Violation> violations) {
    std::string detail;
    std::string codes;
    for (std::size_t i = 0; i < violations.size(); ++i) {
        if (i > 0) detail += '\n';
        detail.append(violations[i].path).append(violations[i].path.empty() ? "" : ": ").append(violations[i].message);
        if (i > 0) codes += ';';
        if (violations.size() > 1) codes.append(std::to_string(i)).append("=");
        codes += violations[i].code;
    }
    http::Response response;
    response.status = 422;
    response.content_type = problem_type;
    add_error_link(response);
    const std::string type = "/validation_errors/" + codes;
    JsonWriter writer(response.body);
    writer.begin_object();
    write_member(writer, "@context", "/contexts/ConstraintViolation");
    write_member(writer, "@id", type);
    write_member(writer, "@type", "ConstraintViolation");
    writer.key_literal("status");
    writer.integer(422);
    writer.key_literal("violations");
    writer.begin_array();
    for (const Violation& violation : violations) {
        writer.begin_object();
        write_member(writer, "propertyPath", violation.path);
        write_member(writer, "message", violation.message);
        write_member(writer, "code", violation.code);
        writer.end_object();
    }
    writer.end_array();
    write_member(writer, "detail", detail);
    write_member(writer, "title", title);
    write_member(writer, "type", type);
    write_member(writer, "message", detail);
    writer.end_object();
    return response;
}

std::unexpected<Error> violates(const Violation& violation) {
    std::string message(violation_mark);
    message.append(violation.code).append(" ").append(violation.message);
    return fail(ErrorCode::conflict, std::move(message), violation.path);
}

// What names no credential that is known here is as good as none.
http::Response render_error(const Error& error) {
    if (error.message == malformed_authorization) return unauthenticated({ErrorCode::unauthenticated, "no credential"});
    const int status = status_of(error.code);
    if (status == 401) return unauthenticated(error);
    if (status == 422) {
        std::string_view message = error.message;
        std::string_view code = violation_code::type;
        if (message.starts_with(violation_mark)) {
            message.remove_prefix(violation_mark.size());
            code = message.substr(0, message.find(' '));
            message.remove_prefix(code.size() + 1);
        }
        const Violation violation{error.field, std::string(message), code};
        return violations_response(std::span(&violation, 1));
    }
    auto response = problem(status, status == 404   ? "Not Found"
                                    : status == 403 ? "Access Denied."
                                                    : std::string_view(error.message));
    if (status == 503) response.headers.push_back({"Retry-After", "1"});
    return response;
}

}  // namespace stele::dialect::rogerroger
