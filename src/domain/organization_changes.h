// What a patch changes, field by field, as the history keeps it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/organization.h"

namespace stele::domain {

struct FieldChange {
    std::string_view field;  // of domain/change.h, or an address part ("address", "address_locality", ...)
    std::optional<std::string> old_value;
    std::optional<std::string> new_value;
};

// Sets the patch's members on the organization and says what differs.
[[nodiscard]] std::vector<FieldChange> apply_patch(Organization& organization, const OrganizationPatch& patch);

// "5,6"; nothing for no labels.
[[nodiscard]] std::optional<std::string> labels_text(const std::vector<std::int64_t>& label_ids);

}  // namespace stele::domain
