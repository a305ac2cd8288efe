// What became of merged records, in SQL.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

class MergedRecords final : public domain::MergedRecords {
   public:
    MergedRecords(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<void> insert(domain::Kind kind, std::int64_t id, std::int64_t survivor, Micros time) override;
    Result<std::optional<std::int64_t>> survivor_of(domain::Kind kind, std::int64_t id) override;

   private:
    Session& session_;
    domain::CompanyId company_;
};

}  // namespace stele::store
