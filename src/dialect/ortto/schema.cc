// The fields of an instance. Ortto: retrieving the instance schema.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/ortto/errors.h"
#include "dialect/ortto/field_json.h"
#include "dialect/ortto/ortto.h"
#include "dialect/ortto/reply.h"

namespace stele::dialect::ortto {

namespace {

using enum WireType;

// In the order of their names.
struct Namespace {
    std::string_view id;
    Entity entity;
    bool custom;
};
constexpr Namespace namespaces[] = {
    {"", Entity::person, false},
    {"cm", Entity::person, true},
    {"o", Entity::account, false},
    {"oc", Entity::account, true},
};

const Shape request_shape{
    "SchemaRequest", [] {
        return std::vector<FieldDoc>{
            {"namespaces", strings, true, false,
             "Only these: the empty text for what every person has, cm for custom fields of people, o and oc the same of "
             "accounts. All when empty"},
        };
    }};
const Shape schema_shape{"Schema", [] {
                             return std::vector<FieldDoc>{
                                 {"namespaces", object, false, true,
                                  "By their ids: {id, fields, org}, of which fields are definitions by their ids"},
                             };
                         }};

std::unexpected<Error> refuse(const Context& context) {
    return fail(ErrorCode::invalid, std::string(instance_of(context.caller.company())) +
                                        ": Failed to parse request namespaces must be an array of strings");
}

// Empty: all.
Result<std::vector<std::string_view>> read_namespaces(const Request& request, const Context& context) {
    std::vector<std::string_view> asked;
    const auto value = request.json().find("namespaces");
    if (!value || value->is_null()) return asked;
    if (!value->is_array()) return refuse(context);
    for (const JsonValue id : *value) {
        if (!id.is_string()) return refuse(context);
        asked.push_back(id.string());
    }
    return asked;
}

void write_namespace(JsonWriter& writer, const Context& context, const Namespace& space) {
    const Fields fields(*context.caller.directory, space.entity);
    auto listed = space.custom ? fields.custom() : fields.built_in();
    std::ranges::sort(listed, {}, &FieldInfo::id);
    writer.key_literal(space.id);
    writer.begin_object();
    writer.key_literal("id");
    writer.string_literal(space.id);
    writer.key_literal("fields");
    writer.begin_object();
    for (const FieldInfo& field : listed) {
        writer.key(field.id);
        write_definition(writer, field);
    }
    writer.end_object();
    if (space.entity == Entity::account) {
        writer.key_literal("org");
        writer.boolean(true);
    }
    writer.end_object();
}

Result<http::Response> get_schema(const Request& request, Context& context) {
    const auto asked = read_namespaces(request, context);
    if (!asked) return fail(asked);
    return json_reply([&](JsonWriter& writer) {
        writer.begin_object();
        writer.key_literal("namespaces");
        writer.begin_object();
        for (const Namespace& space : namespaces)
            if (asked->empty() || std::ranges::find(*asked, space.id) != asked->end())
                write_namespace(writer, context, space);
        writer.end_object();
        writer.end_object();
    });
}

constexpr Route routes[] = {
    {http::Method::post,
     "/v1/instance-schema/get",
     get_schema,
     domain::Access::read,
     domain::Scope::read,
     {},
     &request_shape,
     &schema_shape,
     200,
     "Get the fields of people and accounts"},
};

}  // namespace

RouteGroup schema_routes() { return {routes, {}}; }

}  // namespace stele::dialect::ortto
