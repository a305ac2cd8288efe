#include "store/sqlite/open_file.h"

#include "store/schema.h"
#include "store/sqlite/data_folder.h"
#include "store/sqlite/search_index.h"
#include "store/text_forms.h"

namespace stele::store {

namespace {

constexpr std::int64_t application_id = 0x5374656c;  // "Stel", as `file` may show it
constexpr const char* set_application_id = "PRAGMA application_id = 1400137068";
static_assert(application_id == 1400137068);

constexpr Statement begin_write{"BEGIN IMMEDIATE"};
constexpr Statement commit_write{"COMMIT"};
constexpr Statement roll_back_write{"ROLLBACK"};

std::unexpected<Error> unusable(const std::string& path, const Error& error) {
    return fail(ErrorCode::invalid, "data file " + path + " cannot be used: " + reason_of(error));
}

Result<void> in_transaction(SqliteSession& session, FunctionRef<Result<void>()> work) {
    if (auto begun = session.control(begin_write); !begun) return begun;
    auto done = work();
    if (done) done = session.control(commit_write);
    if (!done && sqlite3_get_autocommit(session.connection()) == 0) (void)session.control(roll_back_write);
    session.recover();
    return done;
}

// Ours, or empty: left behind by a creation that did not come to its end.
Result<bool> is_empty(sqlite3* connection) {
    const auto id = integer_of(connection, "PRAGMA application_id");
    if (!id) return fail(id);
    if (*id == application_id) return false;
    const auto objects = integer_of(connection, "SELECT count(*) FROM sqlite_master");
    if (!objects) return fail(objects);
    if (*id != 0 || *objects != 0) return fail(ErrorCode::invalid, "it is not a data file of this program");
    return true;
}

Result<void> set_journal_mode(sqlite3* connection) {
    if (auto set = run_sql(connection, "PRAGMA journal_mode = WAL"); !set) return set;
    // After a burst the log's file is cut back to this.
    return run_sql(connection, "PRAGMA journal_size_limit = 67108864");
}

Result<void> prepare(Shared& shared, SqliteSession& session) {
    sqlite3* connection = session.connection();
    const auto empty = is_empty(connection);
    if (!empty) return fail(empty);
    if (*empty && !shared.options.create) return fail(ErrorCode::invalid, "it is empty");
    // Silently without effect once the log exists.
    if (*empty)
        if (auto set = run_sql(connection, "PRAGMA auto_vacuum = INCREMENTAL"); !set) return set;
    if (auto set = set_journal_mode(connection); !set) return set;
    return in_transaction(session, [&]() -> Result<void> {
        if (*empty)
            if (auto set = run_sql(connection, set_application_id); !set) return set;
        return migrate(session, shared.clock.now());
    });
}

}  // namespace

Result<std::unique_ptr<SqliteSession>> open_file(Shared& shared) {
    ConnectionOptions options = shared.connection(shared.options.writer_cache_kib, false);
    options.create = shared.options.create;
    const bool has_log = !file_is_empty(options.path + "-wal");
    auto connection = open_connection(options);
    if (!connection) return unusable(options.path, connection.error());

    if (sqlite3_db_readonly(connection->get(), "main") == 1)
        return fail(ErrorCode::invalid, "data file " + options.path + " cannot be written");

    auto session = std::make_unique<SqliteSession>(std::move(*connection), shared.options.on_prepare);
    // A file that is refused is left alone, its log too.
    if (has_log) sqlite3_db_config(session->connection(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (auto ready = prepare(shared, *session); !ready) return unusable(options.path, ready.error());
    const auto alone = [&](domain::CompanyId /*company*/, FunctionRef<Result<void>()> work) {
        return in_transaction(*session, work);
    };
    FtsIndex index(*session);
    if (auto fresh = refresh_text_forms(*session, &index, shared.log, alone); !fresh)
        return unusable(options.path, fresh.error());
    sqlite3_db_config(session->connection(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    return session;
}

}  // namespace stele::store
