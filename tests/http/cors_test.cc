#include "http/cors.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/limits.h"
#include "http/harness.h"

namespace stele::http {
namespace {

CorsRules rules(std::string_view origins) {
    auto parsed = CorsRules::parse(origins);
    EXPECT_TRUE(parsed) << origins;
    return parsed ? *parsed : CorsRules();
}

std::string header_of(const Response& response, std::string_view name) {
    std::string values;
    for (const NameValue& header : response.headers)
        if (header.name == name) values += (values.empty() ? "" : " | ") + header.value;
    return values;
}

Response marked(const CorsRules& cors, const PageRequest* page, Response response = {}) {
    cors.mark(response, page);
    return response;
}

TEST(CorsRules, AreOriginsOrAll) {
    EXPECT_FALSE(rules("").enabled());
    EXPECT_TRUE(rules("*").enabled());
    EXPECT_TRUE(rules("https://App.example.com/ , http://localhost:5173").enabled());
    for (const auto* bad : {"app.example.com", "https://", "https://app.example.com/path", "https://*.example.com", "null",
                            ",", "https://a.example https://b.example", "://x"}) {
        const auto parsed = CorsRules::parse(bad);
        ASSERT_FALSE(parsed) << bad;
        EXPECT_EQ(parsed.error().code, ErrorCode::invalid);
    }
}

TEST(CorsRules, NameThePageThatMayRead) {
    const auto cors = rules("https://app.example.com,http://localhost:5173");
    const PageRequest app{"https://app.example.com", false, {}};
    const auto reply = marked(cors, &app);
    EXPECT_EQ(header_of(reply, "Access-Control-Allow-Origin"), "https://app.example.com");
    EXPECT_EQ(header_of(reply, "Vary"), "Origin");
    EXPECT_NE(header_of(reply, "Access-Control-Expose-Headers").find("X-RateLimit-Remaining"), std::string::npos);

    for (const auto* other :
         {"https://app.example.com.evil.example", "http://app.example.com", "https://app.example.com:8443", "null", ""}) {
        const PageRequest page{other, false, {}};
        EXPECT_EQ(header_of(marked(cors, &page), "Access-Control-Allow-Origin"), "") << other;
    }
    EXPECT_EQ(header_of(marked(cors, nullptr), "Access-Control-Allow-Origin"), "");
    EXPECT_EQ(header_of(marked(cors, nullptr), "Vary"), "Origin");  // a cache must not give it to a page
}

TEST(CorsRules, OfAllNameNone) {
    const PageRequest page{"https://anything.example", false, {}};
    const auto reply = marked(rules("*"), &page);
    EXPECT_EQ(header_of(reply, "Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(header_of(reply, "Vary"), "");
}

TEST(CorsRules, AnswerPreflights) {
    Response known;
    known.status = 204;
    known.headers.push_back({"Allow", "GET, HEAD, OPTIONS"});
    const PageRequest page{"https://a.example", true, "X-Api-Key, x-custom,bad name, , X-Custom, token"};
    const auto reply = marked(rules("*"), &page, known);
    EXPECT_EQ(header_of(reply, "Access-Control-Allow-Methods"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(header_of(reply, "Access-Control-Allow-Headers"),
              "x-api-token, x-api-key, authorization, content-type, x-custom, token");
    EXPECT_EQ(header_of(reply, "Access-Control-Max-Age"), std::to_string(limits::cors_max_age_s));
    EXPECT_EQ(header_of(reply, "Access-Control-Expose-Headers"), "");
}

TEST(CorsRules, NameABoundedNumberOfHeaders) {
    std::string wanted;
    for (int i = 0; i < 1000; ++i) wanted += "x-" + std::to_string(i) + ",";
    const PageRequest page{"https://a.example", true, wanted};
    const auto allowed = header_of(marked(rules("*"), &page), "Access-Control-Allow-Headers");
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(allowed, ',')), limits::cors_headers - 1);
}

class CorsServer : public testing::Test {
   protected:
    CorsServer() : server_(application_, options()) {}

    static ServerOptions options() {
        ServerOptions options;
        options.cors = rules("https://a.example");
        return options;
    }

    Reply ask(std::string_view request) {
        Client client(server_);
        client.send(request);
        return client.read();
    }

    TestApplication application_;
    TestServer server_;
};

constexpr std::string_view from_a = "Origin: https://a.example\r\n";

TEST_F(CorsServer, MarksReplies) {
    EXPECT_EQ(ask(get_request("/", from_a)).header("access-control-allow-origin"), "https://a.example");
    EXPECT_EQ(ask(get_request("/", "Origin: https://b.example\r\n")).header("access-control-allow-origin"), "");
    EXPECT_EQ(ask(get_request("/")).header("vary"), "Origin");
    const auto preflight =
        ask("OPTIONS / HTTP/1.1\r\nHost: x\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: PUT\r\n\r\n");
    EXPECT_NE(preflight.header("access-control-allow-methods").find("PUT"), std::string::npos);
    // Without the question for a method it is no preflight.
    EXPECT_EQ(
        ask("OPTIONS / HTTP/1.1\r\nHost: x\r\nOrigin: https://a.example\r\n\r\n").header("access-control-allow-methods"),
        "");
}

// A page that sends too much is to read why, and not that the server does not want it.
TEST_F(CorsServer, MarksWhatTheServerRefuses) {
    const auto malformed = ask(get_request("/%zz", from_a));
    EXPECT_EQ(malformed.status, 400);
    EXPECT_EQ(malformed.header("access-control-allow-origin"), "https://a.example");
    const auto too_large =
        ask("POST / HTTP/1.1\r\nHost: x\r\nOrigin: https://a.example\r\nContent-Length: 99999999\r\n\r\n");
    EXPECT_EQ(too_large.status, 413);
    EXPECT_EQ(too_large.header("access-control-allow-origin"), "https://a.example");
}

TEST_F(CorsServer, KeepsNothingOfThePageBefore) {
    Client client(server_);
    client.send(get_request("/", from_a) + get_request("/"));
    EXPECT_EQ(client.read().header("access-control-allow-origin"), "https://a.example");
    EXPECT_EQ(client.read().header("access-control-allow-origin"), "");
}

TEST(Cors, IsOffByDefault) {
    TestApplication application;
    const TestServer server(application);
    Client client(server);
    client.send(get_request("/", from_a));
    const auto reply = client.read();
    EXPECT_EQ(reply.header("access-control-allow-origin"), "");
    EXPECT_EQ(reply.header("vary"), "");
}

}  // namespace
}  // namespace stele::http
