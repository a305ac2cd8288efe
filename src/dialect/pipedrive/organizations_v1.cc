#include "dialect/pipedrive/activity_fields.h"
#include "dialect/pipedrive/list_query.h"
#include "dialect/pipedrive/organization_fields.h"
#include "dialect/pipedrive/organization_input.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/users.h"
#include "domain/organizations.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Organization;
using domain::OrganizationField;
using domain::Predicate;
using enum WireType;

// As JSON with an address. A page that turns out larger grows, which copies what is there.
constexpr std::size_t usual_object_size = 1'800;

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

void write_selected(JsonWriter& writer, const Request& request, OrganizationTable table, const OrganizationView& view) {
    write_fields(writer, table, view, select(request, table));
}

Result<domain::OrganizationQuery> read_list_query(const Request& request, Context& context, const Page& page) {
    auto conditions = read_list_conditions(
        request, context, {OrganizationField::delete_time, OrganizationField::owner_id, OrganizationField::first_char});
    if (!conditions) return fail(conditions);
    if (auto visible = domain::visible_organizations(context.caller); !visible.always())
        conditions->push_back(std::move(visible));
    auto sort = read_sort(request, *context.caller.directory, domain::Kind::organization, organization_fields_v1());
    if (!sort) return fail(sort);
    return domain::OrganizationQuery{Predicate::all(std::move(*conditions)), std::move(*sort), page.limit + 1, page.start};
}

Result<http::Response> list_organizations(const Request& request, Context& context) {
    const Page page = page_v1(request);
    const auto query = read_list_query(request, context, page);
    if (!query) return fail(query);

    const RenderContext around(context);
    const auto table = organization_fields_v1();
    const Selection selection = select(request, table);
    const auto names = selected_names(request);
    std::vector<const domain::User*> related;
    std::int64_t shown = 0;
    bool more = false;

    http::Response response;
    response.body = http::recycled_body();
    response.body.reserve(static_cast<std::size_t>(page.limit) * usual_object_size);
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
        writer.begin_object();
        write_fields(writer, table, view, selection);
        view.custom_fields().write_v1(writer, organization.custom, names);
        writer.end_object();
        return true;
    });
    if (!listed) return fail(listed);
    writer.end_array();
    write_pagination(writer, page, more);
    write_related_users(writer, related);
    end_reply(writer);
    if (auto filled = around.pictures.fill(context, response.body); !filled) return fail(filled);
    return response;
}

// "additional_data":{"followers":{"<user>":{...}},"dropbox_email":...}
Result<void> write_details(JsonWriter& writer, Context& context, const RenderContext& around, domain::OrganizationId id) {
    writer.key_literal("additional_data");
    writer.begin_object();
    writer.key_literal("followers");
    writer.begin_object();
    const auto listed =
        context.transaction.followers().list(domain::Kind::organization, id, 0, [&](const domain::Follower& follower) {
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

    const auto activities = ActivitiesById::read(context, {organization->last_activity.id, organization->next_activity.id});
    if (!activities) return fail(activities);

    const RenderContext around(context);
    OrganizationView view(*organization, around);
    view.activities = &*activities;
    http::Response response;
    response.body = http::recycled_body();
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    for (const auto table : {organization_fields_v1(), organization_edit_fields_v1(), organization_detail_fields_v1()})
        write_selected(writer, request, table, view);
    view.custom_fields().write_v1(writer, organization->custom, selected_names(request));
    writer.end_object();
    if (auto written = write_details(writer, context, around, organization->id); !written) return fail(written);
    std::vector<const domain::User*> related;
    add_related(related, view.owner);
    write_related_users(writer, related);
    end_reply(writer);
    if (auto filled = around.pictures.fill(context, response.body); !filled) return fail(filled);
    return response;
}

// Beside the fields of lists: for an added one whether it may be renamed.
Result<http::Response> written_reply(Context& context, const Organization& organization, int status,
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
    view.custom_fields().write_v1(writer, organization.custom);
    writer.end_object();
    std::vector<const domain::User*> related;
    add_related(related, view.owner);
    write_related_users(writer, related);
    end_reply(writer);
    if (auto filled = around.pictures.fill(context, response.body); !filled) return fail(filled);
    return response;
}

Result<http::Response> add_organization(const Request& request, Context& context) {
    const auto input = read_create_v1(*context.caller.directory, request.json());
    if (!input) return fail(input);
    const auto organization = domain::add_organization(context.transaction, context.caller, input->patch);
    if (!organization) return fail(organization);
    return written_reply(context, *organization, 201, organization_edit_fields_v1());
}

Result<http::Response> update_organization(const Request& request, Context& context) {
    const auto input = read_update_v1(*context.caller.directory, request.json());
    if (!input) return fail(input);
    const auto id = request.path_number("id");
    auto organization = domain::update_organization(context.transaction, context.caller, id, input->patch);
    if (!organization) return fail(organization);
    if (input->active == false) {
        auto deleted = domain::delete_organization(context.transaction, context.caller, *organization);
        if (!deleted) return fail(deleted);
    }
    return written_reply(context, *organization, 200, {});
}

Result<http::Response> delete_organization(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    if (auto deleted = domain::delete_organization(context.transaction, context.caller, id); !deleted) return fail(deleted);
    return id_reply(id);
}

Result<http::Response> delete_organizations(const Request& request, Context& context) {
    const auto ids = read_ids(request);
    if (!ids) return fail(ids);
    const auto deleted = domain::delete_organizations(context.transaction, context.caller, *ids);
    if (!deleted) return fail(deleted);
    return ids_reply(*deleted);
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
     "Delete multiple organizations in bulk", nullptr, 10},
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
