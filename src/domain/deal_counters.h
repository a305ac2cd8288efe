// What organizations and persons count of deals: kept true within the write that changes it. They are made again from the deals,
// by one statement a record, so that there is nothing to add up wrong; see store/deal_counters.h for what counts where. Where a
// person or a deal comes to another organization, so does its mail.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "domain/store.h"

namespace stele::domain {

// A deal was written: `before` or `after` is null when there is none. Both are as stored, and so is the deal by now.
[[nodiscard]] Result<void> recount_deal(Transaction& transaction, const Deal* before, const Deal* after);

// The persons began or ceased to take part in a deal.
[[nodiscard]] Result<void> recount_persons(Transaction& transaction, std::span<const PersonId> persons);

// A person as stored now belongs to another organization than `before`, or was added, deleted or undeleted. `person` tells the
// counters; the organizations are those that it belonged to as a live person.
[[nodiscard]] Result<void> recount_moved(Transaction& transaction, const Person& person,
                                         std::optional<OrganizationId> before, std::optional<OrganizationId> after);

// All that an organization and its persons count.
[[nodiscard]] Result<void> recount_organization(Transaction& transaction, OrganizationId id);

}  // namespace stele::domain
