// Deals in the bodies of Pipedrive's two versions.
#pragma once

#include <optional>

#include "dialect/shape.h"
#include "domain/company.h"
#include "domain/deal.h"

namespace stele::dialect::pipedrive {

// What a body says, beside the patch.
struct DealInput {
    domain::DealPatch patch;
    std::optional<bool> is_deleted;  // the status `deleted`, or v2's flag
};

[[nodiscard]] Result<DealInput> read_deal_creation(const domain::Directory& directory, JsonValue body);
[[nodiscard]] Result<DealInput> read_deal_update(const domain::Directory& directory, JsonValue body);
[[nodiscard]] Result<DealInput> read_deal_creation_v2(const domain::Directory& directory, JsonValue body);
[[nodiscard]] Result<DealInput> read_deal_update_v2(const domain::Directory& directory, JsonValue body);

extern const Shape deal_create_shape;
extern const Shape deal_update_shape;
extern const Shape deal_create_shape_v2;
extern const Shape deal_update_shape_v2;

}  // namespace stele::dialect::pipedrive
