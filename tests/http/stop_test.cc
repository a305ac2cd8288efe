// Listening, stopping, and what outlives the server.
#include <map>
#include <mutex>

#include <gtest/gtest.h>

#include "http/harness.h"

namespace stele::http {
namespace {

TEST(Listen, APortInUseIsAnError) {
    TestApplication application;
    const TestServer server(application);
    QuietLog log;
    ServerOptions options;
    options.port = server.port();
    const auto second = Server::listen(options, application, log);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::invalid);
    EXPECT_EQ(second.error().message,
              "cannot listen on 127.0.0.1:" + std::to_string(server.port()) + ": Address already in use");
}

TEST(Listen, AnUnknownHostIsAnError) {
    TestApplication application;
    QuietLog log;
    ServerOptions options;
    options.host = "256.256.256.256";
    EXPECT_FALSE(Server::listen(options, application, log));
}

TEST(Listen, TakesEitherFamily) {
    TestApplication application;
    for (const char* host : {"127.0.0.1", "localhost", "0.0.0.0", "::1", "[::1]", "::"}) {
        ServerOptions options;
        options.host = host;
        const TestServer server(application, options);
        EXPECT_GT(server.port(), 0) << host;
        if (std::string_view(host) == "::" || std::string_view(host) == "localhost") {
            EXPECT_EQ(Client(server).get("/a").body, "GET /a ");
        }
    }
}

TEST(Loops, ShareTheConnectionsEvenly) {
    std::mutex mutex;
    std::map<std::thread::id, int> seen;
    TestApplication application([&](Request, Responder responder) {
        {
            const std::lock_guard lock(mutex);
            ++seen[std::this_thread::get_id()];
        }
        responder.send({});
    });
    const TestServer server(application, {}, 2);
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 6; ++i) {
        clients.push_back(std::make_unique<Client>(server));
        EXPECT_EQ(clients.back()->get("/").status, 200);
    }
    ASSERT_EQ(seen.size(), 2U);
    for (const auto& [thread, count] : seen) EXPECT_EQ(count, 3);
}

TEST(Stop, ClosesIdleConnectionsAndReturns) {
    TestApplication application;
    TestServer server(application, {}, 2);
    Client unused(server);
    Client used(server);
    EXPECT_EQ(used.get("/").status, 200);
    const std::uint16_t port = server.port();
    server.stop();
    EXPECT_TRUE(used.is_closed());
    EXPECT_TRUE(unused.is_closed());
    server.join();
    EXPECT_EQ(Client(port).get("/").status, 0);
}

TEST(Stop, BeforeRunEndsItAtOnce) {
    TestApplication application;
    QuietLog log;
    ServerOptions options;
    options.port = 0;
    options.loops = 2;
    auto server = Server::listen(options, application, log);
    ASSERT_TRUE(server);
    (*server)->stop();
    (*server)->run();
}

TEST(Stop, LetsRunningRequestsEnd) {
    Gate gate;
    Responder held;
    TestApplication application([&](Request request, Responder responder) {
        if (request.target != "/held") return responder.send({});
        held = std::move(responder);
        gate.arrive();
    });
    TestServer server(application, {}, 2);
    Client client(server);
    std::vector<std::unique_ptr<Client>> idle;  // some on each loop
    for (int i = 0; i < 4; ++i) {
        idle.push_back(std::make_unique<Client>(server));
        EXPECT_EQ(idle.back()->get("/").status, 200);
    }
    client.send(get_request("/held"));
    gate.wait_for(1);
    server.stop();
    for (const auto& other : idle) EXPECT_TRUE(other->is_closed());
    held.send(text_response("done"));
    const Reply reply = client.read();
    EXPECT_EQ(reply.body, "done");
    EXPECT_TRUE(reply.closes());
    EXPECT_TRUE(client.is_closed());
    server.join();
}

// A reply that came to a loop together with the stop went out without `Connection: close`, and its connection stayed open.
TEST(Stop, ClosesAConnectionWhoseReplyWasOnItsWay) {
    for (int round = 0; round < 50; ++round) {
        Gate gate;
        Responder held;
        TestApplication application([&](Request, Responder responder) {
            held = std::move(responder);
            gate.arrive();
        });
        TestServer server(application);
        Client client(server);
        client.send(get_request("/"));
        gate.wait_for(1);
        std::thread sender([&] { held.send(text_response("done")); });
        server.stop();
        EXPECT_EQ(client.read().body, "done");
        EXPECT_TRUE(client.is_closed());
        sender.join();
    }
}

TEST(Stop, FinishesABodyThatIsComing) {
    TestApplication application;
    TestServer server(application);
    Client idle(server);
    EXPECT_EQ(idle.get("/").status, 200);
    Client client(server);
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(client.read().status, 100);
    server.stop();
    EXPECT_TRUE(idle.is_closed());
    client.send("hello");
    const Reply reply = client.read();
    EXPECT_EQ(reply.body, "POST /a hello");
    EXPECT_TRUE(reply.closes());
    server.join();
}

TEST(Stop, GivesUpAtItsDeadline) {
    Gate gate;
    Responder held;
    TestApplication application([&](Request, Responder responder) {
        held = std::move(responder);
        gate.arrive();
    });
    ServerOptions options;
    options.timeouts.shutdown_ms = 30;
    TestServer server(application, options);
    Client client(server);
    client.send(get_request("/"));
    gate.wait_for(1);
    server.stop();
    server.join();
    EXPECT_EQ(client.read().status, 0);
    held.send({});  // harmless
}

TEST(Stop, RespondersMayOutliveTheServer) {
    std::vector<Responder> held;
    TestApplication application;
    {
        Gate gate;
        TestApplication keeping([&](Request, Responder responder) {
            held.push_back(std::move(responder));
            gate.arrive();
        });
        ServerOptions options;
        options.timeouts.shutdown_ms = 10;
        const TestServer server(keeping, options);
        Client one(server);
        Client two(server);
        one.send(get_request("/"));
        two.send(get_request("/"));
        gate.wait_for(2);
    }
    held[0].send({});
    {
        const SendTogether together;
        held[1].send({});
    }
    held.clear();
}

}  // namespace
}  // namespace stele::http
