// Relationships between organizations in SQL.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

class Relationships final : public domain::Relationships {
   public:
    Relationships(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<std::optional<domain::Relationship>> find(std::int64_t id) override;
    Result<std::optional<domain::Relationship>> find_between(domain::OrganizationId one,
                                                             domain::OrganizationId other) override;
    Result<void> insert(const domain::Relationship& relationship) override;
    Result<void> update(const domain::Relationship& relationship) override;
    Result<void> remove(std::int64_t id) override;
    Result<void> remove_all(domain::OrganizationId organization) override;
    Result<void> list(domain::OrganizationId organization, std::int64_t after_id, std::int64_t limit,
                      FunctionRef<bool(const domain::Relationship&)> visit) override;
    Result<void> list_parents(domain::OrganizationId organization,
                              FunctionRef<bool(const domain::Relationship&)> visit) override;

   private:
    [[nodiscard]] Result<void> visit_rows(Sql sql, std::initializer_list<Value> values,
                                          FunctionRef<bool(const domain::Relationship&)> visit);
    [[nodiscard]] Result<std::optional<domain::Relationship>> first_row(Sql sql, std::initializer_list<Value> values);

    Session& session_;
    domain::CompanyId company_;
};

}  // namespace stele::store
