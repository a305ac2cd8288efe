// Many members of organizations at once, in SQL.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

class Members final : public domain::Members {
   public:
    Members(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<std::vector<domain::Member>> find(std::span<const domain::PersonId> ids, const domain::Predicate& where) override;
    Result<std::vector<domain::Member>> list(const domain::Predicate& where, std::int64_t limit) override;
    Result<void> move(std::span<const domain::PersonId> ids, const domain::Organization* organization, Micros time) override;
    Result<std::vector<domain::PeopleCount>> people(std::span<const domain::OrganizationId> ids) override;
    Result<void> add_to_people(std::span<const domain::OrganizationId> ids, std::int64_t delta) override;
    Result<void> recount_organizations(std::span<const domain::OrganizationId> ids) override;
    Result<void> recount_persons(std::span<const domain::PersonId> ids) override;
    Result<std::vector<domain::PersonId>> with_mail(std::span<const domain::PersonId> ids) override;
    Result<void> relink_mail(std::span<const domain::PersonId> ids, std::optional<domain::OrganizationId> organization,
                             std::span<const domain::OrganizationId> former) override;

   private:
    // A statement whose $2 is the list.
    [[nodiscard]] Result<void> write_listed(const Statement& statement, std::span<const std::int64_t> ids);

    Session& session_;
    domain::CompanyId company_;
};

}  // namespace stele::store
