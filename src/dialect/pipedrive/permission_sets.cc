#include "dialect/pipedrive/permission_sets.h"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::User;
using enum WireType;

// Everyone may do what needs no administrator; there is no finer grain.
constexpr Permission all_permissions[] = {
    {"can_add_custom_fields", true},
    {"can_add_products", false},
    {"can_add_prospects_as_leads", false},
    {"can_bulk_edit_items", false},
    {"can_change_visibility_of_items", false},
    {"can_convert_deals_to_leads", false},
    {"can_create_own_workflow", false},
    {"can_delete_activities", false},
    {"can_delete_custom_fields", true},
    {"can_delete_deals", false},
    {"can_edit_custom_fields", true},
    {"can_edit_deals_closed_date", false},
    {"can_edit_products", false},
    {"can_edit_shared_filters", true},
    {"can_export_data_from_lists", false},
    {"can_follow_other_users", false},
    {"can_merge_deals", false},
    {"can_merge_organizations", false},
    {"can_merge_people", false},
    {"can_modify_labels", true},
    {"can_see_company_wide_statistics", true},
    {"can_see_deals_list_summary", false},
    {"can_see_hidden_items_names", true},
    {"can_see_other_users", false},
    {"can_see_other_users_statistics", true},
    {"can_see_security_dashboard", true},
    {"can_share_filters", false},
    {"can_share_insights", false},
    {"can_use_api", false},
    {"can_use_email_tracking", false},
    {"can_use_import", true},
};

constexpr std::string_view admin_text = "May do everything in this app, and change its settings.";
constexpr std::string_view regular_text = "May work with what the user sees in this app. New users have it.";

constexpr PermissionSet all_sets[] = {
    {"sales", 1, true, "Deals admin", admin_text},
    {"sales", 1, false, "Deals regular user", regular_text},
    {"global", 2, true, "Global admin", "Sees everything of the company and may change all its settings."},
    {"campaigns", 3, true, "Campaigns admin", admin_text},
    {"campaigns", 3, false, "Campaigns regular user", regular_text},
};

// A set, as it is shown.
struct SetView {
    const PermissionSet& set;
    const domain::Directory& directory;
};

void write_assignment_count(JsonWriter& writer, const SetView& view) {
    writer.integer(std::ranges::count_if(view.directory.users, [&](const User& user) { return view.set.is_of(user); }));
}

void write_contents(JsonWriter& writer, const SetView& view) {
    writer.begin_array();
    for (const Permission& permission : all_permissions)
        if (permission.is_of(view.set.is_admin)) writer.string_literal(permission.name);
    writer.end_array();
}

constexpr Field<SetView> fields[] = {
    {"id", string, false, [](JsonWriter& w, const SetView& v) { w.string_literal(v.set.id(v.directory.company)); },
     "The set's id"},
    {"name", string, false, [](JsonWriter& w, const SetView& v) { w.string_literal(v.set.name); }, "The name"},
    {"description", string, false, [](JsonWriter& w, const SetView& v) { w.string_literal(v.set.description); },
     "What it is"},
    {"app", string, false, [](JsonWriter& w, const SetView& v) { w.string_literal(v.set.app); }, "The app it belongs to"},
    {"type", string, false, [](JsonWriter& w, const SetView& v) { w.string_literal(v.set.is_admin ? "admin" : "regular"); },
     "admin or regular"},
    {"assignment_count", integer, false, write_assignment_count, "How many users have it"},
};

constexpr Field<SetView> content_fields[] = {
    {"contents", any, false, write_contents, "The names of the permissions that it gives"},
};

struct Assignment {
    const User& user;
    const PermissionSet& set;
    const std::string& set_id;
};

constexpr Field<Assignment> assignment_fields[] = {
    {"user_id", integer, false, [](JsonWriter& w, const Assignment& a) { w.integer(a.user.id); }, "The user's id"},
    {"permission_set_id", string, false, [](JsonWriter& w, const Assignment& a) { w.string_literal(a.set_id); },
     "The set's id"},
    {"name", string, false, [](JsonWriter& w, const Assignment& a) { w.string_literal(a.set.name); }, "The set's name"},
};

std::vector<FieldDoc> describe_detail() {
    auto docs = describe(fields);
    for (const auto& doc : describe(content_fields)) docs.push_back(doc);
    return docs;
}

const Shape list_shape{"PermissionSet", [] { return describe(fields); }, true};
const Shape detail_shape{"PermissionSetDetails", describe_detail, true};
const Shape assignments_shape{"PermissionSetAssignment", [] { return describe(assignment_fields); }, true};

constexpr Parameter list_parameters[] = {
    {"app", string, "Only sets of this app: sales, global, campaigns; others have none"},
};

Result<PermissionSet> find_set(const Request& request, const Context& context) {
    const auto id = request.path_param("id");
    for (const PermissionSet& set : permission_sets(context.caller.company()))
        if (set.id(context.caller.company()) == id) return set;
    return fail(ErrorCode::not_found, "Permission set not found");
}

Result<http::Response> list_sets(const Request& request, Context& context) {
    const auto app = request.query("app").value_or("");
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const PermissionSet& set : permission_sets(context.caller.company()))
        if (app.empty() || set.app == app) write_object(writer, fields, SetView{set, *context.caller.directory});
    writer.end_array();
    end_reply(writer);
    return response;
}

// Pipedrive's example has the set in a list below `data`, its types have it in place of the envelope: both find it.
Result<http::Response> get_set(const Request& request, Context& context) {
    const auto set = find_set(request, context);
    if (!set) return fail(set);
    const SetView view{*set, *context.caller.directory};
    const auto write_members = [&](JsonWriter& writer) {
        write_fields(writer, fields, view);
        write_fields(writer, content_fields, view);
    };
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    writer.begin_object();
    write_members(writer);
    writer.end_object();
    writer.end_array();
    write_members(writer);
    end_reply(writer);
    return response;
}

Result<http::Response> list_assignments(const Request& request, Context& context) {
    const auto set = find_set(request, context);
    if (!set) return fail(set);
    const std::string id = set->id(context.caller.company());
    const Page page = page_v1(request);
    std::int64_t passed = 0;
    std::int64_t shown = 0;
    bool more = false;
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const User& user : context.caller.directory->users) {
        if (!set->is_of(user) || passed++ < page.start) continue;
        more = shown == page.limit;
        if (more) break;
        ++shown;
        write_object(writer, assignment_fields, Assignment{user, *set, id});
    }
    writer.end_array();
    write_pagination(writer, page, more);
    end_reply(writer);
    return response;
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto may_read = domain::Scope::read;

constexpr Route routes[] = {
    {Method::get, "/v1/permissionSets", list_sets, read, may_read, list_parameters, nullptr, &list_shape, 200,
     "Get all permission sets"},
    {Method::get,
     "/v1/permissionSets/{id:text}",
     get_set,
     read,
     may_read,
     {},
     nullptr,
     &detail_shape,
     200,
     "Get one permission set",
     nullptr,
     2},
    {Method::get, "/v1/permissionSets/{id:text}/assignments", list_assignments, read, may_read, page_parameters_v1, nullptr,
     &assignments_shape, 200, "List permission set assignments"},
};

}  // namespace

std::span<const Permission> permissions() { return all_permissions; }

std::string PermissionSet::id(const domain::Company& company) const {
    char text[40];
    const int size = std::snprintf(text, sizeof text, "%08x-%04x-8%03x-8000-000000000000", static_cast<unsigned>(company.id),
                                   static_cast<unsigned>(app_number), is_admin ? 1U : 2U);
    return {text, static_cast<std::size_t>(size)};
}

std::vector<PermissionSet> permission_sets(const domain::Company& company) {
    std::vector<PermissionSet> sets;
    std::ranges::copy_if(all_sets, std::back_inserter(sets),
                         [&](const PermissionSet& set) { return set.app != "campaigns" || company.campaigns; });
    return sets;
}

RouteGroup permission_set_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
