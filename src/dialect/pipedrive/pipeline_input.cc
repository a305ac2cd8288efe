#include "dialect/pipedrive/pipeline_input.h"

#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/errors.h"
#include "dialect/pipedrive/input_v2.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::PipelinePatch;
using domain::StagePatch;
using enum WireType;

// v1's bodies.

template <auto Member, class Target>
Result<void> read_text(const JsonValue& value, std::string_view name, Target& target) {
    auto text = as_text(value);
    if (!text) return bad(name, "a text");
    target.*Member = std::move(*text);
    return {};
}

template <auto Member, class Target>
Result<void> read_number(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) return {};
    const auto number = as_integer(value);
    if (!number) return bad(name, "a number");
    target.*Member = *number;
    return {};
}

template <auto Member, class Target>
Result<void> read_flag(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) return {};
    const auto flag = as_flag(value, name);
    if (!flag) return fail(flag);
    target.*Member = *flag;
    return {};
}

constexpr InputField<PipelinePatch> pipeline_input[] = {
    {"name", string, true, read_text<&PipelinePatch::name, PipelinePatch>, "The name"},
    {"deal_probability", boolean, false, read_flag<&PipelinePatch::has_probabilities, PipelinePatch>,
     "Whether the probabilities of its stages count"},
    {"order_nr", integer, false, read_number<&PipelinePatch::position, PipelinePatch>, "Pipelines are shown by it, rising"},
};
constexpr InputField<StagePatch> stage_input[] = {
    {"name", string, true, read_text<&StagePatch::name, StagePatch>, "The name"},
    {"pipeline_id", integer, true, read_number<&StagePatch::pipeline_id, StagePatch>, "The pipeline"},
    {"deal_probability", integer, false, read_number<&StagePatch::probability, StagePatch>, "In percent, from 0 to 100"},
    {"rotten_flag", boolean, false, read_flag<&StagePatch::rots, StagePatch>, "Whether deals that stay too long are marked"},
    {"rotten_days", integer, false, read_number<&StagePatch::rotting_days, StagePatch>, "How many days that is"},
    {"order_nr", integer, false, read_number<&StagePatch::position, StagePatch>, "Its place in the pipeline"},
};

constexpr InputField<PipelinePatch> pipeline_input_v2[] = {
    {"name", string, true, read_into<&PipelinePatch::name, strict_text>, "The name"},
    {"is_deal_probability_enabled", boolean, false, read_into<&PipelinePatch::has_probabilities, strict_flag>,
     "Whether the probabilities of its stages count"},
};
constexpr InputField<StagePatch> stage_input_v2[] = {
    {"name", string, true, read_into<&StagePatch::name, strict_text>, "The name"},
    {"pipeline_id", integer, true, read_into<&StagePatch::pipeline_id, strict_number>, "The pipeline"},
    {"deal_probability", integer, false, read_into<&StagePatch::probability, strict_number>, "In percent, from 0 to 100"},
    {"is_deal_rot_enabled", boolean, false, read_into<&StagePatch::rots, strict_flag>,
     "Whether deals that stay too long are marked"},
    {"days_to_rotten", integer, false, read_into<&StagePatch::rotting_days, strict_number>, "How many days that is"},
};

template <class Patch>
Result<Patch> read_body(std::span<const InputField<Patch>> fields, const Request& request) {
    Patch patch;
    if (is_v2(request.http().path())) {
        if (auto read = read_members(fields, request.json(), "", patch); !read) return fail(read);
        return patch;
    }
    for (const JsonValue member : request.json()) {
        const auto* field = find_input(fields, member.name());
        if (field == nullptr) continue;
        if (auto read = field->read(member, field->name, patch); !read) return fail(read);
    }
    return patch;
}

}  // namespace

const Shape pipeline_input_shape{"PipelineRequest", [] { return describe(pipeline_input); }};
const Shape stage_input_shape{"StageRequest", [] { return describe(stage_input); }};
const Shape pipeline_input_shape_v2{"AddPipelineRequest", [] { return describe(pipeline_input_v2); }};
const Shape pipeline_update_shape_v2{
    "UpdatePipelineRequest", [] { return describe_update(std::span<const InputField<PipelinePatch>>(pipeline_input_v2)); }};
const Shape stage_input_shape_v2{"AddStageRequest", [] { return describe(stage_input_v2); }};
const Shape stage_update_shape_v2{"UpdateStageRequest",
                                  [] { return describe_update(std::span<const InputField<StagePatch>>(stage_input_v2)); }};

Result<PipelinePatch> read_pipeline(const Request& request) {
    const std::span<const InputField<PipelinePatch>> strict = pipeline_input_v2;
    return read_body(is_v2(request.http().path()) ? strict : pipeline_input, request);
}

Result<StagePatch> read_stage(const Request& request) {
    const std::span<const InputField<StagePatch>> strict = stage_input_v2;
    return read_body(is_v2(request.http().path()) ? strict : stage_input, request);
}

}  // namespace stele::dialect::pipedrive
