// Links of persons to organizations in SQL.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

class Links final : public domain::Links {
   public:
    Links(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<void> put(const domain::Link& link) override;
    Result<bool> remove(domain::OrganizationId organization_id, domain::PersonId person_id) override;
    Result<std::vector<domain::Link>> of_person(domain::PersonId person_id) override;
    Result<std::vector<domain::Link>> of_organization(domain::OrganizationId organization_id, std::int64_t limit) override;
    Result<void> move(domain::OrganizationId from, domain::OrganizationId to, Micros update_time) override;

   private:
    Session& session_;
    domain::CompanyId company_;
};

}  // namespace stele::store
