// The store on PostgreSQL: any number of processes on one database.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "domain/store.h"

namespace stele::store::postgres {

struct PostgresOptions {
    std::string url;      // postgres://USER@HOST/DATABASE, or libpq's key=value pairs
    bool create = false;  // make the schema when the database is empty
    std::string spool;  // where uploads wait for their way into the database; empty: the system's folder for temporary files

    // Connections, each with a thread.
    std::size_t read_connections = 4;
    std::size_t scan_connections = 2;
    std::size_t lanes = 8;

    int connect_timeout_s = 3;
    std::chrono::milliseconds read_timeout{5'000};  // of a statement
    std::chrono::milliseconds scan_timeout{10'000};
    std::chrono::milliseconds write_timeout{10'000};
    std::chrono::milliseconds lock_timeout{5'000};     // for the rows that another process has locked
    std::chrono::milliseconds wait_timeout{10'000};    // for a connection
    std::chrono::milliseconds settle_timeout{30'000};  // until the outcome of a commit is known
    std::chrono::milliseconds retry_pause{250};        // between attempts to reach a database that is down

    // For tests: who is told of the statements.
    std::function<void(std::string_view)> on_prepare;
};

// Connects, migrates and starts. Error: invalid, with one line for a person: a database that cannot be reached, is older than
// PostgreSQL 15, not in UTF-8, without a schema (without `create`), or of a newer version of this program.
// `clock` and `log` outlive the engine.
[[nodiscard]] Result<std::unique_ptr<domain::Engine>> open_postgres(const PostgresOptions& options, const Clock& clock,
                                                                    Log& log);

}  // namespace stele::store::postgres
