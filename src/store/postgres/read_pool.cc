#include "store/postgres/read_pool.h"

#include <algorithm>
#include <utility>

#include "domain/directory.h"

namespace stele::store::postgres {

namespace {

constexpr int attempts = 3;  // each on a new connection

constexpr Statement select_directory_version{"SELECT directory_version FROM company_state WHERE company_id = $1"};

}  // namespace

void Snapshot::begin() {
    seen_.clear();
    session_.queue("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

void Snapshot::end() {
    session_.queue("COMMIT");
    session_.send();
    seen_.clear();
}

Result<void> Snapshot::run(domain::CompanyId company, domain::Work& work) {
    (void)see(company);
    while (true) {
        Transaction transaction(session_, company, *this);
        auto outcome = work.run(transaction);
        if (auto done = session_.catch_up(); !done) return done;  // a write within a read is told of here
        const auto right = was_right(company);
        if (!right) return fail(right);
        if (*right) return outcome;
    }
}

Snapshot::Seen& Snapshot::see(domain::CompanyId company) {
    const auto found = std::ranges::find(seen_, company, &Seen::company);
    if (found != seen_.end()) return *found;
    Seen& seen = seen_.emplace_back();
    seen.company = company;
    seen.ticket = session_.start(select_directory_version, {company});
    return seen;
}

Result<void> Snapshot::ask_version(Seen& seen) {
    if (seen.has_version) return {};
    auto taken = session_.take(seen.ticket, [&](const Row& row) { seen.version = row.integer(0); });
    seen.has_version = taken.has_value();
    return taken;
}

Result<domain::DirectoryPtr> Snapshot::directory_for(domain::Transaction& transaction) {
    const domain::CompanyId company = transaction.company_id();
    Seen& seen = see(company);
    if (seen.used.directory != nullptr) return seen.used.directory;
    if (auto kept = directories_.find(company); kept.directory != nullptr) {
        if (!seen.has_version || seen.version == kept.version) {
            seen.used = std::move(kept);
            return seen.used.directory;
        }
    }
    if (auto asked = ask_version(seen); !asked) return fail(asked);
    if (!seen.version) return domain::DirectoryPtr();
    auto loaded = domain::load_directory(transaction);
    if (!loaded || *loaded == nullptr) return loaded;
    seen.used = {*seen.version, *loaded};
    directories_.keep(company, seen.used);
    return loaded;
}

Result<bool> Snapshot::was_right(domain::CompanyId company) {
    Seen& seen = see(company);
    if (auto asked = ask_version(seen); !asked) return fail(asked);
    if (seen.used.directory == nullptr || seen.version == seen.used.version) return true;
    seen.used = {};
    return false;
}

ReadPool::ReadPool(Shared& shared, const Options& options) : shared_(shared), options_(options) {
    for (std::size_t i = 0; i < options.threads; ++i) workers_.push_back(std::make_unique<Worker>(shared, options_));
    for (const auto& worker : workers_) worker->thread = std::thread([this, own = worker.get()] { run(*own); });
}

void ReadPool::submit(domain::CompanyId company, std::unique_ptr<domain::Work> work) {
    {
        const std::lock_guard lock(mutex_);
        if (!stopped_ && waiting_.size() < options_.waiting) {
            waiting_.push_back({company, std::move(work), std::chrono::steady_clock::now(), {}});
            arrived_.notify_one();
            return;
        }
    }
    work->done(std::unexpected(stopped_ ? stopped_error() : overloaded_error()));
}

void ReadPool::expire(SteadyTime time) {
    std::vector<Item> late;
    {
        const std::lock_guard lock(mutex_);
        while (!waiting_.empty() && waiting_.front().since < time) {
            late.push_back(std::move(waiting_.front()));
            waiting_.pop_front();
        }
    }
    for (Item& item : late) item.work->done(std::unexpected(waited_error()));
}

void ReadPool::stop() noexcept {
    {
        const std::lock_guard lock(mutex_);
        if (stopped_.exchange(true)) return;
    }
    arrived_.notify_all();
    for (const auto& worker : workers_)
        if (worker->thread.joinable()) worker->thread.join();
    for (Item& item : std::exchange(waiting_, {})) item.work->done(std::unexpected(stopped_error()));
    workers_.clear();
}

bool ReadPool::take(std::vector<Item>& items) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
    if (stopped_) return false;
    // Each thread its share.
    const std::size_t share = (waiting_.size() + options_.threads - 1) / options_.threads;
    const std::size_t count = std::clamp<std::size_t>(share, 1, options_.together);
    for (std::size_t i = 0; i < count; ++i) {
        items.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    return true;
}

void ReadPool::run(Worker& worker) {
    Snapshot snapshot(worker.session, shared_.directories);
    std::vector<Item> items;
    while (take(items)) {
        bool has_snapshot = false;
        for (Item& item : items) item.work->done(run_item(worker, snapshot, has_snapshot, item));
        if (has_snapshot) snapshot.end();
        items.clear();
    }
}

Result<void> ReadPool::run_item(Worker& worker, Snapshot& snapshot, bool& has_snapshot, Item& item) {
    PostgresSession& session = worker.session;
    for (int attempt = 1;; ++attempt) {
        if (!has_snapshot) {
            if (auto connected = connect(shared_, session); !connected) return connected;
            snapshot.begin();
            has_snapshot = true;
        }
        auto outcome = snapshot.run(item.company, *item.work);
        if (!session.poison()) return outcome;

        const Failure failure = session.failure();
        Error error = *session.poison();
        session.recover();
        snapshot.forget();
        has_snapshot = false;
        if (failure == Failure::lost && attempt < attempts && !stopped_) continue;
        return std::unexpected(std::move(error));
    }
}

}  // namespace stele::store::postgres
