// Archiving organizations and persons: they stay as they are, with their links, but are out of the way. What was archived is
// still found and changed; which lists show it is for each dialect. Writing OrganizationPatch::archive_time does the same.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "domain/caller.h"
#include "domain/field_change.h"
#include "domain/predicate.h"
#include "domain/store.h"

namespace stele::domain {

// Conditions on OrganizationField::archive_time or PersonField::archive_time. The second one is found by an index.
[[nodiscard]] Predicate not_archived(FieldRef archive_time);
[[nodiscard]] Predicate archived(FieldRef archive_time);

enum class ArchivedPeople : std::uint8_t { keep, drop };  // drop: all live people lose it as their primary organization

// Skip what is unknown, invisible, deleted, or so already; say which they changed, in the order given, each once. One change
// `archived` and one event a record. Error: invalid for more than limits::bulk_ids.
[[nodiscard]] Result<std::vector<OrganizationId>> archive_organizations(Transaction& transaction, const Caller& caller,
                                                                        std::span<const OrganizationId> ids,
                                                                        ArchivedPeople people);
[[nodiscard]] Result<std::vector<OrganizationId>> restore_organizations(Transaction& transaction, const Caller& caller,
                                                                        std::span<const OrganizationId> ids);
[[nodiscard]] Result<std::vector<PersonId>> archive_persons(Transaction& transaction, const Caller& caller,
                                                            std::span<const PersonId> ids);
[[nodiscard]] Result<std::vector<PersonId>> restore_persons(Transaction& transaction, const Caller& caller,
                                                            std::span<const PersonId> ids);

// For patches: sets the time, and appends the change, when it differs by more than replies can tell.
void apply_archive_time(std::vector<FieldChange>& changes, std::optional<Micros>& member,
                        const std::optional<std::optional<Micros>>& value);

}  // namespace stele::domain
