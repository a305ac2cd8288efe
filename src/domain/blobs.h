// The bytes of files, beside all transactions: a blob is stored first, named by a row then, and taken away when no row names it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/spooled_file.h"
#include "domain/ids.h"

namespace stele::domain {

// 32 hex digits, random: the name of a file in the data folder, or of rows. Made by us alone; nobody else is told of it.
using BlobId = std::string;

[[nodiscard]] BlobId make_blob_id();
[[nodiscard]] bool is_blob_id(std::string_view text);

// Some of a company's blobs, and where the next ones begin; empty: these were the last.
struct BlobPage {
    std::vector<BlobId> ids;  // rising
    std::string next;
};

// Any thread, but for I/O loops and threads within a transaction: all of it waits for the disk or the database.
class Blobs {
   public:
    virtual ~Blobs() = default;
    // Where uploads are spooled: in the same file system as the blobs, where those are files. Any thread, loops too.
    [[nodiscard]] virtual const std::string& spool_folder() const = 0;
    // Durable when it returns. Error: unavailable; nothing is left then.
    [[nodiscard]] virtual Result<BlobId> put(CompanyId company, SpooledFile file) = 0;
    // A part of a blob, at most `size` bytes; opened at the first read, which fails when there is no such blob. Waits for nothing
    // itself. The source is not read any more once the engine has stopped.
    [[nodiscard]] virtual std::shared_ptr<ByteSource> read(CompanyId company, BlobId id, std::uint64_t offset,
                                                           std::uint64_t size) = 0;
    // As well as it can be done now; what is left is swept.
    virtual void remove(CompanyId company, const BlobId& id) noexcept = 0;
    // What was put longer than `age` ago, or by a process that has ended where no other can be at work. `from` is empty, or the
    // `next` of the page before.
    [[nodiscard]] virtual Result<BlobPage> page(CompanyId company, std::string_view from, Micros age) = 0;
};

}  // namespace stele::domain
