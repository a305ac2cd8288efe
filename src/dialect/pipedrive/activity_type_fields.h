// How v1 shows a type of activities.
#pragma once

#include <span>

#include "dialect/shape.h"
#include "domain/activity.h"

namespace stele::dialect::pipedrive {

[[nodiscard]] std::span<const Field<domain::ActivityType>> activity_type_fields();

extern const Shape activity_type_shape;
extern const Shape activity_type_list_shape;

}  // namespace stele::dialect::pipedrive
