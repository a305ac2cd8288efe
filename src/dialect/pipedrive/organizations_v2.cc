#include "dialect/pipedrive/list_query_v2.h"
#include "dialect/pipedrive/organization_fields.h"
#include "dialect/pipedrive/organization_input.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "domain/organizations.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Organization;
using domain::OrganizationField;
using domain::Predicate;
using enum WireType;

constexpr std::size_t usual_object_size = 900;  // as JSON; of most

constexpr Parameter list_parameters[] = {
    {"filter_id", integer, "Only organizations of this filter; wins over ids and owner_id"},
    {"ids", string, "Only these ids, between commas; at most 100"},
    {"owner_id", integer, "Only organizations of this owner"},
    {"updated_since", time, "Changed at this time or later, RFC 3339"},
    {"updated_until", time, "Changed before this time, RFC 3339"},
    {"sort_by", string, "id, update_time or add_time"},
    {"sort_direction", string, "asc or desc"},
    {"include_fields", string, "Further fields, between commas"},
    {"custom_fields", string, "Only these custom fields, between commas; at most 15"},
    {"include_labels", boolean, "Adds the labels with their names"},
    {"include_option_labels", boolean, "Shows options of custom fields with their names"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"cursor", string, "Where the page begins: next_cursor of the page before"},
};

const Shape id_shape{"DeletedId", [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id", nullptr}}; }};

void write_organization(JsonWriter& writer, const OrganizationView& view, const ShownV2& shown) {
    write_record_v2(writer, organization_fields_v2(), organization_include_fields_v2(), view, shown);
}

http::Response organization_reply(const Context& context, const Organization& organization, const ShownV2& shown) {
    RenderContext around(context);
    shown.apply(around.organization_custom);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_organization(writer, OrganizationView(organization, around), shown);
    end_reply(writer);
    return response;
}

constexpr ListFieldsV2 list_fields{OrganizationField::id, OrganizationField::owner_id, OrganizationField::add_time,
                                   OrganizationField::update_time, OrganizationField::delete_time};

Result<http::Response> list_organizations(const Request& request, Context& context) {
    const auto shown = read_shown(request, organization_include_fields_v2());
    if (!shown) return fail(shown);
    std::vector<Predicate> further;
    if (auto visible = domain::visible_organizations(context.caller); !visible.always())
        further.push_back(std::move(visible));
    const auto list = read_list_v2(request, context, list_fields, std::move(further));
    if (!list) return fail(list);

    RenderContext around(context);
    shown->apply(around.organization_custom);
    PageV2 page(*list);
    http::Response response;
    response.body = http::recycled_body();
    response.body.reserve(static_cast<std::size_t>(list->limit) * usual_object_size);
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    const auto listed = context.transaction.organizations().list(list->query, [&](const Organization& organization) {
        if (!page.take(organization)) return false;
        write_organization(writer, OrganizationView(organization, around), *shown);
        return true;
    });
    if (!listed) return fail(listed);
    writer.end_array();
    write_next_cursor(writer, page.next_cursor());
    end_reply(writer);
    return response;
}

Result<http::Response> get_organization(const Request& request, Context& context) {
    const auto shown = read_shown(request, organization_include_fields_v2());
    if (!shown) return fail(shown);
    const auto organization = domain::find_organization(context.transaction, context.caller, request.path_number("id"));
    if (!organization) return fail(organization);
    return organization_reply(context, *organization, *shown);
}

Result<http::Response> add_organization(const Request& request, Context& context) {
    const auto patch = read_create_v2(*context.caller.directory, request.json());
    if (!patch) return fail(patch);
    const auto organization = domain::add_organization(context.transaction, context.caller, *patch);
    if (!organization) return fail(organization);
    return organization_reply(context, *organization, {});
}

Result<http::Response> update_organization(const Request& request, Context& context) {
    const auto patch = read_update_v2(*context.caller.directory, request.json());
    if (!patch) return fail(patch);
    const auto organization =
        domain::update_organization(context.transaction, context.caller, request.path_number("id"), *patch);
    if (!organization) return fail(organization);
    return organization_reply(context, *organization, {});
}

Result<http::Response> delete_organization(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    if (auto deleted = domain::delete_organization(context.transaction, context.caller, id); !deleted) return fail(deleted);
    return id_reply(id);
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;

constexpr Route routes[] = {
    {Method::get, "/api/v2/organizations", list_organizations, read, may_read, list_parameters, nullptr,
     &organization_list_shape_v2, 200, "Get all organizations", list_is_scan_v2},
    {Method::post,
     "/api/v2/organizations",
     add_organization,
     write,
     may_write,
     {},
     &organization_create_shape_v2,
     &organization_shape_v2,
     200,
     "Add a new organization"},
    {Method::get, "/api/v2/organizations/{id:number}", get_organization, read, may_read, shown_parameters_v2, nullptr,
     &organization_shape_v2, 200, "Get details of an organization"},
    {Method::patch,
     "/api/v2/organizations/{id:number}",
     update_organization,
     write,
     may_write,
     {},
     &organization_update_shape_v2,
     &organization_shape_v2,
     200,
     "Update an organization"},
    {Method::delete_,
     "/api/v2/organizations/{id:number}",
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

RouteGroup organization_routes_v2() { return {routes, {}}; }

}  // namespace stele::dialect::pipedrive
