#include "http/content_disposition.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace stele::http {
namespace {

using namespace std::string_literals;

TEST(ContentDisposition, AsciiStandsAsItIs) {
    EXPECT_EQ(content_disposition("a b-c_(1).txt"), "attachment; filename=\"a b-c_(1).txt\"");
    EXPECT_EQ(content_disposition(";=,'"), "attachment; filename=\";=,'\"");
}

TEST(ContentDisposition, OtherNamesComeTwice) {
    EXPECT_EQ(content_disposition("Gr\xc3\xbc\xc3\x9f"
                                  "e \xe2\x82\xac.txt"),
              "attachment; filename=\"Gr__e _.txt\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%E2%82%AC.txt");
    EXPECT_EQ(content_disposition("say \"hi\" 100%.txt"),
              "attachment; filename=\"say _hi_ 100_.txt\"; filename*=UTF-8''say%20%22hi%22%20100%25.txt");
}

TEST(ContentDisposition, NoNameLeadsOutOfAFolder) {
    EXPECT_EQ(content_disposition(""), "attachment; filename=\"file\"");
    EXPECT_EQ(content_disposition("."), "attachment; filename=\"_\"");
    EXPECT_EQ(content_disposition(".."), "attachment; filename=\"__\"");
    EXPECT_EQ(content_disposition("../a\\b"), "attachment; filename=\".._a_b\"");
}

TEST(ContentDisposition, NoNameEndsTheHeader) {
    for (int c = 0; c < 256; ++c) {
        const std::string header = content_disposition("a"s + static_cast<char>(c) + "\r\nX-Evil: \"b\"\0c"s);
        EXPECT_TRUE(std::ranges::all_of(header, [](char each) { return each >= 0x20 && each < 0x7f; })) << c;
        EXPECT_TRUE(header.starts_with("attachment; filename=\"a"));
        EXPECT_EQ(std::ranges::count(header, '"'), 2) << header;
        EXPECT_EQ(header.find('\\'), std::string::npos);
    }
}

TEST(ContentDisposition, WhatIsSentIsReadBack) {
    for (const auto& name : {"a.txt"s,
                             "Gr\xc3\xbc\xc3\x9f"
                             "e \xe2\x82\xac"s,
                             "say \"hi\" 100%"s, "a%22b"s, "'*;="s}) {
        auto header = content_disposition(name);
        header.replace(0, std::string("attachment").size(), "form-data; name=a");
        const auto read = parse_form_disposition(header);
        ASSERT_TRUE(read) << header;
        EXPECT_EQ(read->file_name, name);
    }
}

}  // namespace
}  // namespace stele::http
