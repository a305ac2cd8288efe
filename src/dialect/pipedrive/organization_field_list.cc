#include <algorithm>
#include <iterator>

#include "base/time_text.h"
#include "dialect/cursor.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Directory;
using enum WireType;

// What may be done with a field.
enum Use : std::uint8_t { plain = 0, editable = 1, searchable = 2, mandatory = 4, shown_on_add = 8 };

struct BuiltIn {
    int id;                 // what filters name it by
    std::string_view key;   // v1
    std::string_view code;  // v2; empty: the same
    std::string_view name;
    std::string_view type;
    std::string_view type_v2;  // empty: the same
    int use;
    bool optional_in_v2;  // shown only when asked for
};

// Pipedrive's fields of organizations that every company has.
constexpr BuiltIn fields[] = {
    {4001, "id", "", "ID", "int", "", plain, false},
    {4002, "name", "", "Name", "varchar", "", editable | searchable | mandatory | shown_on_add, false},
    {4003, "label", "label_ids", "Labels", "enum", "set", editable | shown_on_add, false},
    {4004, "owner_id", "", "Owner", "user", "", editable | shown_on_add, false},
    {4005, "visible_to", "", "Visible to", "visible_to", "", editable | shown_on_add, false},
    {4006, "add_time", "", "Organization created", "date", "", plain, false},
    {4007, "update_time", "", "Update time", "date", "", plain, false},
    {4008, "people_count", "", "People", "int", "", plain, true},
    {4009, "open_deals_count", "", "Open deals", "int", "", plain, true},
    {4010, "related_open_deals_count", "", "Related open deals", "int", "", plain, true},
    {4011, "closed_deals_count", "", "Closed deals", "int", "", plain, true},
    {4012, "related_closed_deals_count", "", "Related closed deals", "int", "", plain, true},
    {4013, "won_deals_count", "", "Won deals", "int", "", plain, true},
    {4014, "related_won_deals_count", "", "Related won deals", "int", "", plain, true},
    {4015, "lost_deals_count", "", "Lost deals", "int", "", plain, true},
    {4016, "related_lost_deals_count", "", "Related lost deals", "int", "", plain, true},
    {4017, "next_activity_date", "next_activity_id", "Next activity date", "date", "int", plain, true},
    {4018, "last_activity_date", "last_activity_id", "Last activity date", "date", "int", plain, true},
    {4020, "address", "", "Address", "address", "", editable | searchable | shown_on_add, false},
    {4021, "activities_count", "", "Total activities", "int", "", plain, true},
    {4022, "done_activities_count", "", "Done activities", "int", "", plain, true},
    {4023, "undone_activities_count", "", "Activities to do", "int", "", plain, true},
    {4024, "email_messages_count", "", "Email messages count", "int", "", plain, true},
    {4025, "files_count", "", "Files", "int", "", plain, true},
    {4026, "notes_count", "", "Notes", "int", "", plain, true},
    {4027, "followers_count", "", "Followers", "int", "", plain, true},
    {4028, "picture_id", "", "Profile picture", "picture", "int", plain, false},
    {4029, "cc_email", "smart_bcc_email", "Smart Bcc email", "varchar", "", plain, true},
    {4030, "website", "", "Website", "varchar", "", editable, false},
    {4031, "linkedin", "", "LinkedIn profile", "varchar", "", editable, false},
    {4032, "industry", "", "Industry", "int", "", editable, false},
    {4033, "annual_revenue", "", "Annual revenue", "double", "", editable, false},
    {4034, "employee_count", "", "Number of employees", "int", "", editable, false},
};

constexpr std::string_view address_parts[] = {"subpremise",  "street_number",      "route",   "sublocality",
                                              "locality",    "admin_area_level_1", "country", "admin_area_level_2",
                                              "postal_code", "formatted_address"};

// A field of a company: its options and times are the company's.
struct FieldView {
    const BuiltIn& field;
    const Directory& directory;
    int order;

    [[nodiscard]] bool has(Use use) const { return (field.use & use) != 0; }
};

struct Level {
    int number;
    std::string_view label;
};
constexpr Level simple_levels[] = {{1, "Owner & followers"}, {3, "Entire company"}};
constexpr Level group_levels[] = {{1, "Owner only"},
                                  {3, "Owner's visibility group"},
                                  {5, "Owner's visibility group and sub-groups"},
                                  {7, "Entire company"}};

void write_option(JsonWriter& writer, std::int64_t id, std::string_view label, std::string_view color) {
    writer.begin_object();
    writer.key_literal("id");
    writer.integer(id);
    writer.key_literal("label");
    writer.string(label);
    if (!color.empty()) {
        writer.key_literal("color");
        writer.string(color);
    }
    writer.end_object();
}

void write_options(JsonWriter& writer, const FieldView& view) {
    const bool groups = view.directory.company.visibility_scheme == domain::VisibilityScheme::groups;
    if (view.field.key == "label") {
        writer.begin_array();
        for (const auto& option : view.directory.label_options) write_option(writer, option.id, option.label, option.color);
        writer.end_array();
    } else if (view.field.key == "visible_to") {
        writer.begin_array();
        for (const Level& level : groups ? std::span<const Level>(group_levels) : std::span<const Level>(simple_levels))
            write_option(writer, level.number, level.label, {});
        writer.end_array();
    } else {
        writer.null();
    }
}

void write_time(JsonWriter& writer, const FieldView& view) {
    writer.string_literal(format_space(view.directory.company.add_time).view());
}

template <Use use>
void write_use(JsonWriter& writer, const FieldView& view) {
    writer.boolean(view.has(use));
}
void write_true(JsonWriter& writer, const FieldView&) { writer.boolean(true); }
void write_false(JsonWriter& writer, const FieldView&) { writer.boolean(false); }
void write_null(JsonWriter& writer, const FieldView&) { writer.null(); }

constexpr Field<FieldView> fields_v1[] = {
    {"id", integer, false, [](JsonWriter& w, const FieldView& v) { w.integer(v.field.id); }, "What filters name it by"},
    {"key", string, false, [](JsonWriter& w, const FieldView& v) { w.string(v.field.key); }, "Its name in records"},
    {"name", string, false, [](JsonWriter& w, const FieldView& v) { w.string(v.field.name); }, "Its name for people"},
    {"order_nr", integer, false, [](JsonWriter& w, const FieldView& v) { w.integer(v.order); }, "Its place"},
    {"field_type", string, false, [](JsonWriter& w, const FieldView& v) { w.string(v.field.type); }, "Its type"},
    {"add_time", string, false, write_time, "When it was added"},
    {"update_time", string, false, write_time, "When it was last changed"},
    {"last_updated_by_user_id", integer, true, write_null, "Who changed it; nobody changes these"},
    {"created_by_user_id", integer, true, write_null, "Who added it; every company has these"},
    {"active_flag", boolean, false, write_true, "False when deleted"},
    {"edit_flag", boolean, false, write_false, "Whether it is a custom field"},
    {"index_visible_flag", boolean, false, write_true, "Whether lists may show it"},
    {"details_visible_flag", boolean, false, write_true, "Whether details show it"},
    {"add_visible_flag", boolean, false, write_use<shown_on_add>, "Whether the form of a new record shows it"},
    {"important_flag", boolean, false, write_false, "Whether it is marked as important"},
    {"bulk_edit_allowed", boolean, false, write_use<editable>, "Whether many records may be given a value at once"},
    {"searchable_flag", boolean, false, write_use<searchable>, "Whether searches look in it"},
    {"filtering_allowed", boolean, false, write_true, "Whether filters may name it"},
    {"sortable_flag", boolean, false, write_true, "Whether lists may be sorted by it"},
    {"options", objects, true, write_options, "Its options: id, label, color"},
    {"mandatory_flag", boolean, false, write_use<mandatory>, "Whether a record must have a value"},
};

std::string_view code_of(const BuiltIn& field) { return field.code.empty() ? field.key : field.code; }

void write_subfields(JsonWriter& writer, const FieldView& view) {
    if (view.field.type != "address") {
        writer.null();
        return;
    }
    writer.begin_array();
    for (const std::string_view part : address_parts) {
        writer.begin_object();
        writer.key_literal("field_code");
        writer.string_literal(part);
        writer.key_literal("field_type");
        writer.string_literal("varchar");
        writer.end_object();
    }
    writer.end_array();
}

constexpr Field<FieldView> fields_v2[] = {
    {"field_name", string, false, [](JsonWriter& w, const FieldView& v) { w.string(v.field.name); }, "Its name for people"},
    {"field_code", string, false, [](JsonWriter& w, const FieldView& v) { w.string(code_of(v.field)); },
     "Its name in records"},
    {"field_type", string, false,
     [](JsonWriter& w, const FieldView& v) { w.string(v.field.type_v2.empty() ? v.field.type : v.field.type_v2); },
     "Its type"},
    {"options", objects, true, write_options, "Its options: id, label, color"},
    {"subfields", objects, true, write_subfields, "The parts of an address"},
    {"is_custom_field", boolean, false, write_false, "Whether it is a custom field"},
    {"is_optional_response_field", boolean, false,
     [](JsonWriter& w, const FieldView& v) { w.boolean(v.field.optional_in_v2); },
     "Whether it is shown only when asked for"},
};

const Shape shape_v1{"OrganizationField", [] { return describe(fields_v1); }};
const Shape list_shape_v1{"OrganizationField", [] { return describe(fields_v1); }, true};
const Shape shape_v2{"OrganizationField", [] { return describe(fields_v2); }};
const Shape list_shape_v2{"OrganizationField", [] { return describe(fields_v2); }, true};

constexpr Parameter page_parameters_v1[] = {
    {"start", integer, "How many to pass over"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
};
constexpr Parameter page_parameters_v2[] = {
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"cursor", string, "Where the page begins: next_cursor of the page before"},
};

FieldView view_of(const Context& context, std::size_t index) {
    return {fields[index], *context.caller.directory, static_cast<int>(index) + 1};
}

Result<http::Response> list_fields_v1(const Request& request, Context& context) {
    const Page page = page_v1(request);
    const auto begin = std::min(static_cast<std::size_t>(page.start), std::size(fields));
    const auto end = std::min(begin + static_cast<std::size_t>(page.limit), std::size(fields));
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (std::size_t i = begin; i < end; ++i) write_object(writer, fields_v1, view_of(context, i));
    writer.end_array();
    write_pagination(writer, page, end < std::size(fields));
    end_reply(writer);
    return response;
}

http::Response field_reply(std::span<const Field<FieldView>> table, const FieldView& view) {
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_object(writer, table, view);
    end_reply(writer);
    return response;
}

Result<http::Response> get_field_v1(const Request& request, Context& context) {
    const auto field = std::ranges::find(fields, request.path_number("id"), &BuiltIn::id);
    if (field == std::end(fields)) return fail(ErrorCode::not_found, "Field not found");
    return field_reply(fields_v1, view_of(context, static_cast<std::size_t>(field - std::begin(fields))));
}

Result<http::Response> list_fields_v2(const Request& request, Context& context) {
    const auto limit = limit_v2(request);
    if (!limit) return fail(limit);
    const std::string digest = query_digest(request, context.caller.company().id);
    std::size_t begin = 0;
    if (const auto text = request.query("cursor"); text && !text->empty()) {
        const auto cursor = decode_cursor(*text, digest);
        if (!cursor) return fail(cursor);
        begin = std::min(static_cast<std::size_t>(cursor->id), std::size(fields));
    }
    const auto end = std::min(begin + static_cast<std::size_t>(*limit), std::size(fields));
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (std::size_t i = begin; i < end; ++i) write_object(writer, fields_v2, view_of(context, i));
    writer.end_array();
    const Cursor next{0, static_cast<std::int64_t>(end)};
    write_next_cursor(writer, end < std::size(fields) ? std::optional(encode_cursor(next, digest)) : std::nullopt);
    end_reply(writer);
    return response;
}

Result<http::Response> get_field_v2(const Request& request, Context& context) {
    const auto code = request.path_param("field_code");
    const auto field = std::ranges::find(fields, code, code_of);
    if (field == std::end(fields)) return fail(ErrorCode::not_found, "Field not found");
    return field_reply(fields_v2, view_of(context, static_cast<std::size_t>(field - std::begin(fields))));
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto may_read = domain::Scope::read;

constexpr Route routes_v1[] = {
    {Method::get, "/v1/organizationFields", list_fields_v1, read, may_read, page_parameters_v1, nullptr, &list_shape_v1, 200,
     "Get all organization fields"},
    {Method::get,
     "/v1/organizationFields/{id:number}",
     get_field_v1,
     read,
     may_read,
     {},
     nullptr,
     &shape_v1,
     200,
     "Get one organization field"},
};
constexpr Route routes_v2[] = {
    {Method::get, "/api/v2/organizationFields", list_fields_v2, read, may_read, page_parameters_v2, nullptr, &list_shape_v2,
     200, "Get all organization fields"},
    {Method::get,
     "/api/v2/organizationFields/{field_code:text}",
     get_field_v2,
     read,
     may_read,
     {},
     nullptr,
     &shape_v2,
     200,
     "Get one organization field"},
};

}  // namespace

RouteGroup organization_field_routes_v1() { return {routes_v1, "/api"}; }
RouteGroup organization_field_routes_v2() { return {routes_v2, {}}; }

}  // namespace stele::dialect::pipedrive
