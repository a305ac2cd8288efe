#include "domain/activities.h"

#include <algorithm>

#include "base/limits.h"
#include "base/time_text.h"
#include "dialect/cursor.h"
#include "dialect/pipedrive/activity_fields.h"
#include "dialect/pipedrive/activity_input.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/deal_fields.h"
#include "dialect/pipedrive/filters.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/person_fields.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/users.h"
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

constexpr Micros second_us = 1'000'000;

const Shape id_shape{"DeletedId", [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id", nullptr}}; }};
const Shape ids_shape{"DeletedIds", [] { return std::vector<FieldDoc>{{"id", integers, false, true, "The ids", nullptr}}; }};

constexpr Parameter list_parameters[] = {
    {"user_id", integer, "Only activities of this owner; the caller when left out, 0 for all"},
    {"filter_id", integer, "Only activities of this filter"},
    {"type", string, "Only activities of these types, keys between commas"},
    {"start", integer, "How many to pass over"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"start_date", string, "Only activities that are due on this day or later, YYYY-MM-DD"},
    {"end_date", string, "Only activities that are due on this day or before, YYYY-MM-DD"},
    {"done", integer, "1 or 0: only activities that are done, or are not"},
};
constexpr Parameter related_parameters[] = {
    {"start", integer, "How many to pass over"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"done", integer, "1 or 0: only activities that are done, or are not"},
    {"exclude", string, "Not these activities, ids between commas"},
};
constexpr Parameter collection_parameters[] = {
    {"cursor", string, "Where the page begins: next_cursor of the page before"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"since", string, "Changed at this time or later, UTC: YYYY-MM-DD HH:MM:SS"},
    {"until", string, "Changed at this time or earlier, UTC: YYYY-MM-DD HH:MM:SS"},
    {"user_id", integer, "Only activities of this owner"},
    {"done", boolean, "Only activities that are done, or are not"},
    {"type", string, "Only activities of these types, keys between commas"},
};
constexpr Parameter bulk_parameters[] = {
    {"ids", string, "The ids, between commas; at most 500"},
};

// --- replies -----------------------------------------------------------------------------------------------------------

// {"<id>":{...}} of persons, as related_objects show them.
void write_related_persons(JsonWriter& writer, const std::map<domain::PersonId, domain::Person>& persons) {
    writer.key_literal("person");
    writer.begin_object();
    for (const auto& [id, person] : persons) {
        writer.key_literal(std::to_string(id));
        writer.begin_object();
        writer.key_literal("active_flag");
        writer.boolean(!person.delete_time);
        writer.key_literal("id");
        writer.integer(id);
        writer.key_literal("name");
        writer.string(person.name);
        writer.key_literal("email");
        write_contacts(writer, person.emails);
        writer.key_literal("phone");
        write_contacts(writer, person.phones);
        writer.key_literal("owner_id");
        writer.integer(person.owner_id);
        writer.end_object();
    }
    writer.end_object();
}

// "related_objects":{"person":{...},"organization":{...},"deal":{...},"user":{...}}, of kinds that occur.
void write_related(JsonWriter& writer, const RenderContext& render_context, const AroundActivities& around,
                   const std::vector<const domain::User*>& users) {
    writer.key_literal("related_objects");
    writer.begin_object();
    if (!around.persons.empty()) write_related_persons(writer, around.persons);
    if (!around.organizations.empty()) {
        writer.key_literal("organization");
        writer.begin_object();
        for (const auto& [id, organization] : around.organizations) {
            writer.key_literal(std::to_string(id));
            write_organization_reference(writer, render_context, organization, "id");
        }
        writer.end_object();
    }
    if (!around.deals.empty()) {
        writer.key_literal("deal");
        write_deal_references(writer, around.deals);
    }
    write_related_user_map(writer, users);
    writer.end_object();
}

// "activity_distribution":{"<user>":{"activities":{"call":2},"name":..,"activity_count":2,"share":100}}
void write_distribution(JsonWriter& writer, const domain::Directory& directory,
                        std::span<const domain::ActivityShare> shares) {
    std::int64_t total = 0;
    for (const domain::ActivityShare& share : shares) total += share.count;
    writer.key_literal("activity_distribution");
    writer.begin_object();
    for (std::size_t i = 0; i < shares.size();) {
        const domain::UserId owner = shares[i].owner_id;
        const domain::User* user = directory.user(owner);
        std::int64_t count = 0;
        writer.key_literal(std::to_string(owner));
        writer.begin_object();
        writer.key_literal("activities");
        writer.begin_object();
        for (; i < shares.size() && shares[i].owner_id == owner; ++i) {
            count += shares[i].count;
            writer.key_literal(shares[i].type);
            writer.integer(shares[i].count);
        }
        writer.end_object();
        writer.key_literal("name");
        writer.string(user != nullptr ? user->name : std::string());
        writer.key_literal("activity_count");
        writer.integer(count);
        writer.key_literal("share");
        writer.integer((count * 100 + total / 2) / total);
        writer.end_object();
    }
    writer.end_object();
}

struct FoundPage {
    std::vector<Activity> activities;
    bool more = false;
};

Result<FoundPage> find_page(Context& context, Predicate where, const Page& page) {
    FoundPage found;
    const auto listed = context.transaction.activities().list(
        {std::move(where), {}, page.limit + 1, page.start}, [&](const Activity& activity) {
            found.more = static_cast<std::int64_t>(found.activities.size()) == page.limit;
            if (!found.more) found.activities.push_back(activity);
            return !found.more;
        });
    if (!listed) return fail(listed);
    return found;
}

// "data"; returns what stands around the activities.
struct WrittenPage {
    RenderContext render_context;
    AroundActivities around;
    std::vector<const domain::User*> users;
};
Result<WrittenPage> write_page(JsonWriter& writer, Context& context, const FoundPage& found) {
    auto around = AroundActivities::read(context, found.activities);
    if (!around) return fail(around);
    WrittenPage page{RenderContext(context), std::move(*around), {}};
    writer.begin_array();
    for (const Activity& activity : found.activities) {
        const ActivityView view(activity, page.render_context, page.around);
        add_related(page.users, view.owner);
        write_object(writer, activity_fields_v1(), view);
    }
    writer.end_array();
    return page;
}

Result<http::Response> activity_reply(Context& context, const Result<Activity>& activity, int status, bool is_added) {
    if (!activity) return fail(activity);
    const auto around = AroundActivities::read(context, {&*activity, 1});
    if (!around) return fail(around);
    const RenderContext render_context(context);
    const ActivityView view(*activity, render_context, *around);
    std::vector<const domain::User*> users;
    add_related(users, view.owner);
    http::Response response;
    response.status = status;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_object(writer, activity_fields_v1(), view);
    if (is_added) {
        writer.key_literal("additional_data");
        writer.begin_object();
        writer.key_literal("updates_story_id");
        writer.null();
        writer.end_object();
    }
    write_related(writer, render_context, *around, users);
    end_reply(writer);
    return response;
}

// --- lists -------------------------------------------------------------------------------------------------------------

Predicate is_live() { return Predicate::compare(ActivityField::delete_time, Comparison::is_null); }

Result<void> add_done(const Request& request, std::vector<Predicate>& conditions) {
    const auto text = request.query("done");
    if (!text || text->empty()) return {};
    const bool is_done = *text == "1" || *text == "true";
    if (!is_done && *text != "0" && *text != "false") return bad("done", "0 or 1");
    conditions.push_back(Predicate::compare(ActivityField::done, Comparison::equals, std::int64_t{is_done}));
    return {};
}

void add_types(const Request& request, std::vector<Predicate>& conditions) {
    std::vector<Predicate> types;
    for (const std::string_view type : request.query_list("type"))
        types.push_back(Predicate::compare(ActivityField::type, Comparison::equals, std::string(type)));
    if (!types.empty()) conditions.push_back(Predicate::any(std::move(types)));
}

Result<void> add_days(const Request& request, std::vector<Predicate>& conditions) {
    for (const std::string_view name : {"start_date", "end_date"}) {
        const auto text = request.query(name);
        if (!text || text->empty()) continue;
        if (text->size() != 10 || !parse_time(*text)) return bad(name, "a date as YYYY-MM-DD");
        const auto bound = name == "start_date" ? Comparison::greater_or_equal : Comparison::less_or_equal;
        conditions.push_back(Predicate::compare(ActivityField::due_date, bound, std::string(*text)));
    }
    return {};
}

// The caller's where nobody is named; 0 is everybody.
Result<void> add_owner(const Request& request, const domain::Caller& caller, std::vector<Predicate>& conditions) {
    const auto text = request.query("user_id");
    const auto id = text && !text->empty() ? parse_integer(*text) : std::optional(caller.user->id);
    if (!id) return bad("user_id", "a number");
    if (*id != 0) conditions.push_back(Predicate::compare(ActivityField::owner_id, Comparison::equals, *id));
    return {};
}

Result<http::Response> list_activities(const Request& request, Context& context) {
    auto filter = filter_predicate(request, context, domain::Kind::activity);
    if (!filter) return fail(filter);
    std::vector<Predicate> conditions{is_live(), domain::visible_activities(context.caller)};
    if (*filter) conditions.push_back(std::move(**filter));
    auto added = add_owner(request, context.caller, conditions);
    if (added) added = add_done(request, conditions);
    if (added) added = add_days(request, conditions);
    if (!added) return fail(added);
    add_types(request, conditions);

    const Page page = page_v1(request);
    const auto found = find_page(context, Predicate::all(std::move(conditions)), page);
    if (!found) return fail(found);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    const auto written = write_page(writer, context, *found);
    if (!written) return fail(written);
    write_pagination(writer, page, found->more);
    write_related(writer, written->render_context, written->around, written->users);
    end_reply(writer);
    return response;
}

Result<void> add_excluded(const Request& request, std::vector<Predicate>& conditions) {
    std::vector<std::int64_t> ids;
    for (const std::string_view text : request.query_list("exclude")) {
        const auto id = parse_integer(text);
        if (!id) return bad("exclude", "ids between commas");
        ids.push_back(*id);
    }
    if (ids.size() > limits::bulk_ids) return bad("exclude", "at most " + std::to_string(limits::bulk_ids) + " ids");
    if (!ids.empty())
        conditions.push_back(Predicate::negate(Predicate::compare(ActivityField::id, Comparison::in, std::move(ids))));
    return {};
}

// Those of a record that the caller sees.
Result<http::Response> list_related(const Request& request, Context& context, domain::FieldRef subject, std::int64_t id) {
    std::vector<Predicate> conditions{Predicate::compare(subject, Comparison::equals, id), is_live(),
                                      domain::visible_activities(context.caller)};
    auto added = add_done(request, conditions);
    if (added) added = add_excluded(request, conditions);
    if (!added) return fail(added);
    const Predicate where = Predicate::all(std::move(conditions));
    const Page page = page_v1(request);
    const auto found = find_page(context, where, page);
    if (!found) return fail(found);
    const auto shares = context.transaction.activities().shares(where);
    if (!shares) return fail(shares);

    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    const auto written = write_page(writer, context, *found);
    if (!written) return fail(written);
    writer.key_literal("additional_data");
    writer.begin_object();
    write_distribution(writer, *context.caller.directory, *shares);
    write_pagination_object(writer, page, found->more);
    writer.end_object();
    // The vendor's document has them here alone.
    if (subject == domain::FieldRef(ActivityField::deal_id))
        write_related(writer, written->render_context, written->around, written->users);
    end_reply(writer);
    return response;
}

Result<http::Response> list_organization_activities(const Request& request, Context& context) {
    const auto found = domain::find_organization(context.transaction, context.caller, request.path_number("id"));
    if (!found) return fail(found);
    return list_related(request, context, ActivityField::organization_id, found->id);
}

Result<http::Response> list_person_activities(const Request& request, Context& context) {
    const auto found = domain::find_person(context.transaction, context.caller, request.path_number("id"));
    if (!found) return fail(found);
    return list_related(request, context, ActivityField::person_id, found->id);
}

Result<http::Response> list_deal_activities(const Request& request, Context& context) {
    const auto found = domain::find_deal(context.transaction, context.caller, request.path_number("id"));
    if (!found) return fail(found);
    return list_related(request, context, ActivityField::deal_id, found->id);
}

Result<void> add_times(const Request& request, std::vector<Predicate>& conditions) {
    for (const std::string_view name : {"since", "until"}) {
        const auto text = request.query(name);
        if (!text || text->empty()) continue;
        const auto time = parse_time(*text);
        if (!time) return bad(name, "a time");
        // Both ends belong to the range, and times are given in whole seconds.
        conditions.push_back(name == "since"
                                 ? Predicate::compare(ActivityField::update_time, Comparison::greater_or_equal, *time)
                                 : Predicate::compare(ActivityField::update_time, Comparison::less, *time + second_us));
    }
    return {};
}

// All in the order of their ids, for admins alone.
Result<http::Response> list_collection(const Request& request, Context& context) {
    if (!context.caller.user->is_admin) return fail(ErrorCode::forbidden, "You do not have permissions to do this.");
    std::vector<Predicate> conditions{is_live()};
    auto added = add_times(request, conditions);
    if (added && request.query("user_id")) added = add_owner(request, context.caller, conditions);
    if (added) added = add_done(request, conditions);
    if (!added) return fail(added);
    add_types(request, conditions);
    const std::string digest = query_digest(request, context.caller.company().id);
    if (const auto text = request.query("cursor"); text && !text->empty()) {
        const auto cursor = decode_cursor(*text, digest);
        if (!cursor) return fail(cursor);
        conditions.push_back(Predicate::compare(ActivityField::id, Comparison::greater, cursor->id));
    }
    const auto found = find_page(context, Predicate::all(std::move(conditions)), {0, page_v1(request).limit});
    if (!found) return fail(found);
    const auto around = AroundActivities::read(context, found->activities);
    if (!around) return fail(around);

    const RenderContext render_context(context);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const Activity& activity : found->activities)
        write_object(writer, activity_collection_fields(), ActivityView(activity, render_context, *around));
    writer.end_array();
    write_next_cursor(writer,
                      found->more ? std::optional(encode_cursor({0, found->activities.back().id}, digest)) : std::nullopt);
    end_reply(writer);
    return response;
}

// --- single ones -------------------------------------------------------------------------------------------------------

Result<http::Response> get_activity(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    return activity_reply(context, domain::find_activity(context.transaction, context.caller, id), 200, false);
}

Result<http::Response> add_activity(const Request& request, Context& context) {
    const auto patch = read_activity_v1(request.json());
    if (!patch) return fail(patch);
    return activity_reply(context, domain::add_activity(context.transaction, context.caller, *patch), 201, true);
}

Result<http::Response> update_activity(const Request& request, Context& context) {
    const auto patch = read_activity_v1(request.json());
    if (!patch) return fail(patch);
    const auto id = request.path_number("id");
    return activity_reply(context, domain::update_activity(context.transaction, context.caller, id, *patch), 200, false);
}

Result<http::Response> delete_activity(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    auto deleted = domain::delete_activity(context.transaction, context.caller, id);
    if (!deleted) return fail(deleted);
    return id_reply(id);
}

Result<http::Response> delete_activities(const Request& request, Context& context) {
    const auto ids = read_ids(request);
    if (!ids) return fail(ids);
    const auto deleted = domain::delete_activities(context.transaction, context.caller, *ids);
    if (!deleted) return fail(deleted);
    return ids_reply(*deleted);
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto scan = domain::Access::scan;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;
constexpr std::span<const Parameter> none;

constexpr Route routes[] = {
    {Method::get, "/v1/activities", list_activities, scan, may_read, list_parameters, nullptr, &activity_list_shape_v1, 200,
     "Get all activities assigned to a particular user"},
    {Method::get, "/v1/activities/collection", list_collection, scan, may_read, collection_parameters, nullptr,
     &activity_collection_shape, 200, "Get all activities with cursor pagination", nullptr, 10},
    {Method::post, "/v1/activities", add_activity, write, may_write, none, &activity_create_shape_v1, &activity_shape_v1,
     201, "Add an activity"},
    {Method::delete_, "/v1/activities", delete_activities, write, may_write, bulk_parameters, nullptr, &ids_shape, 200,
     "Delete multiple activities in bulk", nullptr, 10},
    {Method::get, "/v1/activities/{id:number}", get_activity, read, may_read, none, nullptr, &activity_shape_v1, 200,
     "Get details of an activity"},
    {Method::put, "/v1/activities/{id:number}", update_activity, write, may_write, none, &activity_update_shape_v1,
     &activity_shape_v1, 200, "Update an activity"},
    {Method::delete_, "/v1/activities/{id:number}", delete_activity, write, may_write, none, nullptr, &id_shape, 200,
     "Delete an activity"},
    {Method::get, "/v1/organizations/{id:number}/activities", list_organization_activities, scan, may_read,
     related_parameters, nullptr, &activity_list_shape_v1, 200, "List activities associated with an organization", nullptr,
     20},
    {Method::get, "/v1/persons/{id:number}/activities", list_person_activities, scan, may_read, related_parameters, nullptr,
     &activity_list_shape_v1, 200, "List activities associated with a person", nullptr, 20},
    {Method::get, "/v1/deals/{id:number}/activities", list_deal_activities, scan, may_read, related_parameters, nullptr,
     &activity_list_shape_v1, 200, "List activities associated with a deal", nullptr, 20},
};

}  // namespace

RouteGroup activity_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
