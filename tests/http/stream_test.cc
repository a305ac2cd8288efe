// Replies whose bodies are read while they are sent.
#include <algorithm>
#include <atomic>
#include <mutex>

#include <gtest/gtest.h>

#include "base/limits.h"
#include "http/harness.h"

namespace stele::http {
namespace {

// Bytes that tell their place. It may give fewer than it should, fail, or wait for a gate.
class PatternSource final : public ByteSource {
   public:
    struct Options {
        std::size_t at_once = SIZE_MAX;       // bytes of one read
        std::uint64_t fails_at = UINT64_MAX;  // from there on
        Gate* gate = nullptr;                 // each read but the first waits until it was opened
        std::atomic<std::uint64_t>* read = nullptr;
        std::atomic<int>* alive = nullptr;
    };
    PatternSource(std::uint64_t size, Options options) : size_(size), options_(options) {
        if (options_.alive != nullptr) ++*options_.alive;
    }
    ~PatternSource() override {
        if (options_.alive != nullptr) --*options_.alive;
    }

    Result<std::size_t> read(std::span<char> into) override {
        if (options_.gate != nullptr && at_ > 0) options_.gate->wait_for(1);
        if (at_ >= options_.fails_at) return fail(ErrorCode::unavailable, "broken");
        const std::size_t size = std::min<std::uint64_t>({into.size(), size_ - at_, options_.at_once});
        for (std::size_t i = 0; i < size; ++i) into[i] = byte_at(at_ + i);
        at_ += size;
        if (options_.read != nullptr) *options_.read += size;
        return size;
    }

    static char byte_at(std::uint64_t place) { return static_cast<char>('a' + place * 7 / 5 % 26); }

   private:
    std::uint64_t size_;
    Options options_;
    std::uint64_t at_ = 0;
};

std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i) text[i] = PatternSource::byte_at(i);
    return text;
}

Response stream_response(std::uint64_t size, PatternSource::Options options = {}) {
    Response response;
    response.content_type = "text/plain";
    response.stream = std::make_shared<PatternSource>(size, options);
    response.stream_size = size;
    return response;
}

// "/<size>" is answered with so many bytes.
TestApplication::Handler streams(PatternSource::Options options = {}) {
    return [options](Request request, Responder responder) {
        responder.send(stream_response(std::stoull(std::string(request.path().substr(1))), options));
    };
}

constexpr std::size_t piece = limits::stream_piece_size;

TEST(Stream, IsReadToItsEnd) {
    for (const std::size_t at_once : {SIZE_MAX, std::size_t{1000}}) {
        TestApplication application(streams({.at_once = at_once}));
        const TestServer server(application, {}, 2);
        Client client(server);
        for (const std::size_t size : {std::size_t{0}, std::size_t{1}, piece - 1, piece, piece + 1, 5 * piece + 3}) {
            const Reply reply = client.get("/" + std::to_string(size));
            EXPECT_EQ(reply.status, 200);
            EXPECT_EQ(reply.header("content-length"), std::to_string(size));
            ASSERT_TRUE(reply.body == pattern(size)) << size;
        }
    }
}

TEST(Stream, IsNotCompressed) {
    TestApplication application(streams());
    const TestServer server(application);
    Client client(server);
    client.send(get_request("/100000", "Accept-Encoding: gzip\r\n"));
    const Reply reply = client.read();
    EXPECT_EQ(reply.header("content-encoding"), "");
    EXPECT_TRUE(reply.body == pattern(100'000));
}

TEST(Stream, AHeadGetsItsLengthAndReadsNothing) {
    std::atomic<std::uint64_t> read = 0;
    TestApplication application(streams({.read = &read}));
    const TestServer server(application);
    Client client(server);
    client.send("HEAD /5000 HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.read(true).header("content-length"), "5000");
    EXPECT_EQ(read, 0U);
    EXPECT_EQ(client.get("/3").body, pattern(3));
}

TEST(Stream, PipelinedRequestsWaitForIt) {
    Worker worker([](const Request& request) { return stream_response(std::stoull(request.target.substr(1))); });
    TestApplication application([&](Request request, Responder responder) {
        if (request.target.starts_with("/text")) return responder.send(text_response(request.target));
        if (request.target.ends_with('7')) return worker.take(std::move(request), std::move(responder));
        streams()(std::move(request), std::move(responder));
    });
    const TestServer server(application, {}, 2);
    Client client(server);
    std::string requests;
    for (int i = 0; i < 40; ++i)
        requests += get_request("/" + std::to_string(i * 50'001)) + get_request("/text" + std::to_string(i));
    client.send(requests);
    for (int i = 0; i < 40; ++i) {
        ASSERT_TRUE(client.read().body == pattern(static_cast<std::size_t>(i) * 50'001)) << i;
        ASSERT_EQ(client.read().body, "/text" + std::to_string(i));
    }
}

TEST(Stream, EndsTheConnectionWhereTheRequestSaysSo) {
    TestApplication application(streams());
    const TestServer server(application);
    Client client(server);
    client.send(get_request("/600000", "Connection: close\r\n"));
    const Reply reply = client.read();
    EXPECT_TRUE(reply.closes());
    EXPECT_TRUE(reply.body == pattern(600'000));
    EXPECT_TRUE(client.is_closed());
    Client half(server);
    half.send(get_request("/600000"));
    half.end_sending();
    EXPECT_TRUE(half.read().body == pattern(600'000));
    EXPECT_TRUE(half.is_closed());
}

TEST(Stream, ASourceThatFailsOrEndsEarlyClosesTheConnection) {
    for (const std::uint64_t fails_at : {std::uint64_t{0}, std::uint64_t{piece}, std::uint64_t{3 * piece}}) {
        TestApplication application(streams({.fails_at = fails_at}));
        const TestServer server(application);
        Client client(server);
        client.send(get_request("/10000000"));
        const std::string all = client.read_all();
        EXPECT_LT(all.size(), 10'000'000U);
        EXPECT_TRUE(all.empty() || all.starts_with("HTTP/1.1 200"));  // it may have failed before the head went out
    }
    TestApplication application([](Request, Responder responder) {
        Response response = stream_response(1000);
        response.stream_size = 1001;
        responder.send(std::move(response));
    });
    const TestServer server(application);
    Client client(server);
    client.send(get_request("/"));
    EXPECT_EQ(client.read().status, 0);
}

// A client that takes nothing has the source read so far as the socket and two pieces hold, and no further.
TEST(Stream, IsReadNoFasterThanItIsTaken) {
    std::atomic<std::uint64_t> read = 0;
    constexpr std::uint64_t size = 64 * 1024 * 1024;
    TestApplication application([&](Request request, Responder responder) {
        if (request.target != "/large") return responder.send({});
        responder.send(stream_response(size, {.read = &read}));
    });
    const TestServer server(application);
    Client client(server, 16 * 1024);
    client.send(get_request("/large"));
    std::uint64_t before = 0;
    Client other(server);
    // Until it has come to rest: nothing more was read while the loop answered a hundred times.
    for (int still = 0; still < 100 || before == 0; ++still) {
        EXPECT_EQ(other.get("/").status, 200);
        if (std::exchange(before, read.load()) != before) still = 0;
    }
    EXPECT_LT(read, size / 4);  // what the kernel holds for a socket is its own business, but never so much
    EXPECT_TRUE(client.read().body == pattern(size));
    EXPECT_EQ(read, size);
}

TEST(Stream, AClientThatGoesEndsIt) {
    std::atomic<int> alive = 0;
    std::atomic<std::uint64_t> read = 0;
    TestApplication application([&](Request request, Responder responder) {
        if (request.target != "/large") return responder.send({});
        responder.send(stream_response(std::uint64_t{1} << 40, {.read = &read, .alive = &alive}));
    });
    const TestServer server(application, {}, 2);
    Client other(server);
    for (int i = 0; i < 5; ++i) {
        Client client(server);
        client.send(get_request("/large"));
        while (read == 0) EXPECT_EQ(other.get("/").status, 200);
        read = 0;
    }
    while (alive > 0) EXPECT_EQ(other.get("/").status, 200);
    EXPECT_EQ(alive, 0);
}

TEST(Stream, AClientThatTakesNothingIsCut) {
    ServerOptions options;
    options.timeouts.write_ms = 40;
    std::atomic<int> alive = 0;
    TestApplication application([&](Request request, Responder responder) {
        if (request.target != "/large") return responder.send({});
        responder.send(stream_response(std::uint64_t{1} << 40, {.alive = &alive}));
    });
    const TestServer server(application, options);
    Client client(server, 4 * 1024);
    client.send(get_request("/large"));
    Client other(server);
    do EXPECT_EQ(other.get("/").status, 200);
    while (alive > 0 || application.handled < 2);
    EXPECT_EQ(alive, 0);
}

TEST(Stream, AServerThatStopsEndsIt) {
    TestApplication application(streams());
    TestServer server(application);
    Client client(server);
    client.send(get_request("/20000000"));
    std::string begun;
    while (application.handled == 0) std::this_thread::yield();
    server.stop();
    EXPECT_TRUE(client.read().body == pattern(20'000'000));  // what runs is finished
    server.join();
    EXPECT_TRUE(client.is_closed());
}

TEST(Stream, AServerThatMayNotWaitCutsIt) {
    ServerOptions options;
    options.timeouts.shutdown_ms = 20;
    std::atomic<int> alive = 0;
    TestApplication application(
        [&](Request, Responder responder) { responder.send(stream_response(std::uint64_t{1} << 40, {.alive = &alive})); });
    {
        TestServer server(application, options);
        Client client(server, 4 * 1024);
        client.send(get_request("/"));
        while (alive == 0) std::this_thread::yield();
        server.stop();
        server.join();
    }
    EXPECT_EQ(alive, 0);
}

// A source that waits holds up neither the loop nor other streams.
TEST(Stream, OneThatWaitsHoldsUpNobody) {
    Gate gate;
    TestApplication application([&](Request request, Responder responder) {
        if (request.target == "/waits") return responder.send(stream_response(3 * piece, {.gate = &gate}));
        streams()(std::move(request), std::move(responder));
    });
    const TestServer server(application);
    Client waiting(server);
    waiting.send(get_request("/waits"));
    Client client(server);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(client.get("/600000").body.size(), 600'000U);
    gate.arrive();
    EXPECT_TRUE(waiting.read().body == pattern(3 * piece));
}

}  // namespace
}  // namespace stele::http
