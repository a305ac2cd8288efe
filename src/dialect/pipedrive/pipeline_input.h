// Pipelines and stages in the bodies of Pipedrive's two versions: v1 passes over what it does not know, v2 refuses it.
#pragma once

#include "dialect/dialect.h"
#include "dialect/shape.h"
#include "domain/pipeline.h"

namespace stele::dialect::pipedrive {

[[nodiscard]] Result<domain::PipelinePatch> read_pipeline(const Request& request);
[[nodiscard]] Result<domain::StagePatch> read_stage(const Request& request);

extern const Shape pipeline_input_shape;
extern const Shape stage_input_shape;
extern const Shape pipeline_input_shape_v2;
extern const Shape pipeline_update_shape_v2;
extern const Shape stage_input_shape_v2;
extern const Shape stage_update_shape_v2;

}  // namespace stele::dialect::pipedrive
