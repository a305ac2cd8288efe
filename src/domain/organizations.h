// The rules of organizations, whichever dialect asks. Errors: not_found for what is absent or invisible, invalid with the
// field's name, forbidden for a visibility outside the company's scheme.
#pragma once

#include <span>
#include <vector>

#include "domain/caller.h"
#include "domain/store.h"

namespace stele::domain {

// Deleted ones are found too, until they are gone (deletion.h).
[[nodiscard]] Result<Organization> find_organization(Transaction& transaction, const Caller& caller, OrganizationId id);

// As find_organization(), but not what was deleted.
[[nodiscard]] Result<Organization> find_live_organization(Transaction& transaction, const Caller& caller, OrganizationId id);

// The owner becomes a follower. The name is required; the owner is the caller and the visibility the default when not given.
[[nodiscard]] Result<Organization> add_organization(Transaction& transaction, const Caller& caller,
                                                    const OrganizationPatch& patch);

// A patch that changes nothing leaves no trace. A deleted organization is not found.
[[nodiscard]] Result<Organization> update_organization(Transaction& transaction, const Caller& caller, OrganizationId id,
                                                       const OrganizationPatch& patch);

// Deleting twice is as deleting once.
[[nodiscard]] Result<void> delete_organization(Transaction& transaction, const Caller& caller, OrganizationId id);
// One that the caller has found, and may have taken out of its own sight since.
[[nodiscard]] Result<void> delete_organization(Transaction& transaction, const Caller& caller, Organization& organization);

// Skips unknown and invisible ids; says which it found, in the order given, each once.
[[nodiscard]] Result<std::vector<OrganizationId>> delete_organizations(Transaction& transaction, const Caller& caller,
                                                                       std::span<const OrganizationId> ids);

}  // namespace stele::domain
