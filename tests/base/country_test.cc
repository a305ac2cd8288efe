#include <algorithm>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/text.h"

namespace stele {
namespace {

TEST(Country, KnowsNamesAndCodes) {
    struct Row {
        const char* country;
        const char* code;
    };
    const Row rows[] = {
        {"Portugal", "PT"},
        {"portugal", "PT"},
        {" PORTUGAL ", "PT"},
        {"pt", "PT"},
        {"PRT", "PT"},
        {"Switzerland", "CH"},
        {"The Netherlands", "NL"},
        {"Netherlands", "NL"},
        {"United States", "US"},
        {"United States of America", "US"},
        {"USA", "US"},
        {"U.S.A.", "US"},
        {"UK", "GB"},
        {"United Kingdom", "GB"},
        {"England", "GB"},
        {"Czechia", "CZ"},
        {"Czech Republic", "CZ"},
        {"Côte d'Ivoire", "CI"},
        {"Cote d\u2019Ivoire", "CI"},
        {"Ivory Coast", "CI"},
        {"Turkey", "TR"},
        {"Türkiye", "TR"},
        {"Åland Islands", "AX"},
        {"Aland Islands", "AX"},
        {"Trinidad and Tobago", "TT"},
        {"Trinidad & Tobago", "TT"},
        {"Saint Kitts and Nevis", "KN"},
        {"St. Kitts & Nevis", "KN"},
        {"Bosnia and Herzegovina", "BA"},
        {"Hong Kong", "HK"},
        {"Myanmar", "MM"},
        {"Guinea-Bissau", "GW"},
        {"Guinea", "GN"},
        {"Niger", "NE"},
        {"Nigeria", "NG"},
        {"Dominica", "DM"},
        {"Dominican Republic", "DO"},
        {"Canary Islands", "ES"},
        {"", ""},
        {"-", ""},
        {"Atlantis", ""},
        {"Port", ""},
        {"XX", ""},
    };
    for (const Row& row : rows) EXPECT_EQ(country_code_of(row.country), row.code) << row.country;
}

TEST(Country, every_listed_code_is_a_code) {
    const auto codes = country_codes();
    EXPECT_GT(codes.size(), 240U);
    EXPECT_TRUE(std::ranges::is_sorted(codes));
    for (const std::string_view code : codes) EXPECT_EQ(country_code_of(code), code);
}

}  // namespace
}  // namespace stele
