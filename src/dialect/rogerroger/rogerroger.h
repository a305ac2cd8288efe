// RogerRoger's dialect: organizations with their notes, and what these refer to, at the root of the server, in the conventions of
// API Platform.
#pragma once

#include <string_view>
#include <vector>

#include "dialect/dialect.h"
#include "dialect/dispatch.h"
#include "dialect/rogerroger/property.h"

namespace stele::dialect::rogerroger {

[[nodiscard]] const Dialect& dialect();

// The rows of each file.
[[nodiscard]] RouteGroup organization_routes();
[[nodiscard]] RouteGroup note_routes();
[[nodiscard]] RouteGroup person_routes();
[[nodiscard]] RouteGroup user_routes();
[[nodiscard]] RouteGroup tag_routes();
[[nodiscard]] RouteGroup segment_routes();
[[nodiscard]] RouteGroup note_category_routes();
[[nodiscard]] RouteGroup media_object_routes();
// What needs no credential: the entrypoint, the API documentation and the contexts.
[[nodiscard]] std::span<const OpenRoute> documentation_routes();

// What stands in a line of `stele import` (see import.h), whose references are IRIs of this server. Whether it was new.
[[nodiscard]] Result<bool> import_organization(Context& context, std::string_view uuid, const JsonValue& body);
[[nodiscard]] Result<bool> import_person(Context& context, std::string_view uuid, const JsonValue& body);
[[nodiscard]] Result<bool> import_note(Context& context, std::string_view uuid, const JsonValue& body);

// What the API documentation says of a resource. The notes have no collection of their own.
struct ResourceDoc {
    std::string_view type;        // "Organization"
    std::string_view collection;  // "organizations"; empty: none at the root
    std::vector<PropertyDoc> properties;
    std::span<const Parameter> parameters;
};
[[nodiscard]] ResourceDoc organization_doc();
[[nodiscard]] ResourceDoc note_doc();
[[nodiscard]] ResourceDoc person_doc();
[[nodiscard]] ResourceDoc user_doc();
[[nodiscard]] ResourceDoc tag_doc();
[[nodiscard]] ResourceDoc segment_doc();
[[nodiscard]] ResourceDoc note_category_doc();
[[nodiscard]] ResourceDoc media_object_doc();

}  // namespace stele::dialect::rogerroger
