#include "dialect/pipedrive/filter_conditions.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/filter_fields.h"
#include "dialect/pipedrive/filter_operators.h"
#include "dialect/pipedrive/filter_predicates.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Kind;
using domain::Predicate;

constexpr std::string_view glues[] = {"and", "or"};

std::unexpected<Error> malformed(std::string place, std::string_view what) {
    return fail(ErrorCode::invalid, std::move(place.append(": ").append(what)), "conditions");
}

std::string group_place(std::size_t group) { return "conditions[" + std::to_string(group) + "]"; }
std::string place_of(std::size_t group, std::size_t index) {
    return group_place(group) + ".conditions[" + std::to_string(index) + "]";
}

bool is_glued_by(const JsonValue& value, std::string_view glue) {
    const auto member = value.find("glue");
    return member && member->is_string() && member->string() == glue;
}

// A text, a number, or a list of them with commas between; null and what is left out are nothing.
Result<std::optional<std::string>> read_value(const JsonValue& condition, std::string_view name, const std::string& place) {
    const auto value = condition.find(name);
    if (!value || is_left_out(*value)) return std::optional<std::string>();
    std::string text;
    const auto add = [&text](const JsonValue& element) {
        const auto part = as_text(element);
        if (part) text.append(text.empty() ? "" : ",").append(*part);
        return part.has_value();
    };
    bool read = value->is_array() ? value->size() > 0 : add(*value);
    for (const JsonValue element : *value) read = read && add(element);
    if (!read) return malformed(place + "." + std::string(name), "must be a text, a number or null");
    if (code_points(text) > limits::filter_value_chars)
        return malformed(place + "." + std::string(name),
                         "is longer than " + std::to_string(limits::filter_value_chars) + " characters");
    return std::optional(std::move(text));
}

Result<Condition> read_condition(const JsonValue& value, const std::string& place) {
    if (!value.is_object()) return malformed(place, "must be an object");
    Condition condition;
    const auto object = value.find("object");
    if (!object || !object->is_string())
        return malformed(place + ".object", "must be organization, person, deal or activity");
    condition.object = object->string();
    const auto field = value.find("field_id");
    const auto id = field ? as_integer(*field) : std::nullopt;
    if (!id) return malformed(place + ".field_id", "must be the id of a field");
    condition.field_id = *id;
    const auto code = value.find("operator");
    if (!code || !code->is_string()) return malformed(place + ".operator", "must be given");
    condition.operator_text = code->string();
    auto text = read_value(value, "value", place);
    if (!text) return fail(text);
    condition.value = std::move(*text);
    auto extra = read_value(value, "extra_value", place);
    if (!extra) return fail(extra);
    condition.extra_value = std::move(*extra);
    return condition;
}

Result<std::vector<Condition>> read_group(const JsonValue& value, std::size_t group) {
    const std::string place = group_place(group);
    if (!is_glued_by(value, glues[group])) return malformed(place + ".glue", "must be " + std::string(glues[group]));
    const auto list = value.find("conditions");
    if (!list || !list->is_array()) return malformed(place + ".conditions", "must be a list");
    std::vector<Condition> conditions;
    for (const JsonValue element : *list) {
        auto condition = read_condition(element, place_of(group, conditions.size()));
        if (!condition) return fail(condition);
        conditions.push_back(std::move(*condition));
    }
    return conditions;
}

Result<Kind> kind_of(std::string_view object) {
    if (object == "organization") return Kind::organization;
    if (object == "person") return Kind::person;
    if (object == "activity") return Kind::activity;
    if (object == "deal") return Kind::deal;
    if (object == "product")
        return fail(ErrorCode::invalid, "filters cannot ask for this object yet: " + std::string(object), "object");
    return fail(ErrorCode::invalid, "must be organization, person, deal or activity", "object");
}

// The error's field is the member of the condition that it is about.
Result<Predicate> predicate_of(const Condition& condition, Kind listed, const domain::Caller& caller) {
    const auto kind = kind_of(condition.object);
    if (!kind) return fail(kind);
    const auto field = find_filter_field(*caller.directory, *kind, condition.field_id, condition.extra_value.value_or(""));
    if (!field) return fail(field);
    const OperatorText* code = find_operator(condition.operator_text);
    if (code == nullptr || !accepts(field->comparable, code->code))
        return fail(ErrorCode::invalid, "the field cannot be compared by " + condition.operator_text, "operator");
    const bool takes_value = code->code != Operator::is_null && code->code != Operator::is_not_null;
    if (takes_value && !condition.value) return fail(ErrorCode::invalid, "must be given", "value");

    auto predicate = compare(*field, code->code, condition.value.value_or(""), caller);
    if (!predicate || *kind == listed) return predicate;
    return Predicate::related(*kind, Predicate::all({seen_and_live(*kind, caller), std::move(*predicate)}));
}

Predicate together(std::array<std::vector<Predicate>, 2> groups) {
    auto& [all, any] = groups;
    if (!any.empty()) all.push_back(Predicate::any(std::move(any)));
    return Predicate::all(std::move(all));
}

void write_text_or_null(JsonWriter& writer, const std::optional<std::string>& text) {
    if (text)
        writer.string(*text);
    else
        writer.null();
}

void write_condition(JsonWriter& writer, const Condition& condition, const domain::Directory* directory) {
    writer.begin_object();
    writer.key_literal("object");
    writer.string(condition.object);
    writer.key_literal("field_id");
    writer.string_literal(std::to_string(condition.field_id));
    writer.key_literal("operator");
    writer.string(condition.operator_text);
    writer.key_literal("value");
    write_text_or_null(writer, condition.value);
    writer.key_literal("extra_value");
    write_text_or_null(writer, condition.extra_value);
    if (directory != nullptr) {
        const auto kind = kind_of(condition.object);
        writer.key_literal("field_code");
        write_text_or_null(writer, kind ? field_code(*directory, *kind, condition.field_id) : std::nullopt);
    }
    writer.end_object();
}

}  // namespace

Result<Conditions> read_conditions(JsonValue value) {
    if (!is_glued_by(value, glues[0])) return malformed("glue", "must be and");
    const auto groups = value.find("conditions");
    if (!groups || !groups->is_array() || groups->size() != 2)
        return malformed("conditions", "must be two groups, glued by and and by or");
    Conditions conditions;
    std::size_t index = 0;
    for (const JsonValue group : *groups) {
        auto read = read_group(group, index);
        if (!read) return fail(read);
        conditions[index++] = std::move(*read);
    }
    if (conditions[0].size() + conditions[1].size() > limits::filter_conditions)
        return malformed("conditions", "are more than " + std::to_string(limits::filter_conditions));
    return conditions;
}

Result<Predicate> predicate_of(const Conditions& conditions, Kind kind, const domain::Caller& caller) {
    std::array<std::vector<Predicate>, 2> groups;
    for (std::size_t group = 0; group < conditions.size(); ++group) {
        for (std::size_t i = 0; i < conditions[group].size(); ++i) {
            auto predicate = predicate_of(conditions[group][i], kind, caller);
            if (!predicate) return malformed(place_of(group, i) + "." + predicate.error().field, predicate.error().message);
            groups[group].push_back(std::move(*predicate));
        }
    }
    return together(std::move(groups));
}

bool rename_record(Conditions& conditions, const domain::Directory& directory, domain::RecordRef record, std::int64_t to) {
    const std::string from = std::to_string(record.id);
    bool renamed = false;
    for (auto& group : conditions) {
        for (Condition& condition : group) {
            const auto kind = kind_of(condition.object);
            if (!kind || condition.value != from) continue;
            const auto field = find_filter_field(directory, *kind, condition.field_id, condition.extra_value.value_or(""));
            if (!field || named_kind(*field) != record.kind) continue;
            condition.value = std::to_string(to);
            renamed = true;
        }
    }
    return renamed;
}

Predicate predicate_of_kept(const Conditions& conditions, Kind kind, const domain::Caller& caller) {
    std::array<std::vector<Predicate>, 2> groups;
    for (std::size_t group = 0; group < conditions.size(); ++group) {
        for (const Condition& condition : conditions[group]) {
            auto predicate = predicate_of(condition, kind, caller);
            groups[group].push_back(predicate ? std::move(*predicate) : Predicate::any({}));
        }
    }
    return together(std::move(groups));
}

void write_conditions(JsonWriter& writer, const Conditions& conditions, const domain::Directory* directory) {
    writer.begin_object();
    writer.key_literal("glue");
    writer.string_literal(glues[0]);
    writer.key_literal("conditions");
    writer.begin_array();
    for (std::size_t group = 0; group < conditions.size(); ++group) {
        writer.begin_object();
        writer.key_literal("glue");
        writer.string_literal(glues[group]);
        writer.key_literal("conditions");
        writer.begin_array();
        for (const Condition& condition : conditions[group]) write_condition(writer, condition, directory);
        writer.end_array();
        writer.end_object();
    }
    writer.end_array();
    writer.end_object();
}

std::string conditions_text(const Conditions& conditions) {
    std::string text;
    JsonWriter writer(text);
    write_conditions(writer, conditions);
    return text;
}

Result<Conditions> parse_conditions(std::string_view text) {
    const auto document = JsonDocument::parse(text);
    if (!document) return fail(document);
    return read_conditions(document->root());
}

}  // namespace stele::dialect::pipedrive
