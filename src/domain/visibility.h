// Which records a caller sees. One predicate, built once a request and given to the store; what it hides is "not found".
#pragma once

#include "base/result.h"
#include "domain/caller.h"
#include "domain/organization.h"
#include "domain/predicate.h"

namespace stele::domain {

// always() for a caller who sees everything.
[[nodiscard]] Predicate visible_organizations(const Caller& caller);

// Error: forbidden for a level outside the company's scheme, invalid for no level at all.
[[nodiscard]] Result<void> check_visible_to(const Company& company, int visible_to);

// What a new organization of this user gets when nothing is said.
[[nodiscard]] int default_visible_to(const Company& company, const User& user);

}  // namespace stele::domain
