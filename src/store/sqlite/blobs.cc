#include "store/sqlite/blobs.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <set>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/check_files.h"
#include "store/sqlite/data_folder.h"

namespace stele::store {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t bucket_size = 2;  // digits
constexpr int buckets = 256;

std::unexpected<Error> not_read(const std::string& path, int error) {
    return fail(ErrorCode::internal, "internal error", {},
                "blob " + path + " cannot be read: " + std::generic_category().message(error));
}

class FileSource final : public ByteSource {
   public:
    FileSource(std::string path, std::uint64_t offset, std::uint64_t size)
        : path_(std::move(path)), offset_(offset), left_(size) {}
    ~FileSource() override {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;

    Result<std::size_t> read(std::span<char> into) override {
        if (descriptor_ < 0) descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor_ < 0) return not_read(path_, errno);
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left_, into.size()));
        ssize_t got = 0;
        do got = ::pread(descriptor_, into.data(), wanted, static_cast<off_t>(offset_));
        while (got < 0 && errno == EINTR);
        if (got < 0) return not_read(path_, errno);
        offset_ += static_cast<std::uint64_t>(got);
        left_ -= static_cast<std::uint64_t>(got);
        return static_cast<std::size_t>(got);
    }

   private:
    std::string path_;
    std::uint64_t offset_;
    std::uint64_t left_;
    int descriptor_ = -1;
};

// A reader of an id that is not one of ours.
class NoSource final : public ByteSource {
   public:
    Result<std::size_t> read(std::span<char> /*into*/) override {
        return fail(ErrorCode::internal, "internal error", {}, "this is no id of a blob");
    }
};

std::string blobs_of(const std::string& data_folder) { return data_folder + "/blobs"; }

std::string bucket_name(int number) {
    constexpr std::string_view digits = "0123456789abcdef";
    return {digits[static_cast<std::size_t>(number) >> 4], digits[static_cast<std::size_t>(number) & 15]};
}

// Makes the folders above a blob where they are missing. Error: unavailable.
Result<void> make_blob_folder(const std::string& data_folder, domain::CompanyId company, std::string_view id) {
    std::string path = blobs_of(data_folder);
    for (const std::string& name :
         {std::string(), '/' + std::to_string(company), '/' + std::string(id.substr(0, bucket_size))}) {
        path += name;
        if (auto made = make_folder(path); !made)
            return fail(ErrorCode::unavailable, "The file could not be stored.", {}, made.error().message);
    }
    return {};
}

// Rising ids of what is older. A folder that is not there is empty.
std::vector<domain::BlobId> older_than(const fs::path& folder, fs::file_time_type time) {
    std::vector<domain::BlobId> ids;
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
        std::error_code gone;
        const auto written = entry->last_write_time(gone);
        std::string name = entry->path().filename().string();
        if (!gone && written < time && domain::is_blob_id(name)) ids.push_back(std::move(name));
    }
    std::ranges::sort(ids);
    return ids;
}

Result<void> copy_blob(const NamedBlob& blob, const std::string& from, const std::string& to) {
    const std::string source = blob_path(from, blob.company, blob.id);
    const std::string target = blob_path(to, blob.company, blob.id);
    if (!file_exists(source)) return fail(ErrorCode::invalid, blob_finding(blob, false));
    if (auto made = make_blob_folder(to, blob.company, blob.id); !made) return made;
    std::error_code failed;
    fs::remove(target, failed);  // left by one that was killed
    fs::create_hard_link(source, target, failed);
    if (!failed) return {};
    fs::copy_file(source, target, failed);
    if (failed) return fail(ErrorCode::invalid, target + " cannot be written: " + failed.message());
    return sync_file(target);
}

}  // namespace

Result<void> copy_blobs(Session& session, const std::string& from, const std::string& to) {
    Result<void> copied;
    std::set<std::string> folders;
    auto listed = list_named_blobs(session, [&](const NamedBlob& blob) {
        if (copied) copied = copy_blob(blob, from, to);
        folders.insert(fs::path(blob_path(to, blob.company, blob.id)).parent_path().string());
    });
    if (listed && !copied) listed = copied;
    for (const std::string& folder : folders)
        if (listed) listed = sync_file(folder);
    return listed;
}

std::string blob_path(const std::string& data_folder, domain::CompanyId company, std::string_view id) {
    return blobs_of(data_folder) + '/' + std::to_string(company) + '/' + std::string(id.substr(0, bucket_size)) + '/' +
           std::string(id);
}

Result<std::unique_ptr<SqliteBlobs>> SqliteBlobs::open(const std::string& data_folder) {
    const std::string spool = data_folder + "/spool";
    std::error_code failed;
    fs::remove_all(spool, failed);
    if (auto made = make_folder(spool); !made) return fail(made);
    const auto opened = fs::last_write_time(spool, failed);
    if (failed) return fail(ErrorCode::invalid, "data folder " + data_folder + " cannot be used: " + failed.message());
    return std::unique_ptr<SqliteBlobs>(new SqliteBlobs(data_folder, spool, opened));
}

Result<domain::BlobId> SqliteBlobs::put(domain::CompanyId company, SpooledFile file) {
    domain::BlobId id = domain::make_blob_id();
    if (auto made = make_blob_folder(folder_, company, id); !made) return fail(made);
    if (auto kept = file.keep_as(blob_path(folder_, company, id)); !kept) {
        remove(company, id);
        return fail(kept);
    }
    return id;
}

std::shared_ptr<ByteSource> SqliteBlobs::read(domain::CompanyId company, domain::BlobId id, std::uint64_t offset,
                                              std::uint64_t size) {
    if (!domain::is_blob_id(id)) return std::make_shared<NoSource>();
    return std::make_shared<FileSource>(blob_path(folder_, company, id), offset, size);
}

void SqliteBlobs::remove(domain::CompanyId company, const domain::BlobId& id) noexcept {
    if (!domain::is_blob_id(id)) return;
    const std::unique_lock lock(removal_, std::try_to_lock);
    if (lock.owns_lock()) ::unlink(blob_path(folder_, company, id).c_str());
}

// A bucket at a time; those with nothing in them cost nothing.
Result<domain::BlobPage> SqliteBlobs::page(domain::CompanyId company, std::string_view from, Micros age) {
    const auto time = std::max(opened_, fs::file_time_type::clock::now() - std::chrono::microseconds(age));
    const fs::path folder = fs::path(blobs_of(folder_)) / std::to_string(company);
    for (int number = 0; number < buckets; ++number) {
        const std::string bucket = bucket_name(number);
        if (bucket < from) continue;
        domain::BlobPage page{older_than(folder / bucket, time),
                              number + 1 < buckets ? bucket_name(number + 1) : std::string()};
        if (!page.ids.empty()) return page;
    }
    return domain::BlobPage{};
}

}  // namespace stele::store
