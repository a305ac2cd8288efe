// Keep-alive, pipelining, bodies, HEAD and what a reply carries.
#include <mutex>
#include <regex>

#include <gtest/gtest.h>

#include "http/harness.h"

namespace stele::http {
namespace {

TEST(Connection, AnswersOneRequestAfterAnother) {
    TestApplication application;
    const TestServer server(application);
    Client client(server);
    EXPECT_EQ(client.get("/a?x=1").body, "GET /a ");
    client.send(post_request("/b", "body"));
    EXPECT_EQ(client.read().body, "POST /b body");
    EXPECT_EQ(client.get("/v1//c").body, "GET /v1/c ");
}

TEST(Connection, ReplyCarriesTypeLengthAndDate) {
    TestApplication application([](Request, Responder responder) {
        Response response;
        response.status = 201;
        response.body = "{}";
        response.headers = {{"Location", "/a"}, {"X-Bad", "a\r\nX-Injected: b"}, {"X-Bad\r\nName", "a"}};
        responder.send(std::move(response));
    });
    const TestServer server(application);
    Client client(server);
    client.send(get_request("/", "Connection: close\r\n"));
    const std::string all = client.read_all();
    const std::regex expected(
        "HTTP/1\\.1 201 Created\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n"
        "Date: (Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n"
        "Location: /a\r\nConnection: close\r\n\r\n\\{\\}");
    EXPECT_TRUE(std::regex_match(all, expected)) << all;
}

TEST(Connection, GivesTheRequestWhereItCameFromAndWhen) {
    std::string address;
    std::int64_t received_us = 0;
    TestApplication application([&](Request request, Responder responder) {
        address = request.remote_address;
        received_us = request.received_us;
        responder.send({});
    });
    const TestServer server(application);
    Client client(server);
    EXPECT_EQ(client.get("/").status, 200);
    EXPECT_EQ(address, "127.0.0.1");
    EXPECT_GT(received_us, 0);
}

TEST(Connection, HeadHasTheLengthAndNoBody) {
    TestApplication application;
    const TestServer server(application);
    Client client(server);
    client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n" + get_request("/b"));
    const Reply head = client.read(true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("content-length"), "8");
    EXPECT_EQ(client.read().body, "GET /b ");
}

TEST(Connection, StatusesWithoutABodySendNone) {
    TestApplication application([](Request request, Responder responder) {
        Response response = text_response("ignored");
        response.status = std::stoi(request.target.substr(1));
        responder.send(std::move(response));
    });
    const TestServer server(application);
    Client client(server);
    const Reply reply = client.get("/204");
    EXPECT_EQ(reply.status, 204);
    EXPECT_EQ(reply.header("content-length"), "");
    EXPECT_EQ(reply.header("content-type"), "");
    EXPECT_EQ(client.get("/304").status, 304);
    EXPECT_EQ(client.get("/200").body, "ignored");
}

TEST(Connection, ClosesWhenAsked) {
    TestApplication application;
    const TestServer server(application);
    Client client(server);
    client.send(get_request("/a", "Connection: close\r\n"));
    EXPECT_TRUE(client.read().closes());
    EXPECT_TRUE(client.is_closed());
}

TEST(Connection, ClosesWhenTheApplicationSaysSo) {
    TestApplication application([](Request, Responder responder) {
        Response response = text_response("bye");
        response.close = true;
        responder.send(std::move(response));
    });
    const TestServer server(application);
    Client client(server);
    client.send(get_request("/a") + get_request("/b"));
    EXPECT_TRUE(client.read().closes());
    client.end_sending();
    EXPECT_TRUE(client.is_closed());
    EXPECT_EQ(application.handled, 1);
}

TEST(Connection, Http10IsClosedUnlessAskedToStay) {
    TestApplication application;
    const TestServer server(application);
    Client one(server);
    one.send("GET /a HTTP/1.0\r\n\r\n");
    const Reply closing = one.read();
    EXPECT_EQ(closing.body, "GET /a ");
    EXPECT_TRUE(closing.closes());
    EXPECT_TRUE(one.is_closed());

    Client two(server);
    two.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(two.read().header("connection"), "keep-alive");
    two.send("GET /b HTTP/1.0\r\nHost: x\r\n\r\n");
    EXPECT_EQ(two.read().body, "GET /b ");
    EXPECT_TRUE(two.is_closed());
}

TEST(Connection, AnswersAClientThatEndsSendingFirst) {
    TestApplication application;
    Worker worker([](const Request& request) { return text_response(request.target); });
    TestApplication slow(
        [&](Request request, Responder responder) { worker.take(std::move(request), std::move(responder)); });
    const TestServer server(slow);
    Client client(server);
    client.send(get_request("/a") + get_request("/b"));
    client.end_sending();
    EXPECT_EQ(client.read().body, "/a");
    EXPECT_EQ(client.read().body, "/b");
    EXPECT_TRUE(client.is_closed());
}

TEST(Connection, AnUnfinishedRequestIsDroppedWithTheConnection) {
    TestApplication application;
    const TestServer server(application);
    for (const char* part : {"GET / HT", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel"}) {
        Client client(server);
        client.send(part);
        client.end_sending();
        EXPECT_TRUE(client.is_closed());
    }
    EXPECT_EQ(application.handled, 0);
}

TEST(Connection, PipelinedRequestsAreAnsweredInOrder) {
    TestApplication application;
    const TestServer server(application);
    Client client(server);
    constexpr int count = 500;  // far more than are answered in one turn
    std::string all;
    for (int i = 0; i < count; ++i)
        all += i % 3 == 0 ? post_request("/" + std::to_string(i), "x") : get_request("/" + std::to_string(i));
    client.send(all);
    for (int i = 0; i < count; ++i) {
        const std::string path = "/" + std::to_string(i);
        ASSERT_EQ(client.read().body, i % 3 == 0 ? "POST " + path + " x" : "GET " + path + " ");
    }
}

TEST(Connection, SlowAndFastRepliesStayInOrder) {
    Worker worker([](const Request& request) { return text_response("slow " + request.target); });
    TestApplication application([&](Request request, Responder responder) {
        if (request.target.ends_with('1')) {
            worker.take(std::move(request), std::move(responder));
        } else {
            responder.send(text_response("fast " + request.target));
        }
    });
    const TestServer server(application, {}, 2);
    constexpr int clients = 8;
    constexpr int requests = 60;
    std::vector<std::unique_ptr<Client>> all;
    for (int i = 0; i < clients; ++i) all.push_back(std::make_unique<Client>(server));
    for (const auto& client : all) {
        std::string bytes;
        for (int i = 0; i < requests; ++i) bytes += get_request("/" + std::to_string(i));
        client->send(bytes);
    }
    for (const auto& client : all) {
        for (int i = 0; i < requests; ++i) {
            const std::string target = "/" + std::to_string(i);
            ASSERT_EQ(client->read().body, (target.ends_with('1') ? "slow " : "fast ") + target);
        }
    }
}

TEST(Connection, ARequestWaitsForTheReplyBeforeIt) {
    std::mutex mutex;
    std::vector<Responder> held;
    Gate gate;
    TestApplication application([&](Request, Responder responder) {
        const std::lock_guard lock(mutex);
        held.push_back(std::move(responder));
        gate.arrive();
    });
    const TestServer server(application);
    Client client(server);
    client.send(get_request("/a") + get_request("/b"));
    for (int i = 1; i <= 2; ++i) {
        gate.wait_for(i);
        EXPECT_EQ(application.handled, i);
        Responder responder;
        {
            const std::lock_guard lock(mutex);
            responder = std::move(held.back());
        }
        responder.send(text_response(std::to_string(i)));
        EXPECT_EQ(client.read().body, std::to_string(i));
    }
}

TEST(Connection, ADroppedResponderAnswers500) {
    TestApplication application([](Request, Responder) {});
    const TestServer server(application);
    Client client(server);
    const Reply reply = client.get("/v1//a?secret");
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(reply.body, "refused 500 /v1/a");
    EXPECT_EQ(client.get("/b").status, 500);
}

TEST(Connection, AnOverwrittenResponderAnswers500) {
    Responder held;
    Gate gate;
    TestApplication application([&](Request, Responder responder) {
        held = std::move(responder);
        gate.arrive();
    });
    const TestServer server(application);
    Client one(server);
    Client two(server);
    one.send(get_request("/a"));
    gate.wait_for(1);
    two.send(get_request("/b"));
    EXPECT_EQ(one.read().body, "refused 500 /a");
    gate.wait_for(2);
    held.send(text_response("later"));
    EXPECT_EQ(two.read().body, "later");
}

TEST(Connection, RefusesAMalformedTargetAndGoesOn) {
    TestApplication application;
    const TestServer server(application);
    Client client(server);
    client.send(post_request("/a%", "x"));
    const Reply reply = client.read();
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.body, "refused 400 /a%");
    EXPECT_FALSE(reply.closes());
    EXPECT_EQ(client.get("/b?x=%").body, "refused 400 /b");
    EXPECT_EQ(client.get("/c").body, "GET /c ");
}

TEST(Connection, ReadsChunkedBodies) {
    TestApplication application;
    const TestServer server(application);
    Client client(server);
    const std::string head = "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    client.send(head + "5;name=value\r\nhello\r\n6\r\n world\r\n0\r\nX-Checksum: 1\r\n\r\n" + head + "0\r\n\r\n" +
                get_request("/b"));
    EXPECT_EQ(client.read().body, "POST /a hello world");
    EXPECT_EQ(client.read().body, "POST /a ");
    EXPECT_EQ(client.read().body, "GET /b ");
}

TEST(Connection, InvitesABodyThatAwaitsIt) {
    TestApplication application;
    const TestServer server(application);
    Client client(server);
    for (const char* framing : {"Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n"}) {
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\n" + std::string(framing) + "\r\n");
        EXPECT_EQ(client.read().status, 100);
        client.send(std::string_view(framing).starts_with('C') ? "hello" : "5\r\nhello\r\n0\r\n\r\n");
        EXPECT_EQ(client.read().body, "POST /a hello");
    }
}

TEST(Connection, InvitesOnlyAfterTheRepliesBefore) {
    Worker worker([](const Request& request) { return text_response(request.target + request.body); });
    TestApplication application(
        [&](Request request, Responder responder) { worker.take(std::move(request), std::move(responder)); });
    const TestServer server(application);
    Client client(server);
    client.send(get_request("/a") + "POST /b HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
    EXPECT_EQ(client.read().body, "/a");
    EXPECT_EQ(client.read().status, 100);
    client.send("!");
    EXPECT_EQ(client.read().body, "/b!");
}

TEST(Connection, DoesNotInviteWhatIsHereOrCannotCome) {
    TestApplication application;
    const TestServer server(application);
    Client client(server);
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");
    EXPECT_EQ(client.read().body, "POST /a hello");
    client.send("POST /b HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(client.read().body, "POST /b ");
    Client old(server);
    old.send("POST /c HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
    old.send("x");
    EXPECT_EQ(old.read().body, "POST /c x");
}

TEST(Connection, OptionsMayAskForTheWholeServer) {
    TestApplication application;
    const TestServer server(application);
    Client client(server);
    client.send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.read().body, "OPTIONS * ");
}

}  // namespace
}  // namespace stele::http
