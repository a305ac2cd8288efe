// Deadlines, made short. A test waits for what the server does, never for time to pass.
#include <gtest/gtest.h>

#include "http/harness.h"

namespace stele::http {
namespace {

constexpr int brief_ms = 40;
constexpr int idle_ms = 400;  // longer than a client needs between connecting and asking, on a busy machine

TEST(Timeout, AHeadThatDoesNotEnd) {
    TestApplication application;
    ServerOptions options;
    options.timeouts.head_ms = brief_ms;
    const TestServer server(application, options);
    Client client(server);
    client.send("GET / HTTP/1.1\r\nHo");
    const Reply reply = client.read();
    EXPECT_EQ(reply.status, 408);
    EXPECT_TRUE(reply.closes());
    client.end_sending();
    EXPECT_TRUE(client.is_closed());
}

// The deadline counts from the first byte: a client that sends a byte now and then does not move it.
TEST(Timeout, AHeadThatDripsIn) {
    TestApplication application;
    ServerOptions options;
    options.timeouts.head_ms = brief_ms;
    const TestServer server(application, options);
    Client client(server);
    Client pace(server);
    client.send("GET /");
    while (client.send("a") && pace.get("/").status == 200) {
        if (client.has_input()) break;
    }
    EXPECT_EQ(client.read().status, 408);
}

TEST(Timeout, ABodyThatDoesNotEnd) {
    TestApplication application;
    ServerOptions options;
    options.timeouts.body_ms = brief_ms;
    const TestServer server(application, options);
    for (const char* body : {"Content-Length: 5\r\n\r\nhel", "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
                             "Transfer-Encoding: chunked\r\n\r\n0\r\nX: "}) {
        Client client(server);
        client.send("POST /a HTTP/1.1\r\nHost: x\r\n" + std::string(body));
        const Reply reply = client.read();
        EXPECT_EQ(reply.status, 408) << body;
        EXPECT_EQ(reply.body, "refused 408 /a");
        EXPECT_TRUE(reply.closes());
    }
}

TEST(Timeout, AnIdleConnectionIsClosedWithoutAWord) {
    TestApplication application;
    ServerOptions options;
    options.timeouts.idle_ms = idle_ms;
    const TestServer server(application, options);
    Client silent(server);
    Client client(server);
    EXPECT_EQ(client.get("/").status, 200);
    EXPECT_TRUE(client.is_closed());
    EXPECT_TRUE(silent.is_closed());
}

TEST(Timeout, ARunningRequestHasNone) {
    Gate gate;
    Responder held;
    TestApplication application([&](Request request, Responder responder) {
        if (request.target != "/held") return responder.send({});
        held = std::move(responder);
        gate.arrive();
    });
    ServerOptions options;
    options.timeouts.idle_ms = idle_ms;
    options.timeouts.head_ms = options.timeouts.body_ms = options.timeouts.write_ms = brief_ms;
    const TestServer server(application, options);
    Client waiting(server);
    waiting.send(get_request("/held"));
    gate.wait_for(1);
    // Two idle connections in a row have run out meanwhile.
    for (int i = 0; i < 2; ++i) EXPECT_TRUE(Client(server).is_closed());
    held.send(text_response("at last"));
    EXPECT_EQ(waiting.read().body, "at last");
}

TEST(Timeout, AClientThatTakesNothingIsCut) {
    TestApplication application([](Request request, Responder responder) {
        responder.send(text_response(std::string(request.target == "/large" ? 40 * 1024 * 1024 : 1, 'x')));
    });
    ServerOptions options;
    options.timeouts.write_ms = brief_ms;
    options.connections = 1;
    const TestServer server(application, options);
    Client client(server, 4 * 1024);
    client.send(get_request("/large"));
    int status = 503;
    while (status == 503) status = Client(server).get("/").status;  // until the place is free
    EXPECT_EQ(status, 200);
    EXPECT_LT(client.read_all().size(), 40U * 1024 * 1024);
}

TEST(Timeout, ARefusedClientThatDoesNotGoIsClosed) {
    TestApplication application;
    ServerOptions options;
    options.timeouts.linger_ms = brief_ms;
    const TestServer server(application, options);
    Client client(server);
    client.send("nonsense\r\n\r\n");
    EXPECT_EQ(client.read().status, 400);
    while (client.send("more")) {
    }
}

}  // namespace
}  // namespace stele::http
