// Bodies of v1's writes of persons.
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

// Errors: invalid, with the field.
[[nodiscard]] Result<PersonInput> read_person_creation(const domain::Company& company, JsonValue body);
[[nodiscard]] Result<PersonInput> read_person_update(const domain::Company& company, JsonValue body);

}  // namespace stele::dialect::pipedrive
