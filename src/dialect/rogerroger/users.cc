// Users: owners and authors. They are made by `stele user`.
#include "dialect/rogerroger/list_request.h"
#include "dialect/rogerroger/record_list.h"
#include "dialect/rogerroger/references.h"
#include "dialect/rogerroger/rogerroger.h"
#include "dialect/rogerroger/small_lists.h"

namespace stele::dialect::rogerroger {

namespace {

using domain::User;
using enum WireType;

struct Source {
    const Context& context;
    const User& user;
};
struct Target {};

// A name's last word is the family's.
void write_first_name(Member& member, const Source& source) {
    std::string_view name = source.user.name;
    name.remove_suffix(last_name_of(name).size());
    member.text(name.substr(0, name.find_last_not_of(' ') + 1));
}
void write_last_name(Member& member, const Source& source) { member.text(last_name_of(source.user.name)); }
void write_email(Member& member, const Source& source) { member.text(source.user.email); }
void write_active(Member& member, const Source& source) { member.boolean(source.user.is_active); }
void write_admin(Member& member, const Source& source) { member.boolean(source.user.is_admin); }
void write_added(Member& member, const Source& source) { member.time(source.user.add_time); }
void write_updated(Member& member, const Source& source) { member.time(source.user.update_time); }
void write_id(Member& member, const Source& source) {
    member.text(format_uuid(source.context.caller.company().id, Resource::user, source.user.id));
}

constexpr Property<Source, Target> properties[] = {
    {"firstName", string, false, write_first_name, nullptr, "All of the name but its last word"},
    {"lastName", string, false, write_last_name, nullptr, "The last word of the name"},
    {"email", string, false, write_email, nullptr, "The e-mail address"},
    {"isActive", boolean, false, write_active, nullptr, "Whether the user may own and write"},
    {"isAdmin", boolean, false, write_admin, nullptr, "Whether the user sees everything"},
    {"createdAt", time, false, write_added, nullptr, "When the user was added"},
    {"updatedAt", time, false, write_updated, nullptr, "When the user was changed last"},
    {"id", string, false, write_id, nullptr, "A UUID"},
};
std::span<const Property<Source, Target>> user_properties() { return properties; }

const Shape user_shape{"User", [] { return describe_reply(document(user_properties())); }};
const Shape users_shape{"UserCollection", [] { return describe_collection(user_shape); }};

ItemHead head_of(const Context& context, const User& user) { return {"User", iri_of(context, Resource::user, user.id)}; }

Result<http::Response> list_users(const Request& request, Context& context) {
    if (const auto checked = ListRequest(request, context, {}).take(); !checked) return fail(checked);
    const CollectionName name{"User", {}};
    return list_reply(
        request, context, name, user_properties(), context.caller.directory->users,
        [&](const User& user) { return Source{context, user}; }, [&](const User& user) { return head_of(context, user); });
}

Result<http::Response> get_user(const Request& request, Context& context) {
    const auto id = number_in_path(request, context, Resource::user, "id");
    if (!id) return fail(id);
    const User* user = context.caller.directory->user(*id);
    if (user == nullptr) return fail(ErrorCode::not_found, "Not Found");
    return item_reply(request, head_of(context, *user), user_properties(), Source{context, *user});
}

using http::Method;
constexpr auto access_read = domain::Access::read;
constexpr auto may_read = domain::Scope::read;

constexpr Route routes[] = {
    {Method::get, "/users", list_users, access_read, may_read, {}, nullptr, &users_shape, 200, "List users"},
    {Method::get, "/users/{id:text}", get_user, access_read, may_read, {}, nullptr, &user_shape, 200, "Get a user"},
};

}  // namespace

RouteGroup user_routes() { return {routes, {}}; }

ResourceDoc user_doc() { return {"User", "users", document(user_properties()), {}}; }

}  // namespace stele::dialect::rogerroger
