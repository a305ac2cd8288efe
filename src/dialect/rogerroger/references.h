// References between resources: IRIs out, IRIs or bare ids in. What the caller does not see is no reference to anything.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/dialect.h"
#include "dialect/rogerroger/ids.h"
#include "domain/custom_field.h"
#include "domain/note.h"

namespace stele::dialect::rogerroger {

// The id that a record is shown under: one that a client chose, or ours.
[[nodiscard]] std::string uuid_of(const Context& context, Resource resource, std::int64_t number,
                                  const domain::CustomValues& custom);
[[nodiscard]] std::string uuid_of(const Context& context, const domain::Note& note);
[[nodiscard]] std::string iri_of(const Context& context, Resource resource, std::int64_t number);

// The number behind an id, whoever sees the record and whether it is deleted or not; nothing when there cannot be one.
[[nodiscard]] Result<std::optional<std::int64_t>> find_number(Context& context, Resource resource, std::string_view uuid);
// As above, of what the path names. Error: not_found.
[[nodiscard]] Result<std::int64_t> number_in_path(const Request& request, Context& context, Resource resource,
                                                  std::string_view parameter);

// What a parameter names: an id or an IRI. Nothing for what is not there.
[[nodiscard]] Result<std::optional<std::int64_t>> find_named(Context& context, Resource resource, std::string_view text);

// Of a body. Errors: invalid, in API Platform's words, for what is no IRI, and for one of nothing that the caller sees.
[[nodiscard]] Result<std::int64_t> read_reference(Context& context, Resource resource, const JsonValue& value,
                                                  std::string_view path);
// Of an array of them; null is an empty one. At most `most`.
[[nodiscard]] Result<std::vector<std::int64_t>> read_references(Context& context, Resource resource, const JsonValue& value,
                                                                std::string_view path, std::size_t most);

// An id that a client chooses for a new resource; empty for null. Error: a violation for what is no UUID, one that is taken, and one
// that we might give out ourselves.
[[nodiscard]] Result<std::string> read_new_uuid(Context& context, Resource resource, const JsonValue& value);

}  // namespace stele::dialect::rogerroger
