// What a patch changes, field by field, as the history keeps it.
#pragma once

#include <vector>

#include "domain/company.h"
#include "domain/field_change.h"
#include "domain/person.h"

namespace stele::domain {

// Sets the patch's members on the person and says what differs; all but the organization and custom fields. What no reply would show differently
// stays as it is.
[[nodiscard]] std::vector<FieldChange> apply_patch(const Directory& directory, Person& person, const PersonPatch& patch);

}  // namespace stele::domain
