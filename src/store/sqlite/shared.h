// What the parts of the SQLite engine share.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "store/directory_cache.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/engine.h"

namespace stele::store {

// Why writing has stopped, once it has. Any thread.
class Trouble {
   public:
    [[nodiscard]] bool exists() const { return exists_.load(std::memory_order_acquire); }
    [[nodiscard]] std::string text() const {
        const std::lock_guard lock(mutex_);
        return text_;
    }
    void set(std::string text) {
        const std::lock_guard lock(mutex_);
        if (text_.empty()) text_ = std::move(text);
        exists_.store(true, std::memory_order_release);
    }

   private:
    mutable std::mutex mutex_;
    std::string text_;
    std::atomic<bool> exists_{false};
};

struct Shared {
    Shared(const SqliteOptions& given, const Clock& clock_of_all, Log& log_of_all)
        : options(given), clock(clock_of_all), log(log_of_all) {}

    const SqliteOptions options;
    const Clock& clock;
    Log& log;
    DirectoryCache directories;
    // Rises after each COMMIT, and before anybody is told of it.
    std::atomic<std::uint64_t> commits{0};
    Trouble trouble;

    [[nodiscard]] ConnectionOptions connection(std::int64_t cache_kib, bool query_only) const {
        return {options.folder + "/" + options.file_name, options.vfs, false, query_only, cache_kib};
    }
};

[[nodiscard]] inline Error overloaded_error() { return {ErrorCode::unavailable, "too many requests are waiting", {}, {}}; }
[[nodiscard]] inline Error stopped_error() { return {ErrorCode::unavailable, "the server is shutting down", {}, {}}; }

}  // namespace stele::store
