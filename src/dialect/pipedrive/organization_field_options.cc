#include "dialect/pipedrive/organization_field_options.h"

#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/organization_field_view.h"
#include "dialect/pipedrive/paging.h"
#include "domain/label_options.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::LabelOption;
using domain::LabelOptionPatch;
using enum WireType;

constexpr auto label_kind = domain::Kind::organization;

using Options = std::vector<LabelOptionPatch>;
using OptionTable = std::span<const InputField<LabelOptionPatch>>;

// --- v1: numbers and texts stand for each other, unknown members are ignored -------------------------------------------

Result<void> read_id_v1(const JsonValue& value, std::string_view name, LabelOptionPatch& target) {
    if (is_left_out(value)) return {};
    const auto id = as_integer(value);
    if (!id) return bad(name, "a number");
    target.id = *id;
    return {};
}

Result<void> read_label_v1(const JsonValue& value, std::string_view name, LabelOptionPatch& target) {
    target.label = as_text(value);
    if (!target.label) return bad(name, "a text");
    return {};
}

Result<void> read_color_v1(const JsonValue& value, std::string_view name, LabelOptionPatch& target) {
    target.color = value.is_null() ? std::string() : as_text(value);
    if (!target.color) return bad(name, "a text");
    return {};
}

constexpr InputField<LabelOptionPatch> option_fields_v1[] = {
    {"id", integer, false, read_id_v1, "The option that is there; a new one has none"},
    {"label", string, false, read_label_v1, "Its name for people; needed for a new one"},
    {"color", string, false, read_color_v1, "Its color"},
};
const Shape option_shape_v1{"OrganizationFieldOption", [] { return describe(option_fields_v1); }};

// What a PUT asks for.
struct FieldUpdate {
    std::optional<std::string> name;
    std::optional<bool> shown_on_add;
    std::optional<Options> options;
};

Result<LabelOptionPatch> read_option_v1(JsonValue value) {
    if (!value.is_object()) return bad("options", "a list of objects");
    LabelOptionPatch option;
    for (const JsonValue member : value) {
        const auto* field = find_input(OptionTable(option_fields_v1), member.name());
        if (field == nullptr) continue;
        if (auto done = field->read(member, field->name, option); !done) return fail(done);
    }
    return option;
}

// An empty list would take every option away; Pipedrive asks for all that are to be.
Result<void> read_option_list_v1(JsonValue list, FieldUpdate& target) {
    if (!list.is_array() || list.size() == 0) return bad("options", "a list of at least one option");
    target.options.emplace();
    for (const JsonValue element : list) {
        auto option = read_option_v1(element);
        if (!option) return fail(option);
        target.options->push_back(std::move(*option));
    }
    return {};
}

// Forms and older clients send the list as a JSON text.
Result<void> read_options_v1(const JsonValue& value, std::string_view name, FieldUpdate& target) {
    if (is_left_out(value)) return {};
    if (!value.is_string()) return read_option_list_v1(value, target);
    const auto document = JsonDocument::parse(value.string());
    if (!document) return bad(name, "a list of objects");
    return read_option_list_v1(document->root(), target);
}

Result<void> read_name_v1(const JsonValue& value, std::string_view name, FieldUpdate& target) {
    if (is_left_out(value)) return {};
    target.name = as_text(value);
    if (!target.name) return bad(name, "a text");
    return {};
}

Result<void> read_shown_on_add_v1(const JsonValue& value, std::string_view name, FieldUpdate& target) {
    if (is_left_out(value)) return {};
    const auto flag = as_flag(value, name);
    if (!flag) return fail(flag);
    target.shown_on_add = *flag;
    return {};
}

constexpr InputField<FieldUpdate> update_fields_v1[] = {
    {"name", string, false, read_name_v1, "Its name for people; that of a built-in field stays"},
    {"options", objects, false, read_options_v1, "All options that are to be, in order; others are removed",
     &option_shape_v1},
    {"add_visible_flag", boolean, false, read_shown_on_add_v1,
     "Whether the form of a new record shows it; that of a built-in field stays"},
};

Result<FieldUpdate> read_update_v1(JsonValue body) {
    FieldUpdate update;
    for (const JsonValue member : body) {
        const auto* field = find_input(std::span<const InputField<FieldUpdate>>(update_fields_v1), member.name());
        if (field == nullptr) continue;
        if (auto done = field->read(member, field->name, update); !done) return fail(done);
    }
    return update;
}

std::unexpected<Error> stays(std::string_view name) {
    return fail(ErrorCode::invalid, std::string(name).append(" of this field cannot be changed"), std::string(name));
}

bool are_levels(const Options& options, std::span<const Level> levels) {
    return std::ranges::equal(options, levels, [](const LabelOptionPatch& option, const Level& level) {
        return option.id == level.number && (!option.label || *option.label == level.label);
    });
}

// A client may send back what it read.
Result<void> check_built_in(const FieldView& view, const FieldUpdate& update) {
    if (update.name && *update.name != view.field.name) return stays("name");
    if (update.shown_on_add && *update.shown_on_add != view.has(shown_on_add)) return stays("add_visible_flag");
    if (!update.options || view.field.options == OptionSource::labels) return {};
    const bool same =
        view.field.options == OptionSource::levels && are_levels(*update.options, levels_of(view.list.company()));
    return same ? Result<void>() : stays("options");
}

// --- v2: strict --------------------------------------------------------------------------------------------------------

std::unexpected<Error> must_be(std::string_view name, std::string_view what) {
    return fail(ErrorCode::invalid, std::string("must be ").append(what), std::string(name));
}

Result<void> read_id_v2(const JsonValue& value, std::string_view name, LabelOptionPatch& target) {
    if (value.kind() != JsonKind::integer) return must_be(name, "a number");
    target.id = value.integer();
    return {};
}

Result<void> read_label_v2(const JsonValue& value, std::string_view name, LabelOptionPatch& target) {
    if (!value.is_string()) return must_be(name, "a string");
    target.label = std::string(value.string());
    return {};
}

constexpr InputField<LabelOptionPatch> id_field{"id", integer, true, read_id_v2, "The option"};
constexpr InputField<LabelOptionPatch> label_field{"label", string, true, read_label_v2, "Its name for people"};
constexpr InputField<LabelOptionPatch> add_fields[] = {label_field};
constexpr InputField<LabelOptionPatch> update_fields[] = {id_field, label_field};
constexpr InputField<LabelOptionPatch> delete_fields[] = {id_field};

Result<LabelOptionPatch> read_option_v2(JsonValue value, OptionTable fields) {
    if (!value.is_object()) return must_be("options", "objects");
    for (const auto& field : fields)
        if (!value.find(field.name)) return fail(ErrorCode::invalid, "is required", std::string(field.name));
    LabelOptionPatch option;
    for (const JsonValue member : value) {
        const auto* field = find_input(fields, member.name());
        if (field == nullptr) return fail(ErrorCode::invalid, "is not a known field", std::string(member.name()));
        if (auto done = field->read(member, field->name, option); !done) return fail(done);
    }
    return option;
}

Result<Options> read_options_v2(JsonValue body, OptionTable fields) {
    if (body.size() == 0) return must_be("options", "one at least");
    Options options;
    for (const JsonValue element : body) {
        auto option = read_option_v2(element, fields);
        if (!option) return fail(option);
        options.push_back(std::move(*option));
    }
    return options;
}

// Every field is found by its code; those whose options are not the company's are refused.
Result<void> check_options_field(const Request& request, const Context& context) {
    if (auto allowed = domain::check_field_editor(context.caller); !allowed) return allowed;
    const FieldList list(context);
    const auto field = list.find_by_code(request.path_param("field_code"));
    if (!field) return field_not_found();
    if (field->field.options != OptionSource::labels)
        return fail(ErrorCode::invalid, "has no options that can be changed", "field_code");
    return {};
}

Result<Options> read_change_v2(const Request& request, const Context& context, OptionTable fields) {
    if (auto checked = check_options_field(request, context); !checked) return fail(checked);
    return read_options_v2(request.json(), fields);
}

constexpr Field<LabelOption> option_fields[] = {
    {"id", integer, false, [](JsonWriter& w, const LabelOption& option) { w.integer(option.id); }, "Its id"},
    {"label", string, false, [](JsonWriter& w, const LabelOption& option) { w.string(option.label); },
     "Its name for people"},
};

Result<http::Response> options_reply(const Result<std::vector<LabelOption>>& options) {
    if (!options) return fail(options);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const LabelOption& option : *options) write_object(writer, option_fields, option);
    writer.end_array();
    end_reply(writer);
    return response;
}

}  // namespace

const Shape field_update_shape_v1{"UpdateOrganizationFieldRequest", [] { return describe(update_fields_v1); }};
const Shape option_add_shape{"AddFieldOption", [] { return describe(add_fields); }, true};
const Shape option_update_shape{"UpdateFieldOption", [] { return describe(update_fields); }, true};
const Shape option_delete_shape{"DeleteFieldOption", [] { return describe(delete_fields); }, true};
const Shape option_list_shape{"FieldOption", [] { return describe(option_fields); }, true};

Result<http::Response> update_field_v1(const Request& request, Context& context) {
    if (auto allowed = domain::check_field_editor(context.caller); !allowed) return fail(allowed);
    FieldList list(context);
    const auto field = list.find_by_id(request.path_number("id"));
    if (!field) return field_not_found();
    const auto update = read_update_v1(request.json());
    if (!update) return fail(update);
    if (auto checked = check_built_in(*field, *update); !checked) return fail(checked);
    if (update->options && field->field.options == OptionSource::labels) {
        auto options = domain::set_label_options(context.transaction, context.caller, label_kind, *update->options);
        if (!options) return fail(options);
        list.set_labels(std::move(*options));
    }
    return field_reply(field_table_v1(), *field);
}

Result<http::Response> add_field_options(const Request& request, Context& context) {
    const auto options = read_change_v2(request, context, add_fields);
    if (!options) return fail(options);
    return options_reply(domain::add_label_options(context.transaction, context.caller, label_kind, *options));
}

Result<http::Response> update_field_options(const Request& request, Context& context) {
    const auto options = read_change_v2(request, context, update_fields);
    if (!options) return fail(options);
    return options_reply(domain::update_label_options(context.transaction, context.caller, label_kind, *options));
}

Result<http::Response> delete_field_options(const Request& request, Context& context) {
    const auto options = read_change_v2(request, context, delete_fields);
    if (!options) return fail(options);
    std::vector<std::int64_t> ids;
    for (const LabelOptionPatch& option : *options) ids.push_back(option.id.value_or(0));
    return options_reply(domain::remove_label_options(context.transaction, context.caller, label_kind, ids));
}

}  // namespace stele::dialect::pipedrive
