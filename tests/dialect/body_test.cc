#include "dialect/body.h"

#include <gtest/gtest.h>

namespace stele::dialect {
namespace {

http::Request request_of(std::string type, std::string body) {
    http::Request request;
    if (!type.empty()) request.headers.push_back({"content-type", std::move(type)});
    request.body = std::move(body);
    return request;
}

TEST(Body, NoneIsAnEmptyObject) {
    const auto body = parse_body(request_of({}, {}), true);
    ASSERT_TRUE(body);
    EXPECT_EQ(body->root().size(), 0U);
}

TEST(Body, FormsBecomeTextsAndLists) {
    const auto body = parse_body(
        request_of("application/x-www-form-urlencoded; charset=utf-8", "name=A+%26+B&label_ids[]=1&x=1&label_ids[]=2&x=2"),
        true);
    ASSERT_TRUE(body);
    const auto root = body->root();
    EXPECT_EQ(root.find("name")->string(), "A & B");
    ASSERT_TRUE(root.find("label_ids")->is_array());
    EXPECT_EQ(root.find("label_ids")->size(), 2U);
    EXPECT_EQ(root.find("x")->size(), 2U);
    EXPECT_EQ(root.size(), 3U);
}

TEST(Body, ValuesOfPartsAreAForm) {
    http::Request request = request_of("multipart/form-data; boundary=b", {});
    const auto add = [&](std::string name, std::optional<std::string> file_name, std::string value) {
        request.parts.push_back({.name = std::move(name),
                                 .file_name = std::move(file_name),
                                 .content_type = {},
                                 .value = std::move(value),
                                 .file = {}});
    };
    add("deal_id", std::nullopt, "5");
    add("file", "a.txt", {});
    add("x[]", std::nullopt, "1");
    add("x[]", std::nullopt, "2");
    const auto body = parse_body(request, false);
    ASSERT_TRUE(body);
    const auto root = body->root();
    EXPECT_EQ(root.find("deal_id")->string(), "5");
    EXPECT_EQ(root.find("x")->size(), 2U);
    EXPECT_EQ(root.size(), 2U);  // the file is no value
    add("bad", std::nullopt, "\xff");
    EXPECT_FALSE(parse_body(request, false));
}

TEST(Body, FormsAreRefusedWhereTheyAreNotSpoken) {
    EXPECT_FALSE(parse_body(request_of("application/x-www-form-urlencoded", "name=A"), false));
}

TEST(Body, MustBeAnObjectOfAKnownType) {
    EXPECT_FALSE(parse_body(request_of("application/json", "[]"), false));
    EXPECT_TRUE(parse_body(request_of("application/json", "[]"), false, false, true));
    EXPECT_FALSE(parse_body(request_of("application/json", "[1]"), false, false, true));
    EXPECT_FALSE(parse_body(request_of("application/json", "{"), false));
    EXPECT_FALSE(parse_body(request_of("text/csv", "{}"), false));
    EXPECT_TRUE(parse_body(request_of("", "{}"), false));
    EXPECT_TRUE(parse_body(request_of("Application/JSON;charset=UTF-8", "{}"), false));
}

TEST(Body, IsAnArrayWhereAListIsExpected) {
    const auto body = parse_body(request_of("application/json", R"([{"label":"A"}])"), false, true);
    ASSERT_TRUE(body);
    EXPECT_EQ(body->root().size(), 1U);
    EXPECT_FALSE(parse_body(request_of("application/json", "{}"), false, true));
    const auto none = parse_body(request_of({}, {}), false, true);
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->root().is_array());
}

// `curl -d '{"name":"A"}'` without a header was taken for a form, and the name was missing.
TEST(Body, JsonThatIsCalledAFormIsJson) {
    for (const bool forms : {true, false}) {
        const auto body = parse_body(request_of("application/x-www-form-urlencoded", R"({"name":"A & B"})"), forms);
        ASSERT_TRUE(body);
        EXPECT_EQ(body->root().find("name")->string(), "A & B");
    }
}

TEST(Body, FormsMustBeCleanText) {
    const std::string type = "application/x-www-form-urlencoded";
    EXPECT_FALSE(parse_body(request_of(type, "name=%00"), true));
    EXPECT_FALSE(parse_body(request_of(type, "name=%ff"), true));
    EXPECT_FALSE(parse_body(request_of(type, "name=%"), true));
}

}  // namespace
}  // namespace stele::dialect
