// Replies of the dialect.
#pragma once

#include "base/json_reader.h"
#include "base/result.h"
#include "dialect/dialect.h"
#include "dialect/rogerroger/format.h"
#include "http/response.h"

namespace stele::dialect::rogerroger {

// That the request is to be answered in; one that is answered in none is refused before.
[[nodiscard]] inline Format format_of(const Request& request) {
    return accepted_format(request.http()).value_or(Format::json_ld);
}

[[nodiscard]] inline http::Response item_response(Format format, int status = 200) {
    http::Response response;
    response.status = status;
    response.content_type = content_type_of(format);
    return response;
}

[[nodiscard]] inline http::Response no_content() {
    http::Response response;
    response.status = 204;
    return response;
}

// A new item has no IRI yet.
[[nodiscard]] inline Result<void> check_no_id(const JsonValue& body) {
    const auto id = body.find("@id");
    if (!id || id->is_null()) return {};
    return fail(ErrorCode::invalid, "Update is not allowed for this operation.");
}

}  // namespace stele::dialect::rogerroger
