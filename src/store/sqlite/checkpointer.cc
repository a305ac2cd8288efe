#include "store/sqlite/checkpointer.h"

#include <algorithm>
#include <chrono>

namespace stele::store {

namespace {

constexpr int restart_factor = 4;
constexpr int restart_patience_ms = 50;  // the writes wait so long for the other thread, and so long for readers
constexpr int usual_patience_ms = 5'000;

}  // namespace

Result<std::unique_ptr<Checkpointer>> Checkpointer::start(Shared& shared) {
    auto connection = open_connection(shared.connection(256, false));
    if (!connection) return fail(connection);
    return std::unique_ptr<Checkpointer>(new Checkpointer(shared, std::move(*connection)));
}

Checkpointer::Checkpointer(Shared& shared, Connection connection)
    : shared_(shared), connection_(std::move(connection)), thread_([this] { run(); }) {}

void Checkpointer::watch(sqlite3* writer) {
    sqlite3_wal_hook(
        writer,
        [](void* context, sqlite3*, const char*, int pages) {
            static_cast<Checkpointer*>(context)->log_pages_ = pages;
            return SQLITE_OK;
        },
        this);
}

void Checkpointer::note_commits(sqlite3* writer) {
    const int limit = shared_.options.checkpoint_pages;
    if (log_pages_ < limit) {
        next_restart_ = 0;
        return;
    }
    if (log_pages_ >= std::max(next_restart_, restart_factor * limit)) {
        next_restart_ = restart_log(writer) ? 0 : log_pages_ + limit;
        return;
    }
    const std::lock_guard lock(mutex_);
    if (is_wanted_ || (log_pages_ >= looked_at_pages_ && log_pages_ < looked_at_pages_ + limit)) return;
    is_wanted_ = true;
    wanted_.notify_one();
}

// SQLite waits for readers, but never for another checkpoint.
bool Checkpointer::restart_log(sqlite3* writer) {
    {
        std::unique_lock lock(mutex_);
        if (!idle_.wait_for(lock, std::chrono::milliseconds(restart_patience_ms), [this] { return !is_wanted_; }))
            return false;
    }
    sqlite3_busy_timeout(writer, restart_patience_ms);
    const int code = sqlite3_wal_checkpoint_v2(writer, nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
    sqlite3_busy_timeout(writer, usual_patience_ms);
    note_outcome(writer, code);
    return code == SQLITE_OK;
}

void Checkpointer::stop() noexcept {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    wanted_.notify_all();
    if (thread_.joinable()) thread_.join();
    connection_.reset();
}

void Checkpointer::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        wanted_.wait(lock, [this] { return stopped_ || is_wanted_; });
        if (stopped_) return;
        lock.unlock();
        int pages = 0;
        int code = SQLITE_OK;
        if (!shared_.trouble.exists())
            code = sqlite3_wal_checkpoint_v2(connection_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &pages, nullptr);
        note_outcome(connection_.get(), code);
        lock.lock();
        is_wanted_ = false;
        idle_.notify_all();
        looked_at_pages_ = std::max(pages, 0);
    }
}

// A log that could not be copied is still whole: writes go on until it cannot grow, unless the disk failed.
void Checkpointer::note_outcome(sqlite3* connection, int code) {
    if ((code & 0xff) == SQLITE_BUSY) return;
    if (last_code_.exchange(code) == code || code == SQLITE_OK) return;
    const Error error = error_of(connection, code, "checkpoint");
    shared_.log.write(LogLevel::error, "the log could not be copied into the data file", error.detail);
    if (ends_writing(sqlite3_extended_errcode(connection), true))
        shared_.trouble.set("writing has stopped until a restart: " + error.detail);
}

}  // namespace stele::store
