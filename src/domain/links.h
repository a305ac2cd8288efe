// Persons and the organizations they belong to. A link is a change on the person (`organization`) and a summary on each
// organization (`people`, how many there were and are).
#pragma once

#include <optional>
#include <vector>

#include "domain/caller.h"
#include "domain/field_change.h"
#include "domain/store.h"

namespace stele::domain {

// Makes `organization` the person's primary one: the former primary link goes, other links stay. None only drops it, and
// promotes no other. Sets Person::organization_id and appends the person's own change; the caller writes both.
[[nodiscard]] Result<void> set_primary_organization(Transaction& transaction, const Caller& caller, Person& person,
                                                    std::optional<OrganizationId> organization, Micros time,
                                                    std::vector<FieldChange>& changes);

// A live person more or less on an organization: its counter, and the summary in its history.
[[nodiscard]] Result<void> count_person(Transaction& transaction, const Caller& caller, OrganizationId id,
                                        std::int64_t delta, Micros time);

}  // namespace stele::domain
