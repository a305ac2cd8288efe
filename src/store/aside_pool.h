// Threads for what waits for a disk or another machine and belongs to no transaction.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "domain/store.h"

namespace stele::store {

class AsidePool {
   public:
    AsidePool();
    ~AsidePool() { stop(); }
    AsidePool(const AsidePool&) = delete;
    AsidePool& operator=(const AsidePool&) = delete;

    // Any thread.
    void submit(std::unique_ptr<domain::Task> task);
    // What runs comes to its end; what waits is told that it does not run.
    void stop() noexcept;

   private:
    void run();

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::unique_ptr<domain::Task>> waiting_;
    bool stopped_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace stele::store
