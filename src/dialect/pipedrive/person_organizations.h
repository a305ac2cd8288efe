// The organizations that persons belong to, as far as the caller sees them.
#pragma once

#include <map>
#include <optional>
#include <span>

#include "dialect/dialect.h"
#include "domain/organization.h"
#include "domain/person.h"

namespace stele::dialect::pipedrive {

using OrganizationsById = std::map<domain::OrganizationId, domain::Organization>;

// The primary ones of these persons. One statement for all.
[[nodiscard]] Result<OrganizationsById> find_organizations(Context& context, std::span<const domain::Person> persons);

// Null when there is none that the caller sees.
[[nodiscard]] const domain::Organization* organization_of(const OrganizationsById& organizations,
                                                          const domain::Person& person);

}  // namespace stele::dialect::pipedrive
