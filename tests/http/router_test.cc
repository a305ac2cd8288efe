#include "http/router.h"

#include <gtest/gtest.h>

namespace stele::http {
namespace {

using Outcome = RouteMatch::Outcome;

struct Row {
    Method method;
    const char* pattern;
};

Router make_router(std::initializer_list<Row> rows) {
    Router router;
    std::size_t number = 0;
    for (const Row& row : rows) EXPECT_TRUE(router.add(row.method, row.pattern, number++)) << row.pattern;
    return router;
}

// "row name=value ...", or "none", or "allow GET HEAD".
std::string describe(const RouteMatch& match) {
    if (match.outcome == Outcome::unknown_path) return "none";
    std::string text;
    if (match.outcome == Outcome::wrong_method) {
        text = "allow";
        for (const Method method : match.allowed) text += ' ' + std::string(to_string(method));
        return text;
    }
    text = std::to_string(match.row);
    for (const NameValue& param : match.params) text += ' ' + param.name + '=' + param.value;
    return text;
}

TEST(Router, StaticBeatsParameter) {
    const Router router = make_router({{Method::put, "/v1/organizations/archive"},
                                       {Method::put, "/v1/organizations/{id:number}"},
                                       {Method::get, "/{any:text}/organizations/{x:text}"}});
    EXPECT_EQ(describe(router.match(Method::put, "/v1/organizations/archive")), "0");
    EXPECT_EQ(describe(router.match(Method::put, "/v1/organizations/12")), "1 id=12");
    EXPECT_EQ(describe(router.match(Method::get, "/v1/organizations/archive")), "2 any=v1 x=archive");
    EXPECT_EQ(describe(router.match(Method::get, "/v2/organizations/7")), "2 any=v2 x=7");
    EXPECT_EQ(describe(router.match(Method::put, "/v1/organizations/restore")), "allow GET HEAD");
}

TEST(Router, GoesBackWhereTheStaticBranchEnds) {
    const Router router =
        make_router({{Method::get, "/a/b/c"}, {Method::get, "/a/{x:text}/d"}, {Method::get, "/{y:text}/b/e"}});
    EXPECT_EQ(describe(router.match(Method::get, "/a/b/c")), "0");
    EXPECT_EQ(describe(router.match(Method::get, "/a/b/d")), "1 x=b");
    EXPECT_EQ(describe(router.match(Method::get, "/a/b/e")), "2 y=a");
    EXPECT_EQ(describe(router.match(Method::get, "/a/b/f")), "none");
}

TEST(Router, ParametersAreTyped) {
    const Router router =
        make_router({{Method::get, "/o/{id:number}"}, {Method::get, "/o/{uuid:uuid}"}, {Method::get, "/n/{id:number}/x"}});
    EXPECT_EQ(describe(router.match(Method::get, "/o/123456789012345678")), "0 id=123456789012345678");
    EXPECT_EQ(describe(router.match(Method::get, "/o/1234567890123456789")), "none");
    EXPECT_EQ(describe(router.match(Method::get, "/o/01234567-89ab-8cde-8F01-23456789abcd")),
              "1 uuid=01234567-89ab-8cde-8F01-23456789abcd");
    EXPECT_EQ(describe(router.match(Method::get, "/o/01234567-89ab-8cde-8F01-23456789abcg")), "none");
    EXPECT_EQ(describe(router.match(Method::get, "/o/01234567089ab-8cde-8F01-23456789abcd")), "none");
    EXPECT_EQ(describe(router.match(Method::get, "/o/-1")), "none");
    EXPECT_EQ(describe(router.match(Method::get, "/o/1.0")), "none");
    EXPECT_EQ(describe(router.match(Method::get, "/o/")), "none");
    EXPECT_EQ(describe(router.match(Method::get, "/n//x")), "none");
}

TEST(Router, ToleratesOneTrailingSlash) {
    const Router router = make_router({{Method::get, "/v1/organizations"}, {Method::get, "/"}});
    EXPECT_EQ(describe(router.match(Method::get, "/v1/organizations/")), "0");
    EXPECT_EQ(describe(router.match(Method::get, "/v1/organizations//")), "none");
    EXPECT_EQ(describe(router.match(Method::get, "/")), "1");
    EXPECT_EQ(describe(router.match(Method::get, "")), "none");
    EXPECT_EQ(describe(router.match(Method::options, "*")), "none");
}

TEST(Router, DecodesSegmentsAfterSplitting) {
    const Router router =
        make_router({{Method::get, "/t/{tag:text}"}, {Method::get, "/t/plain"}, {Method::get, "/n/{id:number}"}});
    EXPECT_EQ(describe(router.match(Method::get, "/t/a%2Fb%20c")), "0 tag=a/b c");
    EXPECT_EQ(describe(router.match(Method::get, "/t/pl%61in")), "1");
    EXPECT_EQ(describe(router.match(Method::get, "/n/%31%32")), "2 id=12");
}

TEST(Router, HeadFindsGet) {
    const Router router =
        make_router({{Method::get, "/a"}, {Method::get, "/b"}, {Method::head, "/b"}, {Method::post, "/c"}});
    EXPECT_EQ(describe(router.match(Method::head, "/a")), "0");
    EXPECT_EQ(describe(router.match(Method::head, "/b")), "2");
    EXPECT_EQ(describe(router.match(Method::head, "/c")), "allow POST");
    EXPECT_EQ(describe(router.match(Method::patch, "/a")), "allow GET HEAD");
}

TEST(Router, AllowedMethodsAreThoseOfAllRowsThatFit) {
    const Router router =
        make_router({{Method::put, "/o/archive"}, {Method::delete_, "/o/{x:text}"}, {Method::get, "/o/{id:number}"}});
    EXPECT_EQ(describe(router.match(Method::post, "/o/archive")), "allow PUT DELETE");
    EXPECT_EQ(describe(router.match(Method::post, "/o/5")), "allow GET HEAD DELETE");
}

TEST(Router, RefusesTwoRowsOfOnePattern) {
    Router router = make_router({{Method::get, "/o/{id:number}"}});
    const auto again = router.add(Method::get, "/o/{other:number}", 1);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
    EXPECT_TRUE(router.add(Method::get, "/o/{other:text}", 2));
    EXPECT_TRUE(router.add(Method::put, "/o/{other:number}", 3));
    EXPECT_EQ(describe(router.match(Method::put, "/o/1")), "3 other=1");
    EXPECT_EQ(describe(router.match(Method::get, "/o/1")), "0 id=1");
}

TEST(Router, RefusesMalformedPatterns) {
    Router router;
    for (const char* pattern : {"", "a", "/a/", "//a", "/{id}", "/{id:}", "/{:number}", "/{id:float}", "/{id:number",
                                "/a{id:number}", "/a%20b", "/a?b", "/a//b"}) {
        const auto added = router.add(Method::get, pattern, 0);
        ASSERT_FALSE(added) << pattern;
        EXPECT_EQ(added.error().code, ErrorCode::invalid);
    }
}

TEST(Router, FindsEachOfManyRoutes) {
    Router router;
    std::vector<std::string> paths;
    for (int i = 0; i < 500; ++i) paths.push_back("/v1/resource" + std::to_string(i) + "/part" + std::to_string(i % 7));
    for (std::size_t i = 0; i < paths.size(); ++i) ASSERT_TRUE(router.add(Method::get, paths[i], i));
    for (std::size_t i = 0; i < paths.size(); ++i)
        EXPECT_EQ(describe(router.match(Method::get, paths[i])), std::to_string(i));
    EXPECT_EQ(describe(router.match(Method::get, "/v1/resource500/part0")), "none");
}

TEST(Router, ADeepPathHasNoRow) {
    const Router router = make_router({{Method::get, "/{a:text}"}});
    std::string path;
    for (int i = 0; i < 1000; ++i) path += "/a";
    EXPECT_EQ(describe(router.match(Method::get, path)), "none");
}

}  // namespace
}  // namespace stele::http
