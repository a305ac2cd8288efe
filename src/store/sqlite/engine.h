// The embedded store: one SQLite file in a data folder, owned by one process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "domain/store.h"

namespace stele::store {

struct SqliteOptions {
    std::string folder;
    std::string file_name = "stele.db";
    bool create = false;  // make the folder and the file when they are missing

    // Page caches, which are anonymous memory: one for the writer, one for each thread that reads, one for each that scans.
    std::int64_t writer_cache_kib = 24 * 1024;
    std::int64_t reader_cache_kib = 12 * 1024;
    std::int64_t scan_cache_kib = 4 * 1024;

    std::size_t scan_threads = 2;
    int checkpoint_pages = 2'000;  // of the log; the writer restarts the log at four times as many

    // For tests: the file system below SQLite, and who is told of the statements.
    std::string vfs;
    std::function<void(std::string_view)> on_prepare;
    int scan_deadline_ms = 0;  // 0: limits::scan_deadline_ms
};

// Opens, migrates and starts. A thread that reads has a connection of its own from its first read until the engine stops.
// Error: invalid, with one line for a person; nothing is changed then: a folder or file that is missing (without `create`),
// that another process has open, that is no data of ours or of a newer version, that cannot be written.
// `clock` and `log` outlive the engine.
[[nodiscard]] Result<std::unique_ptr<domain::Engine>> open_sqlite(const SqliteOptions& options, const Clock& clock,
                                                                  Log& log);

// Brings a backup into a data folder that holds no data yet, and leaves the backup as it is. Error: invalid, with one line for a
// person; nothing is changed then.
[[nodiscard]] Result<void> restore_backup(const std::string& from, const std::string& folder,
                                          const std::string& file_name = "stele.db");

}  // namespace stele::store
