#include "base/mbox.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/limits.h"

namespace stele {

namespace {

class MboxTest : public testing::Test {
   protected:
    void SetUp() override { path_ = std::filesystem::temp_directory_path() / ("stele-mbox-" + std::to_string(::getpid())); }
    void TearDown() override { std::filesystem::remove(path_); }

    void write(const std::string& text) const { std::ofstream(path_, std::ios::binary) << text; }

    [[nodiscard]] std::vector<RawMail> read(std::uint64_t offset = 0) const {
        std::vector<RawMail> mails;
        auto reader = MboxReader::open(path_, offset);
        if (!reader) return mails;
        while (true) {
            auto mail = reader->next();
            if (!mail || !*mail) return mails;
            mails.push_back(std::move(**mail));
        }
    }

    std::string path_;
};

constexpr const char* first_line = "From ines@a Fri Jul  8 12:08:34 2011\n";

TEST_F(MboxTest, MessagesBeginBehindEmptyLines) {
    write(std::string(first_line) + "Subject: a\n\nText\nFrom ines@a Fri Jul  8 12:08:34 2011\n\n" + first_line +
          "Subject: b\n\n");
    const auto mails = read();
    ASSERT_EQ(mails.size(), 2U);
    EXPECT_EQ(mails[0].bytes, "Subject: a\n\nText\nFrom ines@a Fri Jul  8 12:08:34 2011\n\n");
    EXPECT_EQ(mails[0].offset, 0U);
    EXPECT_EQ(mails[1].bytes, "Subject: b\n\n");
    // One may begin at any of them.
    const auto rest = read(mails[1].offset);
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(rest[0].bytes, mails[1].bytes);
}

TEST_F(MboxTest, QuotingIsUndone) {
    write(std::string(first_line) + "Subject: a\n\n>From here\n>>From there\n>Fromage\n> From\n");
    const auto mails = read();
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].bytes, "Subject: a\n\nFrom here\n>From there\n>Fromage\n> From\n");
}

TEST_F(MboxTest, ASentenceIsNoSeparator) {
    write(std::string(first_line) + "Subject: a\n\nHello.\n\nFrom now on we are closed.\n");
    EXPECT_EQ(read().size(), 1U);
}

TEST_F(MboxTest, AFileThatBeginsOtherwiseIsOneMessage) {
    const std::string text = std::string("Subject: a\n\nText\0\n\n>From b\n\n", 29) + first_line;
    write(text);
    const auto mails = read();
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].bytes, text);
}

TEST_F(MboxTest, LongLinesAndLargeMessages) {
    write(std::string(first_line) + "Subject: a\n\n" + std::string(100'000, 'x') + "\n\n" + first_line + "Subject: b\n\n" +
          std::string(limits::mail_message_size, 'y') + "\n\n" + first_line + "Subject: c\n");
    const auto mails = read();
    ASSERT_EQ(mails.size(), 3U);
    EXPECT_EQ(mails[0].bytes.size(), 12U + 100'000 + 2);
    EXPECT_FALSE(mails[0].is_too_large);
    EXPECT_TRUE(mails[1].is_too_large);
    EXPECT_EQ(mails[2].bytes, "Subject: c\n");
}

TEST_F(MboxTest, NothingIsNoMessage) {
    write("");
    EXPECT_TRUE(read().empty());
    const auto missing = MboxReader::open(path_ + ".none", 0);
    ASSERT_FALSE(missing.has_value());
    EXPECT_EQ(missing.error().code, ErrorCode::invalid);
}

}  // namespace

}  // namespace stele
