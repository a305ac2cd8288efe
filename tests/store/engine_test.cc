// What is the SQLite engine's own: its lane, its snapshots, its bounds, its file.

#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "base/limits.h"
#include "domain/accounts.h"
#include "domain/directory.h"
#include "store/fault_vfs.h"
#include "store/fixture.h"
#include "store/raw_file.h"
#include "store/works.h"

namespace stele::tests {
namespace {

using domain::Access;
using domain::Organization;
using domain::Transaction;

Result<void> add_one(Transaction& transaction, const std::string& name) {
    const auto id = add_organization(transaction, name);
    if (!id) return fail(id);
    return {};
}

std::int64_t count(domain::Engine& engine) {
    std::int64_t number = -1;
    must_read(engine, 1, [&](Transaction& transaction) -> Result<void> {
        const auto counted = transaction.organizations().count({});
        if (!counted) return fail(counted);
        number = *counted;
        return {};
    });
    return number;
}

TEST(Lane, a_batch_is_one_commit) {
    FaultVfs vfs;
    SqliteHouse house([&](store::SqliteOptions& options) { options.vfs = vfs.name(); });
    make_company(house.engine(), 1);
    std::vector<Outcome> outcomes;
    Gate gate(house.engine(), Access::write);
    const auto before = vfs.syncs_of("stele.db-wal");
    for (std::size_t i = 0; i < limits::batch_writes; ++i)
        outcomes.push_back(submit(house.engine(), Access::write, 1,
                                  [i](Transaction& transaction) { return add_one(transaction, "n" + std::to_string(i)); }));
    gate.open();
    for (Outcome& outcome : outcomes) EXPECT_TRUE(outcome.get().has_value());
    EXPECT_EQ(vfs.syncs_of("stele.db-wal") - before, 1);
    EXPECT_EQ(count(house.engine()), static_cast<std::int64_t>(limits::batch_writes));
    EXPECT_EQ(findings(house.engine()), "");
    house.close();
}

// Against the primary key, which poisons the transaction.
void insert_again(Transaction& transaction) {
    Organization organization;
    organization.id = 1;
    organization.name = "again";
    organization.owner_id = 1;
    EXPECT_FALSE(transaction.organizations().insert(organization).has_value());
}

TEST(Lane, a_failed_work_leaves_the_others_of_its_batch) {
    SqliteHouse house;
    make_company(house.engine(), 1);
    std::vector<Outcome> outcomes;
    Gate gate(house.engine(), Access::write);
    for (int i = 0; i < 30; ++i)
        outcomes.push_back(submit(house.engine(), Access::write, 1, [i](Transaction& transaction) -> Result<void> {
            if (auto added = add_one(transaction, "n" + std::to_string(i)); !added) return added;
            if (i % 3 == 1) return fail(ErrorCode::conflict, "no");
            if (i % 3 == 2) insert_again(transaction);
            return {};
        }));
    gate.open();
    for (int i = 0; i < 30; ++i) {
        const auto outcome = outcomes[static_cast<std::size_t>(i)].get();
        EXPECT_EQ(outcome.has_value(), i % 3 == 0);
        if (outcome) continue;
        EXPECT_EQ(outcome.error().code, i % 3 == 1 ? ErrorCode::conflict : ErrorCode::internal);
    }
    EXPECT_EQ(count(house.engine()), 10);
    EXPECT_EQ(findings(house.engine()), "");
}

// A user that a batch adds is known to the rest of the batch, though no cache may show it before the commit.
TEST(Lane, a_batch_sees_the_directory_that_it_changed) {
    SqliteHouse house;
    make_company(house.engine(), 1);
    EXPECT_EQ(house.engine().directory(1).value()->users.size(), 1U);
    std::vector<Outcome> outcomes;
    std::vector<std::size_t> seen;
    Gate gate(house.engine(), Access::write);
    for (int i = 0; i < 4; ++i)
        outcomes.push_back(submit(house.engine(), Access::write, 1, [i, &seen](Transaction& transaction) -> Result<void> {
            const auto user = domain::add_user(transaction, {"U", "u" + std::to_string(i) + "@x.example", false});
            if (!user) return fail(user);
            seen.push_back(transaction.directory().value()->users.size());
            if (i == 1) return fail(ErrorCode::conflict, "rolled back");
            return {};
        }));
    EXPECT_EQ(house.engine().directory(1).value()->users.size(), 1U);
    gate.open();
    for (Outcome& outcome : outcomes) outcome.wait();
    EXPECT_EQ(seen, (std::vector<std::size_t>{1, 2, 2, 3}));
    EXPECT_EQ(house.engine().directory(1).value()->users.size(), 4U);
}

TEST(Lane, is_bounded) {
    SqliteHouse house;
    make_company(house.engine(), 1);
    std::vector<Outcome> outcomes;
    Gate gate(house.engine(), Access::write);
    const auto nothing = [](Transaction&) -> Result<void> { return {}; };
    for (std::size_t i = 0; i < limits::waiting_writes; ++i)
        outcomes.push_back(submit(house.engine(), Access::write, 1, nothing));
    const auto refused = submit(house.engine(), Access::write, 1, nothing).get();
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    gate.open();
    for (Outcome& outcome : outcomes) EXPECT_TRUE(outcome.get().has_value());
}

TEST(Lane, what_waits_is_done_before_the_end) {
    SqliteHouse house;
    make_company(house.engine(), 1);
    std::vector<Outcome> outcomes;
    auto gate = std::make_unique<Gate>(house.engine(), Access::write);
    for (int i = 0; i < 200; ++i)
        outcomes.push_back(submit(house.engine(), Access::write, 1,
                                  [i](Transaction& transaction) { return add_one(transaction, "n" + std::to_string(i)); }));
    std::thread stopping([&] { house.engine().stop(); });
    gate.reset();
    stopping.join();
    for (Outcome& outcome : outcomes) EXPECT_TRUE(outcome.get().has_value());
    for (const Access access : {Access::read, Access::scan, Access::write}) {
        const auto late = submit(house.engine(), access, 1, [](Transaction&) -> Result<void> { return {}; }).get();
        ASSERT_FALSE(late.has_value());
        EXPECT_EQ(late.error().code, ErrorCode::unavailable);
    }
    EXPECT_FALSE(house.engine().directory(1).has_value());
    EXPECT_FALSE(std::filesystem::exists(house.file() + "-wal")) << "all is in the file itself";
    house.open();
    EXPECT_EQ(count(house.engine()), 200);
    EXPECT_EQ(findings(house.engine()), "");
}

// Reads of one turn share a snapshot; a write that was acknowledged in the meantime is seen nevertheless.
TEST(Snapshot, shows_every_acknowledged_write) {
    SqliteHouse house;
    make_company(house.engine(), 1);
    for (int i = 1; i <= 50; ++i) {
        std::thread([&] {
            must_write(house.engine(), 1,
                       [&](Transaction& transaction) { return add_one(transaction, "n" + std::to_string(i)); });
        }).join();
        std::int64_t seen = 0;
        const auto read = submit(house.engine(), Access::read, 1, [&](Transaction& transaction) -> Result<void> {
            seen = transaction.organizations().count({}).value_or(-1);
            return {};
        });
        EXPECT_EQ(seen, i) << "without an end of the turn";
    }
    house.engine().end_turn();
}

TEST(Snapshot, of_a_user_and_a_directory_agree_with_what_was_acknowledged) {
    SqliteHouse house;
    make_company(house.engine(), 1);
    std::thread other([&] {
        for (std::size_t i = 1; i <= 30; ++i) {
            must_write(house.engine(), 1, [&](Transaction& transaction) -> Result<void> {
                const auto user = domain::add_user(transaction, {"U", "u" + std::to_string(i) + "@x.example", false});
                if (!user) return fail(user);
                return {};
            });
            EXPECT_EQ(house.engine().directory(1).value()->users.size(), i + 1);
        }
    });
    std::size_t last = 1;
    while (last < 31) {
        const std::size_t now = house.engine().directory(1).value()->users.size();
        EXPECT_GE(now, last);
        last = now;
    }
    other.join();
}

TEST(Scans, are_bounded) {
    SqliteHouse house;
    make_company(house.engine(), 1);
    Gate first(house.engine(), Access::scan);
    Gate second(house.engine(), Access::scan);
    std::vector<Outcome> outcomes;
    const auto nothing = [](Transaction&) -> Result<void> { return {}; };
    for (std::size_t i = 0; i < limits::waiting_scans; ++i)
        outcomes.push_back(submit(house.engine(), Access::scan, 1, nothing));
    const auto refused = submit(house.engine(), Access::scan, 1, nothing).get();
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    first.open();
    second.open();
    for (Outcome& outcome : outcomes) EXPECT_TRUE(outcome.get().has_value());
}

TEST(Scans, have_a_deadline) {
    SqliteHouse house([](store::SqliteOptions& options) { options.scan_deadline_ms = 30; });
    make_company(house.engine(), 1);
    must_write(house.engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (int i = 0; i < 500; ++i)
            if (auto added = add_one(transaction, "n" + std::to_string(i)); !added) return added;
        return {};
    });
    const auto endless = submit(house.engine(), Access::scan, 1, [](Transaction& transaction) -> Result<void> {
                             while (true)
                                 if (const auto counted = transaction.organizations().count({}); !counted)
                                     return fail(counted);
                         }).get();
    ASSERT_FALSE(endless.has_value());
    EXPECT_EQ(endless.error().code, ErrorCode::unavailable);
    must_scan(house.engine(), 1, [](Transaction& transaction) -> Result<void> {
        EXPECT_EQ(transaction.organizations().count({}).value(), 500);
        return {};
    });
}

TEST(Scans, end_with_the_engine) {
    SqliteHouse house;
    make_company(house.engine(), 1);
    must_write(house.engine(), 1, [](Transaction& transaction) { return add_one(transaction, "x"); });
    std::latch begun(1);
    Outcome endless = submit(house.engine(), Access::scan, 1, [&](Transaction& transaction) -> Result<void> {
        begun.count_down();
        while (true)
            if (const auto counted = transaction.organizations().count({}); !counted) return fail(counted);
    });
    begun.wait();
    house.close();
    EXPECT_FALSE(endless.get().has_value());
}

TEST(Log, does_not_grow_without_end) {
    SqliteHouse house([](store::SqliteOptions& options) { options.checkpoint_pages = 50; });
    make_company(house.engine(), 1);
    std::uintmax_t largest = 0;
    for (int i = 0; i < 400; ++i) {
        must_write(house.engine(), 1,
                   [i](Transaction& transaction) { return add_one(transaction, "n" + std::to_string(i)); });
        largest = std::max(largest, std::filesystem::file_size(house.file() + "-wal"));
    }
    EXPECT_LT(largest, std::uintmax_t{4096} * 50 * 6);
}

// An opening that fails says why in one line, and changes nothing.
class Refusal : public testing::Test {
   protected:
    using Bytes = std::map<std::string, std::string>;

    [[nodiscard]] Bytes contents() const {
        Bytes bytes;
        if (!std::filesystem::is_directory(folder())) return bytes;
        for (const auto& entry : std::filesystem::directory_iterator(folder())) {
            if (entry.is_directory()) continue;
            std::ifstream in(entry.path(), std::ios::binary);
            bytes[entry.path().filename()] = {std::istreambuf_iterator<char>(in), {}};
        }
        bytes.erase("lock");
        return bytes;
    }
    [[nodiscard]] std::filesystem::path folder() const { return folder_.path() / "data"; }
    [[nodiscard]] std::string file() const { return folder() / "stele.db"; }

    void write_file(const std::string& text) const {
        std::filesystem::create_directories(folder());
        std::ofstream(file(), std::ios::binary) << text;
    }

    void expect_refused(bool create, const std::string& reason) const {
        const Bytes before = contents();
        store::SqliteOptions options;
        options.folder = folder();
        options.create = create;
        const ManualClock clock;
        const auto log = make_silent_log();
        const auto opened = store::open_sqlite(options, clock, *log);
        ASSERT_FALSE(opened.has_value());
        EXPECT_EQ(opened.error().code, ErrorCode::invalid);
        EXPECT_NE(opened.error().message.find(reason), std::string::npos) << opened.error().message;
        EXPECT_NE(opened.error().message.find(folder()), std::string::npos) << opened.error().message;
        EXPECT_EQ(opened.error().message.find('\n'), std::string::npos) << opened.error().message;
        EXPECT_EQ(contents(), before);
    }

   private:
    TemporaryFolder folder_;
};

TEST_F(Refusal, of_a_folder_that_does_not_exist) {
    expect_refused(false, "does not exist");
    EXPECT_FALSE(std::filesystem::exists(folder()));
}

TEST_F(Refusal, of_a_folder_without_data) {
    std::filesystem::create_directories(folder());
    expect_refused(false, "holds no data");
    EXPECT_TRUE(std::filesystem::is_empty(folder()));
}

TEST_F(Refusal, of_a_folder_that_cannot_be_made) {
    std::ofstream(folder()) << "a file in its way";
    expect_refused(true, "Not a directory");
}

TEST_F(Refusal, of_an_empty_file) {
    write_file("");
    expect_refused(false, "it is empty");
}

TEST_F(Refusal, of_what_is_no_database) {
    write_file(std::string(5'000, 'x'));
    expect_refused(true, "file is not a database");
}

TEST_F(Refusal, of_another_programs_database) {
    write_file("");
    run_raw(file(), "CREATE TABLE x (y)");
    expect_refused(true, "not a data file of this program");
}

TEST_F(Refusal, of_a_newer_version) {
    {
        store::SqliteOptions options;
        options.folder = folder();
        options.create = true;
        const ManualClock clock;
        const auto log = make_silent_log();
        ASSERT_TRUE(store::open_sqlite(options, clock, *log).has_value());
    }
    run_raw(file(), "INSERT INTO migration VALUES (999, 0)");
    expect_refused(true, "newer version (schema 999");
}

TEST_F(Refusal, while_it_is_open) {
    store::SqliteOptions options;
    options.folder = folder();
    options.create = true;
    const ManualClock clock;
    const auto log = make_silent_log();
    auto first = store::open_sqlite(options, clock, *log);
    ASSERT_TRUE(first.has_value());
    expect_refused(true, "is in use by another process");
    (*first)->stop();
    EXPECT_TRUE(store::open_sqlite(options, clock, *log).has_value()) << "though the stopped engine still exists";
}

}  // namespace
}  // namespace stele::tests
