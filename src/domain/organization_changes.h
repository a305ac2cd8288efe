// What a patch changes, field by field, as the history keeps it.
#pragma once

#include <vector>

#include "domain/company.h"
#include "domain/field_change.h"
#include "domain/organization.h"

namespace stele::domain {

// Sets the patch's members on the organization, but for custom fields, and says what differs. What no reply would show differently stays as it is.
[[nodiscard]] std::vector<FieldChange> apply_patch(const Directory& directory, Organization& organization,
                                                   const OrganizationPatch& patch);

}  // namespace stele::domain
