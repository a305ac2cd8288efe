// Scans: reads that may visit many rows, on a few threads of their own, within a deadline.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "domain/store.h"
#include "store/sqlite/session.h"
#include "store/sqlite/shared.h"
#include "store/transaction.h"

namespace stele::store {

class ScanPool {
   public:
    [[nodiscard]] static Result<std::unique_ptr<ScanPool>> start(Shared& shared);
    ~ScanPool() { stop(); }
    ScanPool(const ScanPool&) = delete;
    ScanPool& operator=(const ScanPool&) = delete;

    // Any thread. When too many wait or it has stopped, the work is done with `unavailable` before this returns.
    void submit(domain::CompanyId company, std::unique_ptr<domain::Work> work);
    // Ends what runs; what waits is done with `unavailable`.
    void stop() noexcept;

   private:
    struct Item {
        domain::CompanyId company = 0;
        std::unique_ptr<domain::Work> work;
    };
    struct Worker final : DirectorySource {
        Worker(ScanPool& owner, Connection connection);
        Result<domain::DirectoryPtr> directory_for(domain::Transaction& transaction) override;
        [[nodiscard]] Result<void> run(Item& item);
        [[nodiscard]] bool is_over() const;

        ScanPool& pool;
        SqliteSession session;
        std::chrono::steady_clock::time_point deadline;
        std::uint64_t snapshot_directories = 0;
        std::thread thread;
    };

    explicit ScanPool(Shared& shared) : shared_(shared) {}
    void run(Worker& worker);

    Shared& shared_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Item> waiting_;
    std::atomic<bool> stopped_{false};
    std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace stele::store
