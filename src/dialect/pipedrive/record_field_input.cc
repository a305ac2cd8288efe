#include "dialect/pipedrive/record_field_input.h"

#include <algorithm>

#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/custom_fields.h"
#include "dialect/pipedrive/input_v2.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::CustomFieldPatch;
using domain::LabelOptionPatch;
using enum WireType;

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
const Shape option_shape_v1{"FieldOptionRequest", [] { return describe(option_fields_v1); }};

Result<LabelOptionPatch> read_option_v1(JsonValue value) {
    LabelOptionPatch option;
    if (!value.is_object()) return bad("options", "a list of objects");
    for (const JsonValue member : value) {
        const auto* field = find_input(OptionTable(option_fields_v1), member.name());
        if (field == nullptr) continue;
        if (auto done = field->read(member, field->name, option); !done) return fail(done);
    }
    return option;
}

// An empty list would take every option away; Pipedrive asks for all that are to be.
Result<void> read_option_list_v1(JsonValue list, CustomFieldPatch& target) {
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
Result<void> read_options_v1(const JsonValue& value, std::string_view name, CustomFieldPatch& target) {
    if (is_left_out(value)) return {};
    if (!value.is_string()) return read_option_list_v1(value, target);
    const auto document = JsonDocument::parse(value.string());
    if (!document) return bad(name, "a list of objects");
    return read_option_list_v1(document->root(), target);
}

Result<void> read_name_v1(const JsonValue& value, std::string_view name, CustomFieldPatch& target) {
    if (is_left_out(value)) return {};
    target.name = as_text(value);
    if (!target.name) return bad(name, "a text");
    return {};
}

Result<void> read_shown_on_add_v1(const JsonValue& value, std::string_view name, CustomFieldPatch& target) {
    if (is_left_out(value)) return {};
    const auto flag = as_flag(value, name);
    if (!flag) return fail(flag);
    target.shown_on_add = *flag;
    return {};
}

Result<domain::FieldType> field_type(const JsonValue& value, std::string_view name) {
    const auto type = value.is_string() ? type_of_name(value.string()) : std::nullopt;
    if (!type) return bad(name, "one of " + type_names());
    return *type;
}

Result<void> read_type_v1(const JsonValue& value, std::string_view name, CustomFieldPatch& target) {
    const auto type = field_type(value, name);
    if (!type) return fail(type);
    target.type = *type;
    return {};
}

constexpr InputField<CustomFieldPatch> fields_v1[] = {
    {"name", string, true, read_name_v1, "Its name for people; that of a built-in field stays"},
    {"options", objects, false, read_options_v1, "All options that are to be, in order; others are removed",
     &option_shape_v1},
    {"add_visible_flag", boolean, false, read_shown_on_add_v1,
     "Whether the form of a new record shows it; that of a built-in field stays"},
    {"field_type", string, true, read_type_v1, "Its type; of a new field alone"},
};
constexpr std::span<const InputField<CustomFieldPatch>> create_table_v1 = fields_v1;
constexpr auto update_table_v1 = create_table_v1.first(3);

Result<CustomFieldPatch> read_v1(JsonValue body, std::span<const InputField<CustomFieldPatch>> fields) {
    CustomFieldPatch patch;
    for (const JsonValue member : body) {
        const auto* field = find_input(fields, member.name());
        if (field == nullptr) continue;
        if (auto done = field->read(member, field->name, patch); !done) return fail(done);
    }
    return patch;
}

// --- v2: strict --------------------------------------------------------------------------------------------------------

constexpr InputField<LabelOptionPatch> id_field{"id", integer, true, read_into<&LabelOptionPatch::id, strict_number>,
                                                "The option"};
constexpr InputField<LabelOptionPatch> label_field{"label", string, true, read_into<&LabelOptionPatch::label, strict_text>,
                                                   "Its name for people"};
constexpr InputField<LabelOptionPatch> add_fields[] = {label_field};
constexpr InputField<LabelOptionPatch> update_fields[] = {id_field, label_field};
constexpr InputField<LabelOptionPatch> delete_fields[] = {id_field};

Result<LabelOptionPatch> read_option_v2(JsonValue value, OptionTable fields) {
    if (!value.is_object()) return must_be("options", "objects");
    for (const auto& field : fields)
        if (!value.find(field.name)) return fail(ErrorCode::invalid, "is required", std::string(field.name));
    LabelOptionPatch option;
    if (auto read = read_members(fields, value, "", option); !read) return fail(read);
    return option;
}

Result<OptionPatches> read_options_v2(JsonValue list, OptionTable fields) {
    if (!list.is_array() || list.size() == 0) return must_be("options", "a list of one at least");
    OptionPatches options;
    for (const JsonValue element : list) {
        auto option = read_option_v2(element, fields);
        if (!option) return fail(option);
        options.push_back(std::move(*option));
    }
    return options;
}

Result<OptionPatches> new_options(const JsonValue& value, std::string_view /*name*/) {
    return read_options_v2(value, add_fields);
}

// A definition on its way in, with its presentation as it was before.
struct FieldInput {
    CustomFieldPatch patch;
    FieldPresentation presentation;
    bool presents = false;
};

template <auto Member, auto Read>
Result<void> read_patch(const JsonValue& value, std::string_view name, FieldInput& target) {
    return read_into<Member, Read>(value, name, target.patch);
}

Result<void> read_visibility(const JsonValue& value, std::string_view /*name*/, FieldInput& target) {
    target.presents = true;
    return read_ui_visibility(value, target.presentation, target.patch.shown_on_add);
}
Result<void> read_important(const JsonValue& value, std::string_view /*name*/, FieldInput& target) {
    target.presents = true;
    return read_important_fields(value, target.presentation);
}
Result<void> read_required(const JsonValue& value, std::string_view /*name*/, FieldInput& target) {
    target.presents = true;
    return read_required_fields(value, target.presentation);
}

const Shape new_option_shape{"AddFieldOption", [] { return describe(add_fields); }};

constexpr InputField<FieldInput> fields_v2[] = {
    {"field_name", string, true, read_patch<&CustomFieldPatch::name, strict_text>, "Its name for people"},
    {"ui_visibility", object, false, read_visibility, "Where it is shown", &visibility_input_shape},
    {"important_fields", object, false, read_important, "Whether it is marked as important", &important_input_shape},
    {"required_fields", object, false, read_required, "Whether clients ask for a value", &required_input_shape},
    {"field_type", string, true, read_patch<&CustomFieldPatch::type, field_type>, "Its type"},
    {"options", objects, false, read_patch<&CustomFieldPatch::options, new_options>, "Its options; of types enum and set",
     &new_option_shape},
};
constexpr std::span<const InputField<FieldInput>> create_table_v2 = fields_v2;
constexpr auto update_table_v2 = create_table_v2.first(4);

Result<CustomFieldPatch> read_v2(JsonValue body, std::span<const InputField<FieldInput>> fields, FieldInput input) {
    if (auto read = read_members(fields, body, "", input); !read) return fail(read);
    if (input.presents) input.patch.presentation = input.presentation.encode();
    return std::move(input.patch);
}

std::unexpected<Error> stays(std::string_view name) {
    return fail(ErrorCode::invalid, std::string(name).append(" of this field cannot be changed"), std::string(name));
}

bool are_levels(const OptionPatches& options, std::span<const Level> levels) {
    return std::ranges::equal(options, levels, [](const LabelOptionPatch& option, const Level& level) {
        return option.id == level.number && (!option.label || *option.label == level.label);
    });
}

}  // namespace

const Shape field_create_shape_v1{"AddFieldRequest", [] { return describe(create_table_v1); }};
const Shape field_update_shape_v1{"UpdateFieldRequest", [] { return describe_update(update_table_v1); }};
const Shape field_create_shape_v2{"AddFieldRequest", [] { return describe(create_table_v2); }};
const Shape field_update_shape_v2{"UpdateFieldRequest", [] { return describe_update(update_table_v2); }};
const Shape option_add_shape{"AddFieldOption", [] { return describe(add_fields); }, true};
const Shape option_update_shape{"UpdateFieldOption", [] { return describe(update_fields); }, true};
const Shape option_delete_shape{"DeleteFieldOption", [] { return describe(delete_fields); }, true};

Result<CustomFieldPatch> read_field_create_v1(JsonValue body) { return read_v1(body, create_table_v1); }
Result<CustomFieldPatch> read_field_update_v1(JsonValue body) { return read_v1(body, update_table_v1); }

Result<CustomFieldPatch> read_field_create_v2(JsonValue body) {
    for (const std::string_view name : {"field_name", "field_type"})
        if (!body.find(name)) return fail(ErrorCode::invalid, "is required", std::string(name));
    return read_v2(body, create_table_v2, {});
}

Result<CustomFieldPatch> read_field_update_v2(JsonValue body, const FieldView& field) {
    return read_v2(body, update_table_v2, {{}, field.presentation, false});
}

Result<OptionPatches> read_options_to_add(JsonValue body) { return read_options_v2(body, add_fields); }
Result<OptionPatches> read_options_to_update(JsonValue body) { return read_options_v2(body, update_fields); }
Result<OptionPatches> read_options_to_delete(JsonValue body) { return read_options_v2(body, delete_fields); }

Result<void> check_built_in(const FieldView& view, const CustomFieldPatch& patch) {
    if (patch.name && *patch.name != view.name()) return stays("name");
    if (patch.shown_on_add && *patch.shown_on_add != view.has(shown_on_add)) return stays("add_visible_flag");
    if (patch.presentation && *patch.presentation != view.presentation.encode()) return stays("ui_visibility");
    const bool are_labels = view.options() == OptionSource::labels;
    if (!patch.options || are_labels) return {};
    const bool same = view.options() == OptionSource::levels && are_levels(*patch.options, levels_of(view.list.company()));
    return same ? Result<void>() : stays("options");
}

}  // namespace stele::dialect::pipedrive
