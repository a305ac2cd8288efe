// Every bound of the server: what is just inside is served, what is just outside gets its status.
#include "base/limits.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "http/harness.h"

namespace stele::http {
namespace {

// A GET whose head has exactly `size` bytes.
std::string get_with_head_of(std::size_t size) {
    const std::size_t rest = get_request("/", "X: \r\n").size();
    return get_request("/", "X: " + std::string(size - rest, 'x') + "\r\n");
}

std::string get_with_headers(std::size_t count) {
    std::string headers;
    for (std::size_t i = 1; i < count; ++i) headers += "X" + std::to_string(i) + ": y\r\n";  // beside Host
    return get_request("/", headers);
}

std::string query_of(std::size_t count) {
    std::string target = "/?a";
    for (std::size_t i = 1; i < count; ++i) target += "&a";
    return target;
}

class Limits : public testing::Test {
   protected:
    Reply ask(const std::string& bytes) {
        Client client(server_);
        client.send(bytes);
        return client.read();
    }

    int status(const std::string& bytes) { return ask(bytes).status; }

    TestApplication application_{
        [](Request request, Responder responder) { responder.send(text_response(std::to_string(request.body.size()))); }};
    TestServer server_{application_};
};

TEST_F(Limits, Head) {
    EXPECT_EQ(status(get_with_head_of(limits::head_size)), 200);
    EXPECT_EQ(status(get_with_head_of(limits::head_size + 1)), 431);
    EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(limits::head_size, 'x')), 431);
}

TEST_F(Limits, HeaderCount) {
    EXPECT_EQ(status(get_with_headers(limits::header_count)), 200);
    EXPECT_EQ(status(get_with_headers(limits::header_count + 1)), 431);
}

TEST_F(Limits, Target) {
    EXPECT_EQ(status(get_request("/" + std::string(limits::target_size - 1, 'a'))), 200);
    EXPECT_EQ(status(get_request("/" + std::string(limits::target_size, 'a'))), 414);
    const Reply endless = ask("GET /v1/" + std::string(2 * limits::target_size, 'a'));
    EXPECT_EQ(endless.status, 414);
    EXPECT_TRUE(endless.body.starts_with("refused 414 /v1/aaa")) << endless.body.substr(0, 40);
    EXPECT_TRUE(endless.closes());
}

TEST_F(Limits, QueryParameters) {
    EXPECT_EQ(status(get_request(query_of(limits::query_params))), 200);
    EXPECT_EQ(status(get_request(query_of(limits::query_params + 1))), 400);
}

TEST_F(Limits, Body) {
    EXPECT_EQ(ask(post_request("/", std::string(limits::body_size, 'x'))).body, std::to_string(limits::body_size));
    // Answered before the body comes.
    const Reply reply =
        ask("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(limits::body_size + 1) + "\r\n\r\n");
    EXPECT_EQ(reply.status, 413);
    EXPECT_EQ(reply.body, "refused 413 /a");
    EXPECT_TRUE(reply.closes());
}

TEST_F(Limits, BodyThatIsTooLargeIsNotInvited) {
    EXPECT_EQ(status("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 999999999\r\n\r\n"), 413);
}

TEST_F(Limits, ChunkedBody) {
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string half = "100000\r\n" + std::string(limits::body_size / 2, 'x') + "\r\n";
    ASSERT_EQ(limits::body_size / 2, 0x100000U);
    EXPECT_EQ(ask(head + half + half + "0\r\n\r\n").body, std::to_string(limits::body_size));
    EXPECT_EQ(status(head + half + half + "1\r\n"), 413);
}

TEST_F(Limits, Trailers) {
    const std::string begin = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
    const std::string rest = "X: \r\n\r\n";
    EXPECT_EQ(status(begin + "X: " + std::string(limits::head_size - rest.size(), 'x') + "\r\n\r\n"), 200);
    EXPECT_EQ(status(begin + "X: " + std::string(limits::head_size - rest.size() + 1, 'x') + "\r\n\r\n"), 431);
    std::string many;
    for (std::size_t i = 0; i < limits::header_count; ++i) many += "X: y\r\n";
    EXPECT_EQ(status(begin + many + "\r\n"), 200);
    EXPECT_EQ(status(begin + many + "X: y\r\n\r\n"), 431);
}

// A reset would take the reply from a client that is still sending.
TEST_F(Limits, ARefusedUploadStillReadsItsReply) {
    Client client(server_);
    const std::string body(3 * limits::body_size, 'x');
    client.send(post_request("/", body));
    EXPECT_EQ(client.read().status, 413);
    client.end_sending();
    EXPECT_TRUE(client.is_closed());
}

TEST_F(Limits, AClientThatNeverStopsSendingIsCut) {
    Client client(server_);
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n");
    const std::string part(limits::body_size, 'x');
    std::size_t sent = 0;
    while (client.send(part) && sent < 100 * limits::linger_size) sent += part.size();
    EXPECT_LT(sent, 100 * limits::linger_size);
}

TEST(ConnectionLimit, AnswersOneTooMany) {
    TestApplication application;
    ServerOptions options;
    options.connections = 2;
    const TestServer server(application, options, 2);
    auto one = std::make_unique<Client>(server);
    Client two(server);
    EXPECT_EQ(one->get("/").status, 200);
    EXPECT_EQ(two.get("/").status, 200);
    {
        Client three(server);
        const Reply reply = three.read();
        EXPECT_EQ(reply.status, 503);
        EXPECT_TRUE(reply.closes());
        EXPECT_TRUE(three.is_closed());
    }
    EXPECT_EQ(two.get("/").status, 200);
    one.reset();
    // The place is free as soon as the server has seen the end.
    int status = 503;
    while (status == 503) status = Client(server).get("/").status;
    EXPECT_EQ(status, 200);
}

// When the process has no descriptors left, a new connection waits until there are some again.
TEST(ConnectionLimit, DescriptorsMayRunOut) {
    TestApplication application;
    TestServer server(application);
    EXPECT_EQ(Client(server).get("/").status, 200);
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const int lowest_free = ::dup(0);
    ASSERT_GE(lowest_free, 0);
    ::close(lowest_free);
    rlimit scarce = before;
    scarce.rlim_cur = static_cast<rlim_t>(lowest_free) + 1;  // one more: the client's own
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &scarce), 0);
    Client client(server);
    server.warnings().wait_for(1);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_EQ(client.get("/").status, 200);
}

// Reading stops while a client does not take its replies, and goes on when it does.
TEST(UnsentReplies, AreBounded) {
    constexpr std::size_t reply_size = 1024 * 1024;
    constexpr int requests = 100;
    // Beside the bound: the reply that crosses it, and what the kernel takes on both sides.
    constexpr int ahead = static_cast<int>(limits::unsent_reply_size / reply_size) + 1 + 16;
    TestApplication application(
        [](Request, Responder responder) { responder.send(text_response(std::string(reply_size, 'x'))); });
    const TestServer server(application);
    Client client(server, 64 * 1024);
    std::string all;
    for (int i = 0; i < requests; ++i) all += get_request("/");
    client.send(all);
    for (int i = 0; i < requests; ++i) {
        ASSERT_EQ(client.read().body.size(), reply_size) << i;
        ASSERT_LE(application.handled, i + ahead);
    }
    EXPECT_EQ(application.handled, requests);
}

TEST(UnsentReplies, DoNotHoldUpOthers) {
    TestApplication application([](Request request, Responder responder) {
        responder.send(text_response(std::string(std::stoul(request.target.substr(1)), 'x')));
    });
    const TestServer server(application);
    Client slow(server, 4 * 1024);
    constexpr std::size_t large = 30 * 1024 * 1024;
    slow.send(get_request("/" + std::to_string(large)) + get_request("/5"));
    Client fast(server);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(fast.get("/10").body.size(), 10U);
    EXPECT_EQ(slow.read().body.size(), large);
    EXPECT_EQ(slow.read().body.size(), 5U);
}

}  // namespace
}  // namespace stele::http
