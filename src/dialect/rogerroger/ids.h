// RogerRoger's ids: UUIDs, and in references IRIs, which are paths without a host ("/organizations/<uuid>"). Ours are of version 8,
// a pure function of company, resource and number, so that none is looked up:
//
//   01 KK CC CC - CC 00 - 80 00 - 80 00 - 00 II II II II II      format, resource, company, number
//
// A UUID that a client chose for its record is stored with it and is then what is printed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/ids.h"

namespace stele::dialect::rogerroger {

// What has ids. The numbers are in them, and are those of domain::Kind where it knows the same; never reuse one.
enum class Resource : std::uint8_t {
    user = 2,
    organization = 3,
    person = 4,
    note = 17,
    tag = 27,
    note_category = 40,
    segment = 41,
    media_object = 42,
};

[[nodiscard]] std::string format_uuid(domain::CompanyId company, Resource resource, std::int64_t number);
// The number that the UUID spells; nothing for another company, another resource, or one that is not ours.
[[nodiscard]] std::optional<std::int64_t> parse_uuid(domain::CompanyId company, Resource resource, std::string_view text);

[[nodiscard]] bool is_uuid(std::string_view text);
// Whether a UUID has the form of ours, of whichever company and resource.
[[nodiscard]] bool has_our_form(std::string_view uuid);
// In lower case.
[[nodiscard]] std::string lower_uuid(std::string_view text);

// The collection that a resource is in: "/organizations". Asserted to be one that stands at the root; notes are below their
// organization.
[[nodiscard]] std::string_view collection_of(Resource resource);
[[nodiscard]] std::string iri_of(Resource resource, std::string_view uuid);

// The last segment of an IRI of that resource: a path, or an address that begins with `public_url`; or of a bare id, which is taken
// in its place. Nothing for an IRI of something else.
[[nodiscard]] std::optional<std::string_view> id_in_iri(std::string_view iri, Resource resource,
                                                        std::string_view public_url);

}  // namespace stele::dialect::rogerroger
