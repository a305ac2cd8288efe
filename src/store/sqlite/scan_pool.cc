#include "store/sqlite/scan_pool.h"

#include <utility>

#include "base/limits.h"
#include "domain/directory.h"

namespace stele::store {

namespace {

constexpr Statement begin_read{"BEGIN"};
constexpr Statement end_read{"COMMIT"};
constexpr int steps_between_looks = 4'000;  // of SQLite's machine: some tens of microseconds

}  // namespace

ScanPool::Worker::Worker(ScanPool& owner, Connection connection)
    : pool(owner), session(std::move(connection), owner.shared_.options.on_prepare) {
    sqlite3_progress_handler(
        session.connection(), steps_between_looks,
        [](void* worker) { return static_cast<Worker*>(worker)->is_over() ? 1 : 0; }, this);
}

bool ScanPool::Worker::is_over() const {
    return pool.stopped_.load(std::memory_order_relaxed) || std::chrono::steady_clock::now() >= deadline;
}

Result<domain::DirectoryPtr> ScanPool::Worker::directory_for(domain::Transaction& transaction) {
    DirectoryCache& cache = pool.shared_.directories;
    if (auto found = cache.find(transaction.company_id())) return found;
    auto loaded = domain::load_directory(transaction);
    if (loaded && *loaded != nullptr) cache.keep(*loaded, snapshot_directories);
    return loaded;
}

Result<void> ScanPool::Worker::run(Item& item) {
    const int given = pool.shared_.options.scan_deadline_ms;
    deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(given > 0 ? given : limits::scan_deadline_ms);
    snapshot_directories = pool.shared_.directories.version();
    if (auto begun = session.control(begin_read); !begun) return begun;
    Transaction transaction(session, item.company, *this);
    auto outcome = item.work->run(transaction);
    if (session.poison()) {
        if (outcome) outcome = std::unexpected(*session.poison());
        session.recover();
    }
    deadline = std::chrono::steady_clock::time_point::max();
    (void)session.control(end_read);
    return outcome;
}

Result<std::unique_ptr<ScanPool>> ScanPool::start(Shared& shared) {
    std::unique_ptr<ScanPool> pool(new ScanPool(shared));
    for (std::size_t i = 0; i < shared.options.scan_threads; ++i) {
        auto connection = open_connection(shared.connection(shared.options.scan_cache_kib, true));
        if (!connection) return fail(connection);
        pool->workers_.push_back(std::make_unique<Worker>(*pool, std::move(*connection)));
    }
    for (const auto& worker : pool->workers_)
        worker->thread = std::thread([owner = pool.get(), own = worker.get()] { owner->run(*own); });
    return pool;
}

void ScanPool::submit(domain::CompanyId company, std::unique_ptr<domain::Work> work) {
    {
        const std::lock_guard lock(mutex_);
        if (!stopped_ && waiting_.size() < limits::waiting_scans) {
            waiting_.push_back({company, std::move(work)});
            arrived_.notify_one();
            return;
        }
    }
    work->done(std::unexpected(stopped_ ? stopped_error() : overloaded_error()));
}

void ScanPool::stop() noexcept {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    arrived_.notify_all();
    for (const auto& worker : workers_)
        if (worker->thread.joinable()) worker->thread.join();
    for (Item& item : std::exchange(waiting_, {})) item.work->done(std::unexpected(stopped_error()));
    workers_.clear();
}

void ScanPool::run(Worker& worker) {
    while (true) {
        Item item;
        {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
            if (stopped_) return;
            item = std::move(waiting_.front());
            waiting_.pop_front();
        }
        item.work->done(worker.run(item));
    }
}

}  // namespace stele::store
