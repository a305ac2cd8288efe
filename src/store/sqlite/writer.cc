#include "store/sqlite/writer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/limits.h"
#include "domain/directory.h"

namespace stele::store {

namespace {

constexpr Statement begin_write{"BEGIN IMMEDIATE"};
constexpr Statement commit_write{"COMMIT"};
constexpr Statement roll_back_write{"ROLLBACK"};
constexpr Statement set_savepoint{"SAVEPOINT request"};
constexpr Statement release_savepoint{"RELEASE request"};
constexpr Statement roll_back_savepoint{"ROLLBACK TO request"};

Error not_written_error(const std::string& trouble) {
    return {ErrorCode::unavailable, "nothing can be written at the moment", {}, trouble};
}

}  // namespace

Result<domain::DirectoryPtr> BatchDirectories::directory_for(domain::Transaction& transaction) {
    const domain::CompanyId company = transaction.company_id();
    if (std::ranges::find(changed_, company) == changed_.end()) {
        const std::uint64_t version = shared_.version();
        if (auto found = shared_.find(company)) return found;
        auto loaded = domain::load_directory(transaction);
        if (loaded && *loaded != nullptr) shared_.keep(*loaded, version);
        return loaded;
    }
    if (const auto found = loaded_.find(company); found != loaded_.end()) return found->second;
    auto loaded = domain::load_directory(transaction);
    if (loaded) loaded_.emplace(company, *loaded);
    return loaded;
}

void BatchDirectories::note_change(domain::CompanyId company) {
    if (std::ranges::find(changed_, company) == changed_.end()) changed_.push_back(company);
    loaded_.erase(company);
}

void BatchDirectories::clear() {
    changed_.clear();
    loaded_.clear();
}

Writer::Writer(Shared& shared, std::unique_ptr<SqliteSession> session, Checkpointer& checkpointer)
    : shared_(shared),
      session_(std::move(session)),
      checkpointer_(checkpointer),
      search_index_(*session_),
      state_(*session_, &search_index_),
      directories_(shared.directories),
      thread_([this] { run(); }) {}

void Writer::submit(domain::CompanyId company, std::unique_ptr<domain::Work> work) {
    bool stopped = false;
    {
        const std::lock_guard lock(mutex_);
        stopped = stopped_;
        if (!stopped && waiting_.size() < limits::waiting_writes) {
            waiting_.push_back({company, std::move(work), {}});
            if (waiting_.size() == 1) arrived_.notify_one();
            return;
        }
    }
    work->done(std::unexpected(stopped ? stopped_error() : overloaded_error()));
}

void Writer::between_batches(FunctionRef<bool(sqlite3*)> step) {
    const std::lock_guard one(steps_);
    std::unique_lock lock(mutex_);
    if (stopped_) return;
    step_ = &step;
    arrived_.notify_one();
    step_done_.wait(lock, [this] { return step_ == nullptr; });
}

void Writer::run_step() {
    FunctionRef<bool(sqlite3*)>* step = nullptr;
    bool is_stopped = false;
    {
        const std::lock_guard lock(mutex_);
        step = step_;
        is_stopped = stopped_;
    }
    if (step == nullptr || (!is_stopped && (*step)(session_->connection()))) return;
    {
        const std::lock_guard lock(mutex_);
        step_ = nullptr;
    }
    step_done_.notify_all();
}

void Writer::stop() noexcept {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    arrived_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Writer::run() {
    std::vector<Item> batch;
    batch.reserve(limits::batch_writes);
    while (take(batch)) {
        if (!batch.empty()) process(batch);
        batch.clear();
        run_step();
    }
}

bool Writer::take(std::vector<Item>& batch) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return stopped_ || !waiting_.empty() || step_ != nullptr; });
    while (!waiting_.empty() && batch.size() < limits::batch_writes) {
        batch.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    return !batch.empty() || step_ != nullptr;
}

void Writer::process(std::vector<Item>& batch) {
    if (shared_.trouble.exists()) {
        for (Item& item : batch) item.outcome = std::unexpected(not_written_error(shared_.trouble.text()));
    } else if (const auto together = attempt(batch); !together) {
        // One of them may be the cause, or the batch as a whole was too large for the disk.
        for (Item& item : batch) {
            Result<void> alone =
                shared_.trouble.exists() ? Result<void>(std::unexpected(together.error())) : attempt(std::span(&item, 1));
            if (!alone) item.outcome = std::move(alone);
        }
    }
    for (Item& item : batch) item.work->done(std::move(item.outcome));
    checkpointer_.note_commits(session_->connection());  // which may take a while: nobody waits for it
}

// An error means that nothing of it was committed.
Result<void> Writer::attempt(std::span<Item> items) {
    if (auto begun = session_->control(begin_write); !begun) {
        note_failure(begun.error(), false);
        return begun;
    }
    for (Item& item : items) {
        if (auto ran = run_item(item); !ran) {
            note_failure(ran.error(), false);
            roll_back();
            return ran;
        }
    }
    if (auto committed = commit(); !committed) {
        note_failure(committed.error(), true);
        roll_back();
        return committed;
    }
    state_.clear();
    if (!directories_.changed().empty()) shared_.directories.drop(directories_.changed());
    directories_.clear();
    shared_.commits.fetch_add(1, std::memory_order_release);
    if (std::exchange(is_failing_, false)) shared_.log.write(LogLevel::info, "writes succeed again");
    return {};
}

// An error means that the whole transaction is lost; one request's own error is its outcome.
Result<void> Writer::run_item(Item& item) {
    if (auto set = session_->control(set_savepoint); !set) return set;
    state_.begin_request(item.company);
    Transaction transaction(*session_, item.company, directories_, state_, shared_.clock);
    item.outcome = item.work->run(transaction);
    if (session_->poison() && item.outcome) item.outcome = std::unexpected(*session_->poison());
    if (item.outcome) {
        state_.end_request();
        if (transaction.changed_directory()) directories_.note_change(item.company);
        return session_->control(release_savepoint);
    }

    state_.cancel_request();
    if (session_->poison()) {
        const bool ended = sqlite3_get_autocommit(session_->connection()) != 0;
        const bool stops = ends_writing(session_->last_failure(), false);
        if (ended || stops || session_->poison()->code == ErrorCode::unavailable)
            return std::unexpected(*session_->poison());
        shared_.log.write(LogLevel::error, "a write failed", session_->poison()->detail);
        session_->recover();
    }
    if (auto back = session_->control(roll_back_savepoint); !back) return back;
    return session_->control(release_savepoint);
}

Result<void> Writer::commit() {
    if (auto written = state_.write(); !written) return written;
    return session_->control(commit_write);
}

void Writer::roll_back() {
    if (sqlite3_get_autocommit(session_->connection()) == 0) (void)session_->control(roll_back_write);
    session_->recover();
    state_.clear();
    directories_.clear();
}

void Writer::note_failure(const Error& error, bool while_committing) {
    if (!std::exchange(is_failing_, true)) shared_.log.write(LogLevel::error, "a batch of writes failed", error.detail);
    if (ends_writing(session_->last_failure(), while_committing))
        shared_.trouble.set("writing has stopped until a restart: " + error.detail);
}

}  // namespace stele::store
