// Endpoints that several kinds of records have: one handler for all, and a row a kind.
#pragma once

#include "dialect/dialect.h"
#include "domain/recording.h"

namespace stele::dialect::pipedrive {

// The handler of a row whose path names the record as {id}.
template <domain::Kind kind, Result<http::Response> (*handle)(const Request&, Context&, domain::RecordRef)>
Result<http::Response> about(const Request& request, Context& context) {
    return handle(request, context, {kind, request.path_number("id")});
}

}  // namespace stele::dialect::pipedrive
