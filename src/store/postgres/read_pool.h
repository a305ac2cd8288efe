// Reads and scans: threads with a connection each. What waits is taken a few at a time and shares a snapshot, which begins after
// they came in.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "domain/store.h"
#include "store/postgres/session.h"
#include "store/postgres/shared.h"
#include "store/transaction.h"

namespace stele::store::postgres {

// A snapshot of the database, and the directories of the companies in it.
//
// A directory that is kept in memory is used before its version has come from the database; whether it was right is asked
// afterwards. So a read of a known company costs one round trip.
class Snapshot final : public DirectorySource {
   public:
    Snapshot(PostgresSession& session, Directories& directories) : session_(session), directories_(directories) {}

    void begin();
    // Lets go of it, without waiting.
    void end();
    void forget() { seen_.clear(); }

    // Runs a piece of work in it. Again, when the directory it used turns out to have changed.
    [[nodiscard]] Result<void> run(domain::CompanyId company, domain::Work& work);
    Result<domain::DirectoryPtr> directory_for(domain::Transaction& transaction) override;

   private:
    struct Seen {
        domain::CompanyId company = 0;
        Ticket ticket = 0;
        bool has_version = false;
        std::optional<std::int64_t> version;  // none: there is no such company
        VersionedDirectory used;
    };
    [[nodiscard]] Seen& see(domain::CompanyId company);
    [[nodiscard]] Result<void> ask_version(Seen& seen);
    [[nodiscard]] Result<bool> was_right(domain::CompanyId company);

    PostgresSession& session_;
    Directories& directories_;
    std::vector<Seen> seen_;
};

class ReadPool {
   public:
    struct Options {
        std::size_t threads = 1;
        std::size_t waiting = 0;   // beyond so many, `unavailable`
        std::size_t together = 1;  // taken by one thread at a time
        std::chrono::milliseconds statement_timeout{};
    };

    ReadPool(Shared& shared, const Options& options);
    ~ReadPool() { stop(); }
    ReadPool(const ReadPool&) = delete;
    ReadPool& operator=(const ReadPool&) = delete;

    // Any thread.
    void submit(domain::CompanyId company, std::unique_ptr<domain::Work> work);
    // Refuses what has waited since before `time`.
    void expire(SteadyTime time);
    // What runs comes to its end, within its time limits; what waits is done with `unavailable`.
    void stop() noexcept;

   private:
    struct Worker {
        Worker(const Shared& shared, const Options& options)
            : session(shared.connection(options.statement_timeout), shared.options.on_prepare) {}
        PostgresSession session;
        std::thread thread;
    };

    void run(Worker& worker);
    [[nodiscard]] bool take(std::vector<Item>& items);
    [[nodiscard]] Result<void> run_item(Worker& worker, Snapshot& snapshot, bool& has_snapshot, Item& item);

    Shared& shared_;
    const Options options_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Item> waiting_;
    std::atomic<bool> stopped_{false};
    std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace stele::store::postgres
