// One transaction of the waiting writes of one company: its row is locked, each write runs in a savepoint, all are committed
// together.
//
// Each batch leaves a token beside the company's state. When the connection is lost while a commit runs, the token tells whether
// it came to its end.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "store/postgres/session.h"
#include "store/postgres/shared.h"
#include "store/transaction.h"
#include "store/write_state.h"

namespace stele::store::postgres {

// The directories that a batch sees, behind the lock of its company: always right.
class LockedDirectories final : public DirectorySource {
   public:
    LockedDirectories(BatchState& state, Directories& directories) : state_(state), directories_(directories) {}

    Result<domain::DirectoryPtr> directory_for(domain::Transaction& transaction) override;
    // The version that the database had of it when the batch began.
    void begin(std::int64_t committed_version);

   private:
    BatchState& state_;
    Directories& directories_;
    std::int64_t committed_version_ = 0;
    VersionedDirectory loaded_;  // within the batch
};

// How a transaction ended.
enum class Ended : std::uint8_t {
    committed,
    rolled_back,
    unknown,  // the connection was lost while the commit ran
};

class Batch {
   public:
    // `writer` is this process's name among those that write to the database.
    Batch(Shared& shared, PostgresSession& session, std::string writer);

    // Runs the items in one transaction and sets their outcomes, which count only when it was committed. Otherwise failure()
    // and error() tell why.
    [[nodiscard]] Ended attempt(domain::CompanyId company, std::span<Item> items);
    [[nodiscard]] Failure failure() const { return failure_; }
    // Whether the last attempt came to its first item: not when the company's row was locked for too long.
    [[nodiscard]] bool has_begun() const { return has_begun_; }
    [[nodiscard]] const Error& error() const { return error_; }
    // Asks how the last attempt ended. Waits for its transaction, which may still be running. `unknown` when the database cannot
    // be asked now.
    [[nodiscard]] Ended settle(domain::CompanyId company);

   private:
    [[nodiscard]] Result<void> begin(domain::CompanyId company);
    [[nodiscard]] Result<void> run_item(Item& item, bool alone);
    [[nodiscard]] Result<void> write_state(domain::CompanyId company);
    [[nodiscard]] Ended roll_back(Ended ended);

    Shared& shared_;
    PostgresSession& session_;
    const std::string writer_;
    const std::string set_lock_timeout_;
    BatchState state_;
    LockedDirectories directories_;
    std::int64_t token_ = 0;
    Failure failure_ = Failure::none;
    bool has_begun_ = false;
    Error error_;
};

}  // namespace stele::store::postgres
