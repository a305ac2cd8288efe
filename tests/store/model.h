// The store as it should behave, in memory and in the plainest way.
#pragma once

#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "domain/store.h"

namespace stele::tests {

struct CompanyModel {
    std::map<domain::OrganizationId, domain::Organization> organizations;
    std::map<domain::OrganizationId, std::set<domain::UserId>> followers;
    std::map<domain::OrganizationId, std::vector<domain::Change>> changes;  // oldest first
    std::map<domain::UserId, std::string> users;                            // names
    std::int64_t last_organization = 0;
    std::int64_t last_change = 0;
    std::int64_t last_follower = 0;
    std::int64_t organization_count = 0;

    [[nodiscard]] bool holds(const domain::Predicate& predicate, const domain::Organization& organization) const;
    // The ids, in order.
    [[nodiscard]] std::vector<domain::OrganizationId> list(const domain::OrganizationQuery& query) const;
    [[nodiscard]] std::int64_t count(const domain::Predicate& predicate) const;

   private:
    // A field's value as it is compared: nothing, a number, or bytes.
    using Field = std::variant<std::monostate, std::int64_t, std::string>;
    [[nodiscard]] Field field(domain::OrganizationField field, const domain::Organization& organization) const;
    [[nodiscard]] bool compare(const domain::Predicate& predicate, const domain::Organization& organization) const;
};

}  // namespace stele::tests
