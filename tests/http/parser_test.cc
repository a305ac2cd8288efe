// What two parsers could read differently is refused; the same is asked over a socket in refusal_test.cc.
#include "http/parser.h"

#include <gtest/gtest.h>

#include "base/limits.h"

namespace stele::http {
namespace {

// Feeds all at once, as a connection does, and takes the requests off.
struct Parsed {
    std::vector<Request> requests;
    int status = 0;  // of the refusal
    RequestParser parser;

    explicit Parsed(std::string_view bytes) {
        while (!bytes.empty()) {
            std::size_t consumed = 0;
            const auto state = parser.advance(bytes, consumed);
            bytes.remove_prefix(consumed);
            if (state == RequestParser::State::refused) {
                status = parser.refusal().status;
                return;
            }
            if (state != RequestParser::State::complete) return;
            requests.push_back(std::move(parser.request()));
            parser.begin_next();
        }
    }
};

TEST(Parser, ReadsARequest) {
    const Parsed parsed(
        "POST /a?b=c HTTP/1.1\r\nHost: x\r\nX-Mixed-Case:  two words \t\r\nEmpty:\r\nContent-Length: 5\r\n\r\nhello");
    ASSERT_EQ(parsed.requests.size(), 1U);
    const Request& request = parsed.requests[0];
    EXPECT_EQ(request.method, Method::post);
    EXPECT_EQ(request.target, "/a?b=c");
    EXPECT_EQ(request.body, "hello");
    EXPECT_EQ(request.header("x-mixed-case"), "two words");
    EXPECT_EQ(request.header("empty"), "");
    EXPECT_TRUE(parsed.parser.keep_alive());
}

TEST(Parser, ReadsEachMethod) {
    for (const Method method :
         {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::delete_, Method::options}) {
        const Parsed parsed(std::string(to_string(method)) + " / HTTP/1.1\r\nHost: x\r\n\r\n");
        ASSERT_EQ(parsed.requests.size(), 1U) << to_string(method);
        EXPECT_EQ(parsed.requests[0].method, method);
    }
}

TEST(Parser, JoinsChunksAndDropsExtensionsAndTrailers) {
    const Parsed parsed(
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n"
        "5;a;b=\"c;d\"\r\nhello\r\n1;a=b\r\n \r\n00A\r\n0123456789\r\n0\r\nX-Trailer: a\r\nContent-Length: 3\r\n\r\n"
        "GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_EQ(parsed.requests.size(), 2U);
    EXPECT_EQ(parsed.requests[0].body, "hello 0123456789");
    EXPECT_EQ(parsed.requests[0].header("x-trailer"), std::nullopt);
    EXPECT_EQ(parsed.requests[0].header("content-length"), std::nullopt);
    EXPECT_EQ(parsed.requests[1].target, "/next");
}

TEST(Parser, TakesTheAbsoluteForm) {
    const auto target_of = [](const std::string& sent) {
        const Parsed parsed("GET " + sent + " HTTP/1.1\r\nHost: x\r\n\r\n");
        return parsed.requests.empty() ? std::to_string(parsed.status) : parsed.requests[0].target;
    };
    EXPECT_EQ(target_of("http://example.org/a?b"), "/a?b");
    EXPECT_EQ(target_of("HTTPS://example.org:8080/a"), "/a");
    EXPECT_EQ(target_of("http://[::1]:80/"), "/");
    EXPECT_EQ(target_of("http://example.org"), "/");
    EXPECT_EQ(target_of("http://example.org?b=c"), "/?b=c");
    EXPECT_EQ(target_of("ftp://example.org/a"), "400");
    EXPECT_EQ(target_of("http:///a"), "400");
    EXPECT_EQ(target_of("http://user@example.org/a"), "400");
    EXPECT_EQ(target_of("example.org:80"), "400");
    EXPECT_EQ(target_of("/a#b"), "400");
    EXPECT_EQ(target_of("*"), "400");
}

TEST(Parser, KeepsAliveAsTheVersionSays) {
    const auto kept = [](const std::string& version, const std::string& header) {
        const Parsed parsed("GET / " + version + "\r\nHost: x\r\n" + header + "\r\n");
        EXPECT_EQ(parsed.requests.size(), 1U) << version << header;
        return parsed.parser.keep_alive();
    };
    EXPECT_TRUE(kept("HTTP/1.1", ""));
    EXPECT_FALSE(kept("HTTP/1.1", "Connection: close\r\n"));
    EXPECT_FALSE(kept("HTTP/1.1", "Connection: keep-alive, Close\r\n"));
    EXPECT_FALSE(kept("HTTP/1.0", ""));
    EXPECT_TRUE(kept("HTTP/1.0", "Connection: Keep-Alive\r\n"));
    EXPECT_FALSE(kept("HTTP/1.0", "Connection: keep-alive\r\nConnection: close\r\n"));
}

TEST(Parser, AnUpgradeIsAPlainRequest) {
    const Parsed parsed(
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 2\r\n\r\nab"
        "GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_EQ(parsed.requests.size(), 3U);
    EXPECT_EQ(parsed.requests[1].body, "ab");
    EXPECT_EQ(parsed.requests[2].target, "/next");
}

TEST(Parser, SkipsOneEmptyLineBeforeARequest) {
    const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    EXPECT_EQ(Parsed("\r\n" + get + "\r\n" + get).requests.size(), 2U);
    EXPECT_EQ(Parsed("\r\n\r\n" + get).status, 400);
    EXPECT_EQ(Parsed("\n" + get).status, 400);
}

TEST(Parser, KnowsThePathOfARefusedRequest) {
    const auto path_of = [](const std::string& bytes) {
        const Parsed parsed(bytes);
        EXPECT_NE(parsed.status, 0) << bytes;
        return parsed.parser.refused_path();
    };
    EXPECT_EQ(path_of("GET /v1//a?b HTTP/1.1\r\n\r\n"), "/v1/a");
    EXPECT_EQ(path_of("GET /v1/a?b HTTP/3.0\r\n"), "/v1/a");
    EXPECT_EQ(path_of("GET /v1/a?b HTTP/1.1\r\n folded\r\n"), "/v1/a");
    EXPECT_EQ(path_of("GET /" + std::string(2 * limits::target_size, 'a')), "/" + std::string(2 * limits::target_size, 'a'));
    EXPECT_EQ(path_of("\x16\x03\x01"), "");
    EXPECT_EQ(path_of("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n"), "/b");
    EXPECT_EQ(path_of("POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nx"), "/b");
}

TEST(Parser, ChunkFramingHasABound) {
    RequestParser parser;
    std::size_t consumed = 0;
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    ASSERT_EQ(parser.advance(head, consumed), RequestParser::State::body);
    const std::string chunk = "1;" + std::string(1000, 'e') + "\r\nx\r\n";
    auto state = RequestParser::State::body;
    std::size_t framing = 0;
    while (state == RequestParser::State::body && framing < 2 * limits::chunk_framing_size) {
        state = parser.advance(chunk, consumed);
        framing += chunk.size() - 1;
    }
    EXPECT_EQ(state, RequestParser::State::refused);
    EXPECT_EQ(parser.refusal().status, 400);
    EXPECT_GT(framing, limits::chunk_framing_size);
    EXPECT_LE(framing, limits::chunk_framing_size + chunk.size());
}

}  // namespace
}  // namespace stele::http
