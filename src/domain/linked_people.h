// All links between people and organizations, not the primary ones alone. The first link that a person gets is primary; when the
// primary one is taken away, the oldest other becomes primary. Errors: not_found for what is absent, deleted or invisible.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/caller.h"
#include "domain/store.h"

namespace stele::domain {

// Those that the caller sees and that are not deleted, by id.
[[nodiscard]] Result<std::vector<PersonId>> linked_people(Transaction& transaction, const Caller& caller, OrganizationId id);
[[nodiscard]] Result<std::vector<OrganizationId>> linked_organizations(Transaction& transaction, const Caller& caller,
                                                                       PersonId id);

// These and no others, of those that the caller sees: whom he does not see stays. A change on each person, and one event each. Nothing
// of it for links that are there already. The record itself is one that the caller has found or written: what was given away may be
// out of sight.
[[nodiscard]] Result<void> set_linked_people(Transaction& transaction, const Caller& caller, OrganizationId id,
                                             std::span<const PersonId> people);
[[nodiscard]] Result<void> set_linked_organizations(Transaction& transaction, const Caller& caller, PersonId id,
                                                    std::span<const OrganizationId> organizations);

}  // namespace stele::domain
