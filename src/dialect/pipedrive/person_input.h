// Bodies of writes of persons; v1 coerces, v2 is strict.
#pragma once

#include "dialect/dialect.h"
#include "domain/company.h"
#include "domain/person.h"

namespace stele::dialect::pipedrive {

struct PersonInput {
    domain::PersonPatch patch;
    std::optional<std::vector<std::int64_t>> label_ids;  // wins over `label`
    std::optional<bool> active;                          // PUT: false deletes
};

extern const Shape person_create_shape;
extern const Shape person_update_shape;
extern const Shape person_create_shape_v2;
extern const Shape person_update_shape_v2;

// Errors: invalid, with the field.
[[nodiscard]] Result<PersonInput> read_person_creation(const domain::Directory& directory, JsonValue body);
[[nodiscard]] Result<PersonInput> read_person_update(const domain::Directory& directory, JsonValue body);
[[nodiscard]] Result<domain::PersonPatch> read_person_creation_v2(const domain::Directory& directory, JsonValue body);
[[nodiscard]] Result<domain::PersonPatch> read_person_update_v2(const domain::Directory& directory, JsonValue body);

}  // namespace stele::dialect::pipedrive
