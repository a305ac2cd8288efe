// Moves the write-ahead log into the data file, on a thread of its own.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "store/sqlite/connection.h"
#include "store/sqlite/shared.h"

namespace stele::store {

// The writer tells it of the log's length after each commit. From options.checkpoint_pages on it copies what it can without
// holding anybody up; at four times as many the writer itself restarts the log, or it would never end under steady load.
class Checkpointer {
   public:
    [[nodiscard]] static Result<std::unique_ptr<Checkpointer>> start(Shared& shared);
    ~Checkpointer() { stop(); }
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    // Makes the connection's commits known.
    void watch(sqlite3* writer);
    // After commits have been told of, on the writer's thread.
    void note_commits(sqlite3* writer);
    void stop() noexcept;

   private:
    Checkpointer(Shared& shared, Connection connection);

    void run();
    [[nodiscard]] bool restart_log(sqlite3* writer);
    void note_outcome(sqlite3* connection, int code);

    Shared& shared_;
    Connection connection_;

    int log_pages_ = 0;     // the writer's: the length of the log after the last commit
    int next_restart_ = 0;  // the writer's: not before the log is so long

    std::mutex mutex_;
    std::condition_variable wanted_;
    std::condition_variable idle_;
    bool is_wanted_ = false;
    bool stopped_ = false;
    int looked_at_pages_ = 0;        // how long the log was when it was last copied, as far as readers let it
    std::atomic<int> last_code_{0};  // a failure that stays is logged once
    std::thread thread_;
};

}  // namespace stele::store
