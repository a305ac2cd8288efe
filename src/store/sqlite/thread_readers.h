// Each thread's reader of each engine.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "store/sqlite/reader.h"

namespace stele::store {

class ThreadReaders {
   public:
    explicit ThreadReaders(Shared& shared) : shared_(shared) {}
    ~ThreadReaders() { close(); }
    ThreadReaders(const ThreadReaders&) = delete;
    ThreadReaders& operator=(const ThreadReaders&) = delete;

    // This thread's, opened when it has none. Error: unavailable after close().
    [[nodiscard]] Result<Reader*> get();
    // This thread's, or null.
    [[nodiscard]] Reader* find() noexcept;
    void close() noexcept;

   private:
    Shared& shared_;
    std::mutex mutex_;
    bool closed_ = false;
    std::vector<std::weak_ptr<Reader>> readers_;  // a thread that ends takes its own with it
};

}  // namespace stele::store
