// Files in SQL.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

class Files final : public domain::Files {
   public:
    Files(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<bool> find_where(domain::FileId id, const domain::Predicate& where, domain::File& into) override;
    Result<void> insert(const domain::File& file) override;
    Result<void> update(const domain::File& file) override;
    Result<void> remove(domain::FileId id) override;
    Result<void> list(const domain::RecordQuery& query, FunctionRef<bool(const domain::File&)> visit) override;
    Result<void> move(domain::Kind kind, std::int64_t from, std::int64_t to, Micros update_time) override;
    Result<std::vector<domain::FileId>> about(domain::Kind kind, std::int64_t id, std::int64_t limit) override;
    Result<std::vector<domain::FileId>> deleted_before(Micros time, std::int64_t limit) override;
    Result<std::vector<domain::BlobId>> named_blobs(const domain::BlobId& first, const domain::BlobId& last) override;

   private:
    Session& session_;
    domain::CompanyId company_;
};

// How a file's texts are sorted.
[[nodiscard]] std::string file_sort(std::string_view text);

}  // namespace stele::store
