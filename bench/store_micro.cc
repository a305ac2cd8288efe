// The store alone, beside a bare loop over SQLite's C API with the same SQL, indexes, pragmas and cache: no HTTP, no JSON.
//
//   store_micro [organizations] [folder]
//
// Prints one line a measurement: the bare loop, the store, and their ratio, all by processor time.

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <latch>
#include <random>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "base/log.h"
#include "domain/accounts.h"
#include "domain/store.h"
#include "store/sqlite/engine.h"
#include "store/sqlite/fragments.h"

namespace stele::bench {
namespace {

using domain::Organization;
using domain::Transaction;

// Of the processor, not of the wall: the machine may have other work.
double clock_seconds(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}
double seconds() { return clock_seconds(CLOCK_THREAD_CPUTIME_ID); }
double wall_seconds() { return clock_seconds(CLOCK_MONOTONIC); }
double process_seconds() { return clock_seconds(CLOCK_PROCESS_CPUTIME_ID); }

void must(bool held, const std::string& what) {
    if (held) return;
    std::fprintf(stderr, "store_micro: %s\n", what.c_str());
    std::exit(1);
}

template <class T>
const T& must(const Result<T>& result) {
    must(result.has_value(), result ? "" : result.error().message + " " + result.error().detail);
    return *result;
}

// As full as a customer's record usually is.
Organization make_organization(std::mt19937_64& random, domain::OrganizationId id, Micros time) {
    static constexpr const char* words[] = {"Northwind", "Zürich", "Acme",  "Ørsted", "Globex",  "Initech", "Vandelay",
                                            "Umbrella",  "Stark",  "Wayne", "Hooli",  "Soylent", "Tyrell",  "Cyberdyne"};
    const auto word = [&] { return std::string(words[random() % std::size(words)]); };
    Organization organization;
    organization.id = id;
    organization.name = word() + " " + word() + " " + std::to_string(random() % 1'000'000);
    organization.owner_id = 1;
    organization.add_time = time;
    organization.update_time = time;
    organization.label_ids = {1 + static_cast<std::int64_t>(random() % 4)};
    organization.address = {"Bahnhofstrasse 12, 8001 Zürich, Switzerland",
                            "",
                            "12",
                            "Bahnhofstrasse",
                            "",
                            "Zürich",
                            "Zürich",
                            "",
                            "Switzerland",
                            "8001",
                            "Bahnhofstrasse 12, 8001 Zürich, Switzerland"};
    organization.country_code = "CH";
    organization.website = "https://www." + std::to_string(id) + ".example";
    organization.count(domain::Counter::followers) = 1;
    return organization;
}

Result<void> add_one(Transaction& transaction, std::mt19937_64& random) {
    const auto id = transaction.next_id(domain::Kind::organization);
    const auto follower = transaction.next_id(domain::Kind::follower);
    const auto time = transaction.write_time();
    if (!id || !follower || !time) return fail(ErrorCode::internal, "no number");
    if (auto inserted = transaction.organizations().insert(make_organization(random, *id, *time)); !inserted)
        return inserted;
    if (auto followed = transaction.followers().insert({*follower, domain::Kind::organization, *id, 1, *time}); !followed)
        return fail(followed);
    if (auto counted = transaction.add_to_record_count(domain::Kind::organization, 1); !counted) return counted;
    return transaction.history().append(
        domain::Event{domain::EventAction::added, domain::Kind::organization, *id, 1, domain::Source::pipedrive, false});
}

// Keeps some works in the lane until enough are done.
struct Load {
    domain::Engine& engine;
    std::atomic<std::int64_t> left;
    std::atomic<std::int64_t> running{0};
    std::latch all_done{1};
    std::vector<double> waits;  // from submit to done, in seconds of the wall; the lane's thread adds to it
};

class AddWork final : public domain::Work {
   public:
    AddWork(Load& load, std::uint64_t seed) : load_(load), random_(seed), start_(wall_seconds()) {}
    Result<void> run(Transaction& transaction) noexcept override { return add_one(transaction, random_); }
    void done(Result<void> outcome) noexcept override {
        must(outcome.has_value(), outcome ? "" : outcome.error().message + outcome.error().detail);
        load_.waits.push_back(wall_seconds() - start_);
        if (load_.left.fetch_sub(1) > 0)
            load_.engine.submit(domain::Access::write, 1, std::make_unique<AddWork>(load_, random_()));
        else if (load_.running.fetch_sub(1) == 1)
            load_.all_done.count_down();
    }

   private:
    Load& load_;
    std::mt19937_64 random_;
    double start_;
};

double add_through_engine(domain::Engine& engine, std::int64_t count, std::uint64_t seed) {
    constexpr int at_once = 64;
    Load load{engine, count - at_once, at_once, std::latch(1), {}};
    const double start = process_seconds();
    const double wall_start = wall_seconds();
    for (int i = 0; i < at_once; ++i) engine.submit(domain::Access::write, 1, std::make_unique<AddWork>(load, seed + i));
    load.all_done.wait();
    const double used = process_seconds() - start;
    std::ranges::sort(load.waits);
    const auto wait_ms = [&](double part) { return load.waits[static_cast<std::size_t>(part * (count - 1))] * 1e3; };
    std::printf("%d at once: %.0f rows a second of the wall, p50 %.2f ms, p99 %.2f ms, longest %.2f ms\n", at_once,
                static_cast<double>(count) / (wall_seconds() - wall_start), wait_ms(0.5), wait_ms(0.99), wait_ms(1));
    return static_cast<double>(count) / used;
}

struct Bare {
    sqlite3* connection = nullptr;

    explicit Bare(const std::string& file, std::int64_t cache_kib) {
        must(sqlite3_open_v2(file.c_str(), &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr) == SQLITE_OK,
             "open");
        run("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -" +
            std::to_string(cache_kib));
    }
    ~Bare() { sqlite3_close(connection); }
    Bare(const Bare&) = delete;
    Bare& operator=(const Bare&) = delete;

    void run(const std::string& sql) const {
        must(sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(connection));
    }
    [[nodiscard]] sqlite3_stmt* prepare(const std::string& sql) const {
        sqlite3_stmt* statement = nullptr;
        must(sqlite3_prepare_v2(connection, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK, sqlite3_errmsg(connection));
        return statement;
    }
};

// Touches every column, as a program that uses them would.
std::size_t read_row(sqlite3_stmt* statement) {
    std::size_t sum = 0;
    const int columns = sqlite3_column_count(statement);
    for (int i = 0; i < columns; ++i) {
        switch (sqlite3_column_type(statement, i)) {
            case SQLITE_INTEGER:
                sum += static_cast<std::size_t>(sqlite3_column_int64(statement, i));
                break;
            case SQLITE_TEXT:
                sum += reinterpret_cast<std::size_t>(sqlite3_column_text(statement, i)) +
                       static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
                break;
            default:
                break;
        }
    }
    return sum;
}

// The statements of the nouns, as SQLite sees them.
struct Statements {
    std::string find;
    std::string list;
    std::string insert;
};

void line(const char* name, const char* unit, double bare, double store, bool smaller_is_better) {
    std::printf("%-34s bare %10.2f  store %10.2f %-8s ratio %.2f\n", name, bare, store, unit,
                smaller_is_better ? bare / store : store / bare);
    std::fflush(stdout);
}

// Of the whole process: the bare connections' caches too.
void print_memory() {
    std::ifstream status("/proc/self/status");
    for (std::string text; std::getline(status, text);)
        if (text.starts_with("RssAnon")) std::printf("%s\n", text.c_str());
}

void measure_find(domain::Engine& engine, const Bare& bare, const std::string& sql, std::int64_t count) {
    constexpr int rounds = 300'000;
    std::mt19937_64 random(7);
    const auto any_id = [&] { return 1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(count)); };

    sqlite3_stmt* statement = bare.prepare(sql);
    std::size_t sum = 0;
    bare.run("BEGIN");
    double start = seconds();
    for (int i = 0; i < rounds; ++i) {
        sqlite3_bind_int64(statement, 1, 1);
        sqlite3_bind_int64(statement, 2, any_id());
        if (sqlite3_step(statement) == SQLITE_ROW) sum += read_row(statement);
        sqlite3_reset(statement);
    }
    const double bare_us = (seconds() - start) * 1e6 / rounds;
    bare.run("COMMIT");
    sqlite3_finalize(statement);

    Organization organization;
    for (const int a_turn : {1, 4, 16}) {
        for (const bool followers : {false, true}) {
            start = seconds();
            for (int i = 0; i < rounds; ++i) {
                const auto id = any_id();
                class Find final : public domain::Work {
                   public:
                    Find(std::int64_t id, bool followers, Organization& into)
                        : id_(id), followers_(followers), into_(into) {}
                    Result<void> run(Transaction& transaction) noexcept override {
                        const auto found = transaction.organizations().find(id_, into_);
                        if (!found) return fail(found);
                        if (!followers_) return {};
                        return transaction.followers().list(domain::Kind::organization, id_, 0,
                                                            [](const domain::Follower&) { return true; });
                    }
                    void done(Result<void> outcome) noexcept override { must(outcome.has_value(), "find"); }

                   private:
                    std::int64_t id_;
                    bool followers_;
                    Organization& into_;
                };
                engine.submit(domain::Access::read, 1, std::make_unique<Find>(id, followers, organization));
                sum += organization.name.size();
                if (i % a_turn == 0) engine.end_turn();
            }
            engine.end_turn();
            const double store_us = (seconds() - start) * 1e6 / rounds;
            const std::string name =
                std::string("find, ") + std::to_string(a_turn) + " a turn" + (followers ? " + followers" : "");
            line(name.c_str(), "us", bare_us, store_us, true);
        }
    }
    if (sum == 1) std::puts("");
}

void measure_list(domain::Engine& engine, const Bare& bare, const std::string& sql, std::int64_t count,
                  const std::vector<domain::SortKey>& sort, const char* name) {
    constexpr int rounds = 2'000;
    std::mt19937_64 random(7);
    const auto any_start = [&] {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(std::min<std::int64_t>(count, 1000)));
    };
    sqlite3_stmt* statement = bare.prepare(sql);
    std::size_t sum = 0;
    std::size_t rows = 0;
    bare.run("BEGIN");
    double start = seconds();
    for (int i = 0; i < rounds; ++i) {
        sqlite3_bind_int64(statement, 1, 1);
        sqlite3_bind_int64(statement, 2, 100);
        sqlite3_bind_int64(statement, 3, any_start());
        while (sqlite3_step(statement) == SQLITE_ROW) {
            sum += read_row(statement);
            ++rows;
        }
        sqlite3_reset(statement);
    }
    const double bare_rows = static_cast<double>(rows) / (seconds() - start);
    bare.run("COMMIT");
    sqlite3_finalize(statement);

    rows = 0;
    start = seconds();
    for (int i = 0; i < rounds; ++i) {
        domain::OrganizationQuery query;
        query.where = domain::Predicate::all(
            {domain::Predicate::compare(domain::OrganizationField::delete_time, domain::Comparison::is_null)});
        query.sort = sort;
        query.limit = 100;
        query.offset = any_start();
        must(domain::run_and_wait(engine, domain::Access::read, 1,
                                  [&](Transaction& transaction) {
                                      return transaction.organizations().list(query, [&](const Organization& row) {
                                          sum += row.name.size();
                                          ++rows;
                                          return true;
                                      });
                                  })
                 .has_value(),
             "list");
    }
    line(name, "rows/ms", bare_rows / 1e3, static_cast<double>(rows) / (seconds() - start) / 1e3, false);
    if (sum == 1) std::puts("");
}

struct Field {
    std::int64_t integer = 0;
    double real = 0;
    std::string text;
    int type = SQLITE_NULL;
};

// The same rows again, as organizations of another company: the inserts alone, no savepoint, follower, event or counter.
double insert_bare(const Bare& bare, const std::string& sql, std::int64_t count, std::int64_t company) {
    sqlite3_stmt* source = bare.prepare("SELECT * FROM organization WHERE key >= (1 << 40) AND key < (2 << 40) LIMIT 20000");
    std::vector<std::string> names;
    for (int i = 0; i < sqlite3_column_count(source); ++i) names.emplace_back(sqlite3_column_name(source, i));
    std::vector<std::vector<Field>> rows;
    while (sqlite3_step(source) == SQLITE_ROW) {
        std::vector<Field> row(names.size());
        for (std::size_t i = 0; i < names.size(); ++i) {
            const int column = static_cast<int>(i);
            row[i].type = sqlite3_column_type(source, column);
            row[i].integer = sqlite3_column_int64(source, column);
            row[i].real = sqlite3_column_double(source, column);
            if (row[i].type == SQLITE_TEXT || row[i].type == SQLITE_BLOB)
                row[i].text.assign(static_cast<const char*>(sqlite3_column_blob(source, column)),
                                   static_cast<std::size_t>(sqlite3_column_bytes(source, column)));
        }
        rows.push_back(std::move(row));
    }
    sqlite3_finalize(source);

    // Parameters $3... in the order of the insert's columns.
    std::vector<std::size_t> order;
    const auto open = sql.find('(');
    std::string list = sql.substr(open + 1, sql.find(')') - open - 1);
    std::size_t at = 0;
    while (at < list.size()) {
        const auto comma = std::min(list.find(',', at), list.size());
        std::string name = list.substr(at, comma - at);
        name.erase(0, name.find_first_not_of(' '));
        name.erase(name.find_last_not_of(' ') + 1);
        at = comma + 1;
        if (name == "key" || name == "company_id" || name == "id") continue;
        order.push_back(static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin()));
    }
    sqlite3_stmt* insert = bare.prepare(sql);
    const double start = seconds();
    for (std::int64_t i = 0; i < count; ++i) {
        if (i % 60 == 0) bare.run(i == 0 ? "BEGIN IMMEDIATE" : "COMMIT; BEGIN IMMEDIATE");
        const auto& row = rows[static_cast<std::size_t>(i) % rows.size()];
        sqlite3_bind_int64(insert, 1, company);
        sqlite3_bind_int64(insert, 2, 1'000'000 + i);
        for (std::size_t j = 0; j < order.size(); ++j) {
            const Field& field = row[order[j]];
            const int position = static_cast<int>(j) + 3;
            switch (field.type) {
                case SQLITE_INTEGER:
                    sqlite3_bind_int64(insert, position, field.integer);
                    break;
                case SQLITE_FLOAT:
                    sqlite3_bind_double(insert, position, field.real);
                    break;
                case SQLITE_TEXT:
                    sqlite3_bind_text(insert, position, field.text.data(), static_cast<int>(field.text.size()),
                                      SQLITE_STATIC);
                    break;
                case SQLITE_BLOB:
                    sqlite3_bind_blob(insert, position, field.text.data(), static_cast<int>(field.text.size()),
                                      SQLITE_STATIC);
                    break;
                default:
                    sqlite3_bind_null(insert, position);
            }
        }
        must(sqlite3_step(insert) == SQLITE_DONE, sqlite3_errmsg(bare.connection));
        sqlite3_reset(insert);
    }
    bare.run("COMMIT");
    const double rate = static_cast<double>(count) / (seconds() - start);
    sqlite3_finalize(insert);
    return rate;
}

std::string in_sqlite(std::string_view statement) {
    std::string text = store::expand_fragments(statement, store::sqlite_fragments);
    std::ranges::replace(text, '$', '?');
    return text;
}

int run(std::int64_t count, const std::string& folder) {
    const SystemClock clock;
    const auto log = make_silent_log();
    store::SqliteOptions options;
    options.folder = folder;
    options.create = true;
    Statements statements;
    std::string by_name;
    options.on_prepare = [&](std::string_view text) {
        const std::string sql = in_sqlite(text);
        if (text.starts_with("INSERT INTO organization")) statements.insert = sql;
        if (text.starts_with("SELECT id, name, first_char") && text.find("{by_id}") != text.npos) statements.find = sql;
        if (text.starts_with("SELECT id, name, first_char") && text.find("ORDER BY {id}") != text.npos)
            statements.list = sql;
        if (text.starts_with("SELECT id, name, first_char") && text.find("ORDER BY name_sort") != text.npos) by_name = sql;
    };
    auto opened = store::open_sqlite(options, clock, *log);
    must(opened);
    domain::Engine& engine = **opened;
    must(domain::run_and_wait(engine, domain::Access::write, 1,
                              [](Transaction& transaction) -> Result<void> {
                                  const auto key =
                                      domain::create_company(transaction, "Bench", {"Ann", "ann@bench.example", true});
                                  if (!key) return fail(key);
                                  return {};
                              })
             .has_value(),
         "company");
    add_through_engine(engine, count, 1);

    // Prepared once, so that the statements are known.
    const auto list_once = [&](std::vector<domain::SortKey> sort) {
        must(domain::run_and_wait(engine, domain::Access::read, 1,
                                  [&](Transaction& transaction) {
                                      Organization organization;
                                      (void)transaction.organizations().find(1, organization);
                                      domain::OrganizationQuery query{
                                          domain::Predicate::all({domain::Predicate::compare(
                                              domain::OrganizationField::delete_time, domain::Comparison::is_null)}),
                                          std::move(sort), 1, 0};
                                      return transaction.organizations().list(query,
                                                                              [](const Organization&) { return true; });
                                  })
                 .has_value(),
             "list");
    };
    list_once({});
    list_once({{domain::OrganizationField::name, false}});

    Bare bare(folder + "/" + options.file_name, options.reader_cache_kib);
    for (int round = 0; round < 3; ++round) {
        std::printf("round %d\n", round + 1);
        measure_find(engine, bare, statements.find, count);
        measure_list(engine, bare, statements.list, count, {}, "list of 100 by id");
        measure_list(engine, bare, by_name, count, {{domain::OrganizationField::name, false}}, "list of 100 by name");
    }
    print_memory();
    // Inserts: a bare writer beside the engine's own, taking turns on the same file, in companies that grow alike.
    Bare writer(folder + "/" + options.file_name, options.writer_cache_kib);
    sqlite3_busy_timeout(writer.connection, 5000);
    for (int round = 0; round < 3; ++round) {
        const std::int64_t added = 30'000;
        const double bare_rate = [&] {
            const Bare fresh(folder + "/" + options.file_name, options.writer_cache_kib);
            fresh.run("PRAGMA wal_autocheckpoint = 2000");
            sqlite3_busy_timeout(fresh.connection, 5000);
            // Other ids of the same company: the same trees, as deep.
            return insert_bare(fresh, statements.insert, added, 1);
        }();
        must(sqlite3_exec(writer.connection, "DELETE FROM organization WHERE key >= (1 << 40 | 1000000) AND key < (2 << 40)",
                          nullptr, nullptr, nullptr) == SQLITE_OK,
             sqlite3_errmsg(writer.connection));
        const double store_rate = add_through_engine(engine, added, 1000 + static_cast<std::uint64_t>(round));
        line("insert, batches of 60", "rows/s", bare_rate, store_rate, false);
    }
    print_memory();
    return 0;
}

}  // namespace
}  // namespace stele::bench

int main(int argc, char** argv) {
    const std::int64_t count = argc > 1 ? std::atoll(argv[1]) : 100'000;
    const std::string folder = argc > 2 ? argv[2] : (std::filesystem::temp_directory_path() / "stele-store-micro").string();
    std::filesystem::remove_all(folder);
    const int status = stele::bench::run(count, folder);
    std::filesystem::remove_all(folder);
    return status;
}
