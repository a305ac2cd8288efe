// Pipelines and stages as Pipedrive's two versions spell them.
#pragma once

#include "dialect/dialect.h"
#include "dialect/shape.h"
#include "domain/company.h"

namespace stele::dialect::pipedrive {

struct PipelineView {
    const domain::Pipeline& pipeline;
    bool is_first = false;  // of those that are shown: the one that is selected
};

// The pipeline is null when it is not known.
struct StageView {
    const domain::Stage& stage;
    const domain::Pipeline* pipeline = nullptr;
};

[[nodiscard]] std::span<const Field<PipelineView>> pipeline_fields();
[[nodiscard]] std::span<const Field<PipelineView>> pipeline_fields_v2();
// v1's related_objects do without `selected`, which stands last.
[[nodiscard]] std::span<const Field<PipelineView>> related_pipeline_fields();
[[nodiscard]] std::span<const Field<StageView>> stage_fields();
[[nodiscard]] std::span<const Field<StageView>> stage_fields_v2();

}  // namespace stele::dialect::pipedrive
