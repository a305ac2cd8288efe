// Uploads over a socket: bodies that are spooled, refused in the middle, or left unread.
#include <deque>
#include <mutex>
#include <random>

#include <gtest/gtest.h>

#include "base/limits.h"
#include "http/harness.h"
#include "http/spool.h"

namespace stele::http {
namespace {

// Answers with the parts; plans what `plan` says.
class UploadApplication : public TestApplication {
   public:
    UploadApplication() : TestApplication(show_parts) {}
    explicit UploadApplication(Handler handler) : TestApplication(std::move(handler)) {}

    std::optional<UploadPlan> plan_upload(const Request& head) noexcept override {
        planned = std::string(head.path()) + std::string(head.query("q").value_or(""));
        plans.arrive();
        return plan;
    }

    static void show_parts(Request request, Responder responder) {
        std::string text = request.body_unread ? "unread;" : "";
        for (const FormPart& part : request.parts) {
            text += part.name + '=';
            text += part.file_name ? *part.file_name + ':' + read_file(part.file.path()) : part.value;
            text += ';';
        }
        responder.send(text_response(text + request.body));
    }

    SpoolFolder folder;
    std::optional<UploadPlan> plan = UploadPlan{.folder = folder.path(), .largest = 4 * 1024 * 1024};
    std::string planned;
    Gate plans;
};

constexpr std::string_view content_type = "Content-Type: multipart/form-data; boundary=b\r\n";

std::string file_body(std::string_view content) {
    return "--b\r\nContent-Disposition: form-data; name=deal_id\r\n\r\n5\r\n"
           "--b\r\nContent-Disposition: form-data; name=file; filename=a.bin\r\n\r\n" +
           std::string(content) + "\r\n--b--\r\n";
}

std::string upload(std::string_view content) { return post_request("/up", file_body(content), content_type); }

std::string chunk_of(std::string_view bytes) {
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    return size + std::string(bytes) + "\r\n";
}

const std::string chunked_head =
    "POST /up HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + std::string(content_type) + "\r\n";

std::string chunked(std::string_view body, std::size_t chunk) {
    std::string text = chunked_head;
    for (; !body.empty(); body.remove_prefix(std::min(chunk, body.size()))) text += chunk_of(body.substr(0, chunk));
    return text + "0\r\n\r\n";
}

// Not repeated within itself, so that pieces in a wrong order show.
std::string large_content(std::size_t size) {
    std::mt19937 random(7);
    std::string content(size, '\0');
    for (char& c : content) c = static_cast<char>(random());
    return content;
}

TEST(Upload, FilesAreSpooledAndGoneWithTheRequest) {
    UploadApplication application;
    const TestServer server(application);
    Client client(server);
    for (const auto& content : {std::string("one"), std::string(), large_content(3 * 1024 * 1024)}) {
        client.send(upload(content));
        ASSERT_TRUE(client.read().body == "deal_id=5;file=a.bin:" + content + ";") << content.size();
        EXPECT_EQ(application.folder.files(), 0U);
    }
    EXPECT_EQ(application.planned, "/up");
    client.send(post_request("/up?q=1", "body"));  // no form, and no plan
    EXPECT_EQ(client.read().body, "body");
    EXPECT_EQ(application.planned, "/up");
    EXPECT_EQ(client.get("/").status, 200);
}

TEST(Upload, ThePlanSeesThePreparedHead) {
    UploadApplication application;
    const TestServer server(application);
    Client client(server);
    client.send(post_request("/v1//up?q=%20x", file_body(""), content_type));
    EXPECT_EQ(client.read().status, 200);
    EXPECT_EQ(application.planned, "/v1/up x");
}

TEST(Upload, ComesInChunksToo) {
    UploadApplication application;
    const TestServer server(application);
    Client client(server);
    const std::string content = large_content(1024 * 1024);
    for (const std::size_t chunk : {1000U, 65'536U, 900'000U}) {
        client.send(chunked(file_body(content), chunk));
        ASSERT_TRUE(client.read().body == "deal_id=5;file=a.bin:" + content + ";") << chunk;
    }
}

TEST(Upload, ComesInAnyPieces) {
    UploadApplication application;
    const TestServer server(application);
    Client client(server);
    const std::string body = file_body("\r\n--b \r\n--bb\r\n-");
    // The content is no boundary's, but for the second line: refused whole as in pieces.
    client.send(post_request("/up", body, content_type));
    EXPECT_EQ(client.read().status, 400);
    const std::string bytes = upload("\r\n--\r\n--a\r\n\r\n") + chunked(file_body("two"), 3) + get_request("/after");
    for (std::size_t at = 0; at < bytes.size(); at += 7) {
        Client pieces(server);
        pieces.send(bytes.substr(0, at));
        pieces.send(bytes.substr(at));
        ASSERT_EQ(pieces.read().body, "deal_id=5;file=a.bin:\r\n--\r\n--a\r\n\r\n;") << at;
        ASSERT_EQ(pieces.read().body, "deal_id=5;file=a.bin:two;") << at;
        ASSERT_EQ(pieces.read().status, 200) << at;
    }
}

TEST(Upload, WithoutAPlanItIsABodyAsAnyOther) {
    UploadApplication application;
    application.plan = std::nullopt;
    const TestServer server(application);
    Client client(server);
    client.send(upload("one"));
    EXPECT_EQ(client.read().body, file_body("one"));
    client.send("POST /up HTTP/1.1\r\nHost: x\r\n" + std::string(content_type) +
                "Content-Length: " + std::to_string(limits::body_size + 1) + "\r\n\r\n");
    EXPECT_EQ(client.read().status, 413);
}

TEST(Upload, OneThatIsTooLargeIsRefusedBeforeItCame) {
    UploadApplication application;
    const TestServer server(application);
    Client client(server);
    client.send("POST /up HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n" + std::string(content_type) +
                "Content-Length: 4194305\r\n\r\n");
    const Reply reply = client.read();
    EXPECT_EQ(reply.status, 413);
    EXPECT_EQ(reply.body, "refused 413 /up");
    EXPECT_TRUE(reply.closes());
    Client other(server);
    other.send(chunked(file_body(std::string(5 * 1024 * 1024, 'x')), 1024 * 1024));
    EXPECT_EQ(other.read().status, 413);
    EXPECT_EQ(application.handled, 0);
    EXPECT_EQ(application.folder.files(), 0U);
}

TEST(Upload, OneThatIsMalformedIsRefusedInTheMiddle) {
    UploadApplication application;
    const TestServer server(application);
    const std::string head = "POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n";
    for (const char* body : {"--b\r\nX\r\n\r\n", "--bb\r\n", "--b\r\n\r\n"}) {
        Client client(server);
        client.send(head + std::string(content_type) + "\r\n" + body);
        const Reply reply = client.read();
        EXPECT_EQ(reply.status, 400) << body;
        EXPECT_TRUE(reply.closes());
    }
    Client client(server);
    client.send(head + "Content-Type: multipart/form-data\r\n\r\n");
    EXPECT_EQ(client.read().header("x-reason"), "the body has no boundary");
    Client unfinished(server);
    unfinished.send(
        post_request("/up", "--b\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\nabc", content_type));
    EXPECT_EQ(unfinished.read().header("x-reason"), "the last boundary of the body is missing");
    Client empty(server);
    empty.send(post_request("/up", "", content_type));
    EXPECT_EQ(empty.read().status, 400);
    EXPECT_EQ(application.handled, 0);
    EXPECT_EQ(application.folder.files(), 0U);
}

TEST(Upload, AClientThatGoesLeavesNothing) {
    UploadApplication application;
    const TestServer server(application);
    const std::string bytes = upload(large_content(300'000));
    for (const std::size_t size : {bytes.size() / 2, bytes.size() - 1}) {
        Client client(server);
        client.send(bytes.substr(0, size));
        client.end_sending();
        EXPECT_TRUE(client.is_closed());
        // The next connection is taken by the same loop after the files of the last one are gone.
        EXPECT_EQ(Client(server).get("/").status, 200);
        EXPECT_EQ(application.folder.files(), 0U);
    }
    EXPECT_EQ(application.handled, 2);
}

TEST(Upload, IsInvited) {
    UploadApplication application;
    const TestServer server(application);
    Client client(server);
    const std::string body = file_body("one");
    client.send("POST /up HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n" + std::string(content_type) +
                "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n");
    EXPECT_EQ(client.read().status, 100);
    client.send(body);
    EXPECT_EQ(client.read().body, "deal_id=5;file=a.bin:one;");
}

TEST(Upload, OneThatIsLeftUnreadIsAnsweredAtOnce) {
    UploadApplication application;
    application.plan->leave_unread = true;
    const TestServer server(application);
    for (const char* expect : {"", "Expect: 100-continue\r\n"}) {
        Client client(server);
        client.send("POST /up HTTP/1.1\r\nHost: x\r\n" + std::string(expect) + std::string(content_type) +
                    "Content-Length: 1000000000\r\n\r\n");
        const Reply reply = client.read();
        EXPECT_EQ(reply.body, "unread;");
        EXPECT_TRUE(reply.closes());
        client.send(file_body("what the client did not stop sending"));
        client.end_sending();
        EXPECT_TRUE(client.is_closed());  // in good order: the reply was not lost
    }
    Client pipelined(server);
    pipelined.send(upload("--b--\r\n") + get_request("/never"));
    EXPECT_EQ(pipelined.read().body, "unread;");
    pipelined.end_sending();
    EXPECT_TRUE(pipelined.is_closed());
    EXPECT_EQ(application.handled, 3);
}

TEST(Upload, TheLeaseIsHeldAsLongAsTheRequest) {
    std::deque<std::pair<Request, Responder>> held;
    Gate gate;
    UploadApplication application([&](Request request, Responder responder) {
        held.emplace_back(std::move(request), std::move(responder));
        gate.arrive();
    });
    application.plan->lease = std::make_shared<int>(1);
    const std::weak_ptr<void> lease = application.plan->lease;
    const TestServer server(application);
    Client client(server);
    client.send(upload("one"));
    gate.wait_for(1);
    application.plan.reset();
    EXPECT_FALSE(lease.expired());
    EXPECT_EQ(application.folder.files(), 1U);
    held.front().second.send({});
    held.clear();
    EXPECT_TRUE(lease.expired());
    EXPECT_EQ(application.folder.files(), 0U);
    EXPECT_EQ(client.read().status, 200);
}

// A refused one lets go at once, though its connection lingers.
TEST(Upload, TheLeaseIsLetGoWithARefusal) {
    UploadApplication application;
    application.plan->lease = std::make_shared<int>(1);
    const std::weak_ptr<void> lease = application.plan->lease;
    const TestServer server(application);
    Client client(server);
    client.send("POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n" + std::string(content_type) + "\r\n--b");
    application.plans.wait_for(1);
    application.plan.reset();
    EXPECT_FALSE(lease.expired());
    client.send("b\r\n");
    EXPECT_EQ(client.read().status, 400);
    EXPECT_TRUE(lease.expired());
}

// Bodies have a second, heads a twentieth of it: that is how time passes here.
class SlowUpload : public testing::Test {
   protected:
    SlowUpload() : server(application, options()) { application.plan->largest = 256 * 1024 * 1024; }

    static ServerOptions options() {
        ServerOptions options;
        options.timeouts.body_ms = 1000;
        options.timeouts.head_ms = 50;
        return options;
    }
    void pass_time() {
        Client client(server);
        client.send("G");
        EXPECT_EQ(client.read().status, 408);
    }

    UploadApplication application;
    TestServer server;
};

TEST_F(SlowUpload, MayTakeLongAsLongAsItMoves) {
    Client client(server);
    Client other(server);
    const std::string body = file_body("");
    const std::size_t content = body.find("\r\n--b--");
    client.send(chunked_head + chunk_of(body.substr(0, content)));
    other.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nx");
    const std::string part(limits::upload_pace_size, 'x');
    std::size_t parts = 0;
    while (!other.has_input() || parts < 10) {
        pass_time();
        client.send(chunk_of(part));
        ++parts;
    }
    EXPECT_EQ(other.read().status, 408);
    client.send(chunk_of(body.substr(content)) + "0\r\n\r\n");
    const Reply reply = client.read();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body.size(), std::string("deal_id=5;file=a.bin:;").size() + parts * part.size());
}

TEST_F(SlowUpload, OneThatDripsInIsRefused) {
    Client client(server);
    client.send("POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n" + std::string(content_type) + "\r\n" +
                file_body("").substr(0, 150));
    while (!client.has_input()) {
        pass_time();
        client.send("x");
    }
    EXPECT_EQ(client.read().status, 408);
    EXPECT_EQ(application.folder.files(), 0U);
}

}  // namespace
}  // namespace stele::http
