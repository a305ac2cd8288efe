// A file that is being received: written from the beginning, and gone with its object unless it was kept.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stele {

// Moved, never copied. One thread at a time.
class SpooledFile {
   public:
    // A new file of a name of its own in `folder`, which exists. Mode 0600.
    [[nodiscard]] static Result<SpooledFile> create(const std::string& folder);

    SpooledFile() = default;
    SpooledFile(SpooledFile&& other) noexcept;
    SpooledFile& operator=(SpooledFile&& other) noexcept;
    ~SpooledFile();  // closes and removes it

    // Appends. Error: unavailable when the disk is full or fails.
    [[nodiscard]] Result<void> write(std::string_view bytes);
    // Puts it on the disk for good, under this path in the same file system, and lets go of it: fsync, rename, fsync of the folder.
    // Waits for the disk: never on an I/O loop.
    [[nodiscard]] Result<void> keep_as(const std::string& path);

    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] const std::string& path() const { return path_; }  // empty: there is none

   private:
    void discard() noexcept;

    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    std::string path_;
};

}  // namespace stele
