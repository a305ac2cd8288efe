// What the domain asks of a store about many members of organizations at once: persons by their primary organizations. Each
// is a few statements, however many persons there are; see domain/account_members.h and domain/store.h.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "domain/organization.h"
#include "domain/person.h"
#include "domain/predicate.h"

namespace stele::domain {

// A person as far as its membership goes.
struct Member {
    PersonId id = 0;
    std::optional<OrganizationId> organization_id;
    bool has_deals = false;  // which its organization counts

    bool operator==(const Member&) const = default;
};

// How many live people an organization has.
struct PeopleCount {
    OrganizationId id = 0;
    std::int64_t people = 0;
};

class Members {
   public:
    virtual ~Members() = default;
    // Of these persons those for which `where` holds, by id.
    [[nodiscard]] virtual Result<std::vector<Member>> find(std::span<const PersonId> ids, const Predicate& where) = 0;
    // Persons for which `where` holds, by id, at most so many.
    [[nodiscard]] virtual Result<std::vector<Member>> list(const Predicate& where, std::int64_t limit) = 0;

    // The persons' primary links go, and they belong to `organization` primarily, or to none; other links stay. Their update
    // time is set, and what persons without deals count. All others of what counts is the business of the following.
    [[nodiscard]] virtual Result<void> move(std::span<const PersonId> ids, const Organization* organization,
                                            Micros time) = 0;
    [[nodiscard]] virtual Result<std::vector<PeopleCount>> people(std::span<const OrganizationId> ids) = 0;
    [[nodiscard]] virtual Result<void> add_to_people(std::span<const OrganizationId> ids, std::int64_t delta) = 0;
    // What organizations, and persons, count of deals through each other.
    [[nodiscard]] virtual Result<void> recount_organizations(std::span<const OrganizationId> ids) = 0;
    [[nodiscard]] virtual Result<void> recount_persons(std::span<const PersonId> ids) = 0;
    // Of these persons those that have mail.
    [[nodiscard]] virtual Result<std::vector<PersonId>> with_mail(std::span<const PersonId> ids) = 0;
    // The mail of persons that were moved comes to `organization`, if there is one, and leaves any that has it through nobody
    // else. `former` are the organizations that they left; what all of these count of mail is counted again.
    [[nodiscard]] virtual Result<void> relink_mail(std::span<const PersonId> ids, std::optional<OrganizationId> organization,
                                                   std::span<const OrganizationId> former) = 0;
};

}  // namespace stele::domain
