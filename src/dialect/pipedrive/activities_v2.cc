#include "dialect/pipedrive/activity_fields.h"
#include "dialect/pipedrive/activity_input.h"
#include "dialect/pipedrive/input_v2.h"
#include "dialect/pipedrive/list_query_v2.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "domain/activities.h"
#include "domain/deals.h"
#include "domain/organizations.h"
#include "domain/persons.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Activity;
using domain::ActivityField;
using domain::Comparison;
using domain::Predicate;
using enum WireType;

constexpr Parameter list_parameters[] = {
    {"filter_id", integer, "Only activities of this filter; wins over the next six"},
    {"ids", string, "Only these ids, between commas; at most 100"},
    {"owner_id", integer, "Only activities of this owner"},
    {"deal_id", integer, "Only activities about this deal"},
    {"lead_id", string, "Only activities about this lead; there are none"},
    {"person_id", integer, "Only activities whose primary participant is this person"},
    {"org_id", integer, "Only activities about this organization"},
    {"done", boolean, "Only activities that are done, or are not"},
    {"updated_since", time, "Changed at this time or later, RFC 3339"},
    {"updated_until", time, "Changed before this time, RFC 3339"},
    {"sort_by", string, "id, update_time, add_time or due_date"},
    {"sort_direction", string, "asc or desc"},
    {"include_fields", string, "Further fields, between commas: attendees"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"cursor", string, "Where the page begins: next_cursor of the page before"},
};
constexpr Parameter shown_parameters[] = {
    {"include_fields", string, "Further fields, between commas: attendees"},
};

const Shape id_shape{"DeletedId", [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id", nullptr}}; }};

constexpr ListFieldsV2 list_fields{ActivityField::id,          ActivityField::owner_id,    ActivityField::add_time,
                                   ActivityField::update_time, ActivityField::delete_time, ActivityField::due};

// The data of a reply: of a list, or of one activity.
Result<void> write_activities(JsonWriter& writer, Context& context, std::span<const Activity> activities,
                              const Selection& includes) {
    const auto around = AroundActivities::read(context, activities);
    if (!around) return fail(around);
    const RenderContext render_context(context);
    const bool any_include = std::ranges::find(includes, true) != includes.end();
    for (const Activity& activity : activities) {
        const ActivityView view(activity, render_context, *around);
        writer.begin_object();
        write_fields(writer, activity_fields_v2(), view);
        if (any_include) write_fields(writer, activity_include_fields_v2(), view, includes);
        writer.end_object();
    }
    return {};
}

Result<http::Response> activity_reply(Context& context, const Result<Activity>& activity, const Selection& includes) {
    if (!activity) return fail(activity);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    if (auto written = write_activities(writer, context, {&*activity, 1}, includes); !written) return fail(written);
    end_reply(writer);
    return response;
}

// An activity is shown without what the caller does not see, so it is not found by it either.
template <class Find>
Result<void> add_subject(const Request& request, std::string_view name, domain::FieldRef field, const Find& find,
                         std::vector<Predicate>& conditions) {
    const std::size_t before = conditions.size();
    if (auto added = add_reference(request, name, field, conditions); !added || conditions.size() == before) return added;
    const auto found = find(std::get<std::int64_t>(conditions.back().value));
    if (!found && found.error().code != ErrorCode::not_found) return fail(found);
    if (!found) conditions.push_back(Predicate::any({}));
    return {};
}

Result<std::vector<Predicate>> read_relations(const Request& request, Context& context) {
    std::vector<Predicate> conditions;
    if (const auto done = request.query("done")) {
        if (*done != "true" && *done != "false") return must_be("done", "true or false");
        conditions.push_back(Predicate::compare(ActivityField::done, Comparison::equals, std::int64_t{*done == "true"}));
    }
    if (request.query("filter_id")) return conditions;  // which wins over what follows
    auto added = add_subject(
        request, "org_id", ActivityField::organization_id,
        [&](std::int64_t id) { return domain::find_organization(context.transaction, context.caller, id); }, conditions);
    if (added)
        added = add_subject(
            request, "person_id", ActivityField::person_id,
            [&](std::int64_t id) { return domain::find_person(context.transaction, context.caller, id); }, conditions);
    if (added)
        added = add_subject(
            request, "deal_id", ActivityField::deal_id,
            [&](std::int64_t id) { return domain::find_deal(context.transaction, context.caller, id); }, conditions);
    if (!added) return fail(added);
    if (request.query("lead_id")) conditions.push_back(Predicate::any({}));
    return conditions;
}

Result<http::Response> list_activities(const Request& request, Context& context) {
    const auto includes = read_include_fields(request, activity_include_fields_v2());
    if (!includes) return fail(includes);
    auto further = read_relations(request, context);
    if (!further) return fail(further);
    if (auto visible = domain::visible_activities(context.caller); !visible.always()) further->push_back(std::move(visible));
    const auto list = read_list_v2(request, context, list_fields, std::move(*further));
    if (!list) return fail(list);

    // Read whole first, since what stands around them is read by further statements.
    PageV2 page(*list);
    std::vector<Activity> activities;
    const auto listed = context.transaction.activities().list(list->query, [&](const Activity& activity) {
        if (!page.take(activity)) return false;
        activities.push_back(activity);
        return true;
    });
    if (!listed) return fail(listed);

    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    if (auto written = write_activities(writer, context, activities, *includes); !written) return fail(written);
    writer.end_array();
    write_next_cursor(writer, page.next_cursor());
    end_reply(writer);
    return response;
}

// Whoever wrote an activity sees all of it.
const Selection all_includes{true};

Result<http::Response> get_activity(const Request& request, Context& context) {
    const auto includes = read_include_fields(request, activity_include_fields_v2());
    if (!includes) return fail(includes);
    const auto id = request.path_number("id");
    return activity_reply(context, domain::find_activity(context.transaction, context.caller, id), *includes);
}

Result<http::Response> add_activity(const Request& request, Context& context) {
    const auto patch = read_activity_v2(request.json());
    if (!patch) return fail(patch);
    return activity_reply(context, domain::add_activity(context.transaction, context.caller, *patch), all_includes);
}

Result<http::Response> update_activity(const Request& request, Context& context) {
    const auto patch = read_activity_v2(request.json());
    if (!patch) return fail(patch);
    const auto id = request.path_number("id");
    return activity_reply(context, domain::update_activity(context.transaction, context.caller, id, *patch), all_includes);
}

Result<http::Response> delete_activity(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    auto deleted = domain::delete_activity(context.transaction, context.caller, id);
    if (!deleted) return fail(deleted);
    return id_reply(id);
}

// As other lists, with more to narrow it by.
bool is_scan(const Request& request, const domain::Caller& caller) {
    for (const std::string_view name : {"done", "person_id", "deal_id"})
        if (request.query(name)) return true;
    return list_is_scan_v2(request, caller);
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;
constexpr std::span<const Parameter> none;

constexpr Route routes[] = {
    {Method::get, "/api/v2/activities", list_activities, read, may_read, list_parameters, nullptr, &activity_list_shape_v2,
     200, "Get all activities", is_scan},
    {Method::post, "/api/v2/activities", add_activity, write, may_write, none, &activity_create_shape_v2, &activity_shape_v2,
     200, "Add a new activity"},
    {Method::get, "/api/v2/activities/{id:number}", get_activity, read, may_read, shown_parameters, nullptr,
     &activity_shape_v2, 200, "Get details of an activity"},
    {Method::patch, "/api/v2/activities/{id:number}", update_activity, write, may_write, none, &activity_update_shape_v2,
     &activity_shape_v2, 200, "Update an activity"},
    {Method::delete_, "/api/v2/activities/{id:number}", delete_activity, write, may_write, none, nullptr, &id_shape, 200,
     "Delete an activity"},
};

}  // namespace

RouteGroup activity_routes_v2() { return {routes, {}}; }

}  // namespace stele::dialect::pipedrive
