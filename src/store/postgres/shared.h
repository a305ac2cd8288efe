// What the parts of the PostgreSQL engine share.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "domain/store.h"
#include "store/postgres/connection.h"
#include "store/postgres/directories.h"
#include "store/postgres/engine.h"

namespace stele::store::postgres {

using SteadyTime = std::chrono::steady_clock::time_point;

// Whether the database answers. While it does not, nobody asks it again at once: requests are refused without waiting. Any
// thread.
class Health {
   public:
    Health(Log& log, std::chrono::milliseconds pause) : log_(log), pause_(pause) {}

    // Whether to try: it answers, or it has been left alone long enough.
    [[nodiscard]] bool may_try();
    void note_lost(const Error& error);
    void note_reached();
    // Empty while it answers.
    [[nodiscard]] std::string trouble() const;

   private:
    Log& log_;
    const std::chrono::milliseconds pause_;
    mutable std::mutex mutex_;
    std::string trouble_;
    SteadyTime next_try_;
};

struct Shared {
    Shared(const PostgresOptions& given, const Clock& clock_of_all, Log& log_of_all)
        : options(given), clock(clock_of_all), log(log_of_all), health(log_of_all, given.retry_pause) {}

    const PostgresOptions options;
    const Clock& clock;
    Log& log;
    Directories directories;
    Health health;

    [[nodiscard]] ConnectionOptions connection(std::chrono::milliseconds statement_timeout) const {
        return {options.url, options.connect_timeout_s, static_cast<int>(statement_timeout.count())};
    }
};

// A piece of work that waits.
struct Item {
    domain::CompanyId company = 0;
    std::unique_ptr<domain::Work> work;
    SteadyTime since;
    Result<void> outcome;
};

[[nodiscard]] inline Error overloaded_error() { return {ErrorCode::unavailable, "too many requests are waiting", {}, {}}; }
[[nodiscard]] inline Error waited_error() { return {ErrorCode::unavailable, "the database is too busy", {}, {}}; }
[[nodiscard]] inline Error stopped_error() { return {ErrorCode::unavailable, "the server is shutting down", {}, {}}; }
[[nodiscard]] inline Error down_error() { return error_of(Failure::lost, "it did not answer a moment ago"); }

// A connected session, or `unavailable`.
[[nodiscard]] Result<void> connect(Shared& shared, class PostgresSession& session);

}  // namespace stele::store::postgres
