#include <algorithm>

#include "base/limits.h"
#include "base/time_text.h"
#include "dialect/cursor.h"
#include "dialect/pipedrive/include_fields.h"
#include "dialect/pipedrive/organization_fields.h"
#include "dialect/pipedrive/organization_input.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "domain/organizations.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Comparison;
using domain::Organization;
using domain::OrganizationField;
using domain::Predicate;
using enum WireType;

constexpr std::size_t usual_object_size = 900;  // as JSON; of most
constexpr std::size_t custom_field_keys = 15;   // Pipedrive: "a maximum of 15 keys is allowed"

constexpr Parameter get_parameters[] = {
    {"include_fields", string, "Further fields, between commas"},
    {"custom_fields", string, "Only these custom fields, between commas; at most 15"},
    {"include_labels", boolean, "Adds the labels with their names"},
    {"include_option_labels", boolean, "Shows options of custom fields with their names"},
};

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

std::unexpected<Error> bad(std::string_view name, std::string_view what) {
    return fail(ErrorCode::invalid, std::string("must be ").append(what), std::string(name));
}

// What a reply shows beside the fields that every reply has.
struct Shown {
    Selection includes;
    bool any_include = false;
    bool labels = false;
};

Result<bool> read_flag(const Request& request, std::string_view name) {
    const auto text = request.query(name);
    if (!text || *text == "false") return false;
    if (*text == "true") return true;
    return bad(name, "true or false");
}

Result<Shown> read_shown(const Request& request) {
    Shown shown;
    auto includes = read_include_fields(request, organization_include_fields_v2());
    if (!includes) return fail(includes);
    shown.includes = std::move(*includes);
    shown.any_include = std::ranges::find(shown.includes, true) != shown.includes.end();
    if (request.query_list("custom_fields").size() > custom_field_keys)
        return fail(ErrorCode::invalid, "has more than 15 keys", "custom_fields");
    if (const auto option_labels = read_flag(request, "include_option_labels"); !option_labels) return fail(option_labels);
    const auto labels = read_flag(request, "include_labels");
    if (!labels) return fail(labels);
    shown.labels = *labels;
    return shown;
}

void write_label_names(JsonWriter& writer, const OrganizationView& view) {
    writer.key_literal("labels");
    writer.begin_array();
    for (const std::int64_t id : view.organization.label_ids) {
        const auto* option = view.context.directory.label_option(id);
        if (option == nullptr) continue;
        writer.begin_object();
        writer.key_literal("id");
        writer.integer(option->id);
        writer.key_literal("label");
        writer.string(option->label);
        writer.end_object();
    }
    writer.end_array();
}

void write_organization(JsonWriter& writer, const OrganizationView& view, const Shown& shown) {
    writer.begin_object();
    write_fields(writer, organization_fields_v2(), view);
    if (shown.labels) write_label_names(writer, view);
    if (shown.any_include) write_fields(writer, organization_include_fields_v2(), view, shown.includes);
    writer.end_object();
}

http::Response organization_reply(const Context& context, const Organization& organization, const Shown& shown) {
    const RenderContext around(context);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_organization(writer, OrganizationView(organization, around), shown);
    end_reply(writer);
    return response;
}

// How a list is ordered, and where its page begins.
struct Order {
    OrganizationField field = OrganizationField::id;
    bool descending = false;

    [[nodiscard]] std::int64_t value_of(const Organization& organization) const {
        if (field == OrganizationField::update_time) return organization.update_time;
        return field == OrganizationField::add_time ? organization.add_time : 0;
    }
};

Result<Order> read_order(const Request& request) {
    Order order;
    const auto field = request.query("sort_by").value_or("id");
    if (field == "update_time")
        order.field = OrganizationField::update_time;
    else if (field == "add_time")
        order.field = OrganizationField::add_time;
    else if (field != "id")
        return bad("sort_by", "one of id, update_time, add_time");
    const auto direction = request.query("sort_direction").value_or("asc");
    order.descending = direction == "desc";
    if (!order.descending && direction != "asc") return bad("sort_direction", "asc or desc");
    return order;
}

// What follows the cursor's record in the order. The first condition lets an index find the place, and stands before all other
// bounds, which are wider.
void add_cursor(const Cursor& cursor, const Order& order, std::vector<Predicate>& conditions) {
    const auto beyond = order.descending ? Comparison::less : Comparison::greater;
    auto next_id = Predicate::compare(OrganizationField::id, beyond, cursor.id);
    if (order.field == OrganizationField::id) {
        conditions.insert(conditions.begin(), std::move(next_id));
        return;
    }
    const auto from = order.descending ? Comparison::less_or_equal : Comparison::greater_or_equal;
    conditions.insert(conditions.begin(), Predicate::compare(order.field, from, cursor.value));
    conditions.push_back(Predicate::any({
        Predicate::compare(order.field, beyond, cursor.value),
        Predicate::all({Predicate::compare(order.field, Comparison::equals, cursor.value), std::move(next_id)}),
    }));
}

Result<void> add_time_bound(const Request& request, std::string_view name, Comparison comparison,
                            std::vector<Predicate>& conditions) {
    const auto text = request.query(name);
    if (!text) return {};
    const auto time = parse_rfc3339(*text, false);
    if (!time) return bad(name, "an RFC 3339 time in whole seconds");
    conditions.push_back(Predicate::compare(OrganizationField::update_time, comparison, *time));
    return {};
}

Result<void> add_owner(const Request& request, std::vector<Predicate>& conditions) {
    const auto text = request.query("owner_id");
    if (!text) return {};
    const auto id = parse_integer(*text);
    if (!id) return bad("owner_id", "a number");
    conditions.push_back(Predicate::compare(OrganizationField::owner_id, Comparison::equals, *id));
    return {};
}

Result<void> add_ids(const Request& request, std::vector<Predicate>& conditions) {
    if (!request.query("ids")) return {};
    std::vector<std::int64_t> ids;
    for (const std::string_view text : request.query_list("ids")) {
        const auto id = parse_integer(text);
        if (!id) return bad("ids", "numbers between commas");
        ids.push_back(*id);
    }
    if (ids.empty()) return bad("ids", "numbers between commas");
    if (ids.size() > limits::listed_ids)
        return fail(ErrorCode::invalid, "has more than " + std::to_string(limits::listed_ids) + " ids", "ids");
    conditions.push_back(Predicate::compare(OrganizationField::id, Comparison::in, std::move(ids)));
    return {};
}

Result<std::vector<Predicate>> read_conditions(const Request& request, const Context& context) {
    if (request.query("filter_id")) return fail(ErrorCode::not_found, "Filter not found");
    std::vector<Predicate> conditions{Predicate::compare(OrganizationField::delete_time, Comparison::is_null)};
    if (auto added = add_ids(request, conditions); !added) return fail(added);
    if (auto added = add_owner(request, conditions); !added) return fail(added);
    if (auto added = add_time_bound(request, "updated_since", Comparison::greater_or_equal, conditions); !added)
        return fail(added);
    if (auto added = add_time_bound(request, "updated_until", Comparison::less, conditions); !added) return fail(added);
    if (auto visible = domain::visible_organizations(context.caller); !visible.always())
        conditions.push_back(std::move(visible));
    return conditions;
}

// A page along the index of its order is a read; other conditions may pass over many rows.
bool list_is_scan(const Request& request, const domain::Caller& caller) {
    if (!caller.sees_all()) return true;
    const auto order = request.query("sort_by").value_or("id");
    const bool by_time = request.query("updated_since") || request.query("updated_until");
    if (request.query("owner_id") && (order != "id" || by_time)) return true;
    return by_time && order != "update_time";
}

Result<http::Response> list_organizations(const Request& request, Context& context) {
    const auto limit = limit_v2(request);
    if (!limit) return fail(limit);
    const auto shown = read_shown(request);
    if (!shown) return fail(shown);
    const auto order = read_order(request);
    if (!order) return fail(order);
    auto conditions = read_conditions(request, context);
    if (!conditions) return fail(conditions);
    const std::string digest = query_digest(request, context.caller.company().id);
    if (const auto text = request.query("cursor"); text && !text->empty()) {
        const auto cursor = decode_cursor(*text, digest);
        if (!cursor) return fail(cursor);
        add_cursor(*cursor, *order, *conditions);
    }
    const domain::OrganizationQuery query{
        Predicate::all(std::move(*conditions)), {{order->field, order->descending}}, *limit + 1, 0};

    const RenderContext around(context);
    Cursor last;
    std::int64_t count = 0;
    bool more = false;
    http::Response response;
    response.body = http::recycled_body();
    response.body.reserve(static_cast<std::size_t>(*limit) * usual_object_size);
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    const auto listed = context.transaction.organizations().list(query, [&](const Organization& organization) {
        if (++count > *limit) {
            more = true;
            return false;
        }
        write_organization(writer, OrganizationView(organization, around), *shown);
        last = {order->value_of(organization), organization.id};
        return true;
    });
    if (!listed) return fail(listed);
    writer.end_array();
    write_next_cursor(writer, more ? std::optional(encode_cursor(last, digest)) : std::nullopt);
    end_reply(writer);
    return response;
}

Result<http::Response> get_organization(const Request& request, Context& context) {
    const auto shown = read_shown(request);
    if (!shown) return fail(shown);
    const auto organization = domain::find_organization(context.transaction, context.caller, request.path_number("id"));
    if (!organization) return fail(organization);
    return organization_reply(context, *organization, *shown);
}

Result<http::Response> add_organization(const Request& request, Context& context) {
    const auto patch = read_create_v2(context.caller.company(), request.json());
    if (!patch) return fail(patch);
    const auto organization = domain::add_organization(context.transaction, context.caller, *patch);
    if (!organization) return fail(organization);
    return organization_reply(context, *organization, {});
}

Result<http::Response> update_organization(const Request& request, Context& context) {
    const auto patch = read_update_v2(context.caller.company(), request.json());
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
     &organization_list_shape_v2, 200, "Get all organizations", list_is_scan},
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
    {Method::get, "/api/v2/organizations/{id:number}", get_organization, read, may_read, get_parameters, nullptr,
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
