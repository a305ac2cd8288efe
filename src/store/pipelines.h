// Pipelines and their stages in SQL.
#pragma once

#include "domain/store.h"
#include "store/accounts.h"
#include "store/session.h"

namespace stele::store {

class Pipelines final : public domain::Pipelines {
   public:
    Pipelines(Session& session, domain::CompanyId company, AccountsObserver& observer)
        : session_(session), company_(company), observer_(observer) {}

    Result<void> insert(const domain::Pipeline& pipeline) override;
    Result<void> update(const domain::Pipeline& pipeline) override;
    Result<std::vector<domain::Pipeline>> all() override;
    Result<void> insert_stage(const domain::Stage& stage) override;
    Result<void> update_stage(const domain::Stage& stage) override;
    Result<std::vector<domain::Stage>> all_stages() override;

   private:
    // Tells the observer, then writes.
    [[nodiscard]] Result<void> write(const Statement& statement, std::initializer_list<Value> values);

    Session& session_;
    domain::CompanyId company_;
    AccountsObserver& observer_;
};

}  // namespace stele::store
