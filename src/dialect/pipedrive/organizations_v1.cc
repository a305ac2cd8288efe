#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "dialect/pipedrive/organization_fields.h"
#include "dialect/pipedrive/organization_input.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/users.h"
#include "domain/organizations.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Comparison;
using domain::Organization;
using domain::OrganizationField;
using domain::Predicate;
using enum WireType;

const Shape id_shape{"DeletedId", [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id", nullptr}}; }};
const Shape ids_shape{"DeletedIds", [] { return std::vector<FieldDoc>{{"id", integers, false, true, "The ids", nullptr}}; }};

constexpr Parameter list_parameters[] = {
    {"user_id", integer, "Only organizations of this owner"},
    {"filter_id", integer, "Only organizations of this filter; wins over user_id"},
    {"first_char", string, "Only organizations whose name begins with this character, whatever its case and marks"},
    {"start", integer, "How many to pass over"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"sort", string, "Keys and directions: name ASC, id DESC"},
};

constexpr Parameter bulk_parameters[] = {
    {"ids", string, "The ids, between commas; at most 500"},
};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

// The names of the selector `:(id,name)`, as rows of the table; empty when there is no selector.
Selection select(const Request& request, OrganizationTable table) {
    std::string_view rest = request.http().selector();
    Selection selection;
    if (rest.empty()) return selection;
    selection.resize(table.size());
    while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        const auto name = trimmed(rest.substr(0, comma));
        for (std::size_t i = 0; i < table.size(); ++i)
            if (table[i].name == name) selection[i] = true;
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return selection;
}

void write_selected(JsonWriter& writer, const Request& request, OrganizationTable table, const OrganizationView& view) {
    write_fields(writer, table, view, select(request, table));
}

bool equals_ignoring_case(std::string_view text, std::string_view upper) {
    return std::equal(text.begin(), text.end(), upper.begin(), upper.end(),
                      [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 32 : a) == b; });
}

// "name ASC". A key that has no order of its own is the same for every row of a list, and so orders nothing.
Result<void> read_sort_key(std::string_view text, std::vector<domain::SortKey>& keys) {
    const auto space = text.find(' ');
    const auto name = text.substr(0, space);
    const auto direction = space == std::string_view::npos ? std::string_view("ASC") : trimmed(text.substr(space));
    const bool descending = equals_ignoring_case(direction, "DESC");
    if (!descending && !equals_ignoring_case(direction, "ASC"))
        return fail(ErrorCode::invalid, "Sort direction of " + std::string(name) + " must be ASC or DESC", "sort");

    const auto table = organization_fields_v1();
    const auto field = std::find_if(table.begin(), table.end(), [name](const auto& row) { return row.name == name; });
    if (field == table.end())
        return fail(ErrorCode::invalid, "Sort field " + std::string(name) + " is not supported", "sort");
    if (field->sort) keys.push_back({*field->sort, descending});
    return {};
}

Result<std::vector<domain::SortKey>> read_sort(const Request& request) {
    std::vector<domain::SortKey> keys;
    std::size_t count = 0;
    for (const std::string_view part : request.query_list("sort")) {
        const auto text = trimmed(part);
        if (text.empty()) continue;
        if (++count > limits::sort_keys)
            return fail(ErrorCode::invalid, "more than " + std::to_string(limits::sort_keys) + " sort keys", "sort");
        if (auto read = read_sort_key(text, keys); !read) return fail(read);
    }
    return keys;
}

// An absent number is no condition; a malformed one is refused rather than taken for "all".
Result<void> add_owner(const Request& request, std::vector<Predicate>& conditions) {
    const auto text = request.query("user_id");
    if (!text || text->empty()) return {};
    const auto id = parse_integer(*text);
    if (!id) return fail(ErrorCode::invalid, "user_id must be a number", "user_id");
    if (*id != 0) conditions.push_back(Predicate::compare(OrganizationField::owner_id, Comparison::equals, *id));
    return {};
}

Result<domain::OrganizationQuery> read_list_query(const Request& request, const Context& context, const Page& page) {
    if (const auto filter = request.query("filter_id"); filter && !filter->empty() && *filter != "0")
        return fail(ErrorCode::not_found, "Filter not found");

    std::vector<Predicate> conditions{Predicate::compare(OrganizationField::delete_time, Comparison::is_null)};
    if (auto added = add_owner(request, conditions); !added) return fail(added);
    if (const auto letter = request.query("first_char"); letter && !letter->empty())
        conditions.push_back(Predicate::compare(OrganizationField::first_char, Comparison::equals, first_char(*letter)));
    if (auto visible = domain::visible_organizations(context.caller); !visible.always())
        conditions.push_back(std::move(visible));

    auto sort = read_sort(request);
    if (!sort) return fail(sort);
    return domain::OrganizationQuery{Predicate::all(std::move(conditions)), std::move(*sort), page.limit + 1, page.start};
}

// A page along one index, from near its beginning, is a read; anything else visits more rows than it shows.
bool list_is_scan(const Request& request, const domain::Caller& caller) {
    if (!caller.sees_all() || page_v1(request).start > limits::shallow_start) return true;
    if (request.query("first_char")) return true;
    const auto sort = request.query_list("sort");
    if (sort.empty()) return false;
    if (sort.size() > 1 || request.query("user_id")) return true;
    const auto name = trimmed(sort.front());
    const auto key = name.substr(0, name.find(' '));
    return key != "id" && key != "name" && key != "add_time" && key != "update_time";
}

Result<http::Response> list_organizations(const Request& request, Context& context) {
    const Page page = page_v1(request);
    const auto query = read_list_query(request, context, page);
    if (!query) return fail(query);

    const RenderContext around(context);
    const auto table = organization_fields_v1();
    const Selection selection = select(request, table);
    std::vector<const domain::User*> related;
    std::int64_t shown = 0;
    bool more = false;

    http::Response response;
    response.body = http::recycled_body();
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    const auto listed = context.transaction.organizations().list(*query, [&](const Organization& organization) {
        if (++shown > page.limit) {
            more = true;
            return false;
        }
        const OrganizationView view(organization, around);
        add_related(related, view.owner);
        write_object(writer, table, view, selection);
        return true;
    });
    if (!listed) return fail(listed);
    writer.end_array();
    write_pagination(writer, page, more);
    write_related_users(writer, related);
    end_reply(writer);
    return response;
}

// "additional_data":{"followers":{"<user>":{...}},"dropbox_email":...}
Result<void> write_details(JsonWriter& writer, Context& context, const RenderContext& around, domain::OrganizationId id) {
    writer.key_literal("additional_data");
    writer.begin_object();
    writer.key_literal("followers");
    writer.begin_object();
    const auto listed =
        context.transaction.followers().list(domain::Kind::organization, id, [&](const domain::Follower& follower) {
            const domain::User* user = around.directory.user(follower.user_id);
            if (user == nullptr) return true;
            writer.key_literal(std::to_string(user->id));
            writer.begin_object();
            writer.key_literal("name");
            writer.string(user->name);
            writer.key_literal("email");
            writer.string(user->email);
            writer.key_literal("user_id");
            writer.integer(user->id);
            writer.key_literal("pic_hash");
            writer.null();
            writer.key_literal("id");
            writer.integer(follower.id);
            writer.end_object();
            return true;
        });
    if (!listed) return listed;
    writer.end_object();
    writer.key_literal("dropbox_email");
    writer.string(around.mail_address);
    writer.end_object();
    return {};
}

Result<http::Response> get_organization(const Request& request, Context& context) {
    const auto organization = domain::find_organization(context.transaction, context.caller, request.path_number("id"));
    if (!organization) return fail(organization);

    const RenderContext around(context);
    const OrganizationView view(*organization, around);
    http::Response response;
    response.body = http::recycled_body();
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    for (const auto table : {organization_fields_v1(), organization_edit_fields_v1(), organization_detail_fields_v1()})
        write_selected(writer, request, table, view);
    writer.end_object();
    if (auto written = write_details(writer, context, around, organization->id); !written) return fail(written);
    std::vector<const domain::User*> related;
    add_related(related, view.owner);
    write_related_users(writer, related);
    end_reply(writer);
    return response;
}

// Beside the fields of lists: for an added one whether it may be renamed.
http::Response written_reply(const Context& context, const Organization& organization, int status,
                             OrganizationTable beside) {
    const RenderContext around(context);
    const OrganizationView view(organization, around);
    http::Response response;
    response.status = status;
    response.body.reserve(4096);
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    write_fields(writer, organization_fields_v1(), view);
    write_fields(writer, beside, view);
    writer.end_object();
    std::vector<const domain::User*> related;
    add_related(related, view.owner);
    write_related_users(writer, related);
    end_reply(writer);
    return response;
}

Result<http::Response> add_organization(const Request& request, Context& context) {
    const auto input = read_create_v1(request.json());
    if (!input) return fail(input);
    const auto organization = domain::add_organization(context.transaction, context.caller, input->patch);
    if (!organization) return fail(organization);
    return written_reply(context, *organization, 201, organization_edit_fields_v1());
}

Result<http::Response> update_organization(const Request& request, Context& context) {
    const auto input = read_update_v1(request.json());
    if (!input) return fail(input);
    const auto id = request.path_number("id");
    auto organization = domain::update_organization(context.transaction, context.caller, id, input->patch);
    if (!organization) return fail(organization);
    if (input->active == 0) {
        if (auto deleted = domain::delete_organization(context.transaction, context.caller, id); !deleted)
            return fail(deleted);
        organization = domain::find_organization(context.transaction, context.caller, id);
        if (!organization) return fail(organization);
    }
    return written_reply(context, *organization, 200, {});
}

Result<http::Response> delete_organization(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    if (auto deleted = domain::delete_organization(context.transaction, context.caller, id); !deleted) return fail(deleted);
    return id_reply(id);
}

Result<http::Response> delete_organizations(const Request& request, Context& context) {
    std::vector<domain::OrganizationId> ids;
    for (const std::string_view text : request.query_list("ids")) {
        const auto id = parse_integer(trimmed(text));
        if (!id) return fail(ErrorCode::invalid, "ids must be numbers between commas", "ids");
        ids.push_back(*id);
    }
    if (ids.empty()) return fail(ErrorCode::invalid, "ids must be given", "ids");
    const auto deleted = domain::delete_organizations(context.transaction, context.caller, ids);
    if (!deleted) return fail(deleted);

    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    writer.key_literal("id");
    writer.begin_array();
    for (const auto id : *deleted) writer.integer(id);
    writer.end_array();
    writer.end_object();
    end_reply(writer);
    return response;
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;

constexpr Route routes[] = {
    {Method::get, "/v1/organizations", list_organizations, read, may_read, list_parameters, nullptr,
     &organization_list_shape_v1, 200, "Get all organizations", list_is_scan},
    {Method::post,
     "/v1/organizations",
     add_organization,
     write,
     may_write,
     {},
     &organization_create_shape_v1,
     &organization_added_shape_v1,
     201,
     "Add an organization"},
    {Method::delete_, "/v1/organizations", delete_organizations, write, may_write, bulk_parameters, nullptr, &ids_shape, 200,
     "Delete multiple organizations in bulk"},
    {Method::get,
     "/v1/organizations/{id:number}",
     get_organization,
     read,
     may_read,
     {},
     nullptr,
     &organization_detail_shape_v1,
     200,
     "Get details of an organization"},
    {Method::put,
     "/v1/organizations/{id:number}",
     update_organization,
     write,
     may_write,
     {},
     &organization_update_shape_v1,
     &organization_updated_shape_v1,
     200,
     "Update an organization"},
    {Method::delete_,
     "/v1/organizations/{id:number}",
     delete_organization,
     write,
     may_write,
     {},
     nullptr,
     &id_shape,
     200,
     "Delete an organization"},
};

}  // namespace

RouteGroup organization_routes_v1() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
