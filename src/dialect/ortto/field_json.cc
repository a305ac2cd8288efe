#include "dialect/ortto/field_json.h"

#include "domain/label_options.h"

namespace stele::dialect::ortto {

bool is_select(const FieldInfo& field) {
    return field.custom != nullptr && (field.form == ValueForm::option || field.form == ValueForm::options);
}

std::vector<std::string> labels_of(const FieldInfo& field) {
    std::vector<std::string> labels;
    if (!is_select(field)) return labels;
    for (domain::LabelOption& option : domain::in_shown_order(field.custom->options))
        labels.push_back(std::move(option.label));
    return labels;
}

void write_labels(JsonWriter& writer, const FieldInfo& field) {
    writer.begin_array();
    for (const std::string& label : labels_of(field)) writer.string(label);
    writer.end_array();
}

void write_definition(JsonWriter& writer, const FieldInfo& field) {
    const auto flag = [&](std::string_view name, bool is_set) {
        if (!is_set) return;
        writer.key_literal(name);
        writer.boolean(true);
    };
    writer.begin_object();
    writer.key_literal("id");
    writer.string(field.id);
    writer.key_literal("name");
    writer.string(field.name);
    flag("read_only", field.read_only);
    writer.key_literal("display_type");
    writer.string(field.display_type);
    flag("hidden", field.hidden);
    flag("no_autocomplete", field.no_autocomplete);
    if (!field.liquid_name.empty()) {
        writer.key_literal("liquid_name");
        writer.string(field.liquid_name);
    }
    if (is_select(field)) {
        writer.key_literal("dic_items");
        write_labels(writer, field);
    }
    writer.end_object();
}

}  // namespace stele::dialect::ortto
