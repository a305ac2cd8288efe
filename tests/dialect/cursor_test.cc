#include "dialect/cursor.h"

#include <gtest/gtest.h>

namespace stele::dialect {
namespace {

http::Request request_to(std::string target) {
    http::Request request;
    request.target = std::move(target);
    EXPECT_TRUE(request.prepare());
    return request;
}

std::string digest_of(const std::string& target, domain::CompanyId company = 1) {
    const auto http = request_to(target);
    return query_digest(Request(http, nullptr), company);
}

TEST(Cursor, ReadsBackWhatWasWritten) {
    const auto digest = digest_of("/api/v2/organizations?sort_by=add_time");
    for (const Cursor cursor : {Cursor{0, 1}, Cursor{-1'700'000'000'000'000, 2}, Cursor{1, (std::int64_t{1} << 40) - 1}}) {
        const auto read = decode_cursor(encode_cursor(cursor, digest), digest);
        ASSERT_TRUE(read);
        EXPECT_EQ(read->value, cursor.value);
        EXPECT_EQ(read->id, cursor.id);
    }
}

TEST(Cursor, IsRefusedByAnotherQueryPathOrCompany) {
    const auto digest = digest_of("/api/v2/organizations?sort_by=add_time");
    const auto cursor = encode_cursor({5, 7}, digest);
    for (const auto& other :
         {digest_of("/api/v2/organizations"), digest_of("/api/v2/organizations?sort_by=add_time&owner_id=1"),
          digest_of("/api/v2/persons?sort_by=add_time"), digest_of("/api/v2/organizations?sort_by=add_time", 2)}) {
        const auto read = decode_cursor(cursor, other);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, ErrorCode::invalid);
    }
}

TEST(Cursor, IgnoresTheParametersThatDoNotShapeTheQuery) {
    EXPECT_EQ(digest_of("/api/v2/organizations?limit=5&cursor=x&api_token=t&owner_id=1"),
              digest_of("/api/v2/organizations?owner_id=1&limit=6"));
}

// Two parameters whose texts run together the same way are two queries.
TEST(Cursor, TellsNamesFromValues) { EXPECT_NE(digest_of("/v1/x?a=bc"), digest_of("/v1/x?ab=c")); }

TEST(Cursor, RefusesWhatIsNone) {
    const auto digest = digest_of("/v1/x");
    for (const std::string_view text : {"", "x", "!!!!", "e30", "bnVsbA", "eyJpZCI6IjEifQ"})
        EXPECT_FALSE(decode_cursor(text, digest)) << text;
}

}  // namespace
}  // namespace stele::dialect
