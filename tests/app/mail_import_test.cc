#include "app/mail_import.h"

#include <gtest/gtest.h>

namespace stele::app {

namespace {

TEST(MailSliceText, IsReadAsItWasWritten) {
    MailSlice slice;
    slice.next_offset = 5'000'000'000;
    slice.is_last = true;
    slice.added = 3;
    slice.known = 2;
    slice.refused = {{0, "it has no headers"}, {77, "it has no date"}};
    const std::string text = to_text(slice);
    EXPECT_EQ(text, "5000000000\t1\t3\t2\n0\tit has no headers\n77\tit has no date\n");
    const auto read = mail_slice_from_text(text);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(to_text(*read), text);
}

TEST(MailSliceText, AnythingElseIsOfAnotherVersion) {
    for (const std::string_view text :
         {"", "1", "1\t0\t0\n", "1\t0\t0\t0", "a\t0\t0\t0\n", "1\t0\t0\t0\nx\ty\n", "1\t0\t0\t0\n1\ty"})
        EXPECT_FALSE(mail_slice_from_text(text).has_value()) << text;
}

}  // namespace

}  // namespace stele::app
