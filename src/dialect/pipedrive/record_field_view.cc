#include "dialect/pipedrive/record_field_view.h"

#include <algorithm>
#include <iterator>

#include "base/time_text.h"
#include "dialect/pipedrive/custom_fields.h"
#include "dialect/pipedrive/filter_fields.h"
#include "dialect/pipedrive/paging.h"
#include "domain/label_options.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::CustomPart;
using domain::FieldType;
using domain::PartName;
using enum WireType;

constexpr Level simple_levels[] = {{1, "Owner & followers"}, {3, "Entire company"}};
constexpr Level group_levels[] = {{1, "Owner only"},
                                  {3, "Owner's visibility group"},
                                  {5, "Owner's visibility group and sub-groups"},
                                  {7, "Entire company"}};

const std::vector<domain::LabelOption>& labels_of(const domain::Directory& directory, domain::Kind kind) {
    static const std::vector<domain::LabelOption> none;
    if (kind == domain::Kind::organization) return directory.label_options;
    if (kind == domain::Kind::deal) return directory.deal_label_options;
    return kind == domain::Kind::person ? directory.person_label_options : none;
}

// "admin_area_level_1" is "Admin area level 1".
std::string words_of(std::string_view suffix) {
    std::string words(suffix.substr(1));
    std::ranges::replace(words, '_', ' ');
    if (!words.empty() && words.front() >= 'a' && words.front() <= 'z') words.front() -= 'a' - 'A';
    return words;
}

std::string_view part_type(const FieldView& view, CustomPart part) {
    if (part != CustomPart::until) return "varchar";
    return view.type() == "daterange" ? "date" : "time";
}

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

void write_option_list(JsonWriter& writer, const std::vector<domain::LabelOption>& options) {
    writer.begin_array();
    for (const auto& option : options) write_option(writer, option.id, option.label, option.color);
    writer.end_array();
}

void write_levels(JsonWriter& writer, const FieldView& view) {
    writer.begin_array();
    for (const Level& level : levels_of(view.list.company())) write_option(writer, level.number, level.label, {});
    writer.end_array();
}

void write_options(JsonWriter& writer, const FieldView& view) {
    if (view.custom != nullptr && view.custom->has_options() && view.part == nullptr)
        return write_option_list(writer, domain::in_shown_order(view.custom->options));
    switch (view.options()) {
        case OptionSource::none:
            return writer.null();
        case OptionSource::labels:
            return write_option_list(writer, view.list.labels());
        case OptionSource::levels:
            return write_levels(writer, view);
    }
}

template <auto Member>
void write_time(JsonWriter& writer, const FieldView& view) {
    const Micros time = view.custom != nullptr ? view.custom->*Member : view.list.company().add_time;
    writer.string_literal(format_space(time).view());
}

template <auto Member>
void write_user(JsonWriter& writer, const FieldView& view) {
    if (view.custom != nullptr)
        writer.integer(view.custom->*Member);
    else
        writer.null();
}

void write_id(JsonWriter& writer, const FieldView& view) {
    if (view.part != nullptr)
        writer.null();
    else
        writer.integer(view.custom != nullptr ? view.custom->id : view.built_in->id);
}

template <FieldUse use>
void write_use(JsonWriter& writer, const FieldView& view) {
    writer.boolean(view.has(use));
}
void write_true(JsonWriter& writer, const FieldView&) { writer.boolean(true); }
void write_filterable(JsonWriter& writer, const FieldView& view) {
    writer.boolean(view.custom != nullptr || can_filter_by(view.list.kind(), view.built_in->id));
}
void write_is_custom(JsonWriter& writer, const FieldView& view) { writer.boolean(view.custom != nullptr); }
template <auto Member>
void write_presented(JsonWriter& writer, const FieldView& view) {
    writer.boolean(view.presentation.*Member);
}

constexpr Field<FieldView> fields_v1[] = {
    {"id", integer, true, write_id, "What filters name it by; a part of another field has none"},
    {"key", string, false, [](JsonWriter& w, const FieldView& v) { w.string(v.key()); }, "Its name in records"},
    {"name", string, false, [](JsonWriter& w, const FieldView& v) { w.string(v.name()); }, "Its name for people"},
    {"order_nr", integer, false, [](JsonWriter& w, const FieldView& v) { w.integer(v.order); }, "Its place"},
    {"field_type", string, false, [](JsonWriter& w, const FieldView& v) { w.string(v.type()); }, "Its type"},
    {"add_time", string, false, write_time<&domain::CustomField::add_time>, "When it was added"},
    {"update_time", string, false, write_time<&domain::CustomField::update_time>, "When it was last changed"},
    {"last_updated_by_user_id", integer, true, write_user<&domain::CustomField::updater_id>,
     "Who changed it; nobody changes those that every company has"},
    {"created_by_user_id", integer, true, write_user<&domain::CustomField::creator_id>,
     "Who added it; null for those that every company has"},
    {"active_flag", boolean, false, write_true, "False when deleted"},
    {"edit_flag", boolean, false, write_is_custom, "Whether it is a custom field"},
    {"index_visible_flag", boolean, false, write_true, "Whether lists may show it"},
    {"details_visible_flag", boolean, false, write_presented<&FieldPresentation::shown_in_details>,
     "Whether details show it"},
    {"add_visible_flag", boolean, false, write_use<shown_on_add>, "Whether the form of a new record shows it"},
    {"important_flag", boolean, false, write_presented<&FieldPresentation::important>, "Whether it is marked as important"},
    {"bulk_edit_allowed", boolean, false, write_use<editable>, "Whether many records may be given a value at once"},
    {"searchable_flag", boolean, false, write_use<searchable>, "Whether searches look in it"},
    {"filtering_allowed", boolean, false, write_filterable, "Whether filters may name it"},
    {"sortable_flag", boolean, false, write_true, "Whether lists may be sorted by it"},
    {"options", objects, true, write_options, "Its options: id, label, color"},
    {"mandatory_flag", boolean, false, write_use<mandatory>, "Whether a record must have a value"},
};

constexpr Field<FieldView> subfields_v1[] = {
    {"is_subfield", boolean, false, write_true, "Of a part of another field"},
};

void write_subfields(JsonWriter& writer, const FieldView& view) {
    const auto parts = view.parts();
    if (parts.empty()) return writer.null();
    writer.begin_array();
    for (const PartName& part : parts) {
        writer.begin_object();
        writer.key_literal("field_code");
        writer.string_literal(part.suffix.substr(1));
        writer.key_literal("field_name");
        writer.string(words_of(part.suffix));
        writer.key_literal("field_type");
        writer.string_literal(part_type(view, part.part));
        writer.end_object();
    }
    writer.end_array();
}

constexpr Field<FieldView> fields_v2[] = {
    {"field_name", string, false, [](JsonWriter& w, const FieldView& v) { w.string(v.name()); }, "Its name for people"},
    {"field_code", string, false, [](JsonWriter& w, const FieldView& v) { w.string(v.code()); }, "Its name in records"},
    {"field_type", string, false, [](JsonWriter& w, const FieldView& v) { w.string(v.type_v2()); }, "Its type"},
    {"options", objects, true, write_options, "Its options: id, label, color"},
    {"subfields", objects, true, write_subfields, "The parts of its values"},
    {"is_custom_field", boolean, false, write_is_custom, "Whether it is a custom field"},
    {"is_optional_response_field", boolean, false,
     [](JsonWriter& w, const FieldView& v) { w.boolean(v.built_in != nullptr && v.built_in->optional_in_v2); },
     "Whether it is shown only when asked for"},
};

ShownField shown(const FieldView& view) { return {view.presentation, view.has(shown_on_add)}; }

constexpr Field<FieldView> include_fields[] = {
    {"ui_visibility", object, false,
     [](JsonWriter& w, const FieldView& v) { write_object(w, visibility_table(v.list.kind()), shown(v)); },
     "When asked for: where it is shown", &visibility_shape},
    {"important_fields", object, false,
     [](JsonWriter& w, const FieldView& v) { write_object(w, important_table(), shown(v)); },
     "When asked for: whether it is marked as important", &important_shape},
    {"required_fields", object, false,
     [](JsonWriter& w, const FieldView& v) { write_object(w, required_table(v.list.kind()), shown(v)); },
     "When asked for: whether a record must have a value", &required_shape},
};

std::vector<FieldDoc> describe_v1() {
    auto docs = describe(fields_v1);
    for (FieldDoc& doc : describe(subfields_v1)) {
        doc.required = false;
        docs.push_back(doc);
    }
    return docs;
}

std::vector<FieldDoc> describe_v2() {
    auto docs = describe(fields_v2);
    for (FieldDoc& doc : describe(include_fields)) {
        doc.required = false;
        docs.push_back(doc);
    }
    return docs;
}

}  // namespace

std::span<const Level> levels_of(const domain::Company& company) {
    if (company.visibility_scheme == domain::VisibilityScheme::groups) return group_levels;
    return simple_levels;
}

bool FieldView::has(FieldUse use) const {
    if (built_in != nullptr) return (built_in->use & use) != 0;
    switch (use) {
        case editable:
            return true;
        case searchable:
            return domain::is_searchable(custom->type) && part == nullptr;
        case mandatory:
            return presentation.required;
        case shown_on_add:
            return custom->shown_on_add;
        case plain:
            break;
    }
    return false;
}

std::string FieldView::name() const {
    std::string text = built_in != nullptr ? std::string(built_in->name) : custom->name;
    return part != nullptr ? words_of(part->suffix) + " of " + text : text;
}

std::string FieldView::key() const {
    std::string text = built_in != nullptr ? std::string(built_in->key) : custom->key;
    return part != nullptr ? text.append(part->suffix) : text;
}

std::string_view FieldView::code() const { return built_in != nullptr ? built_in->code_v2() : custom->key; }

std::string_view FieldView::type() const {
    if (part != nullptr) return part_type({list, built_in, custom, order, nullptr, {}}, part->part);
    return built_in != nullptr ? built_in->type : type_name(custom->type);
}

std::string_view FieldView::type_v2() const { return built_in != nullptr ? built_in->shown_type_v2() : type(); }

std::span<const PartName> FieldView::parts() const {
    if (part != nullptr) return {};
    if (custom != nullptr) return domain::parts_of(custom->type);
    return built_in->type == "address" ? domain::parts_of(FieldType::address) : std::span<const PartName>();
}

FieldList::FieldList(const Context& context, domain::Kind kind)
    : directory_(*context.caller.directory),
      kind_(kind),
      built_in_(built_in_fields(kind)),
      custom_(directory_.custom_fields_of(kind)),
      labels_(domain::in_shown_order(labels_of(directory_, kind))) {}

FieldView FieldList::at(std::size_t index) const {
    const int order = static_cast<int>(index) + 1;
    if (index >= built_in_.size()) {
        FieldView view = view_of(*custom_[index - built_in_.size()]);
        view.order = order;
        return view;
    }
    FieldView view{*this, &built_in_[index], nullptr, order, nullptr, {}};
    view.presentation.required = view.has(mandatory);
    return view;
}

FieldView FieldList::view_of(const domain::CustomField& field) const {
    const auto place = std::ranges::find(custom_, field.id, &domain::CustomField::id) - custom_.begin();
    const int order = static_cast<int>(built_in_.size()) + static_cast<int>(place) + 1;
    return {*this, nullptr, &field, order, nullptr, FieldPresentation::decode(field.presentation)};
}

std::optional<FieldView> FieldList::find_by_id(std::int64_t id) const {
    for (std::size_t i = 0; i < size(); ++i) {
        const bool found = i < built_in_.size() ? built_in_[i].id == id : custom_[i - built_in_.size()]->id == id;
        if (found) return at(i);
    }
    return std::nullopt;
}

std::optional<FieldView> FieldList::find_by_code(std::string_view code) const {
    for (std::size_t i = 0; i < size(); ++i) {
        const std::string_view own =
            i < built_in_.size() ? built_in_[i].code_v2() : std::string_view(custom_[i - built_in_.size()]->key);
        if (own == code) return at(i);
    }
    return std::nullopt;
}

std::unexpected<Error> field_not_found() { return fail(ErrorCode::not_found, "Field not found"); }

FieldTable field_table_v1() { return fields_v1; }
FieldTable subfield_table_v1() { return subfields_v1; }
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

const Shape field_shape_v1{"Field", [] { return describe(fields_v1); }};
const Shape field_list_shape_v1{"Field", describe_v1, true};
const Shape field_shape_v2{"Field", describe_v2};
const Shape field_list_shape_v2{"Field", describe_v2, true};

}  // namespace stele::dialect::pipedrive
