// One connection to the data file, and what SQLite's result codes mean to us.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "base/result.h"

namespace stele::store {

struct ConnectionOptions {
    std::string path;
    std::string vfs;  // empty: the default one
    bool create = false;
    bool query_only = false;  // such a connection has the file mapped
    std::int64_t cache_kib = 2'000;
};

struct CloseConnection {
    void operator()(sqlite3* connection) const noexcept { sqlite3_close_v2(connection); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;

// Opened and set up, but for the journal mode, which belongs to the file. Error: as error_of().
[[nodiscard]] Result<Connection> open_connection(const ConnectionOptions& options);

// Runs a text of one or more statements without results.
[[nodiscard]] Result<void> run_sql(sqlite3* connection, const char* sql);
// The first column of a statement's only row.
[[nodiscard]] Result<std::int64_t> integer_of(sqlite3* connection, const char* sql);

// The connection's last failure as an error: unavailable when trying again may help, else internal. The detail names the
// statement; SQLite's own words go to the log alone.
[[nodiscard]] Error error_of(sqlite3* connection, int code, std::string_view statement);
// SQLite's words for it, for who opens a file.
[[nodiscard]] std::string reason_of(const Error& error);

// A failure after which nothing that was written since the last commit can be trusted to reach the disk, or the file itself
// cannot be trusted: writing stops until a restart.
[[nodiscard]] bool ends_writing(int extended_code, bool while_committing);

}  // namespace stele::store
