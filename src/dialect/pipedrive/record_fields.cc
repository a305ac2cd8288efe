#include <algorithm>
#include <array>

#include "base/function_ref.h"
#include "dialect/cursor.h"
#include "dialect/pipedrive/include_fields.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/record_field_input.h"
#include "dialect/pipedrive/record_field_view.h"
#include "domain/custom_fields.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Kind;
using domain::LabelOption;
using enum WireType;

constexpr Parameter get_parameters_v2[] = {
    {"include_fields", string, "Further members, between commas: ui_visibility, important_fields, required_fields"},
};
constexpr Parameter list_parameters_v2[] = {
    {"include_fields", string, "Further members, between commas: ui_visibility, important_fields, required_fields"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"cursor", string, "Where the page begins: next_cursor of the page before"},
};
constexpr Parameter bulk_parameters[] = {
    {"ids", string, "The ids, between commas; at most 500"},
};

const Shape id_shape{"DeletedId", [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id", nullptr}}; }};
const Shape ids_shape{"DeletedIds", [] { return std::vector<FieldDoc>{{"id", integers, false, true, "The ids", nullptr}}; }};

constexpr Field<LabelOption> option_fields[] = {
    {"id", integer, false, [](JsonWriter& w, const LabelOption& option) { w.integer(option.id); }, "Its id"},
    {"label", string, false, [](JsonWriter& w, const LabelOption& option) { w.string(option.label); },
     "Its name for people"},
};
const Shape option_list_shape{"FieldOption", [] { return describe(option_fields); }, true};

void write_field_v2(JsonWriter& writer, const FieldView& view, const Selection& includes) {
    writer.begin_object();
    write_fields(writer, field_table_v2(), view);
    write_fields(writer, field_include_table(), view, includes);
    writer.end_object();
}

// v1 lists the parts of fields behind them, as fields.
std::vector<FieldView> with_parts(const FieldList& list) {
    std::vector<FieldView> views;
    for (std::size_t i = 0; i < list.size(); ++i) {
        views.push_back(list.at(i));
        const FieldView whole = views.back();
        for (const domain::PartName& part : whole.parts()) {
            views.push_back(whole);
            views.back().part = &part;
        }
    }
    return views;
}

template <Kind kind>
Result<http::Response> list_fields_v1(const Request& request, Context& context) {
    const FieldList list(context, kind);
    const auto views = with_parts(list);
    const Page page = page_v1(request);
    const auto begin = std::min(static_cast<std::size_t>(page.start), views.size());
    const auto end = std::min(begin + static_cast<std::size_t>(page.limit), views.size());
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const FieldView& view : std::span(views).subspan(begin, end - begin)) {
        writer.begin_object();
        write_fields(writer, field_table_v1(), view);
        if (view.part != nullptr) write_fields(writer, subfield_table_v1(), view);
        writer.end_object();
    }
    writer.end_array();
    write_pagination(writer, page, end < views.size());
    end_reply(writer);
    return response;
}

// One that was deleted says so.
std::unexpected<Error> no_field(bool is_deleted) {
    return is_deleted ? fail(ErrorCode::not_found, std::string(domain::deleted_field)) : field_not_found();
}

Result<FieldView> field_of_id(const FieldList& list, const Context& context, std::int64_t id) {
    if (const auto field = list.find_by_id(id)) return *field;
    const domain::CustomField* field = context.caller.directory->custom_field(id);
    return no_field(field != nullptr && field->kind == list.kind());
}

Result<FieldView> field_of_code(const FieldList& list, const Context& context, std::string_view code) {
    if (const auto field = list.find_by_code(code)) return *field;
    return no_field(std::ranges::any_of(context.caller.directory->custom_fields, [&](const domain::CustomField& field) {
        return field.kind == list.kind() && field.key == code;
    }));
}

template <Kind kind>
Result<http::Response> get_field_v1(const Request& request, Context& context) {
    const FieldList list(context, kind);
    const auto field = field_of_id(list, context, request.path_number("id"));
    if (!field) return fail(field);
    return field_reply(field_table_v1(), *field);
}

template <Kind kind>
Result<http::Response> add_field_v1(const Request& request, Context& context) {
    const auto patch = read_field_create_v1(request.json());
    if (!patch) return fail(patch);
    const auto field = domain::add_custom_field(context.transaction, context.caller, kind, *patch);
    if (!field) return fail(field);
    return field_reply(field_table_v1(), FieldList(context, kind).view_of(*field));
}

// Options of a built-in field are the company's labels.
Result<http::Response> update_built_in(Context& context, FieldList& list, const FieldView& field,
                                       const domain::CustomFieldPatch& patch, FieldTable table) {
    if (auto checked = check_built_in(field, patch); !checked) return fail(checked);
    if (patch.options && field.options() == OptionSource::labels) {
        auto options = domain::set_label_options(context.transaction, context.caller, list.kind(), *patch.options);
        if (!options) return fail(options);
        list.set_labels(std::move(*options));
    }
    return field_reply(table, field);
}

template <Kind kind>
Result<http::Response> update_field_v1(const Request& request, Context& context) {
    if (auto allowed = domain::check_field_editor(context.caller); !allowed) return fail(allowed);
    const auto patch = read_field_update_v1(request.json());
    FieldList list(context, kind);
    const auto id = request.path_number("id");
    const auto field = list.find_by_id(id);
    if (!patch && (field || context.caller.directory->custom_field(id) != nullptr)) return fail(patch);
    if (field && field->built_in != nullptr) return update_built_in(context, list, *field, *patch, field_table_v1());
    const auto updated = domain::update_custom_field(context.transaction, context.caller, kind, id,
                                                     patch ? *patch : domain::CustomFieldPatch());
    if (!updated) return fail(updated);
    return field_reply(field_table_v1(), list.view_of(*updated));
}

Result<void> check_not_built_in(Kind kind, std::int64_t id) {
    const auto fields = built_in_fields(kind);
    if (std::ranges::find(fields, id, &BuiltInField::id) == fields.end()) return {};
    return fail(ErrorCode::forbidden, "A field that every company has cannot be deleted");
}

template <Kind kind>
Result<http::Response> delete_field_v1(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    if (auto allowed = domain::check_field_editor(context.caller); !allowed) return fail(allowed);
    if (auto checked = check_not_built_in(kind, id); !checked) return fail(checked);
    const auto deleted = domain::delete_custom_field(context.transaction, context.caller, kind, id);
    if (!deleted) return fail(deleted);
    return id_reply(id);
}

template <Kind kind>
Result<http::Response> delete_fields_v1(const Request& request, Context& context) {
    const auto ids = read_ids(request);
    if (!ids) return fail(ids);
    for (const std::int64_t id : *ids)
        if (auto checked = check_not_built_in(kind, id); !checked) return fail(checked);
    const auto deleted = domain::delete_custom_fields(context.transaction, context.caller, kind, *ids);
    if (!deleted) return fail(deleted);
    return ids_reply(*deleted);
}

template <Kind kind>
Result<http::Response> list_fields_v2(const Request& request, Context& context) {
    const auto limit = limit_v2(request);
    if (!limit) return fail(limit);
    const auto includes = read_include_fields(request, field_include_table());
    if (!includes) return fail(includes);
    const FieldList list(context, kind);
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

http::Response field_reply_v2(const FieldView& view, const Selection& includes) {
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_field_v2(writer, view, includes);
    end_reply(writer);
    return response;
}

const Selection no_includes(3, false);

template <Kind kind>
Result<http::Response> get_field_v2(const Request& request, Context& context) {
    const auto includes = read_include_fields(request, field_include_table());
    if (!includes) return fail(includes);
    const FieldList list(context, kind);
    const auto field = field_of_code(list, context, request.path_param("field_code"));
    if (!field) return fail(field);
    return field_reply_v2(*field, *includes);
}

template <Kind kind>
Result<http::Response> add_field_v2(const Request& request, Context& context) {
    const auto patch = read_field_create_v2(request.json());
    if (!patch) return fail(patch);
    const auto field = domain::add_custom_field(context.transaction, context.caller, kind, *patch);
    if (!field) return fail(field);
    return field_reply_v2(FieldList(context, kind).view_of(*field), no_includes);
}

template <Kind kind>
Result<http::Response> update_field_v2(const Request& request, Context& context) {
    if (auto allowed = domain::check_field_editor(context.caller); !allowed) return fail(allowed);
    FieldList list(context, kind);
    const auto field = field_of_code(list, context, request.path_param("field_code"));
    if (!field) return fail(field);
    const auto patch = read_field_update_v2(request.json(), *field);
    if (!patch) return fail(patch);
    if (field->built_in != nullptr) return update_built_in(context, list, *field, *patch, field_table_v2());
    const auto updated = domain::update_custom_field(context.transaction, context.caller, kind, field->custom->id, *patch);
    if (!updated) return fail(updated);
    return field_reply_v2(list.view_of(*updated), no_includes);
}

template <Kind kind>
Result<http::Response> delete_field_v2(const Request& request, Context& context) {
    if (auto allowed = domain::check_field_editor(context.caller); !allowed) return fail(allowed);
    const FieldList list(context, kind);
    const auto field = field_of_code(list, context, request.path_param("field_code"));
    if (!field) return fail(field);
    if (field->built_in != nullptr) return fail(ErrorCode::forbidden, "A field that every company has cannot be deleted");
    const auto deleted = domain::delete_custom_field(context.transaction, context.caller, kind, field->custom->id);
    if (!deleted) return fail(deleted);
    return field_reply_v2(*field, no_includes);
}

// Whose options may change: of the labels, and of custom fields that have some.
Result<domain::OptionField> option_field(const Request& request, const Context& context, Kind kind) {
    if (auto allowed = domain::check_field_editor(context.caller); !allowed) return fail(allowed);
    const FieldList list(context, kind);
    const auto field = field_of_code(list, context, request.path_param("field_code"));
    if (!field) return fail(field);
    if (field->custom != nullptr && field->custom->has_options()) return domain::OptionField(kind, field->custom->id);
    if (field->options() == OptionSource::labels) return domain::OptionField(kind);
    return fail(ErrorCode::invalid, "has no options that can be changed", "field_code");
}

using WriteOptions = FunctionRef<Result<std::vector<LabelOption>>()>;

// As it is now; without an id, of labels, nothing.
Result<domain::CustomField> definition_of(Context& context, const domain::OptionField& of) {
    if (of.custom_field_id == 0) return domain::CustomField();
    return domain::find_custom_field(context.transaction, of.kind, of.custom_field_id);
}

// A custom field whose options changed was itself changed.
Result<http::Response> write_options(Context& context, const domain::OptionField& of, WriteOptions write) {
    const auto before = definition_of(context, of);
    if (!before) return fail(before);
    const auto options = write();
    if (!options) return fail(options);
    auto after = definition_of(context, of);
    if (!after) return fail(after);
    if (after->options != before->options)
        if (auto touched = domain::touch_custom_field(context.transaction, context.caller, *after); !touched)
            return fail(touched);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const LabelOption& option : *options) write_object(writer, option_fields, option);
    writer.end_array();
    end_reply(writer);
    return response;
}

template <Kind kind>
Result<http::Response> add_options(const Request& request, Context& context) {
    const auto field = option_field(request, context, kind);
    if (!field) return fail(field);
    const auto options = read_options_to_add(request.json());
    if (!options) return fail(options);
    return write_options(context, *field,
                         [&] { return domain::add_label_options(context.transaction, context.caller, *field, *options); });
}

template <Kind kind>
Result<http::Response> update_options(const Request& request, Context& context) {
    const auto field = option_field(request, context, kind);
    if (!field) return fail(field);
    const auto options = read_options_to_update(request.json());
    if (!options) return fail(options);
    return write_options(context, *field, [&] {
        return domain::update_label_options(context.transaction, context.caller, *field, *options);
    });
}

template <Kind kind>
Result<http::Response> delete_options(const Request& request, Context& context) {
    const auto field = option_field(request, context, kind);
    if (!field) return fail(field);
    const auto options = read_options_to_delete(request.json());
    if (!options) return fail(options);
    std::vector<std::int64_t> ids;
    for (const domain::LabelOptionPatch& option : *options) ids.push_back(option.id.value_or(0));
    return write_options(context, *field,
                         [&] { return domain::remove_label_options(context.transaction, context.caller, *field, ids); });
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;
constexpr std::span<const Parameter> none;

// The paths of one kind's fields.
struct Paths {
    std::string_view list_v1;
    std::string_view one_v1;
    std::string_view list_v2;
    std::string_view one_v2;
    std::string_view options_v2;
};
constexpr Paths organization_paths{"/v1/organizationFields", "/v1/organizationFields/{id:number}",
                                   "/api/v2/organizationFields", "/api/v2/organizationFields/{field_code:text}",
                                   "/api/v2/organizationFields/{field_code:text}/options"};
constexpr Paths person_paths{"/v1/personFields", "/v1/personFields/{id:number}", "/api/v2/personFields",
                             "/api/v2/personFields/{field_code:text}", "/api/v2/personFields/{field_code:text}/options"};
constexpr Paths deal_paths{"/v1/dealFields", "/v1/dealFields/{id:number}", "/api/v2/dealFields",
                           "/api/v2/dealFields/{field_code:text}", "/api/v2/dealFields/{field_code:text}/options"};

template <Kind kind>
constexpr std::array<Route, 6> routes_v1(const Paths& paths) {
    return {{
        {Method::get, paths.list_v1, list_fields_v1<kind>, read, may_read, page_parameters_v1, nullptr, &field_list_shape_v1,
         200, "Get all fields"},
        {Method::get, paths.one_v1, get_field_v1<kind>, read, may_read, none, nullptr, &field_shape_v1, 200,
         "Get one field"},
        {Method::post, paths.list_v1, add_field_v1<kind>, write, may_write, none, &field_create_shape_v1, &field_shape_v1,
         200, "Add a new field"},
        {Method::put, paths.one_v1, update_field_v1<kind>, write, may_write, none, &field_update_shape_v1, &field_shape_v1,
         200, "Update a field"},
        {Method::delete_, paths.list_v1, delete_fields_v1<kind>, write, may_write, bulk_parameters, nullptr, &ids_shape, 200,
         "Delete multiple fields in bulk"},
        {Method::delete_, paths.one_v1, delete_field_v1<kind>, write, may_write, none, nullptr, &id_shape, 200,
         "Delete a field"},
    }};
}

template <Kind kind>
constexpr std::array<Route, 8> routes_v2(const Paths& paths) {
    return {{
        {Method::get, paths.list_v2, list_fields_v2<kind>, read, may_read, list_parameters_v2, nullptr, &field_list_shape_v2,
         200, "Get all fields"},
        {Method::get, paths.one_v2, get_field_v2<kind>, read, may_read, get_parameters_v2, nullptr, &field_shape_v2, 200,
         "Get one field"},
        {Method::post, paths.list_v2, add_field_v2<kind>, write, may_write, none, &field_create_shape_v2, &field_shape_v2,
         200, "Create one field"},
        {Method::patch, paths.one_v2, update_field_v2<kind>, write, may_write, none, &field_update_shape_v2, &field_shape_v2,
         200, "Update one field"},
        {Method::delete_, paths.one_v2, delete_field_v2<kind>, write, may_write, none, nullptr, &field_shape_v2, 200,
         "Delete one field"},
        {Method::post, paths.options_v2, add_options<kind>, write, may_write, none, &option_add_shape, &option_list_shape,
         200, "Add options to a field"},
        {Method::patch, paths.options_v2, update_options<kind>, write, may_write, none, &option_update_shape,
         &option_list_shape, 200, "Rename options of a field"},
        {Method::delete_, paths.options_v2, delete_options<kind>, write, may_write, none, &option_delete_shape,
         &option_list_shape, 200, "Remove options of a field"},
    }};
}

constexpr auto organization_routes_v1_table = routes_v1<Kind::organization>(organization_paths);
constexpr auto organization_routes_v2_table = routes_v2<Kind::organization>(organization_paths);
constexpr auto person_routes_v1_table = routes_v1<Kind::person>(person_paths);
constexpr auto person_routes_v2_table = routes_v2<Kind::person>(person_paths);
constexpr auto deal_routes_v1_table = routes_v1<Kind::deal>(deal_paths);
constexpr auto deal_routes_v2_table = routes_v2<Kind::deal>(deal_paths);

// Fields of activities and notes cannot be added through Pipedrive's API.
constexpr Route other_routes_v1[] = {
    {Method::get, "/v1/activityFields", list_fields_v1<Kind::activity>, read, may_read, page_parameters_v1, nullptr,
     &field_list_shape_v1, 200, "Get all fields of activities"},
    {Method::get, "/v1/noteFields", list_fields_v1<Kind::note>, read, may_read, page_parameters_v1, nullptr,
     &field_list_shape_v1, 200, "Get all fields of notes"},
};
constexpr Route other_routes_v2[] = {
    {Method::get, "/api/v2/activityFields", list_fields_v2<Kind::activity>, read, may_read, list_parameters_v2, nullptr,
     &field_list_shape_v2, 200, "Get all fields of activities"},
    {Method::get, "/api/v2/activityFields/{field_code:text}", get_field_v2<Kind::activity>, read, may_read,
     get_parameters_v2, nullptr, &field_shape_v2, 200, "Get one field of activities"},
};

}  // namespace

RouteGroup organization_field_routes_v1() { return {organization_routes_v1_table, "/api"}; }
RouteGroup organization_field_routes_v2() { return {organization_routes_v2_table, {}}; }
RouteGroup person_field_routes_v1() { return {person_routes_v1_table, "/api"}; }
RouteGroup person_field_routes_v2() { return {person_routes_v2_table, {}}; }
RouteGroup deal_field_routes_v1() { return {deal_routes_v1_table, "/api"}; }
RouteGroup deal_field_routes_v2() { return {deal_routes_v2_table, {}}; }
RouteGroup other_field_routes_v1() { return {other_routes_v1, "/api"}; }
RouteGroup other_field_routes_v2() { return {other_routes_v2, {}}; }

}  // namespace stele::dialect::pipedrive
