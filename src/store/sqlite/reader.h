// Reads on the caller's own thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "domain/store.h"
#include "store/directory_cache.h"
#include "store/sqlite/session.h"
#include "store/sqlite/shared.h"
#include "store/transaction.h"

namespace stele::store {

// One thread's connection for reads, and the snapshot that the reads of one turn share. The snapshot is renewed when a commit
// has been told of since it began, so a read sees every write that was acknowledged before it.
class Reader final : private DirectorySource {
   public:
    [[nodiscard]] static Result<std::unique_ptr<Reader>> open(Shared& shared);

    // On its thread; not from within a read. run() leaves the snapshot for the rest of the turn.
    [[nodiscard]] Result<void> run(domain::CompanyId company, FunctionRef<Result<void>(domain::Transaction&)> work);
    // These leave none behind that was not there before, as they may be called outside of any turn.
    [[nodiscard]] Result<domain::DirectoryPtr> directory(domain::CompanyId company);
    [[nodiscard]] Result<std::vector<domain::CompanyId>> companies();
    void end_turn() noexcept;
    // From any thread: waits for what runs, and ends for good.
    void close() noexcept;
    [[nodiscard]] bool is_closed() const { return closed_.load(std::memory_order_acquire); }

   private:
    Reader(Shared& shared, Connection connection)
        : shared_(shared),
          session_(std::make_unique<SqliteSession>(std::move(connection), shared.options.on_prepare)),
          directories_(shared.directories) {}

    Result<domain::DirectoryPtr> directory_for(domain::Transaction& transaction) override;
    [[nodiscard]] Result<void> run_on_session(FunctionRef<Result<void>(Session&)> work);
    [[nodiscard]] Result<void> begin();
    void end() noexcept;

    Shared& shared_;
    std::mutex mutex_;  // against close(), which other threads may call
    std::atomic<bool> closed_{false};
    std::unique_ptr<SqliteSession> session_;
    LocalDirectories directories_;
    std::atomic<bool> has_snapshot_{false};  // changed under the mutex; looked at without it by its own thread
    std::uint64_t snapshot_commits_ = 0;
    std::uint64_t snapshot_directories_ = 0;
};

}  // namespace stele::store
