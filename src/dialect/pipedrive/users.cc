#include "dialect/pipedrive/users.h"

#include <algorithm>
#include <cstdio>

#include "base/time_text.h"
#include "base/timezone.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::User;

// What is shown of a user beside other records. Users have no pictures yet.
constexpr Field<User> related_user_fields[] = {
    {"id", WireType::integer, false, [](JsonWriter& w, const User& u) { w.integer(u.id); }, "The user's id"},
    {"name", WireType::string, false, [](JsonWriter& w, const User& u) { w.string(u.name); }, "The user's name"},
    {"email", WireType::string, false, [](JsonWriter& w, const User& u) { w.string(u.email); }, "The user's e-mail address"},
    {"has_pic", WireType::integer, false, [](JsonWriter& w, const User&) { w.integer(0); }, "1 when the user has a picture"},
    {"pic_hash", WireType::string, true, [](JsonWriter& w, const User&) { w.null(); }, "The picture's hash"},
    {"active_flag", WireType::boolean, false, [](JsonWriter& w, const User& u) { w.boolean(u.is_active); },
     "Whether the user is active"},
};

struct Me {
    const User& user;
    const domain::Company& company;
    Micros now;
};

struct App {
    std::string_view name;
    int number;  // in the ids of its permission sets
};

// Permission sets have ids that follow from the company, the app and the level.
void write_access(JsonWriter& writer, const Me& me, const App& app) {
    char id[40];
    const int size = std::snprintf(id, sizeof id, "%08x-%04x-8%03x-8000-000000000000", static_cast<unsigned>(me.company.id),
                                   static_cast<unsigned>(app.number), me.user.is_admin ? 1U : 2U);
    writer.begin_object();
    writer.key_literal("app");
    writer.string_literal(app.name);
    writer.key_literal("admin");
    writer.boolean(me.user.is_admin);
    writer.key_literal("permission_set_id");
    writer.string_literal({id, static_cast<std::size_t>(size)});
    writer.end_object();
}

void write_access_list(JsonWriter& writer, const Me& me) {
    writer.begin_array();
    write_access(writer, me, {"sales", 1});
    if (me.user.is_admin) write_access(writer, me, {"global", 2});
    writer.end_array();
}

void text_or_null(JsonWriter& writer, const std::string& text) {
    if (text.empty())
        writer.null();
    else
        writer.string(text);
}

// "en_US" is English of the United States.
void write_language(JsonWriter& writer, const Me& me) {
    const std::string_view locale = me.user.locale;
    const auto split = locale.find('_');
    writer.begin_object();
    writer.key_literal("language_code");
    writer.string(locale.substr(0, split));
    writer.key_literal("country_code");
    writer.string(split == std::string_view::npos ? std::string_view() : locale.substr(split + 1));
    writer.end_object();
}

constexpr Field<Me> me_fields[] = {
    {"id", WireType::integer, false, [](JsonWriter& w, const Me& m) { w.integer(m.user.id); }, "The user's id"},
    {"name", WireType::string, false, [](JsonWriter& w, const Me& m) { w.string(m.user.name); }, "The user's name"},
    {"default_currency", WireType::string, false, [](JsonWriter& w, const Me& m) { w.string(m.company.default_currency); },
     "The company's currency"},
    {"locale", WireType::string, false, [](JsonWriter& w, const Me& m) { w.string(m.user.locale); }, "The user's locale"},
    {"lang", WireType::integer, false, [](JsonWriter& w, const Me&) { w.integer(1); },
     "The number of the interface's language: English"},
    {"email", WireType::string, false, [](JsonWriter& w, const Me& m) { w.string(m.user.email); }, "The e-mail address"},
    {"phone", WireType::string, true, [](JsonWriter& w, const Me& m) { text_or_null(w, m.user.phone); }, "The phone number"},
    {"activated", WireType::boolean, false, [](JsonWriter& w, const Me& m) { w.boolean(m.user.is_active); },
     "Whether the account was activated"},
    {"last_login", WireType::string, true, [](JsonWriter& w, const Me&) { w.null(); }, "The last sign-in to the console"},
    {"created", WireType::string, false,
     [](JsonWriter& w, const Me& m) { w.string_literal(format_space(m.user.add_time).view()); }, "When the user was added"},
    {"modified", WireType::string, true,
     [](JsonWriter& w, const Me& m) { w.string_literal(format_space(m.user.update_time).view()); },
     "When the user was last changed"},
    {"has_created_company", WireType::boolean, false, [](JsonWriter& w, const Me& m) { w.boolean(m.user.id == 1); },
     "Whether the company began with this user"},
    {"access", WireType::objects, false, [](JsonWriter& w, const Me& m) { write_access_list(w, m); },
     "The apps and whether the user is an admin in them"},
    {"active_flag", WireType::boolean, false, [](JsonWriter& w, const Me& m) { w.boolean(m.user.is_active); },
     "Whether the user is active"},
    {"timezone_name", WireType::string, false, [](JsonWriter& w, const Me& m) { w.string(m.user.timezone); },
     "The IANA name of the time zone"},
    {"timezone_offset", WireType::string, false,
     [](JsonWriter& w, const Me& m) { w.string(timezone_offset(m.user.timezone, m.now)); }, "Its offset now"},
    {"role_id", WireType::integer, true, [](JsonWriter& w, const Me&) { w.null(); }, "The role"},
    {"icon_url", WireType::string, true, [](JsonWriter& w, const Me&) { w.null(); }, "The picture's address"},
    {"is_you", WireType::boolean, false, [](JsonWriter& w, const Me&) { w.boolean(true); }, "Whether it is the caller"},
    {"is_deleted", WireType::boolean, false, [](JsonWriter& w, const Me&) { w.boolean(false); },
     "Whether the user was deleted; users are deactivated instead"},
    {"company_id", WireType::integer, false, [](JsonWriter& w, const Me& m) { w.integer(m.company.id); },
     "The company's id"},
    {"company_name", WireType::string, false, [](JsonWriter& w, const Me& m) { w.string(m.company.name); }, "Its name"},
    {"company_domain", WireType::string, false, [](JsonWriter& w, const Me& m) { w.string(m.company.domain); },
     "Its domain"},
    {"company_country", WireType::string, true, [](JsonWriter& w, const Me& m) { text_or_null(w, m.company.country); },
     "Its country"},
    {"company_industry", WireType::string, true, [](JsonWriter& w, const Me& m) { text_or_null(w, m.company.industry); },
     "Its industry"},
    {"language", WireType::object, false, [](JsonWriter& w, const Me& m) { write_language(w, m); }, "The language"},
};

const Shape me_shape{"CurrentUser", [] { return describe(me_fields); }};

Result<http::Response> get_current_user(const Request&, Context& context) {
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_object(writer, me_fields, Me{*context.caller.user, context.caller.company(), context.now});
    end_reply(writer);
    return response;
}

constexpr Route routes[] = {
    {http::Method::get,
     "/v1/users/me",
     get_current_user,
     domain::Access::read,
     domain::Scope::read,
     {},
     nullptr,
     &me_shape,
     200,
     "Get the current user"},
};

}  // namespace

void write_owner(JsonWriter& writer, const User* user) {
    if (user == nullptr) {
        writer.null();
        return;
    }
    writer.begin_object();
    write_fields(writer, related_user_fields, *user);
    writer.key_literal("value");
    writer.integer(user->id);
    writer.end_object();
}

void add_related(std::vector<const User*>& users, const User* user) {
    if (user != nullptr && std::find(users.begin(), users.end(), user) == users.end()) users.push_back(user);
}

void write_related_user_map(JsonWriter& writer, const std::vector<const User*>& users) {
    if (users.empty()) return;
    writer.key_literal("user");
    writer.begin_object();
    for (const User* user : users) {
        writer.key(std::to_string(user->id));
        write_object(writer, related_user_fields, *user);
    }
    writer.end_object();
}

void write_related_users(JsonWriter& writer, const std::vector<const User*>& users) {
    writer.key_literal("related_objects");
    writer.begin_object();
    write_related_user_map(writer, users);
    writer.end_object();
}

RouteGroup user_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
