// What is the PostgreSQL engine's own: its lanes, its locks and limits of time, and that several processes agree.

#include <chrono>

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include "base/limits.h"
#include "domain/accounts.h"
#include "domain/directory.h"
#include "store/postgres_house.h"
#include "store/works.h"

namespace stele::tests {
namespace {

using domain::Access;
using domain::Transaction;
using std::chrono::milliseconds;
using store::postgres::PostgresOptions;

class Postgres : public testing::Test {
   protected:
    void SetUp() override {
        if (postgres_server().empty()) GTEST_SKIP() << "no PostgreSQL: TEST_POSTGRES_URL is not set";
    }
};

Result<void> add_one(Transaction& transaction, const std::string& name) {
    const auto id = add_organization(transaction, name);
    if (!id) return fail(id);
    return {};
}

template <class T>
Result<void> without_value(const Result<T>& result) {
    if (!result) return fail(result);
    return {};
}

std::size_t users_of(domain::Engine& engine, domain::CompanyId company) {
    const auto directory = engine.directory(company);
    if (!directory || *directory == nullptr) return 0;
    return (*directory)->users.size();
}

std::int64_t count(domain::Engine& engine, domain::CompanyId company) {
    std::int64_t number = -1;
    must_read(engine, company, [&](Transaction& transaction) -> Result<void> {
        const auto counted = transaction.organizations().count({});
        if (!counted) return fail(counted);
        number = *counted;
        return {};
    });
    return number;
}

// Another client of the database, in a transaction that holds what it touched until it is destroyed.
class Holder {
   public:
    Holder(const std::string& url, const char* statement) : connection_(PQconnectdb(url.c_str())) {
        PQclear(PQexec(connection_, "BEGIN"));
        PGresult* result = PQexec(connection_, statement);
        EXPECT_EQ(PQresultStatus(result), PGRES_TUPLES_OK) << PQerrorMessage(connection_);
        PQclear(result);
    }
    ~Holder() { PQfinish(connection_); }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;

   private:
    PGconn* connection_;
};

constexpr const char* lock_company_1 = "SELECT 1 FROM company_state WHERE company_id = 1 FOR UPDATE";

TEST_F(Postgres, a_directory_is_found_without_and_with_a_look_at_the_database) {
    PostgresHouse house;
    make_company(house.engine(), 1);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(users_of(house.engine(), 1), 1U);
    EXPECT_EQ(users_of(house.engine(), 2), 0U);
    const auto known = house.engine().known_directory(1);
    ASSERT_TRUE(known.has_value());
    EXPECT_NE(known->directory, nullptr);
    EXPECT_FALSE(known->is_current);
}

TEST_F(Postgres, what_one_process_changes_the_other_sees_at_once) {
    PostgresHouse house;
    make_company(house.engine(), 1);
    const auto other = house.another();
    EXPECT_EQ(users_of(*other, 1), 1U);
    must_write(house.engine(), 1, [](Transaction& transaction) -> Result<void> {
        return without_value(domain::add_user(transaction, {"Bob", "bob@x.example", false}));
    });
    EXPECT_EQ(users_of(*other, 1), 2U);
    // Within a write too, and where the write changes it again.
    must_write(*other, 1, [](Transaction& transaction) -> Result<void> {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        EXPECT_EQ((*directory)->users.size(), 2U);
        return without_value(domain::add_user(transaction, {"Cid", "cid@x.example", false}));
    });
    EXPECT_EQ(users_of(house.engine(), 1), 3U);
    other->stop();
}

TEST_F(Postgres, a_refused_change_of_a_directory_is_kept_nowhere) {
    PostgresHouse house;
    make_company(house.engine(), 1);
    must_write(
        house.engine(), 1,
        [](Transaction& transaction) -> Result<void> {
            if (const auto added = domain::add_user(transaction, {"Bob", "bob@x.example", false}); !added)
                return fail(added);
            return fail(ErrorCode::conflict, "never mind");
        },
        ErrorCode::conflict);
    EXPECT_EQ(users_of(house.engine(), 1), 1U);
    must_write(house.engine(), 1, [](Transaction& transaction) -> Result<void> {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        EXPECT_EQ((*directory)->users.size(), 1U);
        return {};
    });
}

TEST_F(Postgres, processes_give_no_number_twice) {
    PostgresHouse house;
    make_company(house.engine(), 1);
    const auto other = house.another();
    std::vector<Outcome> outcomes;
    for (int i = 0; i < 200; ++i)
        outcomes.push_back(submit(i % 2 == 0 ? house.engine() : *other, Access::write, 1,
                                  [i](Transaction& transaction) { return add_one(transaction, std::to_string(i)); }));
    for (Outcome& outcome : outcomes) EXPECT_TRUE(outcome.get().has_value());
    EXPECT_EQ(count(house.engine(), 1), 200);
    EXPECT_EQ(
        run_on_postgres(house.options().url,
                        "SELECT max(id) = count(*) AND count(DISTINCT time) = count(*) FROM event WHERE company_id = 1"),
        "t");
    EXPECT_EQ(findings(*other), "");
    other->stop();
}

TEST_F(Postgres, one_of_a_batch_that_the_database_refuses_takes_no_other_with_it) {
    PostgresHouse house([](PostgresOptions& options) { options.lanes = 1; });
    make_company(house.engine(), 1);
    std::vector<Outcome> outcomes;
    Gate gate(house.engine(), Access::write);
    for (int i = 0; i < 10; ++i)
        outcomes.push_back(submit(house.engine(), Access::write, 1, [i](Transaction& transaction) -> Result<void> {
            if (i != 4) return add_one(transaction, std::to_string(i));
            domain::Organization organization;
            organization.id = 1;
            organization.name = "x";
            organization.owner_id = 77;  // there is no such user
            return transaction.organizations().insert(organization);
        }));
    gate.open();
    for (std::size_t i = 0; i < outcomes.size(); ++i) EXPECT_EQ(outcomes[i].get().has_value(), i != 4) << i;
    EXPECT_EQ(count(house.engine(), 1), 9);
    EXPECT_EQ(findings(house.engine()), "");
}

TEST_F(Postgres, a_lock_of_another_client_delays_its_company_alone_and_not_for_long) {
    PostgresHouse house([](PostgresOptions& options) { options.lock_timeout = milliseconds(200); });
    make_company(house.engine(), 1);
    make_company(house.engine(), 2);
    {
        const Holder holder(house.options().url, lock_company_1);
        must_write(
            house.engine(), 1, [](Transaction& transaction) { return add_one(transaction, "late"); },
            ErrorCode::unavailable);
        must_write(house.engine(), 2, [](Transaction& transaction) { return add_one(transaction, "other"); });
        EXPECT_EQ(count(house.engine(), 1), 0);
    }
    must_write(house.engine(), 1, [](Transaction& transaction) { return add_one(transaction, "now"); });
    EXPECT_EQ(count(house.engine(), 1), 1);
}

TEST_F(Postgres, who_waits_too_long_for_a_connection_is_refused) {
    PostgresHouse house([](PostgresOptions& options) {
        options.lanes = 1;
        options.lock_timeout = milliseconds(3'000);
        options.wait_timeout = milliseconds(300);
    });
    make_company(house.engine(), 1);
    make_company(house.engine(), 2);
    const Holder holder(house.options().url, lock_company_1);
    Outcome first =
        submit(house.engine(), Access::write, 1, [](Transaction& transaction) { return add_one(transaction, "1"); });
    Outcome second =
        submit(house.engine(), Access::write, 2, [](Transaction& transaction) { return add_one(transaction, "2"); });
    const auto refused = second.get();
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_EQ(first.get().error().code, ErrorCode::unavailable);
}

TEST_F(Postgres, a_slow_statement_of_a_scan_is_given_up) {
    PostgresHouse house([](PostgresOptions& options) { options.scan_timeout = milliseconds(100); });
    make_company(house.engine(), 1);
    must_write(house.engine(), 1, [](Transaction& transaction) { return add_one(transaction, "x"); });
    run_on_postgres(house.options().url,
                    "CREATE FUNCTION slow(n bytea) RETURNS bytea LANGUAGE sql AS 'SELECT n FROM pg_sleep(5)'");
    run_on_postgres(house.options().url, "ALTER TABLE organization RENAME TO organization_of_old");
    run_on_postgres(house.options().url,
                    "CREATE VIEW organization AS SELECT *, slow(name_sort) IS NULL AS is_slow FROM organization_of_old "
                    "WHERE slow(name_sort) IS NOT NULL");
    const auto done = domain::run_and_wait(house.engine(), Access::scan, 1, [](Transaction& transaction) -> Result<void> {
        return without_value(transaction.organizations().count({}));
    });
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().code, ErrorCode::unavailable);
    run_on_postgres(house.options().url, "DROP VIEW organization");
    run_on_postgres(house.options().url, "ALTER TABLE organization_of_old RENAME TO organization");
    must_scan(house.engine(), 1, [](Transaction& transaction) -> Result<void> {
        EXPECT_EQ(transaction.organizations().count({}).value(), 1);
        return {};
    });
}

TEST_F(Postgres, connections_that_were_cut_are_made_again) {
    PostgresHouse house;
    make_company(house.engine(), 1);
    must_write(house.engine(), 1, [](Transaction& transaction) { return add_one(transaction, "before"); });
    EXPECT_EQ(count(house.engine(), 1), 1);
    run_on_postgres(
        house.options().url,
        "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE application_name = 'stele' AND "
        "datname = current_database()");
    must_write(house.engine(), 1, [](Transaction& transaction) { return add_one(transaction, "after"); });
    EXPECT_EQ(count(house.engine(), 1), 2);
    EXPECT_EQ(house.engine().trouble(), "");
}

TEST_F(Postgres, what_waits_when_it_stops_is_done_or_refused) {
    PostgresHouse house;
    make_company(house.engine(), 1);
    std::vector<Outcome> outcomes;
    for (int i = 0; i < 100; ++i)
        outcomes.push_back(submit(house.engine(), i % 2 == 0 ? Access::write : Access::read, 1,
                                  [i](Transaction& transaction) -> Result<void> {
                                      if (i % 2 == 0) return add_one(transaction, std::to_string(i));
                                      return without_value(transaction.organizations().count({}));
                                  }));
    house.engine().stop();
    std::int64_t added = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const auto outcome = outcomes[i].get();
        if (!outcome)
            EXPECT_EQ(outcome.error().code, ErrorCode::unavailable);
        else if (i % 2 == 0)
            ++added;
    }
    house.close();
    house.open();
    EXPECT_EQ(count(house.engine(), 1), added);
    EXPECT_EQ(findings(house.engine()), "");
}

TEST_F(Postgres, a_large_write_is_sent_in_pieces) {
    PostgresHouse house;
    make_company(house.engine(), 1);
    must_write(house.engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (int i = 0; i < 500; ++i)
            if (auto added = add_one(transaction, std::string(200, 'x')); !added) return added;
        return {};
    });
    EXPECT_EQ(count(house.engine(), 1), 500);
    EXPECT_EQ(findings(house.engine()), "");
}

}  // namespace
}  // namespace stele::tests
