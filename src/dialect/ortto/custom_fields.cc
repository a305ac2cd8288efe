// Custom fields of people and accounts. Ortto: custom fields (create, get, update). Only an administrator's key writes them.
#include "domain/custom_fields.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/text.h"
#include "dialect/ortto/errors.h"
#include "dialect/ortto/field_json.h"
#include "dialect/ortto/ortto.h"
#include "dialect/ortto/reply.h"

namespace stele::dialect::ortto {

namespace {

using domain::CustomFieldPatch;
using domain::FieldFormat;
using domain::LabelOptionPatch;
using enum WireType;
using Texts = std::vector<std::string>;

std::unexpected<Error> refuse(const Context& context, std::string_view text) {
    return fail(ErrorCode::invalid, std::string(instance_of(context.caller.company())).append(": ").append(text));
}

// What the domain refuses, in Ortto's form.
std::unexpected<Error> say(const Context& context, const Error& error) {
    return error.code == ErrorCode::invalid ? refuse(context, error.message) : std::unexpected(error);
}

Result<std::optional<std::string>> read_text(const Context& context, const JsonValue& body, std::string_view name) {
    const auto value = body.find(name);
    if (!value || value->is_null()) return std::nullopt;
    if (!value->is_string()) return refuse(context, std::string(name) + " must be a string");
    return std::string(value->string());
}

// Empty when it is left out.
Result<Texts> read_texts(const Context& context, const JsonValue& body, std::string_view name) {
    Texts texts;
    const auto value = body.find(name);
    if (!value || value->is_null()) return texts;
    if (!value->is_array()) return refuse(context, std::string(name) + " must be an array of strings");
    for (const JsonValue element : *value) {
        if (!element.is_string()) return refuse(context, std::string(name) + " must be an array of strings");
        if (std::ranges::find(texts, element.string()) == texts.end()) texts.emplace_back(element.string());
    }
    return texts;
}

Result<std::optional<bool>> read_flag(const Context& context, const JsonValue& body, std::string_view name) {
    const auto value = body.find(name);
    if (!value || value->is_null()) return std::nullopt;
    if (value->kind() != JsonKind::boolean) return refuse(context, std::string(name) + " must be true or false");
    return value->boolean();
}

// A label of the field's own keeps its option.
std::vector<LabelOptionPatch> patches_of(const std::vector<domain::LabelOption>& options, const Texts& labels) {
    std::vector<LabelOptionPatch> patches;
    for (const std::string& label : labels) {
        const auto found = std::ranges::find(options, label, &domain::LabelOption::label);
        LabelOptionPatch& patch = patches.emplace_back();
        if (found != options.end())
            patch.id = found->id;
        else
            patch.label = label;
    }
    return patches;
}

bool tracks_never(const FieldInfo& field) { return field.form == ValueForm::options; }
constexpr std::string_view never_tracked = "changes of a multi_select field cannot be tracked";

// A name is there once among the fields of an entity, and an instance has no more than so many.
Result<void> check_new(const Context& context, Entity entity, std::string_view name) {
    const auto fields = Fields(*context.caller.directory, entity).custom();
    if (fields.size() >= limits::created_fields)
        return refuse(context, "there are " + std::to_string(fields.size()) + " custom fields, at most " +
                                   std::to_string(limits::created_fields) + " are made here");
    const std::string folded = fold_exact(name);
    if (std::ranges::any_of(fields, [&](const FieldInfo& field) { return fold_exact(field.name) == folded; }))
        return refuse(context, "a custom field named " + std::string(name) + " exists already");
    return {};
}

Result<CustomFieldPatch> read_new(const Context& context, const JsonValue& body) {
    const auto name = read_text(context, body, "name");
    if (!name) return fail(name);
    if (!*name || (*name)->empty()) return refuse(context, "name is required");
    const auto type_name = read_text(context, body, "type");
    if (!type_name) return fail(type_name);
    const CustomType* type = *type_name ? find_custom_type(**type_name) : nullptr;
    if (type == nullptr) return refuse(context, "type " + type_name->value_or("") + " is unknown");
    const auto values = read_texts(context, body, "values");
    if (!values) return fail(values);
    const auto tracked = read_flag(context, body, "track_changes");
    if (!tracked) return fail(tracked);

    CustomFieldPatch patch;
    patch.name = **name;
    patch.type = type->type;
    patch.format = type->format;
    patch.is_tracked = tracked->value_or(false);
    const bool selects = type->form == ValueForm::option || type->form == ValueForm::options;
    if (selects && values->empty()) return refuse(context, "values are required for a field of type " + **type_name);
    if (!selects && !values->empty()) return refuse(context, "a field of type " + **type_name + " has no values");
    if (type->form == ValueForm::options && *patch.is_tracked) return refuse(context, never_tracked);
    if (selects) patch.options = patches_of({}, *values);
    if (type->format == FieldFormat::yes_no) patch.options = patches_of({}, {"Yes", "No"});
    return patch;
}

template <Entity entity>
Result<http::Response> create_field(const Request& request, Context& context) {
    const auto patch = read_new(context, request.json());
    if (!patch) return fail(patch);
    if (auto checked = check_new(context, entity, *patch->name); !checked) return fail(checked);
    const auto added = domain::add_custom_field(context.transaction, context.caller, kind_of(entity), *patch);
    if (!added) return say(context, added.error());
    const FieldInfo field = Fields(*context.caller.directory, entity).of_custom(*added);
    return json_reply([&](JsonWriter& writer) {
        writer.begin_object();
        writer.key_literal("name");
        writer.string(field.name);
        writer.key_literal("field_id");
        writer.string(field.id);
        writer.key_literal("display_type");
        writer.string(field.display_type);
        if (is_select(field)) {
            writer.key_literal("values");
            write_labels(writer, field);
        }
        writer.end_object();
    });
}

// People's fields say whether their changes are tracked; accounts' are the definitions alone.
template <Entity entity>
Result<http::Response> get_fields(const Request& /*request*/, Context& context) {
    return json_reply([&](JsonWriter& writer) {
        writer.begin_object();
        writer.key_literal("fields");
        writer.begin_array();
        for (const FieldInfo& field : Fields(*context.caller.directory, entity).custom()) {
            if (entity == Entity::account) {
                write_definition(writer, field);
                continue;
            }
            writer.begin_object();
            writer.key_literal("field");
            write_definition(writer, field);
            writer.key_literal("tracked_value");
            writer.boolean(field.custom->is_tracked);
            writer.end_object();
        }
        writer.end_array();
        writer.end_object();
    });
}

// The labels that a select is to have; nothing when they stay. The first list that is not empty counts.
Result<std::optional<Texts>> read_labels(const Context& context, const JsonValue& body, const FieldInfo& field) {
    const auto replaced = read_texts(context, body, "replace_values");
    if (!replaced) return fail(replaced);
    const auto added = read_texts(context, body, "add_values");
    if (!added) return fail(added);
    const auto removed = read_texts(context, body, "remove_values");
    if (!removed) return fail(removed);
    if (replaced->empty() && added->empty() && removed->empty()) return std::nullopt;
    if (!is_select(field)) return refuse(context, "field " + field.id + " has no values");
    if (!replaced->empty()) return *replaced;
    Texts labels = labels_of(field);
    for (const std::string& label : *added)
        if (std::ranges::find(labels, label) == labels.end()) labels.push_back(label);
    if (added->empty())
        std::erase_if(labels,
                      [&](const std::string& label) { return std::ranges::find(*removed, label) != removed->end(); });
    return labels;
}

template <Entity entity>
Result<http::Response> update_field(const Request& request, Context& context) {
    const JsonValue body = request.json();
    const auto id = read_text(context, body, "field_id");
    if (!id) return fail(id);
    if (!*id) return refuse(context, "field_id is required");
    const Fields fields(*context.caller.directory, entity);
    const auto field = fields.find(**id);
    if (!field || field->custom == nullptr) return refuse(context, "field " + **id + ": Object not found");
    const auto tracked = read_flag(context, body, "track_changes");
    if (!tracked) return fail(tracked);
    if (tracked->value_or(false) && tracks_never(*field)) return refuse(context, never_tracked);
    const auto labels = read_labels(context, body, *field);
    if (!labels) return fail(labels);

    CustomFieldPatch patch;
    patch.is_tracked = *tracked;
    if (*labels) patch.options = patches_of(field->custom->options, **labels);
    const auto updated =
        domain::update_custom_field(context.transaction, context.caller, kind_of(entity), field->custom->id, patch);
    if (!updated) return say(context, updated.error());
    const FieldInfo now = fields.of_custom(*updated);
    return json_reply([&](JsonWriter& writer) {
        writer.begin_object();
        writer.key_literal("field_id");
        writer.string(now.id);
        writer.key_literal("values");
        if (is_select(now))
            write_labels(writer, now);
        else
            writer.null();
        writer.key_literal("track_changes");
        writer.boolean(updated->is_tracked);
        writer.end_object();
    });
}

const Shape create_shape{"CustomFieldRequest", [] {
                             return std::vector<FieldDoc>{
                                 {"type", string, false, true,
                                  "text, large_text, integer, decimal, currency, price, date, time, bool, phone, "
                                  "single_select, multi_select, link "
                                  "or object"},
                                 {"name", string, false, true, "Not that of another custom field"},
                                 {"values", strings, true, false, "The labels of a select"},
                                 {"track_changes", boolean, true, false, "Not of a multi_select field"},
                             };
                         }};
const Shape created_shape{
    "CreatedCustomField", [] {
        return std::vector<FieldDoc>{
            {"name", string, false, true, "As it was sent"},
            {"field_id", string, false, true, "The prefix of its type, cm or oc, and a slug of the name"},
            {"display_type", string, false, true, "The type"},
            {"values", strings, false, false, "The labels of a select"},
        };
    }};
const Shape get_shape{"CustomFieldsRequest", [] { return std::vector<FieldDoc>(); }};
const Shape definition_shape{"CustomField", [] {
                                 return std::vector<FieldDoc>{
                                     {"id", string, false, true, "The id"},
                                     {"name", string, false, true, "The name"},
                                     {"read_only", boolean, false, false, "Of fields that only other APIs write"},
                                     {"display_type", string, false, true, "The type"},
                                     {"liquid_name", string, false, true, "How templates name it"},
                                     {"dic_items", strings, false, false, "The labels of a select"},
                                 };
                             }};
const Shape tracked_shape{"PersonCustomField", [] {
                              return std::vector<FieldDoc>{
                                  {"field", object, false, true, "The definition", &definition_shape},
                                  {"tracked_value", boolean, false, true, "Whether its changes are tracked"},
                              };
                          }};
const Shape person_fields_shape{
    "PersonCustomFields",
    [] { return std::vector<FieldDoc>{{"fields", objects, false, true, "All of them", &tracked_shape}}; }};
const Shape account_fields_shape{
    "AccountCustomFields",
    [] { return std::vector<FieldDoc>{{"fields", objects, false, true, "All of them", &definition_shape}}; }};
const Shape update_shape{
    "CustomFieldUpdate", [] {
        return std::vector<FieldDoc>{
            {"field_id", string, false, true, "The field"},
            {"replace_values", strings, true, false, "The labels of a select, all of them"},
            {"add_values", strings, true, false, "More labels; passed over when there are labels to replace"},
            {"remove_values", strings, true, false, "Fewer labels; passed over when there are labels to replace or add"},
            {"track_changes", boolean, true, false, "Not of a multi_select field"},
        };
    }};
const Shape updated_shape{"UpdatedCustomField", [] {
                              return std::vector<FieldDoc>{
                                  {"field_id", string, false, true, "The field"},
                                  {"values", strings, true, true, "The labels of a select; null for others"},
                                  {"track_changes", boolean, false, true, "Whether its changes are tracked"},
                              };
                          }};

template <Entity entity>
constexpr Route create_row(std::string_view pattern) {
    return {
        http::Method::post, pattern, create_field<entity>,   domain::Access::write, domain::Scope::write, {}, &create_shape,
        &created_shape,     200,     "Create a custom field"};
}
template <Entity entity>
constexpr Route get_row(std::string_view pattern) {
    return {http::Method::post,
            pattern,
            get_fields<entity>,
            domain::Access::read,
            domain::Scope::read,
            {},
            &get_shape,
            entity == Entity::person ? &person_fields_shape : &account_fields_shape,
            200,
            "Get the custom fields"};
}
template <Entity entity>
constexpr Route update_row(std::string_view pattern) {
    return {
        http::Method::put, pattern, update_field<entity>,   domain::Access::write, domain::Scope::write, {}, &update_shape,
        &updated_shape,    200,     "Update a custom field"};
}

constexpr Route routes[] = {
    create_row<Entity::person>("/v1/person/custom-field/create"),
    create_row<Entity::account>("/v1/accounts/custom-field/create"),
    create_row<Entity::account>("/v1/organizations/custom-field/create"),
    get_row<Entity::person>("/v1/person/custom-field/get"),
    get_row<Entity::account>("/v1/accounts/custom-field/get"),
    get_row<Entity::account>("/v1/organizations/custom-field/get"),
    update_row<Entity::person>("/v1/person/custom-field/update"),
    update_row<Entity::account>("/v1/accounts/custom-field/update"),
    update_row<Entity::account>("/v1/organizations/custom-field/update"),
};

}  // namespace

RouteGroup custom_field_routes() { return {routes, {}}; }

}  // namespace stele::dialect::ortto
