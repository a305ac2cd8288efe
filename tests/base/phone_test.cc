#include "base/phone.h"

#include <gtest/gtest.h>

namespace stele {
namespace {

TEST(Phone, IsSplitBehindItsCountry) {
    EXPECT_EQ(split_phone("+61401234567"), (PhoneParts{"61", "401234567"}));
    EXPECT_EQ(split_phone("+1 (555) 123-4567"), (PhoneParts{"1", "5551234567"}));
    EXPECT_EQ(split_phone(" 00351.912/345-678"), (PhoneParts{"351", "912345678"}));
    EXPECT_EQ(split_phone("+7 495 1234567"), (PhoneParts{"7", "4951234567"}));
    EXPECT_EQ(split_phone("+88 12 34"), (PhoneParts{"881", "234"}));
}

TEST(Phone, WithoutCountryIsANumberAlone) {
    for (const std::string_view text :
         {"0401 234 567", "61401234567", "+", "+61", "+999123", "+61 4 ext. 12", "", "+611234567890123456"})
        EXPECT_EQ(split_phone(text), (PhoneParts{"", std::string(text)})) << text;
}

TEST(Phone, FullNumberNeedsNoMark) {
    EXPECT_EQ(parse_full_phone("61401234567"), (PhoneParts{"61", "401234567"}));
    EXPECT_EQ(parse_full_phone("+61 401 234 567"), (PhoneParts{"61", "401234567"}));
    EXPECT_EQ(parse_full_phone("0401234567"), std::nullopt);
    EXPECT_EQ(parse_full_phone("call me"), std::nullopt);
}

TEST(Phone, IsJoinedAsItWasSplit) {
    EXPECT_EQ(join_phone({"61", "401234567"}), "+61401234567");
    EXPECT_EQ(join_phone({"", "0401 234"}), "0401 234");
}

TEST(Phone, CountriesHaveCodes) {
    EXPECT_EQ(calling_code_of("AU"), "61");
    EXPECT_EQ(calling_code_of("pt"), "351");
    EXPECT_EQ(calling_code_of("BS"), "1242");
    EXPECT_EQ(calling_code_of("ZW"), "263");
    EXPECT_EQ(calling_code_of("QQ"), "");
    EXPECT_EQ(calling_code_of("AUS"), "");
    EXPECT_TRUE(is_calling_code("1"));
    EXPECT_FALSE(is_calling_code("1242"));
    EXPECT_FALSE(is_calling_code("999"));
    EXPECT_FALSE(is_calling_code(""));
}

}  // namespace
}  // namespace stele
