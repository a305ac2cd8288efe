#include "base/text.h"
#include "base/time_text.h"
#include "base/timezone.h"
#include "dialect/pipedrive/errors.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/permission_sets.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/users.h"
#include "dialect/pipedrive/visible_level.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::User;
using enum WireType;

constexpr std::int64_t only_role = 1;  // everyone has it: what differs is on the user
constexpr domain::UserId first_user = 1;

// A user, as shown to a caller.
struct UserView {
    const User& user;
    const domain::Company& company;
    const User& caller;
    Micros now;
};

void write_access(JsonWriter& writer, const UserView& view) {
    writer.begin_array();
    for (const PermissionSet& set : permission_sets(view.company)) {
        if (!set.is_of(view.user)) continue;
        writer.begin_object();
        writer.key_literal("app");
        writer.string_literal(set.app);
        writer.key_literal("admin");
        writer.boolean(set.is_admin);
        writer.key_literal("permission_set_id");
        writer.string_literal(set.id(view.company));
        writer.end_object();
    }
    writer.end_array();
}

void text_or_null(JsonWriter& writer, const std::string& text) {
    if (text.empty())
        writer.null();
    else
        writer.string(text);
}

// "en_US" is English of the United States.
void write_language(JsonWriter& writer, const UserView& view) {
    const std::string_view locale = view.user.locale;
    const auto split = locale.find('_');
    writer.begin_object();
    writer.key_literal("language_code");
    writer.string(locale.substr(0, split));
    writer.key_literal("country_code");
    writer.string(split == std::string_view::npos ? std::string_view() : locale.substr(split + 1));
    writer.end_object();
}

constexpr Field<UserView> fields[] = {
    {"id", integer, false, [](JsonWriter& w, const UserView& v) { w.integer(v.user.id); }, "The user's id"},
    {"name", string, false, [](JsonWriter& w, const UserView& v) { w.string(v.user.name); }, "The name"},
    {"default_currency", string, false, [](JsonWriter& w, const UserView& v) { w.string(v.company.default_currency); },
     "The company's currency"},
    {"locale", string, false, [](JsonWriter& w, const UserView& v) { w.string(v.user.locale); }, "The locale"},
    {"lang", integer, false, [](JsonWriter& w, const UserView&) { w.integer(1); },
     "The number of the interface's language: English"},
    {"email", string, false, [](JsonWriter& w, const UserView& v) { w.string(v.user.email); }, "The e-mail address"},
    {"phone", string, true, [](JsonWriter& w, const UserView& v) { text_or_null(w, v.user.phone); }, "The phone number"},
    {"activated", boolean, false, [](JsonWriter& w, const UserView& v) { w.boolean(v.user.is_active); },
     "Whether the account was activated"},
    {"last_login", string, true, [](JsonWriter& w, const UserView&) { w.null(); }, "The last sign-in to the console"},
    {"created", string, false,
     [](JsonWriter& w, const UserView& v) { w.string_literal(format_space(v.user.add_time).view()); },
     "When the user was added"},
    {"modified", string, true,
     [](JsonWriter& w, const UserView& v) { w.string_literal(format_space(v.user.update_time).view()); },
     "When the user was last changed"},
    {"has_created_company", boolean, false, [](JsonWriter& w, const UserView& v) { w.boolean(v.user.id == first_user); },
     "Whether the company began with this user"},
    {"access", objects, false, write_access, "The apps and whether the user is an admin in them"},
    {"active_flag", boolean, false, [](JsonWriter& w, const UserView& v) { w.boolean(v.user.is_active); },
     "Whether the user is active"},
    {"timezone_name", string, false, [](JsonWriter& w, const UserView& v) { w.string(v.user.timezone); },
     "The IANA name of the time zone"},
    {"timezone_offset", string, false,
     [](JsonWriter& w, const UserView& v) { w.string(timezone_offset(v.user.timezone, v.now)); }, "Its offset now"},
    {"role_id", integer, false, [](JsonWriter& w, const UserView&) { w.integer(only_role); }, "The role"},
    {"icon_url", string, true, [](JsonWriter& w, const UserView&) { w.null(); }, "The picture's address"},
    {"is_you", boolean, false, [](JsonWriter& w, const UserView& v) { w.boolean(v.user.id == v.caller.id); },
     "Whether it is the caller"},
    {"is_deleted", boolean, false, [](JsonWriter& w, const UserView&) { w.boolean(false); },
     "Whether the user was deleted; users are deactivated instead"},
};

constexpr Field<UserView> company_fields[] = {
    {"company_id", integer, false, [](JsonWriter& w, const UserView& v) { w.integer(v.company.id); }, "The company's id"},
    {"company_name", string, false, [](JsonWriter& w, const UserView& v) { w.string(v.company.name); }, "Its name"},
    {"company_domain", string, false, [](JsonWriter& w, const UserView& v) { w.string(v.company.domain); }, "Its domain"},
    {"company_country", string, true, [](JsonWriter& w, const UserView& v) { text_or_null(w, v.company.country); },
     "Its country"},
    {"company_industry", string, true, [](JsonWriter& w, const UserView& v) { text_or_null(w, v.company.industry); },
     "Its industry"},
    {"language", object, false, write_language, "The language"},
};

std::vector<FieldDoc> describe_me() {
    auto docs = describe(fields);
    for (const auto& doc : describe(company_fields)) docs.push_back(doc);
    return docs;
}

std::vector<FieldDoc> describe_permissions() {
    std::vector<FieldDoc> docs;
    for (const Permission& permission : permissions())
        docs.push_back(
            {permission.name, boolean, false, true, permission.needs_admin ? "Of admins" : "Of everyone", nullptr});
    return docs;
}

struct Assignment {
    const User& user;
};
constexpr Field<Assignment> assignment_fields[] = {
    {"user_id", integer, false, [](JsonWriter& w, const Assignment& a) { w.integer(a.user.id); }, "The user's id"},
    {"role_id", integer, false, [](JsonWriter& w, const Assignment&) { w.integer(only_role); }, "The role"},
    {"active_flag", boolean, false, [](JsonWriter& w, const Assignment& a) { w.boolean(a.user.is_active); },
     "Whether the user is active"},
    {"type", string, false, [](JsonWriter& w, const Assignment&) { w.string_literal("parent"); }, "Always parent"},
};

constexpr Field<UserView> role_setting_fields[] = {
    {"deal_default_visibility", integer, false,
     [](JsonWriter& w, const UserView& v) {
         const int own = v.user.default_visible_to.of_deals();
         w.integer(shown_level(v.company, own != 0 ? own : v.company.default_visible_to.of_deals()));
     },
     "Who sees a new deal"},
    {"org_default_visibility", integer, false,
     [](JsonWriter& w, const UserView& v) {
         w.integer(shown_level(v.company, domain::default_organization_visibility(v.company, v.user)));
     },
     "Who sees a new organization"},
    {"person_default_visibility", integer, false,
     [](JsonWriter& w, const UserView& v) {
         w.integer(shown_level(v.company, domain::default_person_visibility(v.company, v.user)));
     },
     "Who sees a new person"},
};

const Shape me_shape{"CurrentUser", describe_me};
const Shape user_shape{"User", [] { return describe(fields); }};
const Shape users_shape{"User", [] { return describe(fields); }, true};
const Shape permissions_shape{"UserPermissions", describe_permissions};
const Shape assignments_shape{"RoleAssignment", [] { return describe(assignment_fields); }, true};
const Shape settings_shape{"RoleSettings", [] { return describe(role_setting_fields); }};

constexpr Parameter find_parameters[] = {
    {"term", string, "What the name, or the address, holds"},
    {"search_by_email", boolean, "1: look in addresses alone"},
};

UserView view_of(const Context& context, const User& user) {
    return {user, context.caller.company(), *context.caller.user, context.now};
}

// Pipedrive: the user of the path, or its own words for there being none.
Result<const User*> find_user(const Request& request, const Context& context) {
    const User* user = context.caller.directory->user(request.path_number("id"));
    if (user == nullptr) return fail(ErrorCode::not_found, std::string(user_not_found));
    return user;
}

http::Response list_reply(const Context& context, FunctionRef<bool(const User&)> wanted) {
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const User& user : context.caller.directory->users)
        if (wanted(user)) write_object(writer, fields, view_of(context, user));
    writer.end_array();
    end_reply(writer);
    return response;
}

Result<http::Response> get_current_user(const Request&, Context& context) {
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    const UserView view = view_of(context, *context.caller.user);
    write_fields(writer, fields, view);
    write_fields(writer, company_fields, view);
    writer.end_object();
    end_reply(writer);
    return response;
}

Result<http::Response> list_users(const Request&, Context& context) {
    return list_reply(context, [](const User&) { return true; });
}

Result<http::Response> find_users(const Request& request, Context& context) {
    const std::string term = fold(request.query("term").value_or(""));
    if (term.empty()) return fail(ErrorCode::invalid, "term must be given", "term");
    const auto by_email = request.query("search_by_email").value_or("0");
    const bool in_addresses = by_email == "1" || by_email == "true";
    return list_reply(context, [&](const User& user) {
        return fold(in_addresses ? user.email : user.name).find(term) != std::string::npos;
    });
}

Result<http::Response> get_user(const Request& request, Context& context) {
    const auto user = find_user(request, context);
    if (!user) return fail(user);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_object(writer, fields, view_of(context, **user));
    end_reply(writer);
    return response;
}

Result<http::Response> get_permissions(const Request& request, Context& context) {
    const auto user = find_user(request, context);
    if (!user) return fail(user);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    for (const Permission& permission : permissions()) {
        writer.key_literal(permission.name);
        writer.boolean(permission.is_of((*user)->is_admin));
    }
    writer.end_object();
    end_reply(writer);
    return response;
}

Result<http::Response> get_role_assignments(const Request& request, Context& context) {
    const auto user = find_user(request, context);
    if (!user) return fail(user);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    const Page page = page_v1(request);
    writer.begin_array();
    if (page.start == 0) write_object(writer, assignment_fields, Assignment{**user});  // there is but one
    writer.end_array();
    write_pagination(writer, page, false);
    end_reply(writer);
    return response;
}

Result<http::Response> get_role_settings(const Request& request, Context& context) {
    const auto user = find_user(request, context);
    if (!user) return fail(user);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_object(writer, role_setting_fields, view_of(context, **user));
    end_reply(writer);
    return response;
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto may_read = domain::Scope::read;

constexpr Route routes[] = {
    {Method::get, "/v1/users/me", get_current_user, read, may_read, {}, nullptr, &me_shape, 200, "Get the current user"},
    {Method::get, "/v1/users", list_users, read, may_read, {}, nullptr, &users_shape, 200, "Get all users"},
    {Method::get, "/v1/users/find", find_users, read, may_read, find_parameters, nullptr, &users_shape, 200,
     "Find users by name"},
    {Method::get, "/v1/users/{id:number}", get_user, read, may_read, {}, nullptr, &user_shape, 200, "Get one user"},
    {Method::get,
     "/v1/users/{id:number}/permissions",
     get_permissions,
     read,
     may_read,
     {},
     nullptr,
     &permissions_shape,
     200,
     "List user permissions"},
    {Method::get, "/v1/users/{id:number}/roleAssignments", get_role_assignments, read, may_read, page_parameters_v1, nullptr,
     &assignments_shape, 200, "List role assignments"},
    {Method::get,
     "/v1/users/{id:number}/roleSettings",
     get_role_settings,
     read,
     may_read,
     {},
     nullptr,
     &settings_shape,
     200,
     "List user role settings"},
};

}  // namespace

void write_user(JsonWriter& writer, const Context& context, const User& user) {
    write_object(writer, fields, view_of(context, user));
}

RouteGroup user_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
