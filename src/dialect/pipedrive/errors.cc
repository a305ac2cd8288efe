#include "dialect/pipedrive/errors.h"

#include "base/json_writer.h"
#include "dialect/credential.h"
#include "domain/custom_fields.h"

namespace stele::dialect::pipedrive {

namespace {

constexpr std::string_view short_info = "Please check developers.pipedrive.com";
constexpr std::string_view long_info = "Please check developers.pipedrive.com for more information about Pipedrive API.";
constexpr std::string_view scope_mismatch = "Scope and URL mismatch";

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
            return 409;
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

// The body of credentials and scopes: without data, with the status as a number.
http::Response coded(int status, std::string_view error) {
    http::Response response;
    response.status = status;
    JsonWriter writer(response.body);
    writer.begin_object();
    writer.key_literal("success");
    writer.boolean(false);
    writer.key_literal("error");
    writer.string(error);
    writer.key_literal("errorCode");
    writer.integer(status);
    writer.key_literal("error_info");
    writer.string_literal(short_info);
    writer.end_object();
    return response;
}

// Whoever asks for a merged record learns the survivor's id.
void write_merged_to(JsonWriter& writer, std::int64_t merged_to) {
    if (merged_to == 0) {
        writer.null();
        return;
    }
    writer.begin_object();
    writer.key_literal("merged_to_id");
    writer.integer(merged_to);
    writer.end_object();
}

http::Response envelope(int status, std::string_view error, std::string_view info, std::string_view code = {},
                        std::int64_t merged_to = 0) {
    http::Response response;
    response.status = status;
    JsonWriter writer(response.body);
    writer.begin_object();
    writer.key_literal("success");
    writer.boolean(false);
    writer.key_literal("error");
    writer.string(error);
    writer.key_literal("error_info");
    writer.string(info);
    writer.key_literal("data");
    writer.null();
    writer.key_literal("additional_data");
    write_merged_to(writer, merged_to);
    if (!code.empty()) {
        writer.key_literal("code");
        writer.string_literal(code);
    }
    writer.end_object();
    return response;
}

// Of users, which have an envelope of their own.
http::Response bare(int status, std::string_view error) {
    http::Response response;
    response.status = status;
    JsonWriter writer(response.body);
    writer.begin_object();
    writer.key_literal("success");
    writer.boolean(false);
    writer.key_literal("error");
    writer.string(error);
    writer.end_object();
    return response;
}

http::Response render_unauthenticated(const Error& error) {
    return coded(401, error.message == invalid_bearer ? "Invalid token: access_token is invalid" : "unauthorized access");
}

// The domain begins what it says of a custom field's value with the key: 40 hexadecimal digits. v2 says where it stands.
bool is_custom_key(std::string_view field) {
    constexpr std::size_t key_size = 40;
    return field.size() == key_size && field.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

http::Response render_invalid(const Error& error, std::string_view path) {
    if (error.message == malformed_authorization)
        return envelope(400, "Invalid request: malformed authorization header", long_info);
    if (!is_v2(path)) return envelope(400, error.message, long_info);
    std::string text = "Validation failed: ";
    std::string_view message = error.message;
    if (is_custom_key(error.field) && message.starts_with(error.field + ' ')) {
        text += "custom_fields.";
        message.remove_prefix(error.field.size() + 1);
    }
    if (!error.field.empty()) text += error.field + ": ";
    return envelope(400, text.append(message), long_info, "ERR_SCHEMA_VALIDATION_FAILED");
}

}  // namespace

bool is_v2(std::string_view path) { return path.starts_with("/api/v2/"); }

http::Response render_error(const Error& error, std::string_view path) {
    const int status = status_of(error.code);
    if (status == 401) return render_unauthenticated(error);
    if (status == 400) return render_invalid(error, path);
    if (status == 403) {
        if (error.message == scope_mismatch) return coded(403, scope_mismatch);
        return envelope(403, error.message, short_info);
    }
    if (status == 404 && error.message == user_not_found) return bare(404, user_not_found);
    if (status == 404 && error.message == domain::deleted_field) return bare(410, domain::deleted_field);
    if (status == 404 && is_v2(path))
        return envelope(404, "Entity was not found", "Object was not found.", {}, error.merged_to);
    if (status == 429) return coded(429, error.message);  // show_limits() says when to try again
    auto response = envelope(status, error.message, long_info, {}, error.merged_to);
    if (status == 503) response.headers.push_back({"Retry-After", "1"});
    return response;
}

http::Response render_refusal(int status, std::string_view reason) {
    auto response = envelope(status, reason, long_info);
    if (status == 503) response.headers.push_back({"Retry-After", "1"});
    return response;
}

}  // namespace stele::dialect::pipedrive
