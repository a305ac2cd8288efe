// The folder that holds the data, and the lock that keeps other processes out of it.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace stele::store {

// Held as long as it lives. The system lets go of it when the process ends, however it ends.
class FolderLock {
   public:
    FolderLock() = default;
    FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FolderLock& operator=(FolderLock&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~FolderLock() { release(); }

    // Error: invalid, with one line for a person: no such folder, in use by another process, not writable.
    [[nodiscard]] static Result<FolderLock> take(const std::string& folder);
    void release() noexcept;

   private:
    explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

// Makes the folder, readable by its owner alone, when it is missing. Error: invalid.
[[nodiscard]] Result<void> make_folder(const std::string& folder);
// Makes the file, for its owner alone, when it is missing; its log gets the same rights. Error: invalid.
[[nodiscard]] Result<void> make_file(const std::string& path);
// Onto the disk, whatever it was written by. Error: unavailable.
[[nodiscard]] Result<void> sync_file(const std::string& path);
// Gives a file or folder its final name, for good. Error: invalid.
[[nodiscard]] Result<void> rename_synced(const std::string& from, const std::string& to);
[[nodiscard]] bool file_exists(const std::string& path);
// Or does not exist.
[[nodiscard]] bool file_is_empty(const std::string& path);

}  // namespace stele::store
