#include "store/sqlite/connection.h"

#include "store/sqlite/mapping.h"

namespace stele::store {

namespace {

// Another process never holds the file, so this is only waited for while a log is recovered or restarted.
constexpr int busy_timeout_ms = 5'000;

// A detail: "sqlite 26: file is not a database, in: PRAGMA ..."
constexpr std::string_view before_words = ": ";
constexpr std::string_view before_statement = ", in: ";

Result<void> set_up(sqlite3* connection, const ConnectionOptions& options) {
    sqlite3_extended_result_codes(connection, 1);
    sqlite3_busy_timeout(connection, busy_timeout_ms);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_wal_autocheckpoint(connection, 0);  // a thread of its own does it
    std::string pragmas =
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;";
    pragmas += "PRAGMA cache_size = -" + std::to_string(options.cache_kib) + ";";
    if (options.query_only) pragmas += "PRAGMA query_only = ON;";
    if (auto set = run_sql(connection, pragmas.c_str()); !set || !options.query_only) return set;
    return map_reads(connection);
}

}  // namespace

Result<Connection> open_connection(const ConnectionOptions& options) {
    if (const int code = sqlite3_initialize(); code != SQLITE_OK)
        return fail(ErrorCode::internal, "internal error", {}, sqlite3_errstr(code));
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (options.create ? SQLITE_OPEN_CREATE : 0);
    sqlite3* opened = nullptr;
    const int code =
        sqlite3_open_v2(options.path.c_str(), &opened, flags, options.vfs.empty() ? nullptr : options.vfs.c_str());
    Connection connection(opened);
    if (code != SQLITE_OK) return std::unexpected(error_of(opened, code, "open"));
    if (auto ready = set_up(opened, options); !ready) return fail(ready);
    return connection;
}

Result<void> run_sql(sqlite3* connection, const char* sql) {
    const int code = sqlite3_exec(connection, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return std::unexpected(error_of(connection, code, sql));
    return {};
}

Result<std::int64_t> integer_of(sqlite3* connection, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    int code = sqlite3_prepare_v2(connection, sql, -1, &statement, nullptr);
    std::int64_t value = 0;
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        if (code == SQLITE_ROW) value = sqlite3_column_int64(statement, 0);
    }
    if (code == SQLITE_ROW || code == SQLITE_DONE) {
        sqlite3_finalize(statement);
        return value;
    }
    const Error error = error_of(connection, code, sql);
    sqlite3_finalize(statement);
    return std::unexpected(error);
}

Error error_of(sqlite3* connection, int code, std::string_view statement) {
    const int extended = connection != nullptr ? sqlite3_extended_errcode(connection) : code;
    const char* words = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
    std::string detail = "sqlite " + std::to_string(extended) + std::string(before_words) + words +
                         std::string(before_statement) + std::string(statement.substr(0, 300));
    switch (code & 0xff) {
        case SQLITE_FULL:
            return {ErrorCode::unavailable, "the storage is full", {}, std::move(detail)};
        case SQLITE_INTERRUPT:
            return {ErrorCode::unavailable, "the request took too long", {}, std::move(detail)};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_IOERR:
        case SQLITE_NOMEM:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return {ErrorCode::unavailable, "the storage cannot be used at the moment", {}, std::move(detail)};
        default:
            return {ErrorCode::internal, "internal error", {}, std::move(detail)};
    }
}

std::string reason_of(const Error& error) {
    if (error.detail.empty()) return error.message;
    const auto start = error.detail.find(before_words) + before_words.size();
    return error.detail.substr(start, error.detail.find(before_statement) - start);
}

bool ends_writing(int extended_code, bool while_committing) {
    switch (extended_code & 0xff) {
        case SQLITE_IOERR:
            break;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return true;
        default:
            return false;
    }
    return while_committing || extended_code == SQLITE_IOERR_WRITE || extended_code == SQLITE_IOERR_FSYNC ||
           extended_code == SQLITE_IOERR_DIR_FSYNC || extended_code == SQLITE_IOERR_TRUNCATE;
}

}  // namespace stele::store
