#include "base/log.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json_reader.h"
#include "base/time_text.h"

namespace stele {
namespace {

class LogTest : public testing::Test {
   protected:
    LogTest() {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        path_ = std::filesystem::temp_directory_path() /
                ("stele_log_" + std::string(test->name()) + "_" + std::to_string(getpid()) + ".log");
        std::filesystem::remove(path_);
    }
    ~LogTest() override { std::filesystem::remove(path_); }

    std::unique_ptr<Log> open(LogLevel level, bool access) {
        auto log = make_log(path_.string(), level, access);
        EXPECT_TRUE(log);
        return std::move(*log);
    }

    // Each line, parsed: none may be anything but JSON.
    std::vector<JsonDocument> lines() {
        std::vector<JsonDocument> documents;
        std::ifstream file(path_);
        for (std::string line; std::getline(file, line);) {
            auto document = JsonDocument::parse(line);
            EXPECT_TRUE(document) << line;
            if (document) documents.push_back(std::move(*document));
        }
        return documents;
    }

    static std::string text(const JsonDocument& line, std::string_view name) {
        const auto value = line.root().find(name);
        return value ? std::string(value->string()) : "(absent)";
    }

    std::filesystem::path path_;
};

TEST_F(LogTest, WritesJsonLines) {
    auto log = open(LogLevel::debug, true);
    log->write(LogLevel::debug, "Starting");
    log->write(LogLevel::warning, "Something \"odd\"", "line one\nline two");
    log.reset();
    const auto written = lines();
    ASSERT_EQ(written.size(), 2U);
    EXPECT_EQ(text(written[0], "level"), "debug");
    EXPECT_EQ(text(written[0], "message"), "Starting");
    EXPECT_FALSE(written[0].root().find("detail"));
    EXPECT_EQ(text(written[1], "level"), "warning");
    EXPECT_EQ(text(written[1], "message"), "Something \"odd\"");
    EXPECT_EQ(text(written[1], "detail"), "line one\nline two");
    const std::string ts = text(written[0], "ts");
    EXPECT_EQ(ts.size(), std::string_view("2026-10-02T09:41:07.123456Z").size());
    const auto time = parse_rfc3339(ts, true);
    ASSERT_TRUE(time);
    EXPECT_LT(std::abs(*time - SystemClock().now()), 60'000'000);
}

TEST_F(LogTest, WritesAccessLines) {
    auto log = open(LogLevel::info, true);
    EXPECT_TRUE(log->access_enabled());
    log->access({.method = "GET",
                 .path = "/v1/organizations/7",
                 .status = 200,
                 .bytes = 5123,
                 .duration_us = 612,
                 .company_id = 3,
                 .user_id = 12,
                 .route = "/v1/organizations/{id}"});
    log.reset();
    const auto written = lines();
    ASSERT_EQ(written.size(), 1U);
    EXPECT_EQ(text(written[0], "level"), "info");
    EXPECT_EQ(text(written[0], "method"), "GET");
    EXPECT_EQ(text(written[0], "path"), "/v1/organizations/7");
    EXPECT_EQ(text(written[0], "route"), "/v1/organizations/{id}");
    const JsonValue root = written[0].root();
    EXPECT_EQ(root.find("status")->integer(), 200);
    EXPECT_EQ(root.find("bytes")->integer(), 5123);
    EXPECT_EQ(root.find("duration_us")->integer(), 612);
    EXPECT_EQ(root.find("company")->integer(), 3);
    EXPECT_EQ(root.find("user")->integer(), 12);
}

TEST_F(LogTest, NothingForgesALineOrBreaksOne) {
    using std::string_view_literals::operator""sv;
    auto log = open(LogLevel::info, true);
    log->write(LogLevel::info, "bad \xff\xc3 bytes", "nul \0 {} %s"sv);
    log->access({.method = "G\"ET", .path = "/\xf0\n{\"level\":\"error\"}\x1b[2J"});
    log.reset();
    const auto written = lines();
    ASSERT_EQ(written.size(), 2U);
    EXPECT_EQ(text(written[0], "message"), "bad \ufffd\ufffd bytes");
    EXPECT_EQ(text(written[0], "detail"), "nul \ufffd {} %s");
    EXPECT_EQ(text(written[1], "path"), "/\ufffd\n{\"level\":\"error\"}\x1b[2J");
}

TEST_F(LogTest, LeavesOutWhatIsBelowItsLevel) {
    auto log = open(LogLevel::warning, true);
    EXPECT_FALSE(log->access_enabled());
    log->write(LogLevel::info, "no");
    log->access({.method = "GET"});
    log->write(LogLevel::error, "yes");
    log->write(LogLevel::off, "no");
    log.reset();
    const auto written = lines();
    ASSERT_EQ(written.size(), 1U);
    EXPECT_EQ(text(written[0], "message"), "yes");

    log = open(LogLevel::off, true);
    log->write(LogLevel::error, "no");
    log.reset();
    EXPECT_EQ(lines().size(), 1U);  // and what was there stays
}

TEST_F(LogTest, LeavesOutAccessLinesWhenAsked) {
    auto log = open(LogLevel::debug, false);
    EXPECT_FALSE(log->access_enabled());
    log->access({.method = "GET"});
    log.reset();
    EXPECT_TRUE(lines().empty());
}

TEST_F(LogTest, LinesReachTheFileWhileItIsOpen) {
    ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
    const int pipe = ::open(path_.c_str(), O_RDWR | O_CLOEXEC);
    ASSERT_GE(pipe, 0);
    auto log = open(LogLevel::info, true);
    log->access({.method = "GET"});
    pollfd readable{pipe, POLLIN, 0};
    EXPECT_EQ(poll(&readable, 1, 10'000), 1);
    log.reset();
    close(pipe);
}

TEST_F(LogTest, ManyThreadsWriteWholeLines) {
    auto log = open(LogLevel::info, true);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            for (int i = 0; i < 1000; ++i) log->access({.method = "GET", .path = std::string(100, 'p'), .status = i});
        });
    }
    for (std::thread& thread : threads) thread.join();
    log.reset();
    EXPECT_EQ(lines().size(), 4000U);  // fewer than may wait, so none is dropped
}

TEST(Log, SaysWhenTheFileCannotBeOpened) {
    const auto log = make_log("/proc/no/such/folder/stele.log", LogLevel::info, true);
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, ErrorCode::invalid);
    EXPECT_NE(log.error().message.find("/proc/no/such/folder/stele.log"), std::string::npos);
}

TEST(Log, SilentMeansSilent) {
    const auto log = make_silent_log();
    EXPECT_FALSE(log->access_enabled());
    log->write(LogLevel::error, "nothing");
    log->access({});
}

}  // namespace
}  // namespace stele
