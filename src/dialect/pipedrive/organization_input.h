// Bodies of writes. v1 coerces ("12" is 12, 0 is false); v2 is strict about types and refuses what it does not know.
#pragma once

#include <optional>

#include "dialect/dialect.h"
#include "domain/company.h"
#include "domain/organization.h"

namespace stele::dialect::pipedrive {

struct OrganizationInput {
    domain::OrganizationPatch patch;
    std::optional<std::vector<std::int64_t>> label_ids;  // wins over `label`
    std::optional<bool> active;                          // v1 PUT: false deletes
};

extern const Shape organization_create_shape_v1;
extern const Shape organization_update_shape_v1;
extern const Shape organization_create_shape_v2;
extern const Shape organization_update_shape_v2;

// Errors: invalid, with the field.
[[nodiscard]] Result<OrganizationInput> read_create_v1(const domain::Directory& directory, JsonValue body);
[[nodiscard]] Result<OrganizationInput> read_update_v1(const domain::Directory& directory, JsonValue body);
[[nodiscard]] Result<domain::OrganizationPatch> read_create_v2(const domain::Directory& directory, JsonValue body);
[[nodiscard]] Result<domain::OrganizationPatch> read_update_v2(const domain::Directory& directory, JsonValue body);

}  // namespace stele::dialect::pipedrive
