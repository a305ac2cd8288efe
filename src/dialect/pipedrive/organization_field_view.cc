#include "dialect/pipedrive/organization_field_view.h"

#include <algorithm>
#include <iterator>

#include "base/time_text.h"
#include "dialect/pipedrive/paging.h"
#include "domain/label_options.h"

namespace stele::dialect::pipedrive {

namespace {

using enum WireType;

// Pipedrive's fields of organizations that every company has.
constexpr BuiltInField fields[] = {
    {4001, "id", "", "ID", "int", "", plain, false},
    {4002, "name", "", "Name", "varchar", "", editable | searchable | mandatory | shown_on_add, false},
    {4003, "label", "label_ids", "Labels", "enum", "set", editable | shown_on_add, false, OptionSource::labels},
    {4004, "owner_id", "", "Owner", "user", "", editable | shown_on_add, false},
    {4005, "visible_to", "", "Visible to", "visible_to", "", editable | shown_on_add, false, OptionSource::levels},
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

void write_labels(JsonWriter& writer, const FieldView& view) {
    writer.begin_array();
    for (const auto& option : view.list.labels()) write_option(writer, option.id, option.label, option.color);
    writer.end_array();
}

void write_levels(JsonWriter& writer, const FieldView& view) {
    writer.begin_array();
    for (const Level& level : levels_of(view.list.company())) write_option(writer, level.number, level.label, {});
    writer.end_array();
}

void write_options(JsonWriter& writer, const FieldView& view) {
    switch (view.field.options) {
        case OptionSource::none:
            return writer.null();
        case OptionSource::labels:
            return write_labels(writer, view);
        case OptionSource::levels:
            return write_levels(writer, view);
    }
}

void write_time(JsonWriter& writer, const FieldView& view) {
    writer.string_literal(format_space(view.list.company().add_time).view());
}

template <FieldUse use>
void write_use(JsonWriter& writer, const FieldView& view) {
    writer.boolean(view.has(use));
}
void write_true(JsonWriter& writer, const FieldView&) { writer.boolean(true); }
void write_false(JsonWriter& writer, const FieldView&) { writer.boolean(false); }
void write_null(JsonWriter& writer, const FieldView&) { writer.null(); }
void write_empty_list(JsonWriter& writer, const FieldView&) {
    writer.begin_array();
    writer.end_array();
}

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

std::string_view code_of(const BuiltInField& field) { return field.code.empty() ? field.key : field.code; }

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

// Only the forms and details of organizations show these fields: there are no dialogs of deals or people beside them.
constexpr Field<FieldView> dialog_fields[] = {
    {"show", boolean, false, write_false, "Whether the dialog shows it"},
    {"order", integer, true, write_null, "Its place in the dialog"},
};
const Shape dialog_shape{"FieldInDialog", [] { return describe(dialog_fields); }};

void write_dialog(JsonWriter& writer, const FieldView& view) { write_object(writer, dialog_fields, view); }

constexpr Field<FieldView> visibility_fields[] = {
    {"add_visible_flag", boolean, false, write_use<shown_on_add>, "Whether the form of a new record shows it"},
    {"details_visible_flag", boolean, false, write_true, "Whether details show it"},
    {"org_detail_visible_flag", boolean, false, write_true, "Whether details of an organization show it"},
    {"person_detail_visible_flag", boolean, false, write_false, "Whether details of a person show it"},
    {"deal_detail_visible_flag", boolean, false, write_false, "Whether details of a deal show it"},
    {"show_in_add_deal_dialog", object, false, write_dialog, "Where the dialog of a new deal shows it", &dialog_shape},
    {"show_in_add_person_dialog", object, false, write_dialog, "Where the dialog of a new person shows it", &dialog_shape},
};
const Shape visibility_shape{"FieldVisibility", [] { return describe(visibility_fields); }};

constexpr Field<FieldView> important_fields[] = {
    {"enabled", boolean, false, write_false, "Whether it is marked as important"},
    {"stage_ids", integers, false, write_empty_list, "At which stages of deals"},
};
const Shape important_shape{"FieldImportance", [] { return describe(important_fields); }};

constexpr Field<FieldView> required_fields[] = {
    {"enabled", boolean, false, write_use<mandatory>, "Whether a record must have a value"},
};
const Shape required_shape{"FieldRequirement", [] { return describe(required_fields); }};

constexpr Field<FieldView> include_fields[] = {
    {"ui_visibility", object, false, [](JsonWriter& w, const FieldView& v) { write_object(w, visibility_fields, v); },
     "When asked for: where it is shown", &visibility_shape},
    {"important_fields", object, false, [](JsonWriter& w, const FieldView& v) { write_object(w, important_fields, v); },
     "When asked for: whether it is marked as important", &important_shape},
    {"required_fields", object, false, [](JsonWriter& w, const FieldView& v) { write_object(w, required_fields, v); },
     "When asked for: whether a record must have a value", &required_shape},
};

std::vector<FieldDoc> describe_v2() {
    auto docs = describe(fields_v2);
    for (FieldDoc& doc : describe(include_fields)) {
        doc.required = false;
        docs.push_back(doc);
    }
    return docs;
}

template <class Matches>
std::optional<FieldView> find_field(const FieldList& list, Matches matches) {
    const auto found = std::ranges::find_if(fields, matches);
    if (found == std::end(fields)) return std::nullopt;
    return list.at(static_cast<std::size_t>(found - std::begin(fields)));
}

}  // namespace

std::span<const Level> levels_of(const domain::Company& company) {
    if (company.visibility_scheme == domain::VisibilityScheme::groups) return group_levels;
    return simple_levels;
}

FieldList::FieldList(const Context& context)
    : company_(context.caller.company()), labels_(domain::in_shown_order(context.caller.directory->label_options)) {}

std::size_t FieldList::size() const { return std::size(fields); }

FieldView FieldList::at(std::size_t index) const { return {fields[index], *this, static_cast<int>(index) + 1}; }

std::optional<FieldView> FieldList::find_by_id(std::int64_t id) const {
    return find_field(*this, [id](const BuiltInField& field) { return field.id == id; });
}

std::optional<FieldView> FieldList::find_by_code(std::string_view code) const {
    return find_field(*this, [code](const BuiltInField& field) { return code_of(field) == code; });
}

std::unexpected<Error> field_not_found() { return fail(ErrorCode::not_found, "Field not found"); }

FieldTable field_table_v1() { return fields_v1; }
FieldTable field_table_v2() { return fields_v2; }
FieldTable field_include_table() { return include_fields; }

http::Response field_reply(FieldTable table, const FieldView& view) {
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_object(writer, table, view);
    end_reply(writer);
    return response;
}

const Shape field_shape_v1{"OrganizationField", [] { return describe(fields_v1); }};
const Shape field_list_shape_v1{"OrganizationField", [] { return describe(fields_v1); }, true};
const Shape field_shape_v2{"OrganizationField", describe_v2};
const Shape field_list_shape_v2{"OrganizationField", describe_v2, true};

}  // namespace stele::dialect::pipedrive
