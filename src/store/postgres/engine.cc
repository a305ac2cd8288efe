#include "store/postgres/engine.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "base/limits.h"
#include "domain/directory.h"
#include "store/aside_pool.h"
#include "store/postgres/blobs.h"
#include "store/postgres/database.h"
#include "store/postgres/lanes.h"
#include "store/postgres/read_pool.h"

namespace stele::store::postgres {

namespace {

constexpr std::size_t reads_together = 8;
constexpr std::size_t waiting_reads = 4'096;
constexpr std::chrono::milliseconds watch_pause{250};

// A number out of range belongs to nobody.
bool is_company_id(domain::CompanyId company) { return company >= 1 && company <= limits::company_id; }

// Refuses what waits too long, and asks a database that is down whether it is back.
class Watcher {
   public:
    Watcher(Shared& shared, ReadPool& reads, ReadPool& scans, Lanes& lanes)
        : shared_(shared),
          reads_(reads),
          scans_(scans),
          lanes_(lanes),
          session_(shared.connection(shared.options.read_timeout), shared.options.on_prepare),
          thread_([this] { run(); }) {}
    ~Watcher() { stop(); }
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    void stop() noexcept {
        {
            const std::lock_guard lock(mutex_);
            stopped_ = true;
        }
        stopping_.notify_all();
        if (thread_.joinable()) thread_.join();
    }

   private:
    void run() {
        std::unique_lock lock(mutex_);
        while (!stopping_.wait_for(lock, watch_pause, [this] { return stopped_; })) {
            lock.unlock();
            look();
            lock.lock();
        }
    }

    void look() {
        const SteadyTime oldest = std::chrono::steady_clock::now() - shared_.options.wait_timeout;
        reads_.expire(oldest);
        scans_.expire(oldest);
        lanes_.expire(oldest);
        if (shared_.health.trouble().empty() || !shared_.health.may_try()) return;
        (void)connect(shared_, session_);
        session_.disconnect();
    }

    Shared& shared_;
    ReadPool& reads_;
    ReadPool& scans_;
    Lanes& lanes_;
    PostgresSession session_;
    std::mutex mutex_;
    std::condition_variable stopping_;
    bool stopped_ = false;
    std::thread thread_;
};

class PostgresEngine final : public domain::Engine {
   public:
    PostgresEngine(std::unique_ptr<Shared> shared, SpoolFolder spool)
        : shared_(std::move(shared)),
          blobs_(*shared_, std::move(spool)),
          reads_(*shared_,
                 {shared_->options.read_connections, waiting_reads, reads_together, shared_->options.read_timeout}),
          scans_(*shared_, {shared_->options.scan_connections, limits::waiting_scans, 1, shared_->options.scan_timeout}),
          lanes_(*shared_),
          watcher_(*shared_, reads_, scans_, lanes_) {}
    ~PostgresEngine() override { stop(); }
    PostgresEngine(const PostgresEngine&) = delete;
    PostgresEngine& operator=(const PostgresEngine&) = delete;

    void submit(domain::Access access, domain::CompanyId company, std::unique_ptr<domain::Work> work) override {
        if (!is_company_id(company)) {
            work->done(fail(ErrorCode::not_found, "there is no such company"));
            return;
        }
        switch (access) {
            case domain::Access::read:
                reads_.submit(company, std::move(work));
                return;
            case domain::Access::scan:
                scans_.submit(company, std::move(work));
                return;
            case domain::Access::write:
                lanes_.submit(company, std::move(work));
                return;
        }
    }

    void submit_aside(std::unique_ptr<domain::Task> task) override { asides_.submit(std::move(task)); }

    domain::Blobs& blobs() override { return blobs_; }

    void end_turn() noexcept override {}

    Result<domain::KnownDirectory> known_directory(domain::CompanyId company) override {
        if (!is_company_id(company)) return domain::KnownDirectory{nullptr, true};
        return domain::KnownDirectory{shared_->directories.find(company).directory, false};
    }

    Result<domain::DirectoryPtr> directory(domain::CompanyId company) override {
        if (!is_company_id(company)) return domain::DirectoryPtr();
        domain::DirectoryPtr directory;
        const auto read = domain::run_and_wait(*this, domain::Access::read, company,
                                               [&](domain::Transaction& transaction) -> Result<void> {
                                                   auto loaded = transaction.directory();
                                                   if (!loaded) return fail(loaded);
                                                   directory = std::move(*loaded);
                                                   return {};
                                               });
        if (!read) return fail(read);
        return directory;
    }

    Result<std::vector<domain::CompanyId>> companies() override {
        if (stopped_) return std::unexpected(stopped_error());
        return read_companies(*shared_);
    }

    Result<std::vector<std::string>> check() override {
        if (stopped_) return std::unexpected(stopped_error());
        return check_database(*shared_);
    }

    Result<void> back_up(const std::string& /*folder*/) override {
        return fail(ErrorCode::invalid, "a PostgreSQL database is backed up by its own tools, such as pg_dump");
    }

    std::string trouble() const override { return shared_->health.trouble(); }

    void stop() noexcept override {
        if (stopped_.exchange(true)) return;
        asides_.stop();
        watcher_.stop();
        lanes_.stop();
        scans_.stop();
        reads_.stop();
    }

   private:
    std::unique_ptr<Shared> shared_;
    PostgresBlobs blobs_;
    AsidePool asides_;
    ReadPool reads_;
    ReadPool scans_;
    Lanes lanes_;
    Watcher watcher_;
    std::atomic<bool> stopped_{false};
};

}  // namespace

Result<std::unique_ptr<domain::Engine>> open_postgres(const PostgresOptions& options, const Clock& clock, Log& log) {
    auto shared = std::make_unique<Shared>(options, clock, log);
    if (auto prepared = prepare_database(*shared); !prepared) return fail(prepared);
    auto spool = SpoolFolder::make(options.spool);
    if (!spool) return fail(spool);
    return std::make_unique<PostgresEngine>(std::move(shared), std::move(*spool));
}

}  // namespace stele::store::postgres
