#include <optional>

#include "base/limits.h"
#include "base/time_text.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/person_fields.h"
#include "dialect/pipedrive/pipedrive.h"
#include "domain/relationships.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Organization;
using domain::OrganizationId;
using domain::Relationship;
using domain::RelationshipType;
using enum WireType;

// A relationship as one of its organizations sees it.
struct View {
    const Relationship& relationship;
    const Organization& owner;
    const Organization& linked;
    OrganizationId base;
    const RenderContext& context;

    View(const Relationship& shown, const domain::SeenRelationships& seen, OrganizationId from, const RenderContext& around)
        : relationship(shown),
          owner(seen.organizations.at(shown.owner_id)),
          linked(seen.organizations.at(shown.linked_id)),
          base(from),
          context(around) {}

    [[nodiscard]] const Organization& other() const { return base == owner.id ? linked : owner; }
};

std::string_view type_name(RelationshipType type) {
    switch (type) {
        case RelationshipType::parent:
            return "parent";
        case RelationshipType::related:
            return "related";
    }
    return "related";
}

// What the other organization is to the one that looks.
std::string_view calculated_type(const View& view) {
    if (view.relationship.type == RelationshipType::related) return "related";
    return view.base == view.owner.id ? "daughter" : "parent";
}

template <Micros Relationship::* Member>
constexpr auto write_time =
    [](JsonWriter& w, const View& v) { w.string_literal(format_space(v.relationship.*Member).view()); };

constexpr Field<View> fields[] = {
    {"id", integer, false, [](JsonWriter& w, const View& v) { w.integer(v.relationship.id); }, "The relationship's id"},
    {"type", string, false, [](JsonWriter& w, const View& v) { w.string_literal(type_name(v.relationship.type)); },
     "parent or related"},
    {"rel_owner_org_id", object, false,
     [](JsonWriter& w, const View& v) { write_organization_reference(w, v.context, v.owner, "value"); },
     "The owner; of type parent, the parent"},
    {"rel_linked_org_id", object, false,
     [](JsonWriter& w, const View& v) { write_organization_reference(w, v.context, v.linked, "value"); },
     "The linked organization; of type parent, the daughter"},
    {"add_time", string, false, write_time<&Relationship::add_time>, "When it was added"},
    {"update_time", string, false, write_time<&Relationship::update_time>, "When it was last changed"},
    {"active_flag", string, false, [](JsonWriter& w, const View&) { w.string_literal("true"); }, "Always \"true\""},
    {"related_organization_name", string, false, [](JsonWriter& w, const View& v) { w.string(v.other().name); },
     "The other organization's name"},
    {"calculated_type", string, false, [](JsonWriter& w, const View& v) { w.string_literal(calculated_type(v)); },
     "What the other organization is to org_id: parent, daughter or related"},
    {"calculated_related_org_id", integer, false, [](JsonWriter& w, const View& v) { w.integer(v.other().id); },
     "The other organization's id"},
};

struct Input {
    domain::RelationshipPatch patch;
    std::optional<OrganizationId> base;
};

Result<void> read_type(const JsonValue& value, std::string_view name, Input& input) {
    for (const auto type : {RelationshipType::parent, RelationshipType::related})
        if (value.is_string() && value.string() == type_name(type)) {
            input.patch.type = type;
            return {};
        }
    return bad(name, "parent or related");
}

// An id, or the object that replies have in its place.
Result<void> read_organization(const JsonValue& value, std::string_view name, std::optional<OrganizationId>& into) {
    into = as_reference(value);
    if (!into) return bad(name, "a number");
    return {};
}

Result<void> read_owner(const JsonValue& value, std::string_view name, Input& input) {
    return read_organization(value, name, input.patch.owner_id);
}

Result<void> read_linked(const JsonValue& value, std::string_view name, Input& input) {
    return read_organization(value, name, input.patch.linked_id);
}

Result<void> read_base(const JsonValue& value, std::string_view name, Input& input) {
    if (is_left_out(value)) return {};
    return read_organization(value, name, input.base);
}

constexpr std::string_view base_text = "Whose view the calculated members take; the owner's when left out";

constexpr InputField<Input> create_fields[] = {
    {"type", string, true, read_type, "parent or related"},
    {"rel_owner_org_id", integer, true, read_owner, "The owner; of type parent, the parent"},
    {"rel_linked_org_id", integer, true, read_linked, "The linked organization; of type parent, the daughter"},
    {"org_id", integer, false, read_base, base_text},
};

constexpr InputField<Input> update_fields[] = {
    {"type", string, false, read_type, "parent or related"},
    {"rel_owner_org_id", integer, false, read_owner, "The owner; of type parent, the parent"},
    {"rel_linked_org_id", integer, false, read_linked, "The linked organization; of type parent, the daughter"},
    {"org_id", integer, false, read_base, base_text},
};

const Shape relationship_shape{"OrganizationRelationship", [] { return describe(fields); }};
const Shape list_shape{"OrganizationRelationship", [] { return describe(fields); }, true};
const Shape create_shape{"AddOrganizationRelationshipRequest", [] { return describe(create_fields); }};
const Shape update_shape{"UpdateOrganizationRelationshipRequest", [] { return describe(update_fields); }};
const Shape id_shape{"DeletedId", [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id", nullptr}}; }};

constexpr Parameter list_parameters[] = {
    {"org_id", integer, "The organization whose relationships they are; required"},
    page_parameters_v1[0],
    page_parameters_v1[1],
};

constexpr Parameter base_parameters[] = {
    {"org_id", integer, base_text},
};

// Members that are no fields are ignored.
Result<Input> read_input(JsonValue body, std::span<const InputField<Input>> table) {
    Input input;
    for (const auto& field : table) {
        const auto value = body.find(field.name);
        if (!value && !field.required) continue;
        if (!value) return fail(ErrorCode::invalid, std::string(field.name) + " must be given", std::string(field.name));
        if (auto done = field.read(*value, field.name, input); !done) return fail(done);
    }
    return input;
}

// Absent: there is none in the query. Error: invalid for what is no number.
Result<std::optional<OrganizationId>> query_base(const Request& request) {
    const auto text = request.query("org_id");
    if (!text || text->empty()) return std::nullopt;
    const auto id = parse_integer(*text);
    if (!id) return bad("org_id", "a number");
    return id;
}

void write_related(JsonWriter& writer, const RenderContext& around, const domain::SeenRelationships& seen) {
    writer.key_literal("related_objects");
    writer.begin_object();
    writer.key_literal("organization");
    writer.begin_object();
    for (const auto& [id, organization] : seen.organizations) {
        writer.key_literal(std::to_string(id));
        write_organization_reference(writer, around, organization, "id");
    }
    writer.end_object();
    writer.end_object();
}

// Error: invalid for a view that is none of the two organizations'.
Result<http::Response> relationship_reply(const Context& context, const domain::SeenRelationships& seen,
                                          std::optional<OrganizationId> base) {
    const Relationship& relationship = seen.relationships.front();
    const OrganizationId from = base.value_or(relationship.owner_id);
    if (from != relationship.owner_id && from != relationship.linked_id)
        return bad("org_id", "one of the two organizations");
    const RenderContext around(context);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_object(writer, fields, View(relationship, seen, from, around));
    write_related(writer, around, seen);
    end_reply(writer);
    return response;
}

Result<http::Response> list_relationships(const Request& request, Context& context) {
    const auto base = query_base(request);
    if (!base) return fail(base);
    if (!*base) return fail(ErrorCode::invalid, "org_id must be given", "org_id");
    const Page page = page_v1(request);
    const auto seen = domain::list_relationships(context.transaction, context.caller, **base, page.start, page.limit);
    if (!seen) return fail(seen);
    const RenderContext around(context);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const Relationship& relationship : seen->relationships)
        write_object(writer, fields, View(relationship, *seen, **base, around));
    writer.end_array();
    write_pagination(writer, page, seen->has_more);
    write_related(writer, around, *seen);
    end_reply(writer);
    return response;
}

Result<http::Response> get_relationship(const Request& request, Context& context) {
    const auto base = query_base(request);
    if (!base) return fail(base);
    const auto seen = domain::find_relationship(context.transaction, context.caller, request.path_number("id"));
    if (!seen) return fail(seen);
    return relationship_reply(context, *seen, *base);
}

Result<http::Response> add_relationship(const Request& request, Context& context) {
    const auto input = read_input(request.json(), create_fields);
    if (!input) return fail(input);
    const auto seen = domain::add_relationship(context.transaction, context.caller, input->patch);
    if (!seen) return fail(seen);
    return relationship_reply(context, *seen, input->base);
}

Result<http::Response> update_relationship(const Request& request, Context& context) {
    const auto input = read_input(request.json(), update_fields);
    if (!input) return fail(input);
    const auto id = request.path_number("id");
    const auto seen = domain::update_relationship(context.transaction, context.caller, id, input->patch);
    if (!seen) return fail(seen);
    return relationship_reply(context, *seen, input->base);
}

Result<http::Response> delete_relationship(const Request& request, Context& context) {
    const auto id = request.path_number("id");
    if (auto done = domain::delete_relationship(context.transaction, context.caller, id); !done) return fail(done);
    return id_reply(id);
}

// They are few as a rule, but nothing bounds those that the caller may not see.
bool list_is_scan(const Request& request, const domain::Caller& caller) {
    return !caller.sees_all() || page_v1(request).start > limits::shallow_start;
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;

constexpr Route routes[] = {
    {Method::get, "/v1/organizationRelationships", list_relationships, read, may_read, list_parameters, nullptr, &list_shape,
     200, "Get all relationships for organization", list_is_scan},
    {Method::post,
     "/v1/organizationRelationships",
     add_relationship,
     write,
     may_write,
     {},
     &create_shape,
     &relationship_shape,
     200,
     "Create an organization relationship"},
    {Method::get, "/v1/organizationRelationships/{id:number}", get_relationship, read, may_read, base_parameters, nullptr,
     &relationship_shape, 200, "Get one organization relationship"},
    {Method::put,
     "/v1/organizationRelationships/{id:number}",
     update_relationship,
     write,
     may_write,
     {},
     &update_shape,
     &relationship_shape,
     200,
     "Update an organization relationship"},
    {Method::delete_,
     "/v1/organizationRelationships/{id:number}",
     delete_relationship,
     write,
     may_write,
     {},
     nullptr,
     &id_shape,
     200,
     "Delete an organization relationship"},
};

}  // namespace

RouteGroup organization_relationship_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
