// Merging two records of a kind: one is absorbed and goes, the other survives. Pipedrive: merging organizations and persons.
//
// What the survivor has stays, its owner and visibility too; what it lacks it takes from the absorbed one: an address with all
// its parts, a custom field with all of its value. Labels, followers, e-mail addresses and phone numbers unite. Everything that
// was linked to the absorbed one is linked to the survivor, and its history becomes part of the survivor's. Whoever asks for
// the absorbed one is told of the survivor, for good (domain/deletion.h).
//
// Errors: invalid when both are one; not_found for what is absent, deleted or invisible.
#pragma once

#include "domain/caller.h"
#include "domain/store.h"

namespace stele::domain {

// The survivor as it is then.
[[nodiscard]] Result<Organization> merge_organizations(Transaction& transaction, const Caller& caller,
                                                       OrganizationId absorbed, OrganizationId survivor);
[[nodiscard]] Result<Person> merge_persons(Transaction& transaction, const Caller& caller, PersonId absorbed,
                                           PersonId survivor);

[[nodiscard]] Result<Deal> merge_deals(Transaction& transaction, const Caller& caller, DealId absorbed, DealId survivor);

}  // namespace stele::domain
