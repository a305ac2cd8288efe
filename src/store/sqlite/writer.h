// The one lane of writes: a thread that takes the waiting works, runs them in one transaction, and answers after its commit.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/function_ref.h"
#include "domain/store.h"
#include "store/sqlite/checkpointer.h"
#include "store/sqlite/search_index.h"
#include "store/sqlite/session.h"
#include "store/sqlite/shared.h"
#include "store/transaction.h"
#include "store/write_state.h"

namespace stele::store {

// The directories that a batch sees: what its own requests have changed is read again, the rest is cached.
class BatchDirectories final : public DirectorySource {
   public:
    explicit BatchDirectories(DirectoryCache& shared) : shared_(shared) {}

    Result<domain::DirectoryPtr> directory_for(domain::Transaction& transaction) override;
    void note_change(domain::CompanyId company);
    [[nodiscard]] std::span<const domain::CompanyId> changed() const { return changed_; }
    void clear();

   private:
    DirectoryCache& shared_;
    std::vector<domain::CompanyId> changed_;
    std::unordered_map<domain::CompanyId, domain::DirectoryPtr> loaded_;  // of changed companies
};

class Writer {
   public:
    // Takes over the connection. The thread starts at once.
    Writer(Shared& shared, std::unique_ptr<SqliteSession> session, Checkpointer& checkpointer);
    ~Writer() { stop(); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // Any thread. When the lane is full or has stopped, the work is done with `unavailable` before this returns.
    void submit(domain::CompanyId company, std::unique_ptr<domain::Work> work);
    // Runs a step on the lane's thread, between batches, again and again until it returns false; returns then. One at a time.
    // Once the lane has stopped, the step is not run any more.
    void between_batches(FunctionRef<bool(sqlite3*)> step);
    // Does what waits and ends the thread.
    void stop() noexcept;
    // After stop().
    [[nodiscard]] SqliteSession& session() { return *session_; }
    void close() { session_.reset(); }

   private:
    struct Item {
        domain::CompanyId company = 0;
        std::unique_ptr<domain::Work> work;
        Result<void> outcome;
    };

    void run();
    // False when there is nothing more to do.
    [[nodiscard]] bool take(std::vector<Item>& batch);
    void process(std::vector<Item>& batch);
    [[nodiscard]] Result<void> attempt(std::span<Item> items);
    [[nodiscard]] Result<void> run_item(Item& item);
    [[nodiscard]] Result<void> commit();
    void roll_back();
    void run_step();
    void note_failure(const Error& error, bool while_committing);

    Shared& shared_;
    std::unique_ptr<SqliteSession> session_;
    Checkpointer& checkpointer_;
    FtsIndex search_index_;
    BatchState state_;
    BatchDirectories directories_;
    bool is_failing_ = false;  // the last attempt: a full disk is logged once, not for each write

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Item> waiting_;
    bool stopped_ = false;
    std::mutex steps_;  // held by who has a step
    std::condition_variable step_done_;
    FunctionRef<bool(sqlite3*)>* step_ = nullptr;
    std::thread thread_;
};

}  // namespace stele::store
