#include "base/json_copy.h"

#include <gtest/gtest.h>

namespace stele {
namespace {

TEST(JsonCopy, IsTheValueWithoutWhiteSpace) {
    constexpr std::string_view text =
        R"({ "b" : [ 1, -2.5, "x\"\n\u00e9", null, true, { } ], "a" : { "c" : [ ], "" : 9007199254740993 } })";
    const auto document = JsonDocument::parse(text);
    ASSERT_TRUE(document);
    EXPECT_EQ(json_text(document->root()), R"({"b":[1,-2.5,"x\"\né",null,true,{}],"a":{"c":[],"":9007199254740993}})");
}

TEST(JsonCopy, PartsAreCopiedWithoutTheirNames) {
    const auto document = JsonDocument::parse(R"({"a":{"b":"c"}})");
    ASSERT_TRUE(document);
    EXPECT_EQ(json_text(*document->root().find("a")), R"({"b":"c"})");
}

}  // namespace
}  // namespace stele
