#include "dialect/credential.h"

#include <gtest/gtest.h>

namespace stele::dialect {
namespace {

constexpr CredentialRules pipedrive{.query_parameter = "api_token", .key_wins_over_bearer = true};
constexpr CredentialRules strict{};

http::Request request_with(std::vector<http::NameValue> headers, std::string target = "/v1/organizations") {
    http::Request request;
    request.target = std::move(target);
    request.headers = std::move(headers);
    EXPECT_TRUE(request.prepare());
    return request;
}

TEST(Credential, IsFoundWhereverItMayStand) {
    for (const auto& request :
         {request_with({{"x-api-token", "k"}}), request_with({{"x-api-key", "k"}}),
          request_with({{"authorization", "Bearer k"}}), request_with({{"authorization", "bEARER k"}})}) {
        const auto found = find_credential(request, strict);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->text, "k");
    }
}

TEST(Credential, InTheQueryCountsWhereTheDialectSaysSo) {
    const auto request = request_with({}, "/v1/organizations?api_token=k");
    ASSERT_TRUE(find_credential(request, pipedrive));
    EXPECT_EQ(find_credential(request, pipedrive)->text, "k");
    EXPECT_FALSE(find_credential(request, strict));
}

TEST(Credential, TwoThatDifferAreRefusedUnlessOneWins) {
    const auto request = request_with({{"x-api-token", "a"}, {"authorization", "Bearer b"}});
    EXPECT_EQ(find_credential(request, strict).error().code, ErrorCode::unauthenticated);
    ASSERT_TRUE(find_credential(request, pipedrive));
    EXPECT_EQ(find_credential(request, pipedrive)->text, "a");

    const auto same = request_with({{"x-api-token", "a"}, {"authorization", "Bearer a"}});
    EXPECT_TRUE(find_credential(same, strict));
}

TEST(Credential, MalformedAuthorizationIsInvalidAndAbsenceIsUnauthenticated) {
    for (const std::string_view header : {"Bearer", "Bearer ", "Basic abc", "Bearer a b", ""}) {
        const auto found = find_credential(request_with({{"authorization", std::string(header)}}), pipedrive);
        ASSERT_FALSE(found) << header;
        EXPECT_EQ(found.error().message, malformed_authorization) << header;
    }
    EXPECT_EQ(find_credential(request_with({}), pipedrive).error().code, ErrorCode::unauthenticated);
}

}  // namespace
}  // namespace stele::dialect
