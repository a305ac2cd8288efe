// Pictures in SQL.
#pragma once

#include "domain/picture_store.h"
#include "store/session.h"

namespace stele::store {

class Pictures final : public domain::Pictures {
   public:
    Pictures(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<void> insert(const domain::Picture& picture) override;
    Result<void> list(std::span<const domain::PictureId> ids, FunctionRef<bool(const domain::Picture&)> visit) override;
    Result<void> list_of(domain::UserId user, std::int64_t offset, std::int64_t limit,
                         FunctionRef<bool(const domain::Picture&)> visit) override;
    Result<std::int64_t> count_of(domain::UserId user) override;
    Result<std::optional<domain::Picture>> find_named(std::string_view name) override;
    Result<bool> is_used(domain::PictureId id) override;
    Result<std::vector<domain::PictureId>> unused(Micros time, std::int64_t limit) override;
    Result<void> remove(domain::PictureId id) override;
    Result<std::vector<domain::BlobId>> named_blobs(const domain::BlobId& first, const domain::BlobId& last) override;

   private:
    Session& session_;
    domain::CompanyId company_;
};

}  // namespace stele::store
