#include "dialect/body.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/text.h"

namespace stele::dialect {

namespace {

constexpr std::string_view form_type = "application/x-www-form-urlencoded";

std::string media_type(const http::Request& request) {
    std::string type(request.header("content-type").value_or(""));
    type = type.substr(0, type.find(';'));
    while (!type.empty() && type.back() == ' ') type.pop_back();
    for (char& c : type)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return type;
}

bool is_json(std::string_view type) {
    return type.empty() || type == "application/json" || type == "text/json" || type == "text/plain" ||
           (type.starts_with("application/") && type.ends_with("+json"));
}

std::string_view plain_name(std::string_view name) { return name.ends_with("[]") ? name.substr(0, name.size() - 2) : name; }

// Values of one name stand together in the JSON, where its first stood.
std::string form_as_json(const std::vector<http::NameValue>& form) {
    std::string json;
    JsonWriter writer(json);
    writer.begin_object();
    for (auto field = form.begin(); field != form.end(); ++field) {
        const auto name = plain_name(field->name);
        const auto same = [name](const http::NameValue& other) { return plain_name(other.name) == name; };
        if (std::any_of(form.begin(), field, same)) continue;
        writer.key(name);
        if (std::count_if(form.begin(), form.end(), same) == 1 && !field->name.ends_with("[]")) {
            writer.string(field->value);
            continue;
        }
        writer.begin_array();
        for (const auto& other : form)
            if (same(other)) writer.string(other.value);
        writer.end_array();
    }
    writer.end_object();
    return json;
}

bool is_clean(const std::vector<http::NameValue>& form) {
    return std::all_of(form.begin(), form.end(),
                       [](const http::NameValue& field) { return is_clean_utf8(field.name) && is_clean_utf8(field.value); });
}

std::vector<http::NameValue> values_of(const std::vector<http::FormPart>& parts) {
    std::vector<http::NameValue> values;
    for (const http::FormPart& part : parts)
        if (!part.file_name) values.push_back({part.name, part.value});
    return values;
}

Result<JsonDocument> parse_form_values(const std::vector<http::NameValue>& form) {
    if (!is_clean(form)) return fail(ErrorCode::invalid, "The form is malformed");
    return JsonDocument::parse(form_as_json(form));
}

}  // namespace

Result<JsonDocument> parse_body(const http::Request& request, bool forms, bool list, bool empty_lists) {
    if (!request.parts.empty()) return parse_form_values(values_of(request.parts));
    if (request.body.empty()) return JsonDocument::parse(list ? "[]" : "{}");
    const std::string type = media_type(request);
    // `curl -d '{...}'` calls everything a form, and no form's field begins with a brace.
    const bool is_mislabeled = type == form_type && request.body.starts_with('{');
    if (forms && !list && type == form_type && !is_mislabeled) {
        const auto form = http::parse_form(request.body);
        if (!form) return fail(ErrorCode::invalid, "The form is malformed");
        return parse_form_values(*form);
    }
    if (!is_json(type) && !is_mislabeled) return fail(ErrorCode::invalid, "The content type must be application/json");
    auto document = JsonDocument::parse(request.body);
    if (!document) return document;
    if (list && !document->root().is_array()) return fail(ErrorCode::invalid, "The body must be a JSON array");
    if (!list && empty_lists && document->root().is_array() && document->root().size() == 0)
        return JsonDocument::parse("{}");
    if (!list && !document->root().is_object()) return fail(ErrorCode::invalid, "The body must be a JSON object");
    return document;
}

}  // namespace stele::dialect
