// A file system below SQLite that fails when told to, and that can lose power.
//
// It stands on the default one. Of each file it also keeps what a disk would hold: the bytes as of the last sync, and each write
// since. A power failure keeps, of each sector, any one of the versions that were written since the last sync, in no order.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <sqlite3.h>

namespace stele::tests {

// What was on the disk, and what was on its way there, at one moment.
class DiskImage {
   public:
    // Of all sectors that were not synced, a random version of each, into the folder.
    void materialise(const std::filesystem::path& folder, std::mt19937_64& random) const;

   private:
    friend class FaultVfs;
    struct Change {
        bool is_size = false;  // a new size, or bytes written
        std::int64_t offset = 0;
        std::vector<std::uint8_t> bytes;
    };
    struct File {
        bool exists_for_sure = false;  // synced since it was made
        bool was_deleted = false;      // which may not have reached the disk
        std::vector<std::uint8_t> synced;
        std::vector<Change> unsynced;
    };
    static void apply(std::vector<std::uint8_t>& bytes, const Change& change);
    [[nodiscard]] static std::vector<std::uint8_t> survivor(const File& file, std::mt19937_64& random);

    std::map<std::string, File> files_;  // by name, without folders
};

enum class DiskCall : std::uint8_t { write, sync };

class FaultVfs {
   public:
    FaultVfs();
    ~FaultVfs();  // no connection is open any more
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }

    // Asked before each write and sync, by name of the file; what it returns instead of SQLITE_OK is the call's outcome.
    // Called under a lock, from any thread of the engine.
    using Judge = std::function<int(DiskCall call, const std::string& file, std::int64_t number)>;
    void set_judge(Judge judge);
    [[nodiscard]] std::int64_t calls() const;
    [[nodiscard]] std::int64_t syncs_of(const std::string& file) const;

    [[nodiscard]] DiskImage image() const;
    // To be called from a judge, which holds the lock already.
    [[nodiscard]] const DiskImage& image_locked() const { return disk_; }

    // What the calls below SQLite do.
    [[nodiscard]] int before(DiskCall call, const std::string& file);
    void written(const std::string& file, const void* bytes, int size, sqlite3_int64 offset);
    void truncated(const std::string& file, sqlite3_int64 size);
    void synced(const std::string& file);
    void opened(const std::string& file, bool existed);
    void deleted(const std::string& file, bool with_folder);
    [[nodiscard]] sqlite3_vfs* below() const { return below_; }

   private:
    void sync_folder();

    std::string name_;
    sqlite3_vfs* below_ = nullptr;
    std::unique_ptr<sqlite3_vfs> vfs_;
    mutable std::mutex mutex_;
    Judge judge_;
    std::int64_t calls_ = 0;
    std::map<std::string, std::int64_t> syncs_;
    DiskImage disk_;
};

}  // namespace stele::tests
