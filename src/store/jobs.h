// Jobs in SQL.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

class Jobs final : public domain::Jobs {
   public:
    Jobs(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<std::optional<domain::Job>> find(domain::JobId id) override;
    Result<std::optional<domain::Job>> first_unfinished() override;
    Result<std::int64_t> unfinished_count() override;
    Result<std::string> arguments(domain::JobId id) override;
    Result<void> insert(const domain::Job& job) override;
    Result<void> update(const domain::Job& job) override;
    Result<void> remove_arguments(domain::JobId id) override;
    Result<void> remove(domain::JobId id) override;
    Result<void> list(std::int64_t limit, FunctionRef<bool(const domain::Job&)> visit) override;
    Result<std::vector<domain::JobId>> finished_before(Micros time, std::int64_t limit) override;

   private:
    [[nodiscard]] Result<std::optional<domain::Job>> first_row(Sql sql, std::initializer_list<Value> values);

    Session& session_;
    domain::CompanyId company_;
};

}  // namespace stele::store
