#include "store/sqlite/reader.h"

#include "domain/directory.h"
#include "store/schema.h"

namespace stele::store {

namespace {

constexpr Statement begin_read{"BEGIN"};
constexpr Statement end_read{"COMMIT"};

}  // namespace

Result<std::unique_ptr<Reader>> Reader::open(Shared& shared) {
    auto connection = open_connection(shared.connection(shared.options.reader_cache_kib, true));
    if (!connection) return fail(connection);
    return std::unique_ptr<Reader>(new Reader(shared, std::move(*connection)));
}

Result<void> Reader::run(domain::CompanyId company, FunctionRef<Result<void>(domain::Transaction&)> work) {
    return run_on_session([&](Session& session) {
        Transaction transaction(session, company, *this);
        return work(transaction);
    });
}

Result<void> Reader::run_on_session(FunctionRef<Result<void>(Session&)> work) {
    const std::lock_guard lock(mutex_);
    if (is_closed()) return std::unexpected(stopped_error());
    if (auto begun = begin(); !begun) return begun;
    auto outcome = work(*session_);
    if (const auto& poison = session_->poison()) {
        if (outcome) outcome = std::unexpected(*poison);
        end();
        session_->recover();
    }
    return outcome;
}

Result<domain::DirectoryPtr> Reader::directory(domain::CompanyId company) {
    if (auto found = directories_.find(company)) return found;
    const bool within_turn = has_snapshot_;
    domain::DirectoryPtr loaded;
    const auto read = run(company, [&](domain::Transaction& transaction) -> Result<void> {
        auto result = transaction.directory();
        if (!result) return fail(result);
        loaded = std::move(*result);
        return {};
    });
    if (!within_turn) end_turn();
    if (!read) return fail(read);
    return loaded;
}

Result<std::vector<domain::CompanyId>> Reader::companies() {
    const bool within_turn = has_snapshot_;
    std::vector<domain::CompanyId> ids;
    const auto read = run_on_session([&](Session& session) -> Result<void> {
        auto found = company_ids(session);
        if (!found) return fail(found);
        ids = std::move(*found);
        return {};
    });
    if (!within_turn) end_turn();
    if (!read) return fail(read);
    return ids;
}

void Reader::end_turn() noexcept {
    if (!has_snapshot_) return;
    const std::lock_guard lock(mutex_);
    end();
}

void Reader::close() noexcept {
    const std::lock_guard lock(mutex_);
    end();
    closed_.store(true, std::memory_order_release);
    session_.reset();
}

Result<domain::DirectoryPtr> Reader::directory_for(domain::Transaction& transaction) {
    if (auto found = directories_.find(transaction.company_id())) return found;
    auto loaded = domain::load_directory(transaction);
    if (loaded && *loaded != nullptr) shared_.directories.keep(*loaded, snapshot_directories_);
    return loaded;
}

Result<void> Reader::begin() {
    const std::uint64_t commits = shared_.commits.load(std::memory_order_acquire);
    if (has_snapshot_ && commits == snapshot_commits_) return {};
    end();
    // Both are read before the snapshot begins, so that it is never older than they say.
    snapshot_commits_ = commits;
    snapshot_directories_ = shared_.directories.version();
    if (auto begun = session_->control(begin_read); !begun) return begun;
    has_snapshot_ = true;
    return {};
}

void Reader::end() noexcept {
    if (!has_snapshot_) return;
    has_snapshot_ = false;
    (void)session_->control(end_read);  // a read's COMMIT only lets go of a lock
}

}  // namespace stele::store
