#include "dialect/openapi.h"

#include <algorithm>
#include <map>

#include "base/json_reader.h"
#include "base/json_writer.h"

namespace stele::dialect {

namespace {

using Shapes = std::map<std::string, const Shape*, std::less<>>;

struct SchemaType {
    std::string_view type;
    std::string_view format;
};

SchemaType schema_type(WireType type) {
    switch (type) {
        case WireType::integer:
            return {"integer", "int64"};
        case WireType::number:
            return {"number", "double"};
        case WireType::string:
            return {"string", {}};
        case WireType::boolean:
            return {"boolean", {}};
        case WireType::object:
        case WireType::any:
            return {"object", {}};
        case WireType::integers:
        case WireType::strings:
        case WireType::objects:
            return {"array", {}};
        case WireType::time:
            return {"string", "date-time"};
    }
    return {"string", {}};
}

void write_member(JsonWriter& writer, std::string_view name, std::string_view text) {
    writer.key_literal(name);
    writer.string(text);
}

void write_reference(JsonWriter& writer, const Shape& shape) {
    writer.begin_object();
    write_member(writer, "$ref", std::string("#/components/schemas/").append(shape.name));
    writer.end_object();
}

void write_items(JsonWriter& writer, WireType type, const Shape* shape) {
    writer.key_literal("items");
    if (shape != nullptr) {
        write_reference(writer, *shape);
        return;
    }
    writer.begin_object();
    if (type == WireType::integers)
        write_member(writer, "type", "integer");
    else
        write_member(writer, "type", type == WireType::strings ? "string" : "object");
    writer.end_object();
}

void write_values(JsonWriter& writer, std::span<const std::string_view> values) {
    writer.key_literal("enum");
    writer.begin_array();
    for (const std::string_view value : values) writer.string(value);
    writer.end_array();
}

void write_field_schema(JsonWriter& writer, const FieldDoc& field) {
    writer.key_literal(field.name);
    writer.begin_object();
    if (field.type == WireType::object && field.shape != nullptr) {
        writer.key_literal("allOf");
        writer.begin_array();
        write_reference(writer, *field.shape);
        writer.end_array();
    } else {
        const SchemaType type = schema_type(field.type);
        write_member(writer, "type", type.type);
        if (!type.format.empty()) write_member(writer, "format", type.format);
        if (type.type == "array") write_items(writer, field.type, field.shape);
        if (!field.values.empty()) write_values(writer, field.values);
    }
    if (field.nullable) {
        writer.key_literal("nullable");
        writer.boolean(true);
    }
    write_member(writer, "description", field.text);
    writer.end_object();
}

void write_shape(JsonWriter& writer, const Shape& shape) {
    const auto fields = shape.fields();
    writer.key_literal(shape.name);
    writer.begin_object();
    write_member(writer, "type", "object");
    if (std::any_of(fields.begin(), fields.end(), [](const FieldDoc& field) { return field.required; })) {
        writer.key_literal("required");
        writer.begin_array();
        for (const FieldDoc& field : fields)
            if (field.required) writer.string(field.name);
        writer.end_array();
    }
    writer.key_literal("properties");
    writer.begin_object();
    for (const FieldDoc& field : fields) write_field_schema(writer, field);
    writer.end_object();
    writer.end_object();
}

void collect(const Shape* shape, Shapes& shapes) {
    if (shape == nullptr || !shapes.emplace(shape->name, shape).second) return;
    for (const FieldDoc& field : shape->fields()) collect(field.shape, shapes);
}

void write_parameter(JsonWriter& writer, std::string_view name, std::string_view where, WireType type,
                     std::string_view text) {
    writer.begin_object();
    write_member(writer, "name", name);
    write_member(writer, "in", where);
    if (where == "path") {
        writer.key_literal("required");
        writer.boolean(true);
    }
    if (!text.empty()) write_member(writer, "description", text);
    writer.key_literal("schema");
    writer.begin_object();
    write_member(writer, "type", schema_type(type).type);
    if (const auto format = schema_type(type).format; !format.empty()) write_member(writer, "format", format);
    writer.end_object();
    writer.end_object();
}

// The parameters of a pattern: "{id:number}".
void write_path_parameters(JsonWriter& writer, std::string_view pattern) {
    for (auto open = pattern.find('{'); open != std::string_view::npos; open = pattern.find('{', open + 1)) {
        const auto close = pattern.find('}', open);
        const auto inside = pattern.substr(open + 1, close - open - 1);
        const auto colon = inside.find(':');
        const bool is_number = colon != std::string_view::npos && inside.substr(colon + 1) == "number";
        write_parameter(writer, inside.substr(0, colon), "path", is_number ? WireType::integer : WireType::string, {});
    }
}

void write_content(JsonWriter& writer, std::string_view media_type, FunctionRef<void(JsonWriter&)> schema) {
    writer.key_literal("content");
    writer.begin_object();
    writer.key(media_type);
    writer.begin_object();
    writer.key_literal("schema");
    schema(writer);
    writer.end_object();
    writer.end_object();
}

// The shape, or a list of it.
void write_shape_schema(JsonWriter& writer, const Shape& shape) {
    if (!shape.is_list) return write_reference(writer, shape);
    writer.begin_object();
    write_member(writer, "type", "array");
    write_items(writer, WireType::objects, &shape);
    writer.end_object();
}

void write_reply_schema(JsonWriter& writer, const Shape* shape, bool enveloped) {
    if (!enveloped && shape != nullptr) return write_shape_schema(writer, *shape);
    writer.begin_object();
    write_member(writer, "type", "object");
    if (!enveloped) return writer.end_object();
    writer.key_literal("properties");
    writer.begin_object();
    writer.key_literal("success");
    writer.begin_object();
    write_member(writer, "type", "boolean");
    writer.end_object();
    if (shape != nullptr) {
        writer.key_literal("data");
        write_shape_schema(writer, *shape);
    }
    writer.end_object();
    writer.end_object();
}

void write_bytes_schema(JsonWriter& writer) {
    writer.begin_object();
    write_member(writer, "type", "string");
    write_member(writer, "format", "binary");
    writer.end_object();
}

std::string_view method_name(http::Method method) {
    switch (method) {
        case http::Method::get:
            return "get";
        case http::Method::head:
            return "head";
        case http::Method::post:
            return "post";
        case http::Method::put:
            return "put";
        case http::Method::patch:
            return "patch";
        case http::Method::delete_:
            return "delete";
        case http::Method::options:
            return "options";
    }
    return "get";
}

void write_operation(JsonWriter& writer, const Route& route, bool enveloped) {
    writer.key_literal(method_name(route.method));
    writer.begin_object();
    write_member(writer, "summary", route.summary);
    writer.key_literal("parameters");
    writer.begin_array();
    write_path_parameters(writer, route.pattern);
    for (const Parameter& parameter : route.parameters)
        write_parameter(writer, parameter.name, "query", parameter.type, parameter.text);
    writer.end_array();
    if (route.request != nullptr) {
        writer.key_literal("requestBody");
        writer.begin_object();
        const std::string_view media_type = route.is_upload ? "multipart/form-data" : "application/json";
        write_content(writer, media_type, [&](JsonWriter& w) { write_shape_schema(w, *route.request); });
        writer.end_object();
    }
    writer.key_literal("responses");
    writer.begin_object();
    writer.key_literal(std::to_string(route.success));
    writer.begin_object();
    write_member(writer, "description", "Success");
    if (route.response == &bytes_shape)
        write_content(writer, "application/octet-stream", [](JsonWriter& w) { write_bytes_schema(w); });
    else if (route.success != 204)
        write_content(writer, "application/json", [&](JsonWriter& w) { write_reply_schema(w, route.response, enveloped); });
    writer.end_object();
    writer.end_object();
    writer.end_object();
}

using Paths = std::map<std::string, std::vector<const Route*>>;

void write_paths(JsonWriter& writer, const Paths& paths, bool enveloped) {
    writer.key_literal("paths");
    writer.begin_object();
    for (const auto& [path, routes] : paths) {
        writer.key(path);
        writer.begin_object();
        for (const Route* route : routes) write_operation(writer, *route, enveloped);
        writer.end_object();
    }
    writer.end_object();
}

void write_components(JsonWriter& writer, const Shapes& shapes, std::string_view key_header) {
    writer.key_literal("components");
    writer.begin_object();
    writer.key_literal("securitySchemes");
    writer.begin_object();
    writer.key_literal("api_key");
    writer.begin_object();
    write_member(writer, "type", "apiKey");
    write_member(writer, "in", "header");
    write_member(writer, "name", key_header);
    writer.end_object();
    writer.end_object();
    writer.key_literal("schemas");
    writer.begin_object();
    for (const auto& [name, shape] : shapes) write_shape(writer, *shape);
    writer.end_object();
    writer.end_object();
}

void indent(const JsonValue& value, std::string& out, std::size_t depth);

void indent_members(const JsonValue& value, std::string& out, std::size_t depth) {
    bool first = true;
    for (const JsonValue member : value) {
        out += first ? "\n" : ",\n";
        first = false;
        out.append((depth + 1) * 2, ' ');
        if (value.is_object()) {
            JsonWriter(out).string(member.name());
            out += ": ";
        }
        indent(member, out, depth + 1);
    }
    out += '\n';
    out.append(depth * 2, ' ');
}

// The same JSON, a member a line.
void indent(const JsonValue& value, std::string& out, std::size_t depth) {
    std::string scalar;
    JsonWriter writer(scalar);
    switch (value.kind()) {
        case JsonKind::null:
            writer.null();
            break;
        case JsonKind::boolean:
            writer.boolean(value.boolean());
            break;
        case JsonKind::integer:
            writer.integer(value.integer());
            break;
        case JsonKind::real:
            writer.real(value.real());
            break;
        case JsonKind::string:
            writer.string(value.string());
            break;
        case JsonKind::array:
        case JsonKind::object:
            out += value.is_array() ? '[' : '{';
            if (value.size() != 0) indent_members(value, out, depth);
            out += value.is_array() ? ']' : '}';
            return;
    }
    out += scalar;
}

}  // namespace

std::string plain_pattern(std::string_view pattern) {
    std::string plain;
    bool in_type = false;
    for (const char c : pattern) {
        if (c == '}') in_type = false;
        if (c == ':') in_type = true;
        if (!in_type) plain += c;
    }
    return plain;
}

std::string openapi_document(const Dialect& dialect, std::string_view prefix, std::string_view title) {
    Paths paths;
    Shapes shapes;
    for (const RouteGroup& group : dialect.groups())
        for (const Route& route : group.routes) {
            if (!route.pattern.starts_with(prefix)) continue;
            paths[plain_pattern(route.pattern)].push_back(&route);
            collect(route.request, shapes);
            if (route.response != &bytes_shape) collect(route.response, shapes);
        }

    std::string json;
    JsonWriter writer(json);
    writer.begin_object();
    write_member(writer, "openapi", "3.0.3");
    writer.key_literal("info");
    writer.begin_object();
    write_member(writer, "title", title);
    write_member(writer, "version", "1");
    writer.end_object();
    writer.key_literal("security");
    writer.raw(R"([{"api_key":[]}])");
    const DocumentStyle style = dialect.document_style();
    write_paths(writer, paths, style.enveloped);
    write_components(writer, shapes, style.key_header);
    writer.end_object();

    std::string text;
    const auto document = JsonDocument::parse(json);
    indent(document->root(), text, 0);
    text += '\n';
    return text;
}

}  // namespace stele::dialect
