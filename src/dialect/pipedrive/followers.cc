#include "dialect/pipedrive/followers.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/time_text.h"
#include "dialect/cursor.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/record_handler.h"
#include "domain/followers.h"
#include "domain/records.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Follower;
using domain::Kind;
using domain::RecordRef;
using enum WireType;

constexpr Parameter page_parameters[] = {
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"cursor", string, "Where the page begins: next_cursor of the page before"},
};

// `record` is the name of the record's own id.
constexpr std::array<Field<Follower>, 4> fields_with(std::string_view record, std::string_view text) {
    return {{
        {"user_id", integer, false, [](JsonWriter& w, const Follower& f) { w.integer(f.user_id); }, "The user's id"},
        {"id", integer, false, [](JsonWriter& w, const Follower& f) { w.integer(f.id); }, "The follower's own id"},
        {record, integer, false, [](JsonWriter& w, const Follower& f) { w.integer(f.record_id); }, text},
        {"add_time", string, false,
         [](JsonWriter& w, const Follower& f) { w.string_literal(format_space(f.add_time).view()); }, "Since when"},
    }};
}
constexpr auto organization_fields = fields_with("org_id", "The organization's id");
constexpr auto person_fields = fields_with("person_id", "The person's id");
constexpr auto deal_fields = fields_with("deal_id", "The deal's id");

using FollowerTable = std::span<const Field<Follower>>;

FollowerTable fields_v1(Kind kind) {
    if (kind == Kind::deal) return deal_fields;
    return kind == Kind::person ? FollowerTable(person_fields) : organization_fields;
}

constexpr Field<Follower> fields_v2[] = {
    {"user_id", integer, false, [](JsonWriter& w, const Follower& f) { w.integer(f.user_id); }, "The user's id"},
    {"add_time", string, false,
     [](JsonWriter& w, const Follower& f) { w.string_literal(format_rfc3339(f.add_time).view()); }, "Since when"},
};

// A change of the key `follower`: who came, or who went.
std::int64_t followed_user(const domain::Change& change) {
    return parse_integer(change.new_value ? *change.new_value : change.old_value.value_or("")).value_or(0);
}

constexpr Field<domain::Change> changelog_fields[] = {
    {"action", string, false,
     [](JsonWriter& w, const domain::Change& c) { w.string_literal(c.new_value ? "added" : "removed"); },
     "added or removed"},
    {"actor_user_id", integer, false, [](JsonWriter& w, const domain::Change& c) { w.integer(c.user_id); }, "Who did it"},
    {"follower_user_id", integer, false, [](JsonWriter& w, const domain::Change& c) { w.integer(followed_user(c)); },
     "Who follows, or followed"},
    {"time", string, false, [](JsonWriter& w, const domain::Change& c) { w.string_literal(format_rfc3339(c.time).view()); },
     "When"},
};

struct FollowerInput {
    domain::UserId user_id = 0;
};

Result<void> read_user_v1(const JsonValue& value, std::string_view name, FollowerInput& input) {
    const auto id = as_integer(value);
    if (!id) return bad(name, "a number");
    input.user_id = *id;
    return {};
}

constexpr InputField<FollowerInput> input_fields[] = {
    {"user_id", integer, true, read_user_v1, "The user who is to follow"},
};

constexpr std::string_view shape_name(Kind kind) {
    if (kind == Kind::deal) return "DealFollower";
    return kind == Kind::person ? "PersonFollower" : "Follower";
}
template <Kind kind>
const Shape shape_v1{shape_name(kind), [] { return describe(fields_v1(kind)); }};
template <Kind kind>
const Shape list_shape_v1{shape_name(kind), [] { return describe(fields_v1(kind)); }, true};
const Shape follower_shape_v2{"Follower", [] { return describe(fields_v2); }};
const Shape follower_list_shape_v2{"Follower", [] { return describe(fields_v2); }, true};
const Shape changelog_shape{"FollowerChangelogItem", [] { return describe(changelog_fields); }, true};
const Shape input_shape{"AddFollowerRequest", [] { return describe(input_fields); }};
const Shape removed_shape_v1{
    "RemovedFollower", [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The follower's own id", nullptr}}; }};
const Shape removed_shape_v2{
    "RemovedFollower", [] { return std::vector<FieldDoc>{{"user_id", integer, false, true, "The user's id", nullptr}}; }};
const Shape users_shape{"PermittedUsers", [] { return std::vector<FieldDoc>(); }};

Result<void> check_visible(Context& context, RecordRef record) {
    const auto found = domain::find_record(context.transaction, context.caller, record);
    if (!found) return fail(found);
    return {};
}

http::Response follower_reply(FollowerTable fields, const Follower& follower, int status) {
    http::Response response;
    response.status = status;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_object(writer, fields, follower);
    end_reply(writer);
    return response;
}

Result<http::Response> list_followers_v1(const Request& /*request*/, Context& context, RecordRef record) {
    if (auto visible = check_visible(context, record); !visible) return fail(visible);
    const auto fields = fields_v1(record.kind);
    std::int64_t count = 0;
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    const auto listed = context.transaction.followers().list(record.kind, record.id, 0, [&](const Follower& follower) {
        write_object(writer, fields, follower);
        ++count;
        return true;
    });
    if (!listed) return fail(listed);
    writer.end_array();
    write_pagination(writer, {0, std::max(count, limits::page_default)}, false);
    end_reply(writer);
    return response;
}

Result<http::Response> add_follower_v1(const Request& request, Context& context, RecordRef record) {
    FollowerInput input;
    const auto user = request.json().find("user_id");
    if (!user) return fail(ErrorCode::invalid, "user_id must be given", "user_id");
    if (auto read = read_user_v1(*user, "user_id", input); !read) return fail(read);
    const auto follower = domain::add_follower(context.transaction, context.caller, record, input.user_id);
    if (!follower) return fail(follower);
    return follower_reply(fields_v1(record.kind), *follower, 200);
}

// The path names the follower's own id, not the user's.
Result<http::Response> delete_follower_v1(const Request& request, Context& context, RecordRef record) {
    const auto follower_id = request.path_number("follower_id");
    domain::UserId user = 0;
    const auto listed = context.transaction.followers().list(record.kind, record.id, 0, [&](const Follower& follower) {
        if (follower.id == follower_id) user = follower.user_id;
        return user == 0;
    });
    if (!listed) return fail(listed);
    if (auto removed = domain::remove_follower(context.transaction, context.caller, record, user); !removed)
        return fail(removed);
    return id_reply(follower_id);
}

Result<Cursor> read_cursor(const Request& request, const std::string& digest) {
    const auto text = request.query("cursor");
    if (!text || text->empty()) return Cursor{};
    return decode_cursor(*text, digest);
}

Result<http::Response> list_followers_v2(const Request& request, Context& context, RecordRef record) {
    const auto limit = limit_v2(request);
    if (!limit) return fail(limit);
    const std::string digest = query_digest(request, context.caller.company().id);
    const auto cursor = read_cursor(request, digest);
    if (!cursor) return fail(cursor);
    if (auto visible = check_visible(context, record); !visible) return fail(visible);

    std::int64_t count = 0;
    domain::UserId last = 0;
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    const auto listed =
        context.transaction.followers().list(record.kind, record.id, cursor->id, [&](const Follower& follower) {
            if (++count > *limit) return false;
            write_object(writer, fields_v2, follower);
            last = follower.user_id;
            return true;
        });
    if (!listed) return fail(listed);
    writer.end_array();
    write_next_cursor(writer, count > *limit ? std::optional(encode_cursor({0, last}, digest)) : std::nullopt);
    end_reply(writer);
    return response;
}

Result<http::Response> add_follower_v2(const Request& request, Context& context, RecordRef record) {
    for (const JsonValue member : request.json())
        if (find_input(std::span<const InputField<FollowerInput>>(input_fields), member.name()) == nullptr)
            return fail(ErrorCode::invalid, "is not a known field", std::string(member.name()));
    const auto user = request.json().find("user_id");
    if (!user || user->kind() != JsonKind::integer) return fail(ErrorCode::invalid, "must be a number", "user_id");
    const auto follower = domain::add_follower(context.transaction, context.caller, record, user->integer());
    if (!follower) return fail(follower);
    return follower_reply(fields_v2, *follower, 201);
}

Result<http::Response> delete_follower_v2(const Request& request, Context& context, RecordRef record) {
    const auto user = request.path_number("follower_id");
    auto removed = domain::remove_follower(context.transaction, context.caller, record, user);
    if (!removed) return fail(removed);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    writer.key_literal("user_id");
    writer.integer(user);
    writer.end_object();
    end_reply(writer);
    return response;
}

Result<http::Response> list_follower_changes(const Request& request, Context& context, RecordRef record) {
    const auto limit = limit_v2(request);
    if (!limit) return fail(limit);
    const std::string digest = query_digest(request, context.caller.company().id);
    const auto cursor = read_cursor(request, digest);
    if (!cursor) return fail(cursor);
    if (auto visible = check_visible(context, record); !visible) return fail(visible);

    std::int64_t count = 0;
    std::int64_t last = 0;
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    const auto listed = context.transaction.history().list_changes(
        record.kind, record.id, domain::ChangeSet::followers, cursor->id, *limit + 1, [&](const domain::Change& change) {
            if (++count > *limit) return false;
            write_object(writer, changelog_fields, change);
            last = change.id;
            return true;
        });
    if (!listed) return fail(listed);
    writer.end_array();
    write_next_cursor(writer, count > *limit ? std::optional(encode_cursor({0, last}, digest)) : std::nullopt);
    end_reply(writer);
    return response;
}

// Ids of the users who see the record; no paging, no additional_data.
Result<http::Response> list_permitted_users(const Request& /*request*/, Context& context, RecordRef record) {
    const auto head = domain::find_record(context.transaction, context.caller, record);
    if (!head) return fail(head);
    std::vector<domain::UserId> followers;
    const auto listed = context.transaction.followers().list(record.kind, record.id, 0, [&](const Follower& follower) {
        followers.push_back(follower.user_id);
        return true;
    });
    if (!listed) return fail(listed);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const auto user : domain::permitted_users(*context.caller.directory, head->visible_to, head->owner_id, followers))
        writer.integer(user);
    writer.end_array();
    end_reply(writer);
    return response;
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;

constexpr Route routes_v1[] = {
    {Method::get,
     "/v1/organizations/{id:number}/followers",
     about<Kind::organization, list_followers_v1>,
     read,
     may_read,
     {},
     nullptr,
     &list_shape_v1<Kind::organization>,
     200,
     "List followers of an organization"},
    {Method::post,
     "/v1/organizations/{id:number}/followers",
     about<Kind::organization, add_follower_v1>,
     write,
     may_write,
     {},
     &input_shape,
     &shape_v1<Kind::organization>,
     200,
     "Add a follower to an organization"},
    {Method::delete_,
     "/v1/organizations/{id:number}/followers/{follower_id:number}",
     about<Kind::organization, delete_follower_v1>,
     write,
     may_write,
     {},
     nullptr,
     &removed_shape_v1,
     200,
     "Delete a follower from an organization"},
    {Method::get,
     "/v1/organizations/{id:number}/permittedUsers",
     about<Kind::organization, list_permitted_users>,
     read,
     may_read,
     {},
     nullptr,
     &users_shape,
     200,
     "List permitted users",
     nullptr,
     10},
    {Method::get,
     "/v1/persons/{id:number}/followers",
     about<Kind::person, list_followers_v1>,
     read,
     may_read,
     {},
     nullptr,
     &list_shape_v1<Kind::person>,
     200,
     "List followers of a person"},
    {Method::post,
     "/v1/persons/{id:number}/followers",
     about<Kind::person, add_follower_v1>,
     write,
     may_write,
     {},
     &input_shape,
     &shape_v1<Kind::person>,
     200,
     "Add a follower to a person"},
    {Method::delete_,
     "/v1/persons/{id:number}/followers/{follower_id:number}",
     about<Kind::person, delete_follower_v1>,
     write,
     may_write,
     {},
     nullptr,
     &removed_shape_v1,
     200,
     "Delete a follower from a person"},
    {Method::get,
     "/v1/persons/{id:number}/permittedUsers",
     about<Kind::person, list_permitted_users>,
     read,
     may_read,
     {},
     nullptr,
     &users_shape,
     200,
     "List permitted users",
     nullptr,
     10},
    {Method::get,
     "/v1/deals/{id:number}/followers",
     about<Kind::deal, list_followers_v1>,
     read,
     may_read,
     {},
     nullptr,
     &list_shape_v1<Kind::deal>,
     200,
     "List followers of a deal"},
    {Method::post,
     "/v1/deals/{id:number}/followers",
     about<Kind::deal, add_follower_v1>,
     write,
     may_write,
     {},
     &input_shape,
     &shape_v1<Kind::deal>,
     200,
     "Add a follower to a deal"},
    {Method::delete_,
     "/v1/deals/{id:number}/followers/{follower_id:number}",
     about<Kind::deal, delete_follower_v1>,
     write,
     may_write,
     {},
     nullptr,
     &removed_shape_v1,
     200,
     "Delete a follower from a deal"},
    {Method::get,
     "/v1/deals/{id:number}/permittedUsers",
     about<Kind::deal, list_permitted_users>,
     read,
     may_read,
     {},
     nullptr,
     &users_shape,
     200,
     "List permitted users",
     nullptr,
     10},
};

constexpr Route routes_v2[] = {
    {Method::get, "/api/v2/organizations/{id:number}/followers", about<Kind::organization, list_followers_v2>, read,
     may_read, page_parameters, nullptr, &follower_list_shape_v2, 200, "List followers of an organization"},
    {Method::post,
     "/api/v2/organizations/{id:number}/followers",
     about<Kind::organization, add_follower_v2>,
     write,
     may_write,
     {},
     &input_shape,
     &follower_shape_v2,
     201,
     "Add a follower to an organization"},
    {Method::delete_,
     "/api/v2/organizations/{id:number}/followers/{follower_id:number}",
     about<Kind::organization, delete_follower_v2>,
     write,
     may_write,
     {},
     nullptr,
     &removed_shape_v2,
     200,
     "Delete a follower from an organization"},
    {Method::get, "/api/v2/organizations/{id:number}/followers/changelog", about<Kind::organization, list_follower_changes>,
     read, may_read, page_parameters, nullptr, &changelog_shape, 200, "List followers changelog of an organization"},
    {Method::get, "/api/v2/persons/{id:number}/followers", about<Kind::person, list_followers_v2>, read, may_read,
     page_parameters, nullptr, &follower_list_shape_v2, 200, "List followers of a person"},
    {Method::post,
     "/api/v2/persons/{id:number}/followers",
     about<Kind::person, add_follower_v2>,
     write,
     may_write,
     {},
     &input_shape,
     &follower_shape_v2,
     201,
     "Add a follower to a person"},
    {Method::delete_,
     "/api/v2/persons/{id:number}/followers/{follower_id:number}",
     about<Kind::person, delete_follower_v2>,
     write,
     may_write,
     {},
     nullptr,
     &removed_shape_v2,
     200,
     "Delete a follower from a person"},
    {Method::get, "/api/v2/persons/{id:number}/followers/changelog", about<Kind::person, list_follower_changes>, read,
     may_read, page_parameters, nullptr, &changelog_shape, 200, "List followers changelog of a person"},
    {Method::get, "/api/v2/deals/{id:number}/followers", about<Kind::deal, list_followers_v2>, read, may_read,
     page_parameters, nullptr, &follower_list_shape_v2, 200, "List followers of a deal"},
    {Method::post,
     "/api/v2/deals/{id:number}/followers",
     about<Kind::deal, add_follower_v2>,
     write,
     may_write,
     {},
     &input_shape,
     &follower_shape_v2,
     201,
     "Add a follower to a deal"},
    {Method::delete_,
     "/api/v2/deals/{id:number}/followers/{follower_id:number}",
     about<Kind::deal, delete_follower_v2>,
     write,
     may_write,
     {},
     nullptr,
     &removed_shape_v2,
     200,
     "Delete a follower from a deal"},
    {Method::get, "/api/v2/deals/{id:number}/followers/changelog", about<Kind::deal, list_follower_changes>, read, may_read,
     page_parameters, nullptr, &changelog_shape, 200, "List followers changelog of a deal"},
};

}  // namespace

void write_follower_v1(JsonWriter& writer, const Follower& follower) {
    write_object(writer, fields_v1(follower.kind), follower);
}

RouteGroup follower_routes_v1() { return {routes_v1, "/api"}; }
RouteGroup follower_routes_v2() { return {routes_v2, {}}; }

}  // namespace stele::dialect::pipedrive
