// The yardstick: a loop over SQLite's C API alone, with the statements, schema, pragmas and cache sizes of the store.
//
//   bare list|insert DATA_FOLDER SECONDS
//
// DATA_FOLDER holds a company with organizations; `insert` adds to it. Prints one line of JSON: {"rows": N, "seconds": T}.
#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <sqlite3.h>

#include "base/clock.h"
#include "base/log.h"
#include "domain/store.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/engine.h"
#include "store/sqlite/fragments.h"

namespace {

using stele::Result;
using Steady = std::chrono::steady_clock;

constexpr std::int64_t company = 1;
constexpr std::int64_t page = 100;
constexpr int batch = 64;
constexpr std::size_t sample_rows = 20'000;
constexpr std::int64_t first_new_id = 1'000'000'000;  // above all that the store gave

[[noreturn]] void die(std::string_view what) {
    std::fprintf(stderr, "bare: %.*s\n", static_cast<int>(what.size()), what.data());
    std::exit(1);
}

template <class T>
T must(Result<T> result) {
    if (!result) die(result.error().message + ": " + result.error().detail);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// --- the store's own statements, as it prepares them

stele::domain::OrganizationQuery page_query() {
    using stele::domain::Comparison, stele::domain::OrganizationField, stele::domain::Predicate;
    auto live = Predicate::compare(OrganizationField::delete_time, Comparison::is_null);
    return {Predicate::all({std::move(live)}), {}, page + 1, 0};
}

struct StoreStatements {
    std::string list;
    std::string insert;
};

class Listener {
   public:
    void hear(std::string_view text) {
        const std::lock_guard lock(mutex_);
        heard_.emplace_back(text);
    }
    // The last statement that begins so, for SQLite: fragments expanded, $1 as ?1.
    [[nodiscard]] std::string last(std::string_view beginning) {
        const std::lock_guard lock(mutex_);
        const auto found = std::find_if(heard_.rbegin(), heard_.rend(),
                                        [&](const std::string& text) { return text.starts_with(beginning); });
        if (found == heard_.rend()) die("the store has prepared no statement like " + std::string(beginning));
        std::string text = stele::store::expand_fragments(*found, stele::store::sqlite_fragments);
        for (std::size_t i = 0; i + 1 < text.size(); ++i)
            if (text[i] == '$' && std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0) text[i] = '?';
        return text;
    }

   private:
    std::mutex mutex_;
    std::vector<std::string> heard_;
};

StoreStatements listen_to_store(const std::string& folder) {
    Listener listener;
    stele::store::SqliteOptions options;
    options.folder = folder;
    options.on_prepare = [&](std::string_view text) { listener.hear(text); };
    const stele::SystemClock clock;
    const auto log = stele::make_silent_log();
    const auto engine = must(stele::store::open_sqlite(options, clock, *log));
    must(stele::domain::run_and_wait(*engine, stele::domain::Access::read, company, [](auto& transaction) {
        return transaction.organizations().list(page_query(), [](const auto&) { return true; });
    }));
    const auto undone =
        stele::domain::run_and_wait(*engine, stele::domain::Access::write, company, [](auto& transaction) -> Result<void> {
            stele::domain::Organization organization;
            organization.id = first_new_id;
            organization.name = "never kept";
            organization.owner_id = 1;
            must(transaction.organizations().insert(organization));
            return stele::fail(stele::ErrorCode::conflict, "only the statement was wanted");
        });
    if (undone) die("the insert was kept");
    engine->stop();
    return {listener.last("SELECT id, "), listener.last("INSERT INTO organization ")};
}

// --- SQLite

struct Blob {
    std::string bytes;
};
using Cell = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;
using Cells = std::vector<Cell>;

class Database {
   public:
    Database(const std::string& folder, std::int64_t cache_kib, bool query_only)
        : connection_(must(stele::store::open_connection(
              {folder + "/" + stele::store::SqliteOptions{}.file_name, {}, false, query_only, cache_kib}))) {}

    [[nodiscard]] sqlite3* get() const { return connection_.get(); }
    void run(const char* sql) const { must(stele::store::run_sql(get(), sql)); }
    [[nodiscard]] sqlite3_stmt* prepare(const std::string& sql) const {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v3(get(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
            die(sqlite3_errmsg(get()));
        return statement;
    }

   private:
    stele::store::Connection connection_;
};

std::string_view text_of(sqlite3_stmt* statement, int column) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
    return {bytes, bytes == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

Cell cell_of(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER:
            return sqlite3_column_int64(statement, column);
        case SQLITE_FLOAT:
            return sqlite3_column_double(statement, column);
        case SQLITE_TEXT:
            return std::string(text_of(statement, column));
        case SQLITE_BLOB:
            return Blob{std::string(text_of(statement, column))};
        default:
            return {};
    }
}

struct Binder {
    sqlite3_stmt* statement;
    int position;

    int operator()(std::monostate) const { return sqlite3_bind_null(statement, position); }
    int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, position, value); }
    int operator()(double value) const { return sqlite3_bind_double(statement, position, value); }
    int operator()(const std::string& value) const {
        return sqlite3_bind_text64(statement, position, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    int operator()(const Blob& value) const {
        return sqlite3_bind_blob64(statement, position, value.bytes.data(), value.bytes.size(), SQLITE_STATIC);
    }
};

void bind(sqlite3_stmt* statement, std::size_t position, const Cell& cell) {
    if (std::visit(Binder{statement, static_cast<int>(position)}, cell) != SQLITE_OK) die("a value cannot be bound");
}

// --- the loops

struct Figures {
    std::int64_t rows = 0;
    double seconds = 0;
};

// Repeats `step`, which returns its number of rows, until the time is over.
template <class Step>
Figures repeat(double seconds, const Step& step) {
    Figures figures;
    const auto start = Steady::now();
    do {
        figures.rows += step();
        figures.seconds = std::chrono::duration<double>(Steady::now() - start).count();
    } while (figures.seconds < seconds);
    return figures;
}

// Reads every column of the row, as a caller of the store gets them.
std::size_t read_row(sqlite3_stmt* statement, int columns) {
    std::size_t sum = 0;
    for (int column = 0; column < columns; ++column) {
        switch (sqlite3_column_type(statement, column)) {
            case SQLITE_INTEGER:
                sum += static_cast<std::size_t>(sqlite3_column_int64(statement, column));
                break;
            case SQLITE_FLOAT:
                sum += static_cast<std::size_t>(sqlite3_column_double(statement, column));
                break;
            case SQLITE_TEXT:
            case SQLITE_BLOB:
                sum += text_of(statement, column).size();
                break;
            default:
                break;
        }
    }
    return sum;
}

// The first page, over and over, in one snapshot.
Figures list(const std::string& folder, double seconds) {
    const std::string sql = listen_to_store(folder).list;
    const Database database(folder, stele::store::SqliteOptions{}.reader_cache_kib, true);
    sqlite3_stmt* statement = database.prepare(sql);
    if (sqlite3_bind_parameter_count(statement) != 3) die("the list takes other parameters than company, limit and offset");
    bind(statement, 1, company);
    bind(statement, 2, page + 1);
    bind(statement, 3, std::int64_t{0});
    const int columns = sqlite3_column_count(statement);

    std::size_t sum = 0;
    database.run("BEGIN");
    const Figures figures = repeat(seconds, [&] {
        std::int64_t rows = 0;
        while (rows < page && sqlite3_step(statement) == SQLITE_ROW) {
            sum += read_row(statement, columns);
            ++rows;
        }
        sqlite3_reset(statement);
        return rows;
    });
    database.run("COMMIT");
    sqlite3_finalize(statement);
    if (sum == 0) die("the list is empty");
    return figures;
}

// "INSERT INTO organization (key, company_id, id, name, ...) VALUES": what ?1, ?2, ... are; the key is made of them.
std::vector<std::string> inserted_columns(const std::string& sql) {
    const auto open = sql.find('(');
    std::vector<std::string> names;
    std::string name;
    for (const char c : sql.substr(open + 1, sql.find(')') - open)) {
        if (c == ',' || c == ')')
            names.push_back(std::exchange(name, {}));
        else if (c != ' ')
            name += c;
    }
    names.erase(names.begin());
    return names;
}

// Organizations that are there, with all their stored forms, in random order.
std::vector<Cells> sample(const Database& database, const std::vector<std::string>& columns) {
    std::string names;
    for (const std::string& column : columns) names.append(names.empty() ? "" : ", ").append(column);
    sqlite3_stmt* statement =
        database.prepare("SELECT " + names + " FROM organization ORDER BY key LIMIT " + std::to_string(sample_rows));
    std::vector<Cells> rows;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        Cells& row = rows.emplace_back();
        for (int column = 0; column < static_cast<int>(columns.size()); ++column) row.push_back(cell_of(statement, column));
    }
    sqlite3_finalize(statement);
    if (rows.empty()) die("there are no organizations");
    std::shuffle(rows.begin(), rows.end(), std::mt19937_64(1));
    return rows;
}

void insert_row(sqlite3_stmt* statement, const Cells& row, const std::vector<std::string>& columns, std::int64_t id,
                std::int64_t now) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (columns[i] == "id")
            bind(statement, i + 1, id);
        else if (columns[i] == "add_time" || columns[i] == "update_time")
            bind(statement, i + 1, now);
        else
            bind(statement, i + 1, row[i]);
    }
    if (sqlite3_step(statement) != SQLITE_DONE) die(sqlite3_errmsg(sqlite3_db_handle(statement)));
    sqlite3_reset(statement);
}

// New organizations in transactions of 64, each durable, as the store's options say.
Figures insert(const std::string& folder, double seconds) {
    const stele::store::SqliteOptions options;
    const std::string sql = listen_to_store(folder).insert;
    const Database database(folder, options.writer_cache_kib, false);
    sqlite3_wal_autocheckpoint(database.get(), 4 * options.checkpoint_pages);  // where the store restarts its log
    auto columns = inserted_columns(sql);
    std::erase(columns, "follower_mask");  // the statement makes it of the owner
    const auto rows = sample(database, columns);
    sqlite3_stmt* statement = database.prepare(sql);
    if (static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) != columns.size())
        die("the insert takes other parameters than its columns");

    const stele::SystemClock clock;
    std::int64_t id = first_new_id;
    const Figures figures = repeat(seconds, [&] {
        database.run("BEGIN IMMEDIATE");
        for (int i = 0; i < batch; ++i, ++id)
            insert_row(statement, rows[static_cast<std::size_t>(id) % rows.size()], columns, id, clock.now());
        database.run("COMMIT");
        return batch;
    });
    sqlite3_finalize(statement);
    return figures;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string_view mode = argc > 1 ? argv[1] : "";
    const double seconds = argc == 4 ? std::atof(argv[3]) : 0;
    if ((mode != "list" && mode != "insert") || seconds <= 0) die("usage: bare list|insert DATA_FOLDER SECONDS");
    const Figures figures = mode == "list" ? list(argv[2], seconds) : insert(argv[2], seconds);
    std::printf("{\"rows\": %lld, \"seconds\": %.6f}\n", static_cast<long long>(figures.rows), figures.seconds);
    return 0;
}
