// The disk fails or is full: writes say so, reads go on, and nothing that was acknowledged is lost.

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "store/fault_vfs.h"
#include "store/fixture.h"
#include "store/works.h"

namespace stele::tests {
namespace {

using domain::Access;
using domain::Transaction;

const std::string data_file = "stele.db";
const std::string log_file = "stele.db-wal";

class Fault : public testing::Test {
   protected:
    Fault() {
        house_.emplace([this](store::SqliteOptions& options) {
            options.vfs = vfs_.name();
            options.checkpoint_pages = 20;
        });
        make_company(engine(), 1);
        EXPECT_TRUE(add("first").has_value());
    }
    ~Fault() override { house_.reset(); }

    [[nodiscard]] domain::Engine& engine() { return house_->engine(); }
    [[nodiscard]] FaultVfs& vfs() { return vfs_; }

    [[nodiscard]] Result<void> add(const std::string& name) {
        return submit(engine(), Access::write, 1,
                      [&](Transaction& transaction) -> Result<void> {
                          const auto id = add_organization(transaction, name);
                          if (!id) return fail(id);
                          return {};
                      })
            .get();
    }

    void expect_unavailable(const Result<void>& outcome, const std::string& message) {
        ASSERT_FALSE(outcome.has_value());
        EXPECT_EQ(outcome.error().code, ErrorCode::unavailable);
        EXPECT_EQ(outcome.error().message, message);
    }

    void expect_count(std::int64_t expected) {
        must_read(engine(), 1, [&](Transaction& transaction) -> Result<void> {
            EXPECT_EQ(transaction.organizations().count({}).value_or(-1), expected);
            return {};
        });
    }

    // Restarts with a disk that is well.
    void restart() {
        house_->close();
        vfs_.set_judge({});
        house_->open();
        EXPECT_EQ(engine().trouble(), "");
        EXPECT_EQ(findings(engine()), "");
    }

    void break_disk(DiskCall call, const std::string& file, int code) {
        vfs_.set_judge([=](DiskCall asked, const std::string& name, std::int64_t) {
            return asked == call && name == file ? code : SQLITE_OK;
        });
    }

   private:
    FaultVfs vfs_;
    std::optional<SqliteHouse> house_;
};

TEST_F(Fault, a_full_disk_refuses_writes_until_there_is_room) {
    break_disk(DiskCall::write, log_file, SQLITE_FULL);
    for (int i = 0; i < 3; ++i) expect_unavailable(add("no room"), "the storage is full");
    EXPECT_EQ(engine().trouble(), "");
    expect_count(1);
    vfs().set_judge({});
    EXPECT_TRUE(add("second").has_value());
    expect_count(2);
    EXPECT_EQ(findings(engine()), "");
    restart();
    expect_count(2);
}

TEST_F(Fault, a_batch_that_fails_as_a_whole_is_run_again_one_by_one) {
    std::vector<Outcome> outcomes;
    std::vector<int> runs(20, 0);
    {
        const Gate gate(engine(), Access::write);
        bool failed = false;
        vfs().set_judge([failed](DiskCall call, const std::string& file, std::int64_t) mutable {
            if (failed || call != DiskCall::write || file != log_file) return SQLITE_OK;
            failed = true;
            return SQLITE_FULL;
        });
        for (std::size_t i = 0; i < runs.size(); ++i)
            outcomes.push_back(submit(engine(), Access::write, 1, [i, &runs](Transaction& transaction) -> Result<void> {
                ++runs[i];
                const auto id = add_organization(transaction, "n" + std::to_string(i));
                if (!id) return fail(id);
                EXPECT_EQ(*id, static_cast<std::int64_t>(i) + 2) << "the numbers of the first attempt were given back";
                return {};
            }));
    }
    for (Outcome& outcome : outcomes) EXPECT_TRUE(outcome.get().has_value());
    EXPECT_EQ(runs, std::vector<int>(20, 2));
    expect_count(21);
    EXPECT_EQ(findings(engine()), "");
}

TEST_F(Fault, a_failed_sync_stops_writing_until_a_restart) {
    break_disk(DiskCall::sync, log_file, SQLITE_IOERR_FSYNC);
    const auto lost = add("lost or not");
    vfs().set_judge({});
    ASSERT_FALSE(lost.has_value());
    EXPECT_EQ(lost.error().code, ErrorCode::unavailable);  // found out by this write, or by a checkpoint just before it
    EXPECT_NE(engine().trouble(), "") << "whether the disk is well again, nobody can know";
    bool ran = false;
    const auto refused = submit(engine(), Access::write, 1, [&](Transaction&) -> Result<void> {
                             ran = true;
                             return {};
                         }).get();
    expect_unavailable(refused, "nothing can be written at the moment");
    EXPECT_FALSE(ran);
    expect_count(1);
    EXPECT_EQ(engine().directory(1).value()->users.size(), 1U);
    restart();
    EXPECT_TRUE(add("after").has_value());
}

TEST_F(Fault, a_failed_write_stops_writing_until_a_restart) {
    break_disk(DiskCall::write, log_file, SQLITE_IOERR_WRITE);
    expect_unavailable(add("lost"), "the storage cannot be used at the moment");
    EXPECT_NE(engine().trouble(), "");
    expect_count(1);
    restart();
    expect_count(1);
    EXPECT_TRUE(add("after").has_value());
}

TEST_F(Fault, a_checkpoint_that_fails_stops_writing_until_a_restart) {
    break_disk(DiskCall::write, data_file, SQLITE_IOERR_WRITE);
    std::int64_t written = 1;
    while (engine().trouble().empty() && written < 10'000)
        if (add("n" + std::to_string(written))) ++written;
    EXPECT_NE(engine().trouble(), "");
    expect_count(written);
    restart();
    expect_count(written);
}

TEST_F(Fault, a_checkpoint_without_room_waits_for_room) {
    break_disk(DiskCall::write, data_file, SQLITE_FULL);
    for (int i = 0; i < 200; ++i) EXPECT_TRUE(add("n" + std::to_string(i)).has_value());
    EXPECT_EQ(engine().trouble(), "");
    vfs().set_judge({});
    EXPECT_TRUE(add("last").has_value());
    expect_count(202);
    EXPECT_EQ(findings(engine()), "");
    restart();
    expect_count(202);
}

// Whatever call fails, and however: what was acknowledged is there after a restart, and the check is clean.
TEST_F(Fault, any_call_may_fail) {
    std::int64_t acknowledged = 1;
    for (const int code : {SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC}) {
        for (std::int64_t nth = 1; nth < 60; nth += 4) {
            const std::int64_t first = vfs().calls();
            vfs().set_judge([=](DiskCall call, const std::string&, std::int64_t number) {
                const bool fits = (code == SQLITE_IOERR_FSYNC) == (call == DiskCall::sync);
                return fits && number >= first + nth && number < first + nth + 5 ? code : SQLITE_OK;
            });
            std::int64_t unknown = 0;
            for (int i = 0; i < 8; ++i) {
                if (add("n"))
                    ++acknowledged;
                else
                    ++unknown;
            }
            restart();
            std::int64_t now = 0;
            must_read(engine(), 1, [&](Transaction& transaction) -> Result<void> {
                now = transaction.organizations().count({}).value_or(-1);
                return {};
            });
            EXPECT_GE(now, acknowledged);
            EXPECT_LE(now, acknowledged + unknown);
            acknowledged = now;
        }
    }
}

}  // namespace
}  // namespace stele::tests
