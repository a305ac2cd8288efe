// Bodies that add or change an activity, as Pipedrive's two versions write them.
#pragma once

#include "base/json_reader.h"
#include "base/result.h"
#include "dialect/shape.h"
#include "domain/activity.h"

namespace stele::dialect::pipedrive {

// v1: lenient; what it does not know it passes over. Errors: invalid.
[[nodiscard]] Result<domain::ActivityPatch> read_activity_v1(JsonValue body);
// v2: strict.
[[nodiscard]] Result<domain::ActivityPatch> read_activity_v2(JsonValue body);

extern const Shape activity_create_shape_v1;
extern const Shape activity_update_shape_v1;
extern const Shape activity_create_shape_v2;
extern const Shape activity_update_shape_v2;

}  // namespace stele::dialect::pipedrive
