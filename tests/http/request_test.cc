#include "http/request.h"

#include <gtest/gtest.h>

#include "base/limits.h"

namespace stele::http {
namespace {

Request prepared(std::string target, Method method = Method::get) {
    Request request;
    request.method = method;
    request.target = std::move(target);
    EXPECT_TRUE(request.prepare()) << request.target;
    return request;
}

bool prepares(std::string target, Method method = Method::get) {
    Request request;
    request.method = method;
    request.target = std::move(target);
    return request.prepare();
}

TEST(RequestPath, StaysEncodedAndWithoutQuery) {
    EXPECT_EQ(prepared("/a%20b/c?x=1").path(), "/a%20b/c");
    EXPECT_EQ(prepared("/").path(), "/");
    EXPECT_EQ(prepared("/?").path(), "/");
    EXPECT_EQ(prepared("/a?b?c").path(), "/a");
}

TEST(RequestPath, SurvivesAMove) {
    Request short_path = prepared("/a");
    Request folded = prepared("/v1//a");
    const Request moved = std::move(short_path);
    const Request moved_folded = std::move(folded);
    EXPECT_EQ(moved.path(), "/a");
    EXPECT_EQ(moved_folded.path(), "/v1/a");
}

TEST(RequestPath, FoldsSlashesBehindAVersionPrefix) {
    EXPECT_EQ(prepared("/v1//organizations").path(), "/v1/organizations");
    EXPECT_EQ(prepared("/v1///organizations//3").path(), "/v1/organizations/3");
    EXPECT_EQ(prepared("/api/v2//organizations?a=//").path(), "/api/v2/organizations");
    EXPECT_EQ(prepared("/v12//a").path(), "/v12/a");
}

TEST(RequestPath, KeepsSlashesElsewhere) {
    EXPECT_EQ(prepared("//v1//a").path(), "//v1//a");
    EXPECT_EQ(prepared("/v//a").path(), "/v//a");
    EXPECT_EQ(prepared("/v1x//a").path(), "/v1x//a");
    EXPECT_EQ(prepared("/organizations//a").path(), "/organizations//a");
    EXPECT_EQ(prepared("/v1").path(), "/v1");
}

TEST(RequestPath, AsteriskIsForOptionsAlone) {
    EXPECT_EQ(prepared("*", Method::options).path(), "*");
    EXPECT_FALSE(prepares("*"));
}

TEST(RequestPath, RefusesTheMalformed) {
    for (const char* target :
         {"", "a", "?a=1", "/%", "/%4", "/%zz", "/%00", "/%ff", "/%c3", "/a%2", "/?a=%", "/?%00=1", "/?a=%ed%a0%80"}) {
        EXPECT_FALSE(prepares(target)) << target;
    }
}

TEST(RequestSelector, IsCutOff) {
    for (const char* target :
         {"/v1/organizations:(id,name)", "/v1/organizations:(id,name)?x=1", "/v1/organizations%3A%28id%2Cname%29",
          "/v1/organizations%3a(id,name%29", "/v1//organizations:%28id,name)"}) {
        const Request request = prepared(target);
        EXPECT_EQ(request.path(), "/v1/organizations") << target;
        EXPECT_EQ(request.selector(), "id,name") << target;
    }
    const Request nested = prepared("/v1/organizations/1:(id,owner:(name))");
    EXPECT_EQ(nested.path(), "/v1/organizations/1");
    EXPECT_EQ(nested.selector(), "id,owner:(name)");
    EXPECT_EQ(prepared("/v1/organizations:()").path(), "/v1/organizations");
}

TEST(RequestSelector, IsOneOnlyAtTheEnd) {
    for (const char* path : {"/v1/a:(b)/c", "/v1/a(b)", "/v1/a:b)", "/v1/a:(b", "/v1/a:", "/v1/a)", "/:(a/b)"}) {
        const Request request = prepared(path);
        EXPECT_EQ(request.path(), path);
        EXPECT_EQ(request.selector(), "");
    }
}

TEST(RequestQuery, IsDecodedOnce) {
    const Request request = prepared("/?a=%2541+b&%61b=c%26d&empty=&flag&&=x&e=f=g");
    EXPECT_EQ(request.query("a"), "%41 b");
    EXPECT_EQ(request.query("ab"), "c&d");
    EXPECT_EQ(request.query("empty"), "");
    EXPECT_EQ(request.query("flag"), "");
    EXPECT_EQ(request.query(""), "x");
    EXPECT_EQ(request.query("e"), "f=g");
    EXPECT_EQ(request.query("absent"), std::nullopt);
    EXPECT_EQ(request.query().size(), 6U);
}

TEST(RequestQuery, ListsAreRepeatedKeysOrCommas) {
    using List = std::vector<std::string_view>;
    const Request request = prepared("/?ids=1&ids=2,3&x=9&ids=4%2C5&ids=,6,,&none=,");
    EXPECT_EQ(request.query_list("ids"), (List{"1", "2", "3", "4", "5", "6"}));
    EXPECT_EQ(request.query("ids"), "1");
    EXPECT_EQ(request.query_list("none"), List{});
    EXPECT_EQ(request.query_list("absent"), List{});
}

TEST(RequestQuery, HasABound) {
    std::string target = "/?a";
    for (std::size_t i = 1; i < limits::query_params; ++i) target += "&a";
    EXPECT_EQ(prepared(target).query().size(), limits::query_params);
    EXPECT_FALSE(prepares(target + "&a"));
    EXPECT_FALSE(prepares("/?" + std::string(limits::query_params, '&')));
}

TEST(ParseForm, DecodesLikeAQuery) {
    const auto form = parse_form("grant_type=refresh_token&token=a%3Ab+c");
    ASSERT_TRUE(form);
    ASSERT_EQ(form->size(), 2U);
    EXPECT_EQ((*form)[1].value, "a:b c");
    EXPECT_TRUE(parse_form("")->empty());
    EXPECT_FALSE(parse_form("a=%"));
}

TEST(PercentDecode, LeavesPlusWhereItIsNoForm) {
    EXPECT_EQ(percent_decode("a+b%2B", false), "a+b+");
    EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
    EXPECT_EQ(percent_decode("Z%C3%BCrich", false), "Zürich");
    EXPECT_EQ(percent_decode("%c3", false), std::nullopt);
}

TEST(RequestHeader, IsTheFirstOfItsName) {
    Request request;
    request.headers = {{"accept", "a"}, {"accept", "b"}};
    EXPECT_EQ(request.header("accept"), "a");
    EXPECT_EQ(request.header("host"), std::nullopt);
}

TEST(RequestPathParam, IsWhatTheDispatcherSet) {
    Request request;
    request.set_path_params({{"id", "7"}});
    EXPECT_EQ(request.path_param("id"), "7");
    EXPECT_EQ(request.path_param("other"), "");
}

}  // namespace
}  // namespace stele::http
