// Replies with records of either entity: pages of a list, and records by their ids.
#pragma once

#include <string_view>

#include "dialect/dialect.h"
#include "dialect/ortto/ids.h"

namespace stele::dialect::ortto {

// A page, with what there is beside it. Error: invalid.
[[nodiscard]] Result<http::Response> list_records(const Request& request, Context& context, Entity entity);

// The records that a member of the body names, by id; unknown ones are passed over. The first of the names that is there counts.
// Error: invalid.
[[nodiscard]] Result<http::Response> find_records(const Request& request, Context& context, Entity entity,
                                                  std::span<const std::string_view> names);
// Whether find_records() looks at more than the records.
[[nodiscard]] bool find_is_scan(const Request& request, const domain::Caller& caller);

// Whether the request came by a path that calls accounts organizations; its reply does, too.
[[nodiscard]] bool says_organization(const Request& request);

// What a list is asked for with, and the elements of replies.
extern const Shape list_request_shape;
extern const Shape record_shape;
extern const Shape meta_shape;

}  // namespace stele::dialect::ortto
