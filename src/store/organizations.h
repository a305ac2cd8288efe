// Organizations in SQL.
#pragma once

#include "domain/store.h"
#include "store/predicate_sql.h"
#include "store/session.h"

namespace stele::store {

class Organizations final : public domain::Organizations {
   public:
    Organizations(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<bool> find(domain::OrganizationId id, domain::Organization& into) override;
    Result<bool> find_where(domain::OrganizationId id, const domain::Predicate& where, domain::Organization& into) override;
    Result<void> insert(const domain::Organization& organization) override;
    Result<void> update(const domain::Organization& organization) override;
    Result<void> add_to_counter(domain::OrganizationId id, domain::Counter counter, std::int64_t delta) override;
    Result<void> list(const domain::OrganizationQuery& query, FunctionRef<bool(const domain::Organization&)> visit) override;
    Result<std::int64_t> count(const domain::Predicate& where) override;

   private:
    [[nodiscard]] Result<AccessPath> path_of(const domain::OrganizationQuery& query);
    // The first row into the organization; false when there is none.
    [[nodiscard]] Result<bool> read_one(Sql sql, std::span<const Value> values, domain::Organization& into);
    [[nodiscard]] Result<std::int64_t> number_of(const BuiltSql& sql);

    Session& session_;
    domain::CompanyId company_;
};

// The stored forms of an organization's texts, which order and find it.
struct TextForms {
    std::string name_fold;
    std::string name_exact;
    std::string name_sort;
    std::string address_sort;  // empty: no address
    std::string first_char;
};
[[nodiscard]] TextForms text_forms(std::string_view name, std::string_view address);

}  // namespace stele::store
