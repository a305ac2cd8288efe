#include "http/range.h"

#include <gtest/gtest.h>

namespace stele::http {
namespace {

constexpr std::string_view tag = "\"abc\"";

Request request_for(std::string_view range, std::string_view if_range = {}) {
    Request request;
    if (!range.empty()) request.headers.push_back({"range", std::string(range)});
    if (!if_range.empty()) request.headers.push_back({"if-range", std::string(if_range)});
    return request;
}

// "206 2+3 bytes 2-4/10"
std::string chosen(const Request& request, std::uint64_t size = 10) {
    const RangeReply reply = choose_range(request, size, tag);
    EXPECT_EQ(reply.headers.front().name, "Accept-Ranges");
    std::string text = std::to_string(reply.status) + ' ' + std::to_string(reply.offset) + '+' + std::to_string(reply.size);
    if (reply.headers.size() > 1) {
        EXPECT_EQ(reply.headers[1].name, "Content-Range");
        text += ' ' + reply.headers[1].value;
    }
    return text;
}

TEST(Range, WithoutOneTheWholeIsSent) {
    EXPECT_EQ(chosen(request_for("")), "200 0+10");
    EXPECT_EQ(chosen(request_for(""), 0), "200 0+0");
}

TEST(Range, OneIsGranted) {
    EXPECT_EQ(chosen(request_for("bytes=2-4")), "206 2+3 bytes 2-4/10");
    EXPECT_EQ(chosen(request_for("bytes=0-0")), "206 0+1 bytes 0-0/10");
    EXPECT_EQ(chosen(request_for("bytes=7-")), "206 7+3 bytes 7-9/10");
    EXPECT_EQ(chosen(request_for("Bytes = 0-")), "206 0+10 bytes 0-9/10");
    EXPECT_EQ(chosen(request_for("bytes=7-99")), "206 7+3 bytes 7-9/10");
    EXPECT_EQ(chosen(request_for("bytes=7-99999999999999999999")), "206 7+3 bytes 7-9/10");
    EXPECT_EQ(chosen(request_for("bytes=-3")), "206 7+3 bytes 7-9/10");
    EXPECT_EQ(chosen(request_for("bytes=-99")), "206 0+10 bytes 0-9/10");
}

TEST(Range, OneBehindTheEndIsRefused) {
    for (const char* range : {"bytes=10-", "bytes=10-20", "bytes=99999999999999999999-", "bytes=-0"})
        EXPECT_EQ(chosen(request_for(range)), "416 0+0 bytes */10") << range;
    EXPECT_EQ(chosen(request_for("bytes=0-"), 0), "416 0+0 bytes */0");
    EXPECT_EQ(chosen(request_for("bytes=-5"), 0), "416 0+0 bytes */0");
}

TEST(Range, OthersGiveTheWhole) {
    for (const char* range : {"bytes=0-1,4-5", "bytes=4-2", "bytes=-", "bytes=", "bytes", "bytes=a-b", "bytes=1-b",
                              "bytes=+1-2", "bytes=1 -2", "lines=0-1", "bytes=1--2"})
        EXPECT_EQ(chosen(request_for(range)), "200 0+10") << range;
}

TEST(Range, OnlyAGetHasOne) {
    for (const Method method : {Method::head, Method::post}) {
        Request request = request_for("bytes=0-1");
        request.method = method;
        EXPECT_EQ(chosen(request), "200 0+10");
    }
}

TEST(Range, IfRangeMustNameTheFileAsItIs) {
    EXPECT_EQ(chosen(request_for("bytes=0-1", tag)), "206 0+2 bytes 0-1/10");
    for (const char* condition : {"\"other\"", "W/\"abc\"", "abc", "Sun, 06 Nov 1994 08:49:37 GMT"})
        EXPECT_EQ(chosen(request_for("bytes=0-1", condition)), "200 0+10") << condition;
    EXPECT_EQ(choose_range(request_for("bytes=0-1", "W/\"abc\""), 10, "W/\"abc\"").status, 200);
}

}  // namespace
}  // namespace stele::http
