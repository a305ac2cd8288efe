#include "store/postgres/batch.h"

#include <utility>

#include "domain/directory.h"

namespace stele::store::postgres {

namespace {

// Tokens of processes that are gone are removed when they are so old.
constexpr Micros token_life = std::int64_t{24} * 3600 * 1'000'000;

constexpr std::int64_t batches_between_cleanings = 1'000;

constexpr const char* commit = "COMMIT";

constexpr Statement upsert_token{
    "INSERT INTO batch_token (company_id, writer, token, time) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (company_id, writer) DO UPDATE SET token = excluded.token, time = excluded.time"};
constexpr Statement delete_old_tokens{"DELETE FROM batch_token WHERE company_id = $1 AND writer <> $2 AND time < $3"};
constexpr Statement select_token{"SELECT token FROM batch_token WHERE company_id = $1 AND writer = $2"};

}  // namespace

Result<domain::DirectoryPtr> LockedDirectories::directory_for(domain::Transaction& transaction) {
    const auto state = state_.state();
    if (!state) return fail(state);
    if (!(*state)->exists) return domain::DirectoryPtr();
    const std::int64_t version = (*state)->directory_version;
    if (loaded_.directory != nullptr && loaded_.version == version) return loaded_.directory;
    if (version == committed_version_)
        if (auto kept = directories_.find(transaction.company_id()); kept.directory != nullptr && kept.version == version)
            return kept.directory;
    auto loaded = domain::load_directory(transaction);
    if (!loaded) return loaded;
    loaded_ = {version, *loaded};
    if (version == committed_version_) directories_.keep(transaction.company_id(), loaded_);
    return loaded;
}

void LockedDirectories::begin(std::int64_t committed_version) {
    committed_version_ = committed_version;
    loaded_ = {};
}

Batch::Batch(Shared& shared, PostgresSession& session, std::string writer)
    : shared_(shared),
      session_(session),
      writer_(std::move(writer)),
      set_lock_timeout_("SET LOCAL lock_timeout = " + std::to_string(shared.options.lock_timeout.count())),
      state_(session),
      directories_(state_, shared.directories) {}

Ended Batch::attempt(domain::CompanyId company, std::span<Item> items) {
    failure_ = Failure::none;
    const auto begun = begin(company);
    has_begun_ = begun.has_value();
    if (!begun) {
        error_ = begun.error();
        return roll_back(Ended::rolled_back);
    }
    for (Item& item : items) {
        if (auto ran = run_item(item, items.size() == 1); !ran) {
            error_ = ran.error();
            return roll_back(Ended::rolled_back);
        }
    }
    if (auto written = write_state(company); !written) {
        error_ = written.error();
        return roll_back(Ended::rolled_back);
    }
    session_.queue(commit);
    if (auto committed = session_.finish(); !committed) {
        error_ = committed.error();
        const bool was_in_commit = session_.failed_text() == commit && session_.failure() != Failure::conflict;
        return roll_back(session_.failure() == Failure::lost || was_in_commit ? Ended::unknown : Ended::rolled_back);
    }
    state_.clear();
    return Ended::committed;
}

Result<void> Batch::begin(domain::CompanyId company) {
    if (auto connected = connect(shared_, session_); !connected) {
        failure_ = Failure::lost;
        return connected;
    }
    session_.queue("BEGIN ISOLATION LEVEL READ COMMITTED");
    session_.queue(set_lock_timeout_.c_str());
    if (auto locked = state_.lock(company); !locked) return locked;
    state_.begin_request(company);
    const auto state = state_.state();
    if (!state) return fail(state);
    directories_.begin((*state)->directory_version);
    return {};
}

// An error means that the whole transaction is lost; one request's own error is its outcome.
Result<void> Batch::run_item(Item& item, bool alone) {
    session_.queue("SAVEPOINT request");
    state_.begin_request(item.company);
    Transaction transaction(session_, item.company, directories_, state_, shared_.clock);
    item.outcome = item.work->run(transaction);
    if (session_.poison()) {
        if (alone && session_.failure() == Failure::statement)
            shared_.log.write(LogLevel::error, "a write failed", session_.poison()->detail);
        return std::unexpected(*session_.poison());
    }
    if (item.outcome) {
        state_.end_request();
    } else {
        state_.cancel_request();
        session_.queue("ROLLBACK TO SAVEPOINT request");
    }
    session_.queue("RELEASE SAVEPOINT request");
    return {};
}

Result<void> Batch::write_state(domain::CompanyId company) {
    if (auto written = state_.write(); !written) return written;
    const Micros now = shared_.clock.now();
    if (token_ % batches_between_cleanings == 0)
        if (auto deleted = session_.write(delete_old_tokens, {company, std::string_view(writer_), now - token_life});
            !deleted)
            return deleted;
    return session_.write(upsert_token, {company, std::string_view(writer_), ++token_, now});
}

Ended Batch::roll_back(Ended ended) {
    if (failure_ == Failure::none) failure_ = session_.failure();
    session_.recover();
    state_.clear();
    return ended;
}

// The old transaction, if it still runs, holds the lock that is asked for here.
Ended Batch::settle(domain::CompanyId company) {
    if (auto begun = begin(company); !begun) return roll_back(Ended::unknown);
    bool is_there = false;
    const auto asked = session_.query(select_token, {company, std::string_view(writer_)}, [&](const Row& row) {
        is_there = row.integer(0) == token_;
        return false;
    });
    const bool failed = !asked;
    (void)roll_back(Ended::rolled_back);
    if (failed) return Ended::unknown;
    return is_there ? Ended::committed : Ended::rolled_back;
}

}  // namespace stele::store::postgres
