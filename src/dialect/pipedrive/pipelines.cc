#include "domain/pipelines.h"

#include <algorithm>

#include "dialect/cursor.h"
#include "dialect/pipedrive/errors.h"
#include "dialect/pipedrive/input_v2.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/pipeline_fields.h"
#include "dialect/pipedrive/pipeline_input.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Pipeline;
using domain::Stage;
using enum WireType;

constexpr Parameter list_parameters_v2[] = {
    {"pipeline_id", integer, "Only stages of this pipeline (stages)"},
    {"sort_by", string, "id, update_time, add_time or order_nr"},
    {"sort_direction", string, "asc or desc"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"cursor", string, "Where the page begins: next_cursor of the page before"},
};
constexpr Parameter stage_parameters[] = {{"pipeline_id", integer, "Only stages of this pipeline"}};
constexpr Parameter bulk_parameters[] = {{"ids", string, "The ids, between commas; at most 500"}};

const Shape pipeline_shape{"Pipeline", [] { return describe(pipeline_fields()); }};
const Shape pipeline_list_shape{"Pipeline", [] { return describe(pipeline_fields()); }, true};
const Shape pipeline_shape_v2{"Pipeline", [] { return describe(pipeline_fields_v2()); }};
const Shape pipeline_list_shape_v2{"Pipeline", [] { return describe(pipeline_fields_v2()); }, true};
const Shape stage_shape{"Stage", [] { return describe(stage_fields()); }};
const Shape stage_list_shape{"Stage", [] { return describe(stage_fields()); }, true};
const Shape stage_shape_v2{"Stage", [] { return describe(stage_fields_v2()); }};
const Shape stage_list_shape_v2{"Stage", [] { return describe(stage_fields_v2()); }, true};
const Shape id_shape{"DeletedId", [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id", nullptr}}; }};
const Shape ids_shape{"DeletedIds", [] { return std::vector<FieldDoc>{{"id", integers, false, true, "The ids", nullptr}}; }};

template <class View>
Result<http::Response> reply(std::span<const Field<View>> fields, const View& view, int status) {
    http::Response response;
    response.status = status;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_object(writer, fields, view);
    end_reply(writer);
    return response;
}

PipelineView view_of(const Context& context, const Pipeline& pipeline) {
    const auto shown = context.caller.directory->shown_pipelines();
    return {pipeline, !shown.empty() && shown.front()->id == pipeline.id};
}

StageView view_of(const Context& context, const Stage& stage) {
    return {stage, context.caller.directory->pipeline(stage.pipeline_id)};
}

Result<http::Response> reply_of(const Request& request, Context& context, const Result<Pipeline>& pipeline, int status) {
    if (!pipeline) return fail(pipeline);
    return reply(is_v2(request.http().path()) ? pipeline_fields_v2() : pipeline_fields(), view_of(context, *pipeline),
                 status);
}

Result<http::Response> reply_of(const Request& request, Context& context, const Result<Stage>& stage, int status) {
    if (!stage) return fail(stage);
    return reply(is_v2(request.http().path()) ? stage_fields_v2() : stage_fields(), view_of(context, *stage), status);
}

// v1's lists are whole.
template <class View, class Record>
Result<http::Response> list_reply(const Context& context, std::span<const Field<View>> fields,
                                  std::span<const Record* const> records) {
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const Record* record : records) write_object(writer, fields, view_of(context, *record));
    writer.end_array();
    end_reply(writer);
    return response;
}

// v2's have pages, in an order of their own.
template <class View, class Record>
Result<http::Response> list_page(const Request& request, Context& context, std::span<const Field<View>> fields,
                                 std::vector<const Record*> records) {
    const auto limit = limit_v2(request);
    if (!limit) return fail(limit);
    const auto key = request.query("sort_by").value_or("id");
    if (key != "id" && key != "update_time" && key != "add_time" && key != "order_nr")
        return must_be("sort_by", "one of id, update_time, add_time, order_nr");
    const auto direction = request.query("sort_direction").value_or("asc");
    if (direction != "asc" && direction != "desc") return must_be("sort_direction", "asc or desc");
    const auto value = [&](const Record* record) {
        if (key == "update_time") return record->update_time;
        if (key == "add_time") return record->add_time;
        return key == "order_nr" ? record->position : record->id;
    };
    const auto place = [&](const Record* record) { return std::pair(value(record), record->id); };
    std::ranges::sort(records, {}, place);
    if (direction == "desc") std::ranges::reverse(records);

    const std::string digest = query_digest(request, context.caller.company().id);
    std::size_t first = 0;
    if (const auto text = request.query("cursor"); text && !text->empty()) {
        const auto cursor = decode_cursor(*text, digest);
        if (!cursor) return fail(cursor);
        const auto last = std::pair(cursor->value, cursor->id);
        while (first < records.size() &&
               (direction == "desc" ? place(records[first]) >= last : place(records[first]) <= last))
            ++first;
    }
    const std::size_t end = std::min(records.size(), first + static_cast<std::size_t>(*limit));
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (std::size_t i = first; i < end; ++i) write_object(writer, fields, view_of(context, *records[i]));
    writer.end_array();
    std::optional<std::string> next;
    if (end < records.size()) next = encode_cursor({place(records[end - 1]).first, records[end - 1]->id}, digest);
    write_next_cursor(writer, next);
    end_reply(writer);
    return response;
}

Result<http::Response> list_pipelines(const Request& /*request*/, Context& context) {
    const auto shown = context.caller.directory->shown_pipelines();
    return list_reply<PipelineView, Pipeline>(context, pipeline_fields(), shown);
}

Result<http::Response> list_pipelines_v2(const Request& request, Context& context) {
    return list_page(request, context, pipeline_fields_v2(), context.caller.directory->shown_pipelines());
}

// Of one pipeline, or of all in the order in which these are shown.
Result<std::vector<const Stage*>> find_stages(const Request& request, Context& context) {
    const auto& directory = *context.caller.directory;
    if (const auto text = request.query("pipeline_id"); text && !text->empty()) {
        const auto id = parse_integer(*text);
        if (!id) return fail(ErrorCode::invalid, "pipeline_id must be a number", "pipeline_id");
        return directory.stages_of(*id);
    }
    std::vector<const Stage*> stages;
    for (const Pipeline* pipeline : directory.shown_pipelines())
        for (const Stage* stage : directory.stages_of(pipeline->id)) stages.push_back(stage);
    return stages;
}

Result<http::Response> list_stages(const Request& request, Context& context) {
    const auto stages = find_stages(request, context);
    if (!stages) return fail(stages);
    return list_reply<StageView, Stage>(context, stage_fields(), *stages);
}

Result<http::Response> list_stages_v2(const Request& request, Context& context) {
    auto stages = find_stages(request, context);
    if (!stages) return fail(stages);
    return list_page(request, context, stage_fields_v2(), std::move(*stages));
}

Result<http::Response> get_pipeline(const Request& request, Context& context) {
    return reply_of(request, context, domain::find_pipeline(context.transaction, request.path_number("id")), 200);
}

template <int status>
Result<http::Response> add_pipeline(const Request& request, Context& context) {
    const auto patch = read_pipeline(request);
    if (!patch) return fail(patch);
    return reply_of(request, context, domain::add_pipeline(context.transaction, context.caller, *patch), status);
}

Result<http::Response> update_pipeline(const Request& request, Context& context) {
    const auto patch = read_pipeline(request);
    if (!patch) return fail(patch);
    const auto id = request.path_number("id");
    return reply_of(request, context, domain::update_pipeline(context.transaction, context.caller, id, *patch), 200);
}

Result<http::Response> delete_pipeline(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    if (auto deleted = domain::delete_pipeline(context.transaction, context.caller, id); !deleted) return fail(deleted);
    return id_reply(id);
}

Result<http::Response> get_stage(const Request& request, Context& context) {
    return reply_of(request, context, domain::find_stage(context.transaction, request.path_number("id")), 200);
}

template <int status>
Result<http::Response> add_stage(const Request& request, Context& context) {
    const auto patch = read_stage(request);
    if (!patch) return fail(patch);
    return reply_of(request, context, domain::add_stage(context.transaction, context.caller, *patch), status);
}

Result<http::Response> update_stage(const Request& request, Context& context) {
    const auto patch = read_stage(request);
    if (!patch) return fail(patch);
    const auto id = request.path_number("id");
    return reply_of(request, context, domain::update_stage(context.transaction, context.caller, id, *patch), 200);
}

Result<http::Response> delete_stage(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    if (auto deleted = domain::delete_stage(context.transaction, context.caller, id); !deleted) return fail(deleted);
    return id_reply(id);
}

Result<http::Response> delete_stages(const Request& request, Context& context) {
    const auto ids = read_ids(request);
    if (!ids) return fail(ids);
    const auto deleted = domain::delete_stages(context.transaction, context.caller, *ids);
    if (!deleted) return fail(deleted);
    return ids_reply(*deleted);
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;

constexpr Route routes_v1[] = {
    {Method::get,
     "/v1/pipelines",
     list_pipelines,
     read,
     may_read,
     {},
     nullptr,
     &pipeline_list_shape,
     200,
     "Get all pipelines"},
    {Method::post,
     "/v1/pipelines",
     add_pipeline<200>,
     write,
     may_write,
     {},
     &pipeline_input_shape,
     &pipeline_shape,
     200,
     "Add a new pipeline"},
    {Method::get,
     "/v1/pipelines/{id:number}",
     get_pipeline,
     read,
     may_read,
     {},
     nullptr,
     &pipeline_shape,
     200,
     "Get one pipeline"},
    {Method::put,
     "/v1/pipelines/{id:number}",
     update_pipeline,
     write,
     may_write,
     {},
     &pipeline_input_shape,
     &pipeline_shape,
     200,
     "Update a pipeline"},
    {Method::delete_,
     "/v1/pipelines/{id:number}",
     delete_pipeline,
     write,
     may_write,
     {},
     nullptr,
     &id_shape,
     200,
     "Delete a pipeline"},
    {Method::get, "/v1/stages", list_stages, read, may_read, stage_parameters, nullptr, &stage_list_shape, 200,
     "Get all stages"},
    {Method::post,
     "/v1/stages",
     add_stage<200>,
     write,
     may_write,
     {},
     &stage_input_shape,
     &stage_shape,
     200,
     "Add a new stage"},
    {Method::delete_, "/v1/stages", delete_stages, write, may_write, bulk_parameters, nullptr, &ids_shape, 200,
     "Delete multiple stages in bulk"},
    {Method::get, "/v1/stages/{id:number}", get_stage, read, may_read, {}, nullptr, &stage_shape, 200, "Get one stage"},
    {Method::put,
     "/v1/stages/{id:number}",
     update_stage,
     write,
     may_write,
     {},
     &stage_input_shape,
     &stage_shape,
     200,
     "Update stage details"},
    {Method::delete_,
     "/v1/stages/{id:number}",
     delete_stage,
     write,
     may_write,
     {},
     nullptr,
     &id_shape,
     200,
     "Delete a stage"},
};

constexpr Route routes_v2[] = {
    {Method::get, "/api/v2/pipelines", list_pipelines_v2, read, may_read, list_parameters_v2, nullptr,
     &pipeline_list_shape_v2, 200, "Get all pipelines"},
    {Method::post,
     "/api/v2/pipelines",
     add_pipeline<200>,
     write,
     may_write,
     {},
     &pipeline_input_shape_v2,
     &pipeline_shape_v2,
     200,
     "Add a new pipeline"},
    {Method::get,
     "/api/v2/pipelines/{id:number}",
     get_pipeline,
     read,
     may_read,
     {},
     nullptr,
     &pipeline_shape_v2,
     200,
     "Get one pipeline"},
    {Method::patch,
     "/api/v2/pipelines/{id:number}",
     update_pipeline,
     write,
     may_write,
     {},
     &pipeline_update_shape_v2,
     &pipeline_shape_v2,
     200,
     "Update a pipeline"},
    {Method::delete_,
     "/api/v2/pipelines/{id:number}",
     delete_pipeline,
     write,
     may_write,
     {},
     nullptr,
     &id_shape,
     200,
     "Delete a pipeline"},
    {Method::get, "/api/v2/stages", list_stages_v2, read, may_read, list_parameters_v2, nullptr, &stage_list_shape_v2, 200,
     "Get all stages"},
    {Method::post,
     "/api/v2/stages",
     add_stage<200>,
     write,
     may_write,
     {},
     &stage_input_shape_v2,
     &stage_shape_v2,
     200,
     "Add a new stage"},
    {Method::get,
     "/api/v2/stages/{id:number}",
     get_stage,
     read,
     may_read,
     {},
     nullptr,
     &stage_shape_v2,
     200,
     "Get one stage"},
    {Method::patch,
     "/api/v2/stages/{id:number}",
     update_stage,
     write,
     may_write,
     {},
     &stage_update_shape_v2,
     &stage_shape_v2,
     200,
     "Update stage details"},
    {Method::delete_,
     "/api/v2/stages/{id:number}",
     delete_stage,
     write,
     may_write,
     {},
     nullptr,
     &id_shape,
     200,
     "Delete a stage"},
};

}  // namespace

RouteGroup pipeline_routes() { return {routes_v1, "/api"}; }
RouteGroup pipeline_routes_v2() { return {routes_v2, {}}; }

}  // namespace stele::dialect::pipedrive
