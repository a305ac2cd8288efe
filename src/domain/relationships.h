// The rules of relationships between organizations. Pipedrive: related organizations.
//
// A caller sees a relationship while it sees both organizations and neither is deleted; any other is not found. Two organizations
// have at most one relationship. An organization may have several parents (Pipedrive names no limit), but stands neither above
// nor below itself. That rule, too, looks only at what the caller sees, so that a refusal tells of nothing hidden.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "domain/caller.h"
#include "domain/store.h"

namespace stele::domain {

// Relationships with the organizations on their two sides, as far as the caller sees them.
struct SeenRelationships {
    std::vector<Relationship> relationships;
    std::map<OrganizationId, Organization> organizations;
    bool has_more = false;  // of a page
};

struct RelationshipPatch {
    std::optional<RelationshipType> type;
    std::optional<OrganizationId> owner_id;
    std::optional<OrganizationId> linked_id;
};

// Error: not_found.
[[nodiscard]] Result<SeenRelationships> find_relationship(Transaction& transaction, const Caller& caller, std::int64_t id);

// Those of an organization, by id. Error: not_found for an organization that is absent, deleted or invisible.
[[nodiscard]] Result<SeenRelationships> list_relationships(Transaction& transaction, const Caller& caller,
                                                           OrganizationId organization, std::int64_t start,
                                                           std::int64_t limit);

// Every member of the patch must be given. Error: invalid, also for organizations that are absent, deleted or invisible.
[[nodiscard]] Result<SeenRelationships> add_relationship(Transaction& transaction, const Caller& caller,
                                                         const RelationshipPatch& patch);

// A patch that changes nothing leaves no trace. Errors as above, and not_found.
[[nodiscard]] Result<SeenRelationships> update_relationship(Transaction& transaction, const Caller& caller, std::int64_t id,
                                                            const RelationshipPatch& patch);

[[nodiscard]] Result<void> delete_relationship(Transaction& transaction, const Caller& caller, std::int64_t id);

// Part of a merge, which records it: the relationships of `from` become those of `to`. What would relate `to` to itself, relate
// two organizations twice or close a circle is taken away.
[[nodiscard]] Result<void> move_relationships(Transaction& transaction, OrganizationId from, OrganizationId to);

// Part of a purge: takes away all relationships of the organization.
[[nodiscard]] Result<void> remove_relationships(Transaction& transaction, OrganizationId organization);

}  // namespace stele::domain
