#include <algorithm>

#include "dialect/cursor.h"
#include "dialect/pipedrive/include_fields.h"
#include "dialect/pipedrive/organization_field_options.h"
#include "dialect/pipedrive/organization_field_view.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"

namespace stele::dialect::pipedrive {

namespace {

using enum WireType;

constexpr Parameter get_parameters_v2[] = {
    {"include_fields", string, "Further members, between commas: ui_visibility, important_fields, required_fields"},
};
constexpr Parameter list_parameters_v2[] = {
    {"include_fields", string, "Further members, between commas: ui_visibility, important_fields, required_fields"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"cursor", string, "Where the page begins: next_cursor of the page before"},
};

void write_field_v2(JsonWriter& writer, const FieldView& view, const Selection& includes) {
    writer.begin_object();
    write_fields(writer, field_table_v2(), view);
    write_fields(writer, field_include_table(), view, includes);
    writer.end_object();
}

Result<http::Response> list_fields_v1(const Request& request, Context& context) {
    const FieldList list(context);
    const Page page = page_v1(request);
    const auto begin = std::min(static_cast<std::size_t>(page.start), list.size());
    const auto end = std::min(begin + static_cast<std::size_t>(page.limit), list.size());
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (std::size_t i = begin; i < end; ++i) write_object(writer, field_table_v1(), list.at(i));
    writer.end_array();
    write_pagination(writer, page, end < list.size());
    end_reply(writer);
    return response;
}

Result<http::Response> get_field_v1(const Request& request, Context& context) {
    const FieldList list(context);
    const auto field = list.find_by_id(request.path_number("id"));
    if (!field) return field_not_found();
    return field_reply(field_table_v1(), *field);
}

Result<http::Response> list_fields_v2(const Request& request, Context& context) {
    const auto limit = limit_v2(request);
    if (!limit) return fail(limit);
    const auto includes = read_include_fields(request, field_include_table());
    if (!includes) return fail(includes);
    const FieldList list(context);
    const std::string digest = query_digest(request, context.caller.company().id);
    std::size_t begin = 0;
    if (const auto text = request.query("cursor"); text && !text->empty()) {
        const auto cursor = decode_cursor(*text, digest);
        if (!cursor) return fail(cursor);
        begin = std::min(static_cast<std::size_t>(cursor->id), list.size());
    }
    const auto end = std::min(begin + static_cast<std::size_t>(*limit), list.size());
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (std::size_t i = begin; i < end; ++i) write_field_v2(writer, list.at(i), *includes);
    writer.end_array();
    const Cursor next{0, static_cast<std::int64_t>(end)};
    write_next_cursor(writer, end < list.size() ? std::optional(encode_cursor(next, digest)) : std::nullopt);
    end_reply(writer);
    return response;
}

Result<http::Response> get_field_v2(const Request& request, Context& context) {
    const auto includes = read_include_fields(request, field_include_table());
    if (!includes) return fail(includes);
    const FieldList list(context);
    const auto field = list.find_by_code(request.path_param("field_code"));
    if (!field) return field_not_found();
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_field_v2(writer, *field, *includes);
    end_reply(writer);
    return response;
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;

constexpr std::string_view field_pattern_v1 = "/v1/organizationFields/{id:number}";
constexpr std::string_view field_pattern_v2 = "/api/v2/organizationFields/{field_code:text}";
constexpr std::string_view options_pattern = "/api/v2/organizationFields/{field_code:text}/options";
constexpr std::span<const Parameter> no_parameters;

constexpr Route routes_v1[] = {
    {Method::get, "/v1/organizationFields", list_fields_v1, read, may_read, page_parameters_v1, nullptr,
     &field_list_shape_v1, 200, "Get all organization fields"},
    {Method::get, field_pattern_v1, get_field_v1, read, may_read, no_parameters, nullptr, &field_shape_v1, 200,
     "Get one organization field"},
    {Method::put, field_pattern_v1, update_field_v1, write, may_write, no_parameters, &field_update_shape_v1,
     &field_shape_v1, 200, "Update an organization field"},
};
constexpr Route routes_v2[] = {
    {Method::get, "/api/v2/organizationFields", list_fields_v2, read, may_read, list_parameters_v2, nullptr,
     &field_list_shape_v2, 200, "Get all organization fields"},
    {Method::get, field_pattern_v2, get_field_v2, read, may_read, get_parameters_v2, nullptr, &field_shape_v2, 200,
     "Get one organization field"},
    {Method::post, options_pattern, add_field_options, write, may_write, no_parameters, &option_add_shape,
     &option_list_shape, 200, "Add organization field options in bulk"},
    {Method::patch, options_pattern, update_field_options, write, may_write, no_parameters, &option_update_shape,
     &option_list_shape, 200, "Update organization field options in bulk"},
    {Method::delete_, options_pattern, delete_field_options, write, may_write, no_parameters, &option_delete_shape,
     &option_list_shape, 200, "Delete organization field options in bulk"},
};

}  // namespace

RouteGroup organization_field_routes_v1() { return {routes_v1, "/api"}; }
RouteGroup organization_field_routes_v2() { return {routes_v2, {}}; }

}  // namespace stele::dialect::pipedrive
