// What a patch changes, field by field, as the history keeps it.
#pragma once

#include <vector>

#include "domain/field_change.h"
#include "domain/organization.h"

namespace stele::domain {

// Sets the patch's members on the organization and says what differs.
[[nodiscard]] std::vector<FieldChange> apply_patch(Organization& organization, const OrganizationPatch& patch);

}  // namespace stele::domain
