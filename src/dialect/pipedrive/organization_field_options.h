// Writing a field: its options, which so far only the label field has for the taking.
#pragma once

#include "dialect/dialect.h"

namespace stele::dialect::pipedrive {

// v1: the whole field. v2: some options of it.
[[nodiscard]] Result<http::Response> update_field_v1(const Request& request, Context& context);
[[nodiscard]] Result<http::Response> add_field_options(const Request& request, Context& context);
[[nodiscard]] Result<http::Response> update_field_options(const Request& request, Context& context);
[[nodiscard]] Result<http::Response> delete_field_options(const Request& request, Context& context);

extern const Shape field_update_shape_v1;
extern const Shape option_add_shape;
extern const Shape option_update_shape;
extern const Shape option_delete_shape;
extern const Shape option_list_shape;

}  // namespace stele::dialect::pipedrive
