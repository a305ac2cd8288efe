#include "dialect/pipedrive/field_presentation.h"

#include <algorithm>

#include "base/limits.h"
#include "dialect/pipedrive/input_v2.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Kind;
using enum WireType;
using Presentation = FieldPresentation;

// --- replies -----------------------------------------------------------------------------------------------------------

void write_numbers(JsonWriter& writer, const std::vector<std::int64_t>& numbers) {
    writer.begin_array();
    for (const std::int64_t number : numbers) writer.integer(number);
    writer.end_array();
}

constexpr Field<FieldInDialog> dialog_fields[] = {
    {"show", boolean, false, [](JsonWriter& w, const FieldInDialog& d) { w.boolean(d.show); },
     "Whether the dialog shows it"},
    {"order", integer, true, [](JsonWriter& w, const FieldInDialog& d) { d.order ? w.integer(*d.order) : w.null(); },
     "Its place in the dialog"},
};
const Shape dialog_shape{"FieldInDialog", [] { return describe(dialog_fields); }};

constexpr Field<Presentation> pipeline_fields[] = {
    {"show_in_all", boolean, false, [](JsonWriter& w, const Presentation& p) { w.boolean(p.shown_in_all_pipelines); },
     "Whether all pipelines show it"},
    {"pipeline_ids", integers, false, [](JsonWriter& w, const Presentation& p) { write_numbers(w, p.pipeline_ids); },
     "The pipelines that show it"},
};
const Shape pipelines_shape{"FieldInPipelines", [] { return describe(pipeline_fields); }};

template <auto Member>
void write_flag(JsonWriter& writer, const ShownField& field) {
    writer.boolean(field.presentation.*Member);
}
template <auto Member>
void write_dialog(JsonWriter& writer, const ShownField& field) {
    write_object(writer, dialog_fields, field.presentation.*Member);
}
template <auto Member>
void write_list(JsonWriter& writer, const ShownField& field) {
    write_numbers(writer, field.presentation.*Member);
}

constexpr Field<ShownField> add_flag{"add_visible_flag", boolean, false,
                                     [](JsonWriter& w, const ShownField& f) { w.boolean(f.shown_on_add); },
                                     "Whether the form of a new record shows it"};
constexpr Field<ShownField> details_flag{"details_visible_flag", boolean, false, write_flag<&Presentation::shown_in_details>,
                                         "Whether details show it"};
constexpr Field<ShownField> deal_dialog{"show_in_add_deal_dialog",
                                        object,
                                        false,
                                        write_dialog<&Presentation::add_deal_dialog>,
                                        "Where the dialog of a new deal shows it",
                                        &dialog_shape};

constexpr Field<ShownField> organization_visibility[] = {
    add_flag,
    details_flag,
    {"org_detail_visible_flag", boolean, false, write_flag<&Presentation::shown_in_details>,
     "Whether details of an organization show it"},
    {"person_detail_visible_flag", boolean, false, [](JsonWriter& w, const ShownField&) { w.boolean(false); },
     "Whether details of a person show it"},
    {"deal_detail_visible_flag", boolean, false, [](JsonWriter& w, const ShownField&) { w.boolean(false); },
     "Whether details of a deal show it"},
    deal_dialog,
    {"show_in_add_person_dialog", object, false, write_dialog<&Presentation::add_person_dialog>,
     "Where the dialog of a new person shows it", &dialog_shape},
};
constexpr Field<ShownField> person_visibility[] = {add_flag, details_flag, deal_dialog};
constexpr Field<ShownField> deal_visibility[] = {
    add_flag,
    details_flag,
    {"projects_detail_visible_flag", boolean, false, write_flag<&Presentation::shown_in_projects>,
     "Whether details of a project show it"},
    {"show_in_pipelines", object, false,
     [](JsonWriter& w, const ShownField& f) { write_object(w, pipeline_fields, f.presentation); }, "Which pipelines show it",
     &pipelines_shape},
};
constexpr Field<ShownField> activity_visibility[] = {add_flag, details_flag};

constexpr Field<ShownField> important_fields[] = {
    {"enabled", boolean, false, write_flag<&Presentation::important>, "Whether it is marked as important"},
    {"stage_ids", integers, false, write_list<&Presentation::important_stages>, "At which stages of deals"},
};

void write_statuses(JsonWriter& writer, const ShownField& field) {
    writer.begin_object();
    for (const PipelineStatuses& pipeline : field.presentation.required_statuses) {
        writer.key(pipeline.pipeline_id);
        writer.begin_array();
        for (const std::string& status : pipeline.statuses) writer.string(status);
        writer.end_array();
    }
    writer.end_object();
}

constexpr Field<ShownField> required_fields[] = {
    {"enabled", boolean, false, write_flag<&Presentation::required>, "Whether a record must have a value"},
    {"stage_ids", integers, false, write_list<&Presentation::required_stages>, "Of deals: at which stages"},
    {"statuses", object, false, write_statuses, "Of deals: at which outcomes, by pipeline"},
};

// --- bodies ------------------------------------------------------------------------------------------------------------

Result<std::vector<std::int64_t>> read_stage_ids(const JsonValue& value, std::string_view name) {
    auto ids = strict_ids(value, name);
    if (ids && ids->size() > limits::bulk_ids) return must_be(name, "a shorter list");
    return ids;
}

Result<void> read_order(const JsonValue& value, std::string_view name, FieldInDialog& target) {
    target.order.reset();
    if (value.is_null()) return {};
    const auto number = strict_number(value, name);
    if (!number) return fail(number);
    target.order = *number;
    return {};
}

constexpr InputField<FieldInDialog> dialog_inputs[] = {
    {"show", boolean, false, read_into<&FieldInDialog::show, strict_flag>, "Whether the dialog shows it"},
    {"order", integer, false, read_order, "Its place in the dialog"},
};
const Shape dialog_input_shape{"FieldInDialogRequest", [] { return describe(dialog_inputs); }};

constexpr InputField<Presentation> pipeline_inputs[] = {
    {"show_in_all", boolean, false, read_into<&Presentation::shown_in_all_pipelines, strict_flag>,
     "Whether all pipelines show it"},
    {"pipeline_ids", integers, false, read_into<&Presentation::pipeline_ids, read_stage_ids>, "The pipelines that show it"},
};
const Shape pipelines_input_shape{"FieldInPipelinesRequest", [] { return describe(pipeline_inputs); }};

template <class Target>
Result<void> read_object(std::span<const InputField<Target>> fields, const JsonValue& value, std::string_view name,
                         Target& target) {
    if (!value.is_object()) return must_be(name, "an object");
    return read_members(fields, value, std::string(name) + ".", target);
}

template <auto Member>
Result<void> read_dialog(const JsonValue& value, std::string_view name, Presentation& target) {
    return read_object(std::span<const InputField<FieldInDialog>>(dialog_inputs), value, name, target.*Member);
}

Result<void> read_pipelines(const JsonValue& value, std::string_view name, Presentation& target) {
    return read_object(std::span<const InputField<Presentation>>(pipeline_inputs), value, name, target);
}

// What is shown of details in other kinds' views follows from details_visible_flag.
Result<void> ignore_flag(const JsonValue& value, std::string_view name, Presentation& /*target*/) {
    if (const auto flag = strict_flag(value, name); !flag) return fail(flag);
    return {};
}

constexpr InputField<Presentation> visibility_inputs[] = {
    {"add_visible_flag", boolean, false, ignore_flag, "Whether the form of a new record shows it"},
    {"details_visible_flag", boolean, false, read_into<&Presentation::shown_in_details, strict_flag>,
     "Whether details show it"},
    {"org_detail_visible_flag", boolean, false, ignore_flag, "Follows from details_visible_flag"},
    {"person_detail_visible_flag", boolean, false, ignore_flag, "Follows from details_visible_flag"},
    {"deal_detail_visible_flag", boolean, false, ignore_flag, "Follows from details_visible_flag"},
    {"projects_detail_visible_flag", boolean, false, read_into<&Presentation::shown_in_projects, strict_flag>,
     "Of deals: whether details of a project show it"},
    {"show_in_add_deal_dialog", object, false, read_dialog<&Presentation::add_deal_dialog>,
     "Where the dialog of a new deal shows it", &dialog_input_shape},
    {"show_in_add_person_dialog", object, false, read_dialog<&Presentation::add_person_dialog>,
     "Where the dialog of a new person shows it", &dialog_input_shape},
    {"show_in_pipelines", object, false, read_pipelines, "Of deals: which pipelines show it", &pipelines_input_shape},
};

constexpr InputField<Presentation> important_inputs[] = {
    {"enabled", boolean, false, read_into<&Presentation::important, strict_flag>, "Whether it is marked as important"},
    {"stage_ids", integers, false, read_into<&Presentation::important_stages, read_stage_ids>, "At which stages of deals"},
};

Result<void> read_statuses(const JsonValue& value, std::string_view name, Presentation& target) {
    if (!value.is_object() || value.size() > limits::bulk_ids) return must_be(name, "an object of lists, by pipeline");
    target.required_statuses.clear();
    for (const JsonValue member : value) {
        const std::string path = std::string(name).append(".").append(member.name());
        if (!parse_integer(member.name()) || !member.is_array() || member.size() > 2)
            return must_be(path, "a list of won and lost, of a pipeline");
        PipelineStatuses& pipeline = target.required_statuses.emplace_back();
        pipeline.pipeline_id = member.name();
        for (const JsonValue status : member) {
            if (!status.is_string() || (status.string() != "won" && status.string() != "lost"))
                return must_be(path, "a list of won and lost");
            pipeline.statuses.emplace_back(status.string());
        }
    }
    return {};
}

constexpr InputField<Presentation> required_inputs[] = {
    {"enabled", boolean, false, read_into<&Presentation::required, strict_flag>, "Whether clients ask for a value"},
    {"stage_ids", integers, false, read_into<&Presentation::required_stages, read_stage_ids>, "Of deals: at which stages"},
    {"statuses", object, false, read_statuses, "Of deals: at which outcomes, by pipeline"},
};

// --- stored ------------------------------------------------------------------------------------------------------------

// All that is kept, in the form of the bodies.
constexpr Field<ShownField> stored_visibility[] = {
    details_flag, deal_dialog, organization_visibility[6], deal_visibility[2], deal_visibility[3],
};

void write_member(JsonWriter& writer, std::string_view name, std::span<const Field<ShownField>> table,
                  const ShownField& field) {
    writer.key_literal(name);
    write_object(writer, table, field);
}

}  // namespace

std::string FieldPresentation::encode() const {
    const ShownField field{*this, false};
    std::string text;
    JsonWriter writer(text);
    writer.begin_object();
    write_member(writer, "ui_visibility", stored_visibility, field);
    write_member(writer, "important_fields", important_fields, field);
    write_member(writer, "required_fields", required_fields, field);
    writer.end_object();
    return text;
}

FieldPresentation FieldPresentation::decode(std::string_view text) {
    FieldPresentation presentation;
    const auto document = text.empty() ? Result<JsonDocument>() : JsonDocument::parse(text);
    if (!document) return presentation;
    const JsonValue root = document->root();
    std::optional<bool> shown_on_add;
    if (const auto value = root.find("ui_visibility")) (void)read_ui_visibility(*value, presentation, shown_on_add);
    if (const auto value = root.find("important_fields")) (void)read_important_fields(*value, presentation);
    if (const auto value = root.find("required_fields")) (void)read_required_fields(*value, presentation);
    return presentation;
}

Result<void> read_ui_visibility(const JsonValue& value, FieldPresentation& into, std::optional<bool>& shown_on_add) {
    auto read = read_object(std::span<const InputField<Presentation>>(visibility_inputs), value, "ui_visibility", into);
    if (!read) return read;
    if (const auto flag = value.find("add_visible_flag")) shown_on_add = flag->boolean();
    return {};
}

Result<void> read_important_fields(const JsonValue& value, FieldPresentation& into) {
    return read_object(std::span<const InputField<Presentation>>(important_inputs), value, "important_fields", into);
}

Result<void> read_required_fields(const JsonValue& value, FieldPresentation& into) {
    return read_object(std::span<const InputField<Presentation>>(required_inputs), value, "required_fields", into);
}

std::span<const Field<ShownField>> visibility_table(Kind kind) {
    switch (kind) {
        case Kind::organization:
            return organization_visibility;
        case Kind::person:
            return person_visibility;
        case Kind::deal:
            return deal_visibility;
        default:
            return activity_visibility;
    }
}

std::span<const Field<ShownField>> important_table() { return important_fields; }

std::span<const Field<ShownField>> required_table(Kind kind) {
    const std::span<const Field<ShownField>> all = required_fields;
    return kind == Kind::deal ? all : all.first(1);
}

// Replies of organizations have the most members; others leave some out.
const Shape visibility_shape{"FieldVisibility", [] {
                                 auto docs = describe(organization_visibility);
                                 for (const auto& doc : describe(std::span(deal_visibility).subspan(2))) docs.push_back(doc);
                                 for (FieldDoc& doc : docs) doc.required = false;
                                 return docs;
                             }};
const Shape important_shape{"FieldImportance", [] { return describe(important_fields); }};
const Shape required_shape{"FieldRequirement", [] {
                               auto docs = describe(required_fields);
                               for (FieldDoc& doc : docs) doc.required = doc.name == "enabled";
                               return docs;
                           }};
const Shape visibility_input_shape{"FieldVisibilityRequest", [] { return describe(visibility_inputs); }};
const Shape important_input_shape{"FieldImportanceRequest", [] { return describe(important_inputs); }};
const Shape required_input_shape{"FieldRequirementRequest", [] { return describe(required_inputs); }};

}  // namespace stele::dialect::pipedrive
