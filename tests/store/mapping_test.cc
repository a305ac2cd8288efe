// A connection that only reads has the file mapped: it sees what others write, and the mapping stays and grows with the file.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "store/fixture.h"
#include "store/sqlite/connection.h"

namespace stele::tests {
namespace {

struct Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    [[nodiscard]] std::uint64_t size() const { return end - begin; }
    friend bool operator==(const Range&, const Range&) = default;
};

// Where this process has the file itself (its index of the log has another name) mapped.
Range mapping_of(const std::string& path) {
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        if (!line.ends_with(" " + path)) continue;
        const auto dash = line.find('-');
        return {std::stoull(line.substr(0, dash), nullptr, 16), std::stoull(line.substr(dash + 1), nullptr, 16)};
    }
    return {};
}

class MappedFile : public testing::Test {
   protected:
    MappedFile()
        : path_(std::filesystem::canonical(folder_.path()) / "stele.db"),
          writer_(open(true)),
          reader_((run("PRAGMA journal_mode = WAL; CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT)"), open(false))) {}

    store::Connection open(bool writes) const {
        auto opened = store::open_connection({path_, {}, writes, !writes, 64});
        EXPECT_TRUE(opened.has_value());
        return opened ? std::move(*opened) : nullptr;
    }
    void run(const char* sql) {
        const auto done = store::run_sql(writer_.get(), sql);
        EXPECT_TRUE(done.has_value()) << (done ? "" : done.error().detail);
    }
    void add_lines() {
        run("WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
            "INSERT INTO line(text) SELECT hex(zeroblob(500)) FROM n");
    }
    std::int64_t read(const char* sql) {
        const auto value = store::integer_of(reader_.get(), sql);
        EXPECT_TRUE(value.has_value());
        return value.value_or(-1);
    }

    TemporaryFolder folder_;
    std::string path_;
    store::Connection writer_;
    store::Connection reader_;
};

TEST_F(MappedFile, shows_what_others_write) {
    for (std::int64_t round = 1; round <= 40; ++round) {
        add_lines();
        run("UPDATE line SET text = text || 'x' WHERE id % 7 = 0");
        if (round % 3 == 0) run("PRAGMA wal_checkpoint(RESTART)");
        EXPECT_EQ(read("SELECT count(*) FROM line"), round * 200);
        const auto written = store::integer_of(writer_.get(), "SELECT sum(length(text)) FROM line");
        ASSERT_TRUE(written.has_value());
        EXPECT_EQ(read("SELECT sum(length(text)) FROM line"), *written);
    }
    // Most of the file, however much it has grown since it was mapped first.
    EXPECT_GT(mapping_of(path_).size(), std::filesystem::file_size(path_) * 3 / 4);
}

TEST_F(MappedFile, stays_mapped_while_others_write) {
    for (int i = 0; i < 20; ++i) add_lines();
    run("PRAGMA wal_checkpoint(TRUNCATE)");
    EXPECT_EQ(read("SELECT count(*) FROM line"), 4'000);
    const Range before = mapping_of(path_);
    EXPECT_GT(before.size(), 0);
    for (std::int64_t i = 1; i <= 20; ++i) {
        run("UPDATE line SET text = text || 'x' WHERE id = 1");
        if (i % 2 == 0) run("PRAGMA wal_checkpoint(TRUNCATE)");
        EXPECT_EQ(read("SELECT length(text) FROM line WHERE id = 1"), 1'000 + i);
        EXPECT_EQ(mapping_of(path_), before);
    }
}

// The writer hears of an error of the disk; a mapping would end the process.
TEST_F(MappedFile, is_not_mapped_for_who_writes) {
    add_lines();
    run("PRAGMA wal_checkpoint(TRUNCATE)");
    const auto counted = store::integer_of(writer_.get(), "SELECT count(*) FROM line");
    ASSERT_TRUE(counted.has_value());
    EXPECT_EQ(*counted, 200);
    EXPECT_EQ(mapping_of(path_), Range{});
}

}  // namespace
}  // namespace stele::tests
