#include "store/sqlite/engine.h"

#include <atomic>
#include <filesystem>
#include <utility>

#include "base/limits.h"
#include "store/aside_pool.h"
#include "store/sqlite/backup.h"
#include "store/sqlite/blobs.h"
#include "store/sqlite/check.h"
#include "store/sqlite/checkpointer.h"
#include "store/sqlite/data_folder.h"
#include "store/sqlite/open_file.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/scan_pool.h"
#include "store/sqlite/shared.h"
#include "store/sqlite/thread_readers.h"
#include "store/sqlite/writer.h"

namespace stele::store {

namespace {

constexpr std::int64_t check_cache_kib = 8 * 1024;

// A number out of range would spell the keys of another company.
bool is_company_id(domain::CompanyId company) { return company >= 1 && company <= limits::company_id; }

class SqliteEngine final : public domain::Engine {
   public:
    SqliteEngine(FolderLock lock, std::unique_ptr<Shared> shared, std::unique_ptr<SqliteBlobs> blobs,
                 std::unique_ptr<SqliteSession> session, std::unique_ptr<Checkpointer> checkpointer,
                 std::unique_ptr<ScanPool> scans)
        : lock_(std::move(lock)),
          shared_(std::move(shared)),
          blobs_(std::move(blobs)),
          readers_(*shared_),
          checkpointer_(std::move(checkpointer)),
          scans_(std::move(scans)),
          writer_(std::make_unique<Writer>(*shared_, std::move(session), *checkpointer_)) {}
    ~SqliteEngine() override { stop(); }
    SqliteEngine(const SqliteEngine&) = delete;
    SqliteEngine& operator=(const SqliteEngine&) = delete;

    void submit(domain::Access access, domain::CompanyId company, std::unique_ptr<domain::Work> work) override {
        if (!is_company_id(company)) {
            work->done(fail(ErrorCode::not_found, "there is no such company"));
            return;
        }
        switch (access) {
            case domain::Access::read:
                read(company, *work);
                return;
            case domain::Access::scan:
                scans_->submit(company, std::move(work));
                return;
            case domain::Access::write:
                writer_->submit(company, std::move(work));
                return;
        }
    }

    void submit_aside(std::unique_ptr<domain::Task> task) override { asides_.submit(std::move(task)); }

    domain::Blobs& blobs() override { return *blobs_; }

    void end_turn() noexcept override {
        if (Reader* reader = readers_.find()) reader->end_turn();
    }

    Result<domain::KnownDirectory> known_directory(domain::CompanyId company) override {
        auto found = directory(company);
        if (!found) return fail(found);
        return domain::KnownDirectory{std::move(*found), true};
    }

    Result<domain::DirectoryPtr> directory(domain::CompanyId company) override {
        if (!is_company_id(company)) return domain::DirectoryPtr();
        const auto reader = readers_.get();
        if (!reader) return fail(reader);
        return (*reader)->directory(company);
    }

    Result<std::vector<domain::CompanyId>> companies() override {
        const auto reader = readers_.get();
        if (!reader) return fail(reader);
        return (*reader)->companies();
    }

    Result<std::vector<std::string>> check() override {
        if (stopped_) return std::unexpected(stopped_error());
        const auto kept = blobs_->keep_all();
        const ConnectionOptions connection = shared_->connection(check_cache_kib, true);
        auto findings = check_file(connection, shared_->options.on_prepare);
        if (!findings) return findings;
        auto checked = check_blobs(connection, shared_->options.on_prepare, shared_->options.folder, *findings);
        if (!checked) return fail(checked);
        return findings;
    }

    Result<void> back_up(const std::string& folder) override {
        if (stopped_) return std::unexpected(stopped_error());
        return store::back_up(*shared_, *writer_, *blobs_, folder);
    }

    std::string trouble() const override { return shared_->trouble.exists() ? shared_->trouble.text() : std::string(); }

    void stop() noexcept override {
        if (stopped_.exchange(true)) return;
        asides_.stop();
        writer_->stop();
        scans_->stop();
        readers_.close();
        checkpointer_->stop();
        close_file();
        lock_.release();
    }

   private:
    void read(domain::CompanyId company, domain::Work& work) {
        const auto reader = readers_.get();
        if (!reader) {
            work.done(fail(reader));
            return;
        }
        work.done((*reader)->run(company, [&](domain::Transaction& transaction) { return work.run(transaction); }));
    }

    // The last connection to close removes the log; when the disk failed, it stays as it is for the next start.
    void close_file() noexcept {
        sqlite3* connection = writer_->session().connection();
        if (shared_->trouble.exists())
            sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        else
            sqlite3_wal_checkpoint_v2(connection, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
        writer_->close();
    }

    FolderLock lock_;
    std::unique_ptr<Shared> shared_;
    std::unique_ptr<SqliteBlobs> blobs_;
    AsidePool asides_;
    ThreadReaders readers_;
    std::unique_ptr<Checkpointer> checkpointer_;
    std::unique_ptr<ScanPool> scans_;
    std::unique_ptr<Writer> writer_;
    std::atomic<bool> stopped_{false};
};

Result<FolderLock> take_folder(const SqliteOptions& options) {
    if (options.create) {
        if (auto made = make_folder(options.folder); !made) return fail(made);
    } else if (!file_exists(options.folder)) {
        return fail(ErrorCode::invalid, "data folder " + options.folder + " does not exist");
    } else if (!file_exists(options.folder + "/" + options.file_name)) {
        return fail(ErrorCode::invalid,
                    "data folder " + options.folder + " holds no data (" + options.file_name + " is missing)");
    }
    return FolderLock::take(options.folder);
}

}  // namespace

Result<std::unique_ptr<domain::Engine>> open_sqlite(const SqliteOptions& options, const Clock& clock, Log& log) {
    auto lock = take_folder(options);
    if (!lock) return fail(lock);
    if (options.create)
        if (auto made = make_file(options.folder + "/" + options.file_name); !made) return fail(made);
    auto shared = std::make_unique<Shared>(options, clock, log);
    auto session = open_file(*shared);
    if (!session) return fail(session);
    auto blobs = SqliteBlobs::open(options.folder);
    if (!blobs) return fail(blobs);
    auto checkpointer = Checkpointer::start(*shared);
    if (!checkpointer) return fail(ErrorCode::invalid, reason_of(checkpointer.error()));
    (*checkpointer)->watch((*session)->connection());
    auto scans = ScanPool::start(*shared);
    if (!scans) return fail(ErrorCode::invalid, reason_of(scans.error()));
    return std::make_unique<SqliteEngine>(std::move(*lock), std::move(shared), std::move(*blobs), std::move(*session),
                                          std::move(*checkpointer), std::move(*scans));
}

}  // namespace stele::store
