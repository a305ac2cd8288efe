// How replies of other threads come back: together, at one wake, and what a turn is.
#include <mutex>

#include <gtest/gtest.h>

#include "http/harness.h"

namespace stele::http {
namespace {

// Holds every responder until the test answers.
struct HeldReplies {
    std::mutex mutex;
    std::vector<Responder> responders;
    Gate gate;

    void take(Responder responder) {
        {
            const std::lock_guard lock(mutex);
            responders.push_back(std::move(responder));
        }
        gate.arrive();
    }
};

std::vector<std::unique_ptr<Client>> connect(const TestServer& server, int count) {
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < count; ++i) clients.push_back(std::make_unique<Client>(server));
    return clients;
}

TEST(Replies, ABatchCostsOneWake) {
    constexpr int batch = 60;
    HeldReplies held;
    TestApplication application([&](Request request, Responder responder) {
        if (request.target == "/held") return held.take(std::move(responder));
        responder.send({});
    });
    const TestServer server(application);
    const auto clients = connect(server, batch);
    for (const auto& client : clients) client->send(get_request("/held"));
    held.gate.wait_for(batch);
    // A request behind them on the same loop: when it is answered, the turns of the others have ended.
    Client last(server);
    EXPECT_EQ(last.get("/").status, 200);

    const int turns_before = application.turns;
    {
        const SendTogether together;
        for (Responder& responder : held.responders) responder.send(text_response("x"));
    }
    for (const auto& client : clients) EXPECT_EQ(client->read().body, "x");
    EXPECT_EQ(application.turns, turns_before + 1);
}

TEST(Replies, ABatchReachesAllLoops) {
    HeldReplies held;
    TestApplication application([&](Request, Responder responder) { held.take(std::move(responder)); });
    const TestServer server(application, {}, 3);
    const auto clients = connect(server, 9);
    for (const auto& client : clients) client->send(get_request("/"));
    held.gate.wait_for(9);
    {
        const SendTogether outer;
        const SendTogether inner;
        for (Responder& responder : held.responders) responder.send(text_response("x"));
    }
    for (const auto& client : clients) EXPECT_EQ(client->read().body, "x");
}

TEST(Replies, MayBeSentAtTheEndOfTheTurn) {
    HeldReplies held;
    TestApplication application([&](Request, Responder responder) { held.responders.push_back(std::move(responder)); });
    application.on_turn_ended = [&] {
        for (Responder& responder : held.responders) responder.send(text_response("at the end"));
        held.responders.clear();
    };
    const TestServer server(application);
    Client client(server);
    client.send(get_request("/a") + get_request("/b"));
    EXPECT_EQ(client.read().body, "at the end");
    EXPECT_EQ(client.read().body, "at the end");
}

TEST(Replies, TheTurnEndsBeforeTheyAreWritten) {
    std::atomic<int> ended = 0;
    TestApplication application([&](Request, Responder responder) {
        ended = 0;
        responder.send({});
    });
    application.on_turn_ended = [&] { ended = 1; };
    const TestServer server(application);
    Client client(server);
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(client.get("/").status, 200);
        EXPECT_EQ(ended, 1);
    }
}

TEST(Replies, OfAnotherLoopsThreadCome) {
    // Each request is answered by the next one, whichever loop it is on.
    std::mutex mutex;
    Responder waiting;
    bool is_waiting = false;
    TestApplication application([&](Request, Responder responder) {
        const std::lock_guard lock(mutex);
        if (is_waiting) waiting.send(text_response("by another"));
        waiting = std::move(responder);
        is_waiting = true;
    });
    ServerOptions options;
    options.timeouts.shutdown_ms = 10;  // the last one is never answered
    const TestServer server(application, options, 2);
    const auto clients = connect(server, 2);
    clients[0]->send(get_request("/"));
    for (std::size_t i = 1; i < 40; ++i) {
        while (application.handled < static_cast<int>(i)) std::this_thread::yield();
        clients[i % 2]->send(get_request("/"));
        EXPECT_EQ(clients[(i + 1) % 2]->read().body, "by another");
    }
}

TEST(Replies, ToAClientThatHasGoneAreDropped) {
    HeldReplies held;
    TestApplication application([&](Request request, Responder responder) {
        if (request.target == "/held") return held.take(std::move(responder));
        responder.send({});
    });
    const TestServer server(application);
    {
        Client gone(server);
        gone.send(get_request("/held"));
        held.gate.wait_for(1);
    }
    held.responders[0].send(text_response(std::string(1024 * 1024, 'x')));
    EXPECT_EQ(Client(server).get("/").status, 200);
}

TEST(Replies, ResponderWithoutAServerHandsOver) {
    int status = 0;
    make_responder([&](Response response) { status = response.status; }).send({.status = 201, .body = {}, .headers = {}});
    EXPECT_EQ(status, 201);
    {
        const Responder dropped = make_responder([&](Response response) { status = response.status; });
    }
    EXPECT_EQ(status, 500);
}

}  // namespace
}  // namespace stele::http
