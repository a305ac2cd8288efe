// Many people at once come to belong to an organization as their primary one, or cease to. A call is atomic and one event; each
// person has a change `organization` and a new update time, each organization concerned one summary `people` (domain/links.h).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/caller.h"
#include "domain/store.h"

namespace stele::domain {

struct MemberReport {
    std::int64_t linked = 0;          // by add: who came; by remove: who was taken out
    std::int64_t already_linked = 0;  // by remove: 0
    std::int64_t moved = 0;           // of `linked`, those who came from another organization that the caller sees
    std::int64_t unknown = 0;  // ids of what is absent, deleted, archived or invisible; by remove also of who is no member

    bool operator==(const MemberReport&) const = default;
};

// Makes `organization` the primary one of these persons; ids may repeat. A person that the caller sees leaves even an
// organization that the caller does not see. Errors: not_found unless the organization is live, visible and not archived;
// invalid when it would have more than `limit` live people then (all count, invisible ones too), or for more than
// limits::member_ids different ids.
[[nodiscard]] Result<MemberReport> add_members(Transaction& transaction, const Caller& caller, OrganizationId organization,
                                               std::span<const PersonId> ids, std::int64_t limit);

// Drops the primary links of those of these persons who belong to the organization primarily. Other links stay, and none
// becomes primary. Errors as above, without a limit.
[[nodiscard]] Result<MemberReport> remove_members(Transaction& transaction, const Caller& caller,
                                                  OrganizationId organization, std::span<const PersonId> ids);

// Persons for which `where` holds, by id: those that the caller sees and that are neither deleted nor archived. Any transaction:
// where no index helps this is a scan. Error: invalid when there are more than `limit`.
[[nodiscard]] Result<std::vector<PersonId>> select_people(Transaction& transaction, const Caller& caller,
                                                          const Predicate& where, std::int64_t limit);
// The same among the members of an organization, all of whom are looked at.
[[nodiscard]] Result<std::vector<PersonId>> select_members(Transaction& transaction, const Caller& caller,
                                                           OrganizationId organization, const Predicate& where);

// select_people() and add_members(), or select_members() and remove_members(), in one write.
[[nodiscard]] Result<MemberReport> add_members_where(Transaction& transaction, const Caller& caller,
                                                     OrganizationId organization, const Predicate& where,
                                                     std::int64_t limit);
[[nodiscard]] Result<MemberReport> remove_members_where(Transaction& transaction, const Caller& caller,
                                                        OrganizationId organization, const Predicate& where);

// Drops the primary links of all live people of an organization that is at hand, whoever sees them; says how many there were.
[[nodiscard]] Result<std::int64_t> drop_members(Transaction& transaction, const Caller& caller,
                                                const Organization& organization);

}  // namespace stele::domain
