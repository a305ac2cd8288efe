// Which records a caller sees. One predicate, built once a request and given to the store; what it hides is "not found".
// Pipedrive: visibility groups.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "domain/caller.h"
#include "domain/organization.h"
#include "domain/predicate.h"

namespace stele::domain {

// always() for a caller who sees everything.
[[nodiscard]] Predicate visible_organizations(const Caller& caller);
[[nodiscard]] Predicate visible_persons(const Caller& caller);
[[nodiscard]] Predicate visible_deals(const Caller& caller);

// The same rule for one record and one user. `follows` matters in the simple scheme alone.
[[nodiscard]] bool sees(const Directory& directory, const User& user, int visible_to, UserId owner_id, bool follows);

// Active users who see the record, by id. `followers` are ids of users.
[[nodiscard]] std::vector<UserId> permitted_users(const Directory& directory, int visible_to, UserId owner_id,
                                                  std::span<const UserId> followers);

// Error: forbidden for a level outside the company's scheme, invalid for no level at all.
[[nodiscard]] Result<void> check_visible_to(const Company& company, int visible_to);

// Whether the company's scheme tells two levels apart.
[[nodiscard]] bool same_visibility(const Company& company, int level, int other);

// What a new record of this user gets when nothing is said: the user's default, or else the company's, as far as the scheme
// knows it.
[[nodiscard]] int default_organization_visibility(const Company& company, const User& user);
[[nodiscard]] int default_person_visibility(const Company& company, const User& user);
[[nodiscard]] int default_deal_visibility(const Company& company, const User& user);

}  // namespace stele::domain
