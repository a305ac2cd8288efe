// Blobs as files in the data folder: blobs/<company>/<first two digits>/<id>.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "domain/blobs.h"
#include "store/session.h"

namespace stele::store {

class SqliteBlobs final : public domain::Blobs {
   public:
    // In a data folder that is locked by this process. What uploads left behind that did not come to their end is removed. Error:
    // invalid, with one line for a person.
    [[nodiscard]] static Result<std::unique_ptr<SqliteBlobs>> open(const std::string& data_folder);

    const std::string& spool_folder() const override { return spool_; }
    Result<domain::BlobId> put(domain::CompanyId company, SpooledFile file) override;
    std::shared_ptr<ByteSource> read(domain::CompanyId company, domain::BlobId id, std::uint64_t offset,
                                     std::uint64_t size) override;
    void remove(domain::CompanyId company, const domain::BlobId& id) noexcept override;
    Result<domain::BlobPage> page(domain::CompanyId company, std::string_view from, Micros age) override;

    // Nothing is removed while this is held.
    [[nodiscard]] std::unique_lock<std::mutex> keep_all() { return std::unique_lock(removal_); }

   private:
    SqliteBlobs(std::string folder, std::string spool, std::filesystem::file_time_type opened)
        : folder_(std::move(folder)), spool_(std::move(spool)), opened_(opened) {}

    std::string folder_;  // of the data
    std::string spool_;
    std::filesystem::file_time_type opened_;  // by the clock of the file system
    std::mutex removal_;
};

// Where a blob stands below a data folder.
[[nodiscard]] std::string blob_path(const std::string& data_folder, domain::CompanyId company, std::string_view id);
// Gives another data folder the blobs that the files of its database name, for good: by a link to the same bytes, which never
// change, or else a copy. Error: invalid, when one is not there or cannot be copied.
[[nodiscard]] Result<void> copy_blobs(Session& session, const std::string& from, const std::string& to);

}  // namespace stele::store
