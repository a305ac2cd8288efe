// The entrypoint, the API documentation and the contexts: what a Hydra client reads before it knows anything. Anyone may.
#include <algorithm>
#include <array>

#include "dialect/rogerroger/errors.h"
#include "dialect/rogerroger/headers.h"
#include "dialect/rogerroger/rogerroger.h"

namespace stele::dialect::rogerroger {

namespace {

constexpr std::string_view linked_data = "application/ld+json; charset=utf-8";
constexpr std::string_view hydra = "http://www.w3.org/ns/hydra/core#";

std::span<const ResourceDoc> resources() {
    static const std::array<ResourceDoc, 8> all{organization_doc(), note_doc(),    person_doc(),        user_doc(),
                                                tag_doc(),          segment_doc(), note_category_doc(), media_object_doc()};
    return all;
}

// "noteCategory", as API Platform calls a collection of the entrypoint.
std::string entry_name(const ResourceDoc& resource) {
    std::string name(resource.type);
    name.front() = static_cast<char>(name.front() | 0x20);
    return name;
}

void write_text(JsonWriter& writer, std::string_view name, std::string_view text) {
    writer.key_literal(name);
    writer.string(text);
}

void write_id(JsonWriter& writer, std::string_view name, std::string_view id) {
    writer.key_literal(name);
    writer.begin_object();
    write_text(writer, "@id", id);
    writer.end_object();
}

// A term whose values are IRIs.
void write_link_term(JsonWriter& writer, std::string_view name, std::string_view id) {
    writer.key_literal(name);
    writer.begin_object();
    write_text(writer, "@id", id);
    write_text(writer, "@type", "@id");
    writer.end_object();
}

void begin_context(JsonWriter& writer, const Settings& settings) {
    writer.key_literal("@context");
    writer.begin_object();
    write_text(writer, "@vocab", settings.public_url + "/docs.jsonld#");
    write_text(writer, "hydra", hydra);
}

http::Response document_response(const Settings& settings) {
    http::Response response;
    response.content_type = linked_data;
    add_headers(settings, response);
    response.headers.push_back({"Allow", "OPTIONS, GET, HEAD"});
    return response;
}

// --- the entrypoint ----------------------------------------------------------------------------------------------------

http::Response entrypoint(const http::Request& /*request*/, const domain::Engine& /*engine*/, const Settings& settings) {
    http::Response response = document_response(settings);
    JsonWriter writer(response.body);
    writer.begin_object();
    write_text(writer, "@context", "/contexts/Entrypoint");
    write_text(writer, "@id", "/");
    write_text(writer, "@type", "Entrypoint");
    for (const ResourceDoc& resource : resources())
        if (!resource.collection.empty())
            write_text(writer, entry_name(resource), std::string("/").append(resource.collection));
    writer.end_object();
    return response;
}

// --- contexts ----------------------------------------------------------------------------------------------------------

void write_entrypoint_terms(JsonWriter& writer) {
    for (const ResourceDoc& resource : resources())
        if (!resource.collection.empty())
            write_link_term(writer, entry_name(resource), "Entrypoint/" + entry_name(resource));
}

void write_resource_terms(JsonWriter& writer, const ResourceDoc& resource) {
    // What collections are made of.
    for (const std::string_view term :
         {"member", "totalItems", "view", "search", "template", "variableRepresentation", "mapping", "variable", "property",
          "required", "Collection", "PartialCollectionView", "IriTemplate", "IriTemplateMapping"})
        write_text(writer, term, std::string("hydra:").append(term));
    for (const std::string_view term : {"first", "last", "previous", "next"})
        write_link_term(writer, term, std::string("hydra:").append(term));
    for (const PropertyDoc& property : resource.properties) {
        if (!property.readable) continue;
        const std::string id = std::string(resource.type).append("/").append(property.name);
        if (property.range.resource.empty())
            write_text(writer, property.name, id);
        else
            write_link_term(writer, property.name, id);
    }
}

http::Response context(const http::Request& request, const domain::Engine& /*engine*/, const Settings& settings) {
    constexpr std::string_view errors[] = {"Error", "ConstraintViolation"};
    std::string_view name = request.path();
    name.remove_prefix(name.rfind('/') + 1);
    const auto resource = std::ranges::find(resources(), name, &ResourceDoc::type);
    const bool is_resource = resource != resources().end();
    if (!is_resource && name != "Entrypoint" && std::ranges::find(errors, name) == std::end(errors)) {
        auto refused = problem(404, "Not Found");
        add_headers(settings, refused);
        return refused;
    }
    http::Response response = document_response(settings);
    JsonWriter writer(response.body);
    writer.begin_object();
    begin_context(writer, settings);
    if (name == "Entrypoint") write_entrypoint_terms(writer);
    if (is_resource) write_resource_terms(writer, *resource);
    writer.end_object();
    writer.end_object();
    return response;
}

// --- the documentation -------------------------------------------------------------------------------------------------

std::string_view range_of(const PropertyDoc& property) {
    switch (property.type) {
        case WireType::integer:
            return "xmls:integer";
        case WireType::number:
            return "xmls:decimal";
        case WireType::boolean:
            return "xmls:boolean";
        case WireType::time:
            return "xmls:dateTime";
        case WireType::string:
        case WireType::strings:
            return "xmls:string";
        case WireType::object:
        case WireType::integers:
        case WireType::objects:
        case WireType::any:
            return "xmls:anyType";
    }
    return "xmls:string";
}

void write_property(JsonWriter& writer, std::string_view type, const PropertyDoc& property) {
    const bool is_link = !property.range.resource.empty();
    writer.begin_object();
    write_text(writer, "@type", "hydra:SupportedProperty");
    writer.key_literal("hydra:property");
    writer.begin_object();
    write_text(writer, "@id", std::string("#").append(type).append("/").append(property.name));
    write_text(writer, "@type", is_link ? "hydra:Link" : "rdf:Property");
    write_text(writer, "rdfs:label", property.name);
    write_text(writer, "domain", std::string("#").append(type));
    write_text(writer, "range",
               is_link ? std::string("#").append(property.range.resource) : std::string(range_of(property)));
    if (is_link && property.type == WireType::string) {
        writer.key_literal("owl:maxCardinality");
        writer.integer(1);
    }
    writer.end_object();
    write_text(writer, "hydra:title", property.name);
    writer.key_literal("hydra:required");
    writer.boolean(property.required);
    writer.key_literal("hydra:readable");
    writer.boolean(property.readable);
    writer.key_literal("hydra:writeable");
    writer.boolean(property.writable);
    write_text(writer, "hydra:description", property.text);
    writer.end_object();
}

void write_operation(JsonWriter& writer, const ResourceDoc& resource, const Route& route, bool is_collection) {
    const std::string type = std::string("#").append(resource.type);
    const bool returns_nothing = route.method == http::Method::delete_;
    const bool returns_many = is_collection && route.method == http::Method::get;
    writer.begin_object();
    write_text(writer, "@type", "hydra:Operation");
    write_text(writer, "hydra:method", http::to_string(route.method));
    write_text(writer, "hydra:title", route.summary);
    write_text(writer, "rdfs:label", route.summary);
    if (route.request != nullptr) write_text(writer, "expects", type);
    write_text(writer, "returns",
               returns_nothing ? "owl:Nothing"
               : returns_many  ? "hydra:Collection"
                               : std::string_view(type));
    writer.end_object();
}

// Those of the collection, or of its items.
void write_operations(JsonWriter& writer, const ResourceDoc& resource, bool is_collection) {
    const std::string collection =
        resource.collection.empty() ? "/organizations/{organizationId:text}/notes" : "/" + std::string(resource.collection);
    const std::string pattern = is_collection ? collection : collection + "/{id:text}";
    writer.key_literal("hydra:supportedOperation");
    writer.begin_array();
    for (const RouteGroup& group : dialect().groups())
        for (const Route& route : group.routes)
            if (route.pattern == pattern) write_operation(writer, resource, route, is_collection);
    writer.end_array();
}

void write_class(JsonWriter& writer, const ResourceDoc& resource) {
    writer.begin_object();
    write_text(writer, "@id", std::string("#").append(resource.type));
    write_text(writer, "@type", "hydra:Class");
    write_text(writer, "hydra:title", resource.type);
    writer.key_literal("hydra:supportedProperty");
    writer.begin_array();
    for (const PropertyDoc& property : resource.properties) write_property(writer, resource.type, property);
    writer.end_array();
    write_operations(writer, resource, false);
    writer.end_object();
}

// A collection of resources of one class.
void write_collection_range(JsonWriter& writer, const ResourceDoc& resource) {
    writer.key_literal("rdfs:range");
    writer.begin_array();
    writer.begin_object();
    write_text(writer, "@id", "hydra:Collection");
    writer.end_object();
    writer.begin_object();
    writer.key_literal("owl:equivalentClass");
    writer.begin_object();
    write_id(writer, "owl:onProperty", "hydra:member");
    write_id(writer, "owl:allValuesFrom", std::string("#").append(resource.type));
    writer.end_object();
    writer.end_object();
    writer.end_array();
}

void write_entry(JsonWriter& writer, const ResourceDoc& resource) {
    const std::string title = std::string("The collection of ").append(resource.type).append(" resources");
    writer.begin_object();
    write_text(writer, "@type", "hydra:SupportedProperty");
    writer.key_literal("hydra:property");
    writer.begin_object();
    write_text(writer, "@id", "#Entrypoint/" + entry_name(resource));
    write_text(writer, "@type", "hydra:Link");
    write_text(writer, "domain", "#Entrypoint");
    write_text(writer, "rdfs:label", title);
    write_collection_range(writer, resource);
    write_operations(writer, resource, true);
    writer.end_object();
    write_text(writer, "hydra:title", title);
    writer.key_literal("hydra:readable");
    writer.boolean(true);
    writer.key_literal("hydra:writeable");
    writer.boolean(false);
    writer.end_object();
}

void write_entrypoint_class(JsonWriter& writer) {
    writer.begin_object();
    write_text(writer, "@id", "#Entrypoint");
    write_text(writer, "@type", "hydra:Class");
    write_text(writer, "hydra:title", "The API entrypoint");
    writer.key_literal("hydra:supportedProperty");
    writer.begin_array();
    for (const ResourceDoc& resource : resources())
        if (!resource.collection.empty()) write_entry(writer, resource);
    writer.end_array();
    writer.key_literal("hydra:supportedOperation");
    writer.begin_object();
    write_text(writer, "@type", "hydra:Operation");
    write_text(writer, "hydra:method", "GET");
    write_text(writer, "rdfs:label", "The API entrypoint.");
    write_text(writer, "returns", "#Entrypoint");
    writer.end_object();
    writer.end_object();
}

// All that is needed stands in it: no client has to ask another server what the words mean.
http::Response documentation(const http::Request& /*request*/, const domain::Engine& /*engine*/, const Settings& settings) {
    http::Response response = document_response(settings);
    JsonWriter writer(response.body);
    writer.begin_object();
    begin_context(writer, settings);
    write_text(writer, "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
    write_text(writer, "rdfs", "http://www.w3.org/2000/01/rdf-schema#");
    write_text(writer, "xmls", "http://www.w3.org/2001/XMLSchema#");
    write_text(writer, "owl", "http://www.w3.org/2002/07/owl#");
    write_link_term(writer, "domain", "rdfs:domain");
    write_link_term(writer, "range", "rdfs:range");
    write_link_term(writer, "expects", "hydra:expects");
    write_link_term(writer, "returns", "hydra:returns");
    writer.end_object();
    write_text(writer, "@id", "/docs.jsonld");
    write_text(writer, "@type", "hydra:ApiDocumentation");
    write_text(writer, "hydra:title", "Stele: RogerRoger's API");
    write_text(writer, "hydra:entrypoint", "/");
    writer.key_literal("hydra:supportedClass");
    writer.begin_array();
    for (const ResourceDoc& resource : resources()) write_class(writer, resource);
    write_entrypoint_class(writer);
    writer.end_array();
    writer.end_object();
    return response;
}

constexpr OpenRoute routes[] = {
    {http::Method::get, "/", entrypoint, "Where the collections are"},
    {http::Method::get, "/docs.jsonld", documentation, "The API documentation, for Hydra clients"},
    {http::Method::get, "/contexts/{name:text}", context, "What the words of a resource mean"},
};

}  // namespace

std::span<const OpenRoute> documentation_routes() { return routes; }

}  // namespace stele::dialect::rogerroger
