// Blobs as rows, a piece each, on connections of their own.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.h"
#include "domain/blobs.h"
#include "store/postgres/session.h"
#include "store/postgres/shared.h"

namespace stele::store::postgres {

// A folder for uploads on their way, of this process alone. What processes left there that have ended is removed.
class SpoolFolder {
   public:
    // Below `parent`, or the system's folder for temporary files when that is empty. Error: invalid, with one line for a person.
    [[nodiscard]] static Result<SpoolFolder> make(const std::string& parent);
    SpoolFolder(SpoolFolder&& other) noexcept;
    SpoolFolder& operator=(SpoolFolder&& other) = delete;
    ~SpoolFolder();

    [[nodiscard]] const std::string& path() const { return path_; }

   private:
    SpoolFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
    std::string path_;
    int lock_ = -1;
};

class PostgresBlobs final : public domain::Blobs {
   public:
    PostgresBlobs(Shared& shared, SpoolFolder spool);

    const std::string& spool_folder() const override { return spool_.path(); }
    Result<domain::BlobId> put(domain::CompanyId company, SpooledFile file) override;
    std::shared_ptr<ByteSource> read(domain::CompanyId company, domain::BlobId id, std::uint64_t offset,
                                     std::uint64_t size) override;
    void remove(domain::CompanyId company, const domain::BlobId& id) noexcept override;
    Result<domain::BlobPage> page(domain::CompanyId company, std::string_view from, Micros age) override;

    // The bytes of a piece replace `into`. Error: internal when there is no such piece.
    [[nodiscard]] Result<void> read_piece(domain::CompanyId company, const domain::BlobId& id, std::uint64_t piece,
                                          std::string& into);

   private:
    // Runs `work` in a transaction on a connection that nobody else uses, once more when the connection is lost.
    [[nodiscard]] Result<void> run(FunctionRef<Result<void>(PostgresSession&)> work);
    [[nodiscard]] Result<std::unique_ptr<PostgresSession>> take();
    void give_back(std::unique_ptr<PostgresSession> session);
    [[nodiscard]] Result<void> put_pieces(domain::CompanyId company, const domain::BlobId& id, int descriptor);

    Shared& shared_;
    SpoolFolder spool_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<PostgresSession>> idle_;
};

// Files whose bytes are not there, or not as many as they say; in a transaction.
[[nodiscard]] Result<void> check_blobs(PostgresSession& session, domain::CompanyId company,
                                       std::vector<std::string>& findings);

}  // namespace stele::store::postgres
