#include "base/currency.h"

#include <set>

#include <gtest/gtest.h>

#include "base/text.h"

namespace stele {
namespace {

TEST(Currency, IsFoundByItsCode) {
    const Currency* euro = find_currency("EUR");
    ASSERT_NE(euro, nullptr);
    EXPECT_EQ(euro->number, 978);
    EXPECT_EQ(euro->name, "Euro");
    EXPECT_EQ(euro->decimals, 2);
    EXPECT_EQ(euro->symbol, "€");
    EXPECT_EQ(find_currency("JPY")->decimals, 0);
    EXPECT_EQ(find_currency("KWD")->decimals, 3);
    for (const auto* unknown : {"", "eur", "EURO", "EU", "XTS", "AAA", "ZZZ"})
        EXPECT_EQ(find_currency(unknown), nullptr) << unknown;
    for (const Currency& currency : currencies()) EXPECT_EQ(find_currency(currency.code), &currency);
}

TEST(Currency, IsOneOfAKind) {
    std::set<int> numbers;
    std::set<std::string_view> names;
    for (const Currency& currency : currencies()) {
        EXPECT_EQ(currency.code.size(), 3U);
        EXPECT_TRUE(numbers.insert(currency.number).second) << currency.code;
        EXPECT_TRUE(names.insert(currency.name).second) << currency.code;
        EXPECT_TRUE(is_clean_utf8(currency.name) && is_clean_utf8(currency.symbol)) << currency.code;
        EXPECT_FALSE(currency.symbol.empty()) << currency.code;
    }
    EXPECT_GT(numbers.size(), 150U);
}

}  // namespace
}  // namespace stele
