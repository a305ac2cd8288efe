// Filters in SQL.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

class Filters final : public domain::Filters {
   public:
    Filters(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<std::optional<domain::Filter>> find(std::int64_t id) override;
    Result<void> insert(const domain::Filter& filter) override;
    Result<void> update(const domain::Filter& filter) override;
    Result<void> remove(std::int64_t id) override;
    Result<void> list(FunctionRef<bool(const domain::Filter&)> visit) override;
    Result<std::int64_t> count() override;

   private:
    Session& session_;
    domain::CompanyId company_;
};

}  // namespace stele::store
