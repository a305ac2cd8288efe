// Followers in SQL.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

class Followers final : public domain::Followers {
   public:
    Followers(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<bool> insert(const domain::Follower& follower) override;
    Result<void> insert_first(const domain::Follower& follower) override;
    Result<bool> remove(domain::Kind kind, std::int64_t record_id, domain::UserId user_id) override;
    Result<void> remove_all(domain::Kind kind, std::int64_t record_id) override;
    Result<void> move(domain::Kind kind, std::int64_t from, std::int64_t to) override;
    Result<void> list(domain::Kind kind, std::int64_t record_id, domain::UserId after_user,
                      FunctionRef<bool(const domain::Follower&)> visit) override;

   private:
    Session& session_;
    domain::CompanyId company_;
};

}  // namespace stele::store
