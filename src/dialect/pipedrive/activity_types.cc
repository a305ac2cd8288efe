#include "domain/activity_types.h"

#include "dialect/pipedrive/activity_type_fields.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::ActivityType;
using Patch = domain::ActivityTypePatch;
using enum WireType;

const Shape ids_shape{"DeletedIds", [] { return std::vector<FieldDoc>{{"id", integers, false, true, "The ids", nullptr}}; }};

constexpr Parameter bulk_parameters[] = {
    {"ids", string, "The ids, between commas; at most 500"},
};

template <auto Member>
Result<void> read_text(const JsonValue& value, std::string_view name, Patch& target) {
    auto text = value.is_null() ? std::optional<std::string>("") : as_text(value);
    if (!text) return bad(name, "a text");
    target.*Member = std::move(*text);
    return {};
}

Result<void> read_position(const JsonValue& value, std::string_view name, Patch& target) {
    if (is_left_out(value)) return {};
    target.position = as_integer(value);
    return target.position ? Result<void>() : bad(name, "a number");
}

constexpr InputField<Patch> inputs[] = {
    {"name", string, true, read_text<&Patch::name>, "The name"},
    {"icon_key", string, true, read_text<&Patch::icon_key>, "The picture"},
    {"color", string, false, read_text<&Patch::color>, "Six hexadecimal digits"},
    {"order_nr", integer, false, read_position, "Where it stands among the others"},
};
const Shape create_shape{"AddActivityTypeRequest", [] { return describe(inputs); }};
const Shape update_shape{"UpdateActivityTypeRequest", [] {
                             auto docs = describe(inputs);
                             for (FieldDoc& doc : docs) doc.required = false;
                             return docs;
                         }};

Result<Patch> read_patch(JsonValue body) {
    Patch patch;
    for (const JsonValue member : body) {
        const auto* field = find_input(std::span<const InputField<Patch>>(inputs), member.name());
        if (field == nullptr) continue;
        if (auto done = field->read(member, field->name, patch); !done) return fail(done);
    }
    return patch;
}

Result<http::Response> type_reply(const Result<ActivityType>& type) {
    if (!type) return fail(type);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_object(writer, activity_type_fields(), *type);
    end_reply(writer);
    return response;
}

Result<http::Response> list_types(const Request& /*request*/, Context& context) {
    const auto types = context.transaction.activities().types();
    if (!types) return fail(types);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const ActivityType& type : *types) write_object(writer, activity_type_fields(), type);
    writer.end_array();
    end_reply(writer);
    return response;
}

Result<http::Response> add_type(const Request& request, Context& context) {
    const auto patch = read_patch(request.json());
    if (!patch) return fail(patch);
    return type_reply(domain::add_activity_type(context.transaction, context.caller, *patch));
}

Result<http::Response> update_type(const Request& request, Context& context) {
    const auto patch = read_patch(request.json());
    if (!patch) return fail(patch);
    const auto id = request.path_number("id");
    return type_reply(domain::update_activity_type(context.transaction, context.caller, id, *patch));
}

Result<http::Response> delete_type(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    return type_reply(domain::delete_activity_type(context.transaction, context.caller, id));
}

Result<http::Response> delete_types(const Request& request, Context& context) {
    const auto ids = read_ids(request);
    if (!ids) return fail(ids);
    const auto deleted = domain::delete_activity_types(context.transaction, context.caller, *ids);
    if (!deleted) return fail(deleted);
    return ids_reply(*deleted);
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;
constexpr std::span<const Parameter> none;

constexpr Route routes[] = {
    {Method::get, "/v1/activityTypes", list_types, read, may_read, none, nullptr, &activity_type_list_shape, 200,
     "Get all activity types"},
    {Method::post, "/v1/activityTypes", add_type, write, may_write, none, &create_shape, &activity_type_shape, 200,
     "Add new activity type"},
    {Method::delete_, "/v1/activityTypes", delete_types, write, may_write, bulk_parameters, nullptr, &ids_shape, 200,
     "Delete multiple activity types in bulk", nullptr, 10},
    {Method::put, "/v1/activityTypes/{id:number}", update_type, write, may_write, none, &update_shape, &activity_type_shape,
     200, "Update an activity type"},
    {Method::delete_, "/v1/activityTypes/{id:number}", delete_type, write, may_write, none, nullptr, &activity_type_shape,
     200, "Delete an activity type"},
};

}  // namespace

RouteGroup activity_type_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
