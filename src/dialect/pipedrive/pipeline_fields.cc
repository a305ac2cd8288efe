#include "dialect/pipedrive/pipeline_fields.h"

#include "base/time_text.h"
#include "dialect/pipedrive/field_writers.h"

namespace stele::dialect::pipedrive {

namespace {

using enum WireType;

constexpr Field<PipelineView> pipelines[] = {
    {"id", integer, false, [](JsonWriter& w, const PipelineView& v) { w.integer(v.pipeline.id); }, "The pipeline's id"},
    {"name", string, false, [](JsonWriter& w, const PipelineView& v) { w.string(v.pipeline.name); }, "The name"},
    {"url_title", string, false, [](JsonWriter& w, const PipelineView& v) { w.string(v.pipeline.name); },
     "The name in addresses"},
    {"order_nr", integer, false, [](JsonWriter& w, const PipelineView& v) { w.integer(v.pipeline.position); },
     "Pipelines are shown by it, rising"},
    {"active", boolean, false, [](JsonWriter& w, const PipelineView& v) { w.boolean(!v.pipeline.delete_time); },
     "False when deleted"},
    {"deal_probability", boolean, false,
     [](JsonWriter& w, const PipelineView& v) { w.boolean(v.pipeline.has_probabilities); },
     "Whether the probabilities of its stages count"},
    {"add_time", string, false,
     [](JsonWriter& w, const PipelineView& v) { w.string_literal(format_space(v.pipeline.add_time).view()); },
     "When it was added"},
    {"update_time", string, false,
     [](JsonWriter& w, const PipelineView& v) { w.string_literal(format_space(v.pipeline.update_time).view()); },
     "When it was last changed"},
    {"selected", boolean, false, [](JsonWriter& w, const PipelineView& v) { w.boolean(v.is_first); },
     "Whether it is the first one"},
};

constexpr Field<PipelineView> pipelines_v2[] = {
    {"id", integer, false, [](JsonWriter& w, const PipelineView& v) { w.integer(v.pipeline.id); }, "The pipeline's id"},
    {"name", string, false, [](JsonWriter& w, const PipelineView& v) { w.string(v.pipeline.name); }, "The name"},
    {"order_nr", integer, false, [](JsonWriter& w, const PipelineView& v) { w.integer(v.pipeline.position); },
     "Pipelines are shown by it, rising"},
    {"is_selected", boolean, false, [](JsonWriter& w, const PipelineView& v) { w.boolean(v.is_first); },
     "Whether it is the first one"},
    {"is_deleted", boolean, false,
     [](JsonWriter& w, const PipelineView& v) { w.boolean(v.pipeline.delete_time.has_value()); }, "Whether it was deleted"},
    {"is_deal_probability_enabled", boolean, false,
     [](JsonWriter& w, const PipelineView& v) { w.boolean(v.pipeline.has_probabilities); },
     "Whether the probabilities of its stages count"},
    {"add_time", string, false,
     [](JsonWriter& w, const PipelineView& v) { w.string_literal(format_rfc3339(v.pipeline.add_time).view()); },
     "When it was added"},
    {"update_time", string, false,
     [](JsonWriter& w, const PipelineView& v) { w.string_literal(format_rfc3339(v.pipeline.update_time).view()); },
     "When it was last changed"},
};

constexpr Field<StageView> stages[] = {
    {"id", integer, false, [](JsonWriter& w, const StageView& v) { w.integer(v.stage.id); }, "The stage's id"},
    {"order_nr", integer, false, [](JsonWriter& w, const StageView& v) { w.integer(v.stage.position); },
     "Its place in the pipeline"},
    {"name", string, false, [](JsonWriter& w, const StageView& v) { w.string(v.stage.name); }, "The name"},
    {"active_flag", boolean, false, [](JsonWriter& w, const StageView& v) { w.boolean(!v.stage.delete_time); },
     "False when deleted"},
    {"deal_probability", integer, false, [](JsonWriter& w, const StageView& v) { w.integer(v.stage.probability); },
     "How likely a deal here is to be won, in percent"},
    {"pipeline_id", integer, false, [](JsonWriter& w, const StageView& v) { w.integer(v.stage.pipeline_id); },
     "The pipeline's id"},
    {"rotten_flag", boolean, false, [](JsonWriter& w, const StageView& v) { w.boolean(v.stage.rots); },
     "Whether deals that stay too long are marked"},
    {"rotten_days", integer, true, [](JsonWriter& w, const StageView& v) { write_number_or_null(w, v.stage.rotting_days); },
     "How many days that is"},
    {"add_time", string, false,
     [](JsonWriter& w, const StageView& v) { w.string_literal(format_space(v.stage.add_time).view()); },
     "When it was added"},
    {"update_time", string, false,
     [](JsonWriter& w, const StageView& v) { w.string_literal(format_space(v.stage.update_time).view()); },
     "When it was last changed"},
    {"pipeline_name", string, true,
     [](JsonWriter& w, const StageView& v) { v.pipeline != nullptr ? w.string(v.pipeline->name) : w.null(); },
     "The pipeline's name"},
    {"pipeline_deal_probability", boolean, false,
     [](JsonWriter& w, const StageView& v) { w.boolean(v.pipeline != nullptr && v.pipeline->has_probabilities); },
     "Whether the pipeline counts probabilities"},
};

constexpr Field<StageView> stages_v2[] = {
    {"id", integer, false, [](JsonWriter& w, const StageView& v) { w.integer(v.stage.id); }, "The stage's id"},
    {"order_nr", integer, false, [](JsonWriter& w, const StageView& v) { w.integer(v.stage.position); },
     "Its place in the pipeline"},
    {"name", string, false, [](JsonWriter& w, const StageView& v) { w.string(v.stage.name); }, "The name"},
    {"is_deleted", boolean, false, [](JsonWriter& w, const StageView& v) { w.boolean(v.stage.delete_time.has_value()); },
     "Whether it was deleted"},
    {"deal_probability", integer, false, [](JsonWriter& w, const StageView& v) { w.integer(v.stage.probability); },
     "How likely a deal here is to be won, in percent"},
    {"pipeline_id", integer, false, [](JsonWriter& w, const StageView& v) { w.integer(v.stage.pipeline_id); },
     "The pipeline's id"},
    {"is_deal_rot_enabled", boolean, false, [](JsonWriter& w, const StageView& v) { w.boolean(v.stage.rots); },
     "Whether deals that stay too long are marked"},
    {"days_to_rotten", integer, true,
     [](JsonWriter& w, const StageView& v) { write_number_or_null(w, v.stage.rotting_days); }, "How many days that is"},
    {"add_time", string, false,
     [](JsonWriter& w, const StageView& v) { w.string_literal(format_rfc3339(v.stage.add_time).view()); },
     "When it was added"},
    {"update_time", string, false,
     [](JsonWriter& w, const StageView& v) { w.string_literal(format_rfc3339(v.stage.update_time).view()); },
     "When it was last changed"},
};

}  // namespace

std::span<const Field<PipelineView>> pipeline_fields() { return pipelines; }
std::span<const Field<PipelineView>> pipeline_fields_v2() { return pipelines_v2; }
std::span<const Field<PipelineView>> related_pipeline_fields() {
    return std::span(pipelines).first(std::size(pipelines) - 1);
}
std::span<const Field<StageView>> stage_fields() { return stages; }
std::span<const Field<StageView>> stage_fields_v2() { return stages_v2; }

}  // namespace stele::dialect::pipedrive
