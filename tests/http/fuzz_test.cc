// Random bytes and random splits. The seed is printed; STELE_SEED repeats a run.
#include <cstdlib>
#include <random>

#include <gtest/gtest.h>

#include "http/harness.h"
#include "http/parser.h"

namespace stele::http {
namespace {

using Random = std::mt19937;

Random make_random() {
    const char* given = std::getenv("STELE_SEED");
    const unsigned seed = given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device()();
    std::printf("STELE_SEED=%u\n", seed);
    return Random(seed);
}

std::size_t below(Random& random, std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
}

std::string random_request(Random& random) {
    const std::string body(below(random, 4) == 0 ? below(random, 20'000) : below(random, 30), 'b');
    const std::string target = "/v1//" + std::to_string(below(random, 1000)) + "?q=" + std::string(below(random, 40), 'q');
    std::string headers;
    for (std::size_t i = below(random, 8); i > 0; --i)
        headers += "X-Header-" + std::to_string(i) + ":  value " + std::to_string(i) + "\r\n";
    switch (below(random, 4)) {
        case 0:
            return get_request(target, headers);
        case 1:
            return post_request(target, body, headers);
        case 2:
            return "\r\n" + get_request(target, headers);
        default:
            break;
    }
    std::string chunked = "PUT " + target + " HTTP/1.1\r\nHost: x\r\n" + headers + "Transfer-Encoding: chunked\r\n\r\n";
    for (std::size_t at = 0; at < body.size();) {
        const std::size_t size = std::min(1 + below(random, 3000), body.size() - at);
        char digits[20];
        std::snprintf(digits, sizeof digits, "%zx", size);
        chunked += std::string(digits) + (below(random, 3) == 0 ? ";ext=1\r\n" : "\r\n") + body.substr(at, size) + "\r\n";
        at += size;
    }
    return chunked + (below(random, 2) == 0 ? "0\r\nTrailer: x\r\n\r\n" : "0\r\n\r\n");
}

std::string random_stream(Random& random, std::size_t requests) {
    std::string bytes;
    for (std::size_t i = 0; i < requests; ++i) bytes += random_request(random);
    return bytes;
}

void mutate(Random& random, std::string& bytes) {
    static constexpr std::string_view nasty = "\r\n\t :;,%/?#\"0123456789abcfx+-\0\x7f\xff";
    for (std::size_t changes = 1 + below(random, 4); changes > 0 && !bytes.empty(); --changes) {
        const std::size_t at = below(random, bytes.size());
        const char c = below(random, 2) == 0 ? nasty[below(random, nasty.size())] : static_cast<char>(below(random, 256));
        switch (below(random, 4)) {
            case 0:
                bytes[at] = c;
                break;
            case 1:
                bytes.insert(at, 1, c);
                break;
            case 2:
                bytes.erase(at, 1 + below(random, 3));
                break;
            default:
                bytes.insert(at, bytes.substr(below(random, bytes.size()), below(random, 40)));
                break;
        }
    }
}

// What a connection would make of the bytes when they come in pieces of these sizes; 0 for all at once.
std::string outcome(std::string_view bytes, Random* random, std::size_t largest_piece) {
    RequestParser parser;
    std::string result;
    std::string waiting;
    while (!bytes.empty()) {
        const std::size_t size =
            random == nullptr ? bytes.size() : std::min(1 + below(*random, largest_piece), bytes.size());
        waiting += bytes.substr(0, size);
        bytes.remove_prefix(size);
        while (!waiting.empty()) {
            std::size_t consumed = 0;
            const auto state = parser.advance(waiting, consumed);
            waiting.erase(0, consumed);
            if (state == RequestParser::State::refused) return result + "refused " + std::to_string(parser.refusal().status);
            if (state != RequestParser::State::complete) break;
            result += std::to_string(static_cast<int>(parser.keep_alive()));
            const Request request = std::move(parser.request());
            parser.begin_next();
            result += std::string(to_string(request.method)) + ' ' + request.target + '\n';
            for (const NameValue& header : request.headers) result += header.name + '=' + header.value + '\n';
            result += std::to_string(std::hash<std::string>()(request.body)) + '\n';
        }
    }
    return result + "more";
}

TEST(Fuzz, ParsingDoesNotDependOnTheSplit) {
    Random random = make_random();
    for (int i = 0; i < 300; ++i) {
        const std::string bytes = random_stream(random, 5);
        const std::string whole = outcome(bytes, nullptr, 0);
        ASSERT_TRUE(whole.ends_with("more")) << whole;
        ASSERT_EQ(outcome(bytes, &random, 1 + below(random, 500)), whole);
    }
}

TEST(Fuzz, DamagedBytesAreReadAlikeHoweverTheyAreSplit) {
    Random random = make_random();
    for (int i = 0; i < 3000; ++i) {
        std::string bytes = random_stream(random, 2);
        mutate(random, bytes);
        const std::string whole = outcome(bytes, nullptr, 0);
        ASSERT_EQ(outcome(bytes, &random, 1 + below(random, 100)), whole) << testing::PrintToString(bytes);
    }
}

TEST(Fuzz, NoiseIsRefusedOrWaitedFor) {
    Random random = make_random();
    for (int i = 0; i < 2000; ++i) {
        std::string bytes = below(random, 2) == 0 ? "" : "GET / HTTP/1.1\r\n";
        for (std::size_t size = below(random, 200); size > 0; --size) bytes += static_cast<char>(below(random, 256));
        const std::string whole = outcome(bytes, nullptr, 0);
        ASSERT_EQ(outcome(bytes, &random, 20), whole) << testing::PrintToString(bytes);
    }
}

TEST(Fuzz, RepliesDoNotDependOnTheSplit) {
    Random random = make_random();
    TestApplication application;
    const TestServer server(application, {}, 2);
    for (int i = 0; i < 30; ++i) {
        const std::string bytes = random_stream(random, 8);
        Client whole(server);
        Client pieces(server);
        whole.send(bytes);
        for (std::string_view rest = bytes; !rest.empty();) {
            const std::size_t size = std::min(1 + below(random, 2000), rest.size());
            pieces.send(rest.substr(0, size));
            rest.remove_prefix(size);
        }
        for (int reply = 0; reply < 8; ++reply) {
            const Reply expected = whole.read();
            ASSERT_EQ(expected.status, 200);
            ASSERT_EQ(pieces.read().body, expected.body);
        }
    }
}

TEST(Fuzz, DamagedBytesDoNotHarmTheServer) {
    Random random = make_random();
    TestApplication application;
    const TestServer server(application, {}, 2);
    for (int i = 0; i < 300; ++i) {
        std::string bytes = random_stream(random, 2);
        mutate(random, bytes);
        Client client(server);
        client.send(bytes);
        client.end_sending();
        client.read_all();
    }
    EXPECT_EQ(Client(server).get("/").status, 200);
}

}  // namespace
}  // namespace stele::http
