#include "dialect/pipedrive/flow_changes.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/time_text.h"
#include "dialect/pipedrive/change_values.h"
#include "dialect/shape.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Change;
using domain::Kind;
using enum WireType;
using Text = std::optional<std::string>;

struct ChangeView {
    const Change& change;
    const FlowChanges& changes;
};
using View = ChangeView;

template <auto Value>
void write_value(JsonWriter& writer, const View& view) {
    const Text& value = view.change.*Value;
    const auto number = value && view.changes.is_number(view.change) ? parse_integer(*value) : std::nullopt;
    if (number)
        writer.integer(*number);
    else
        write_change_value(writer, view.changes.company(), view.change.field, value);
}

template <auto Value>
void write_formatted(JsonWriter& writer, std::string_view name, const View& view) {
    const Text& value = view.change.*Value;
    writer.key_literal(name);
    if (!value)
        writer.null();
    else if (const std::string text = view.changes.formatted(view.change, *value); text != *value)
        writer.string(text);
    else
        write_change_value(writer, view.changes.company(), view.change.field, value);
}

void write_additional(JsonWriter& writer, const View& view) {
    writer.begin_object();
    write_formatted<&Change::old_value>(writer, "old_value_formatted", view);
    write_formatted<&Change::new_value>(writer, "new_value_formatted", view);
    writer.end_object();
}

void write_bulk(JsonWriter& writer, const View& view) {
    if (view.change.is_bulk)
        writer.boolean(true);
    else
        writer.null();
}

void write_agent(JsonWriter& writer, const View& view) {
    if (view.change.user_agent.empty())
        writer.null();
    else
        writer.string(view.change.user_agent);
}

constexpr Field<View> fields[] = {
    {"id", integer, false, [](JsonWriter& w, const View& v) { w.integer(v.change.id); }, "The change's own id"},
    {"item_id", integer, false, [](JsonWriter& w, const View& v) { w.integer(v.change.record_id); }, "The record"},
    {"user_id", integer, false, [](JsonWriter& w, const View& v) { w.integer(v.change.user_id); }, "Who changed it"},
    {"field_key", string, false, [](JsonWriter& w, const View& v) { w.string(change_key(v.change.field)); }, "The field"},
    {"old_value", string, true, write_value<&Change::old_value>, "Its value before"},
    {"new_value", string, true, write_value<&Change::new_value>, "Its value after"},
    {"is_bulk_update_flag", boolean, true, write_bulk, "True when it was one of many"},
    {"log_time", string, false, [](JsonWriter& w, const View& v) { w.string_literal(format_space(v.change.time).view()); },
     "When"},
    {"change_source", string, true,
     [](JsonWriter& w, const View& v) { w.string_literal(v.change.source == domain::Source::command_line ? "app" : "api"); },
     "Through what: app or api"},
    {"change_source_user_agent", string, true, write_agent, "The client, as it called itself"},
    {"additional_data", object, false, write_additional, "The values as people read them"},
};

// The labels of "1,2"; an option that is there no longer stays a number.
template <class Find>
std::string labels_of(const std::string& value, const Find& find) {
    std::string labels;
    for (std::size_t from = 0; from <= value.size();) {
        const std::size_t to = std::min(value.find(',', from), value.size());
        const std::string id = value.substr(from, to - from);
        const domain::LabelOption* option = find(parse_integer(id).value_or(0));
        if (!labels.empty()) labels += ", ";
        labels += option != nullptr ? option->label : id;
        from = to + 1;
    }
    return labels;
}

const domain::LabelOption* label_of(const domain::Directory& directory, Kind kind, std::int64_t id) {
    if (kind == Kind::organization) return directory.label_option(id);
    return kind == Kind::person ? directory.person_label_option(id) : directory.deal_label_option(id);
}

template <class Named>
std::string name_or(const Named* named, const std::string& value) {
    return named != nullptr ? named->name : value;
}

}  // namespace

Result<FlowChanges> FlowChanges::read(Context& context, domain::RecordRef record, std::span<const std::int64_t> ids) {
    FlowChanges found;
    found.directory_ = context.caller.directory;
    std::map<Kind, std::set<std::int64_t>> named;
    Result<std::optional<Change>> shown;
    for (const std::int64_t id : ids) {
        const auto listed = context.transaction.history().list_changes(record.kind, record.id, domain::ChangeSet::fields,
                                                                       id + 1, 1, [&](const Change& change) {
                                                                           if (change.id == id)
                                                                               shown = shown_change(context, change);
                                                                           return false;
                                                                       });
        if (!listed) return fail(listed);
        if (!shown) return fail(shown);
        if (!*shown) continue;
        if (const auto kind = named_kind(context, record.kind, (*shown)->field)) {
            found.kinds_.emplace(id, *kind);
            for (const Text* value : {&(*shown)->old_value, &(*shown)->new_value})
                if (*value) named[*kind].insert(parse_integer(**value).value_or(0));
        }
        found.changes_.emplace(id, std::move(**shown));
        shown->reset();
    }
    for (const auto& [kind, of_kind] : named) {
        auto names = seen_names(context, kind, {of_kind.begin(), of_kind.end()});
        if (!names) return fail(names);
        found.names_[kind] = std::move(*names);
    }
    return found;
}

domain::UserId FlowChanges::write(JsonWriter& writer, std::int64_t id) const {
    const Change& change = changes_.at(id);
    write_object(writer, fields, View{change, *this});
    return change.user_id;
}

bool FlowChanges::is_number(const Change& change) const {
    using namespace domain::field_key;
    for (const std::string_view field : {owner, people, pipeline, stage})
        if (change.field == field) return true;
    return kinds_.contains(change.id);
}

std::string FlowChanges::formatted(const Change& change, const std::string& value) const {
    using namespace domain::field_key;
    const std::int64_t id = parse_integer(value).value_or(0);
    if (change.field == owner) return name_or(directory_->user(id), value);
    if (change.field == pipeline) return name_or(directory_->pipeline(id), value);
    if (change.field == stage) return name_or(directory_->stage(id), value);
    if (change.field == labels)
        return labels_of(value, [&](std::int64_t label) { return label_of(*directory_, change.kind, label); });
    if (const auto kind = kinds_.find(change.id); kind != kinds_.end()) {
        const std::string* name = name_of(names_.at(kind->second), id);
        return name != nullptr ? *name : value;
    }
    const domain::CustomField* custom = directory_->custom_field(change.kind, change.field);
    if (custom == nullptr) return value;
    if (custom->type == domain::FieldType::user) return name_or(directory_->user(id), value);
    if (custom->has_options()) return labels_of(value, [&](std::int64_t option) { return custom->option(option); });
    return value;
}

}  // namespace stele::dialect::pipedrive
