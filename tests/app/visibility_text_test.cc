#include "app/visibility_text.h"

#include <gtest/gtest.h>

namespace stele::app {
namespace {

TEST(VisibilityText, IsReadAndWritten) {
    const auto both = parse_levels("person=group-and-below,organization=owner");
    ASSERT_TRUE(both);
    EXPECT_EQ(both->of_organizations(), 1);
    EXPECT_EQ(both->of_persons(), 5);
    EXPECT_EQ(levels_text(*both), "organization=owner,person=group-and-below");
    const auto one = parse_levels("organization=group");
    ASSERT_TRUE(one);
    EXPECT_EQ(one->of_persons(), 0);
    EXPECT_EQ(levels_text(*one), "organization=group");
    EXPECT_EQ(levels_text({}), "-");
    EXPECT_EQ(parse_levels("person=everyone")->of_persons(), 7);
}

TEST(VisibilityText, IsRefused) {
    for (const auto* bad :
         {"", "organization", "organization=", "=owner", "owner", "deal=owner", "organization=Owner",
          "organization=owner;person=owner", ",organization=owner", "organization=owner=owner", "organization=7"})
        EXPECT_FALSE(parse_levels(bad)) << bad;
}

}  // namespace
}  // namespace stele::app
