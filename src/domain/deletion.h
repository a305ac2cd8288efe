// What was deleted: how long it can still be reached, and how it comes back. Pipedrive: deleting organizations and persons.
#pragma once

#include <optional>

#include "domain/caller.h"
#include "domain/predicate.h"
#include "domain/store.h"

namespace stele::domain {

// Deleted so long ago that nobody reaches it any more, though the purge may not have come to it yet.
[[nodiscard]] bool is_gone(const std::optional<Micros>& delete_time, Micros now);
// The same as a condition for lists: what is not gone. The field is the kind's time of deletion.
[[nodiscard]] Predicate not_gone(FieldRef delete_time, Micros now);

// The error of a record that is absent or invisible. It says what the record was merged into, where the caller sees that.
[[nodiscard]] std::unexpected<Error> organization_not_found(Transaction& transaction, const Caller& caller,
                                                            OrganizationId id);
[[nodiscard]] std::unexpected<Error> person_not_found(Transaction& transaction, const Caller& caller, PersonId id);
[[nodiscard]] std::unexpected<Error> deal_not_found(Transaction& transaction, const Caller& caller, DealId id);

// Brings a deleted record back, with all that was linked to it. Its owner may have been deactivated since; that stays. Errors:
// not_found for what is absent, gone or invisible; conflict for what is not deleted.
[[nodiscard]] Result<void> undelete_organization(Transaction& transaction, const Caller& caller, OrganizationId id);
[[nodiscard]] Result<void> undelete_person(Transaction& transaction, const Caller& caller, PersonId id);
[[nodiscard]] Result<void> undelete_deal(Transaction& transaction, const Caller& caller, DealId id);

}  // namespace stele::domain
