#include "http/compress.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "base/limits.h"
#include "http/harness.h"

namespace stele::http {
namespace {

std::string inflated(const std::string& compressed) {
    std::string text(16 * 1024 * 1024, '\0');
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
    stream.avail_in = static_cast<uInt>(compressed.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    text.resize(stream.total_out);
    inflateEnd(&stream);
    return text;
}

// Somewhat like a list of records.
std::string json_of(std::size_t size) {
    std::string text = "[";
    for (int i = 0; text.size() < size; ++i)
        text += "{\"id\": " + std::to_string(i) + ", \"name\": \"Norte Vidros\", \"open\": 0},";
    text.resize(size);
    return text;
}

// What does not shrink.
std::string noise(std::size_t size) {
    std::string text;
    std::uint32_t state = 1;
    while (text.size() < size) {
        state = state * 1664525 + 1013904223;
        text += static_cast<char>(state >> 24);
    }
    return text;
}

Response json_response(std::string body) {
    Response response;
    response.body = std::move(body);
    return response;
}

Request request_accepting(std::vector<const char*> values) {
    Request request;
    for (const char* value : values) request.headers.push_back({"accept-encoding", value});
    return request;
}

TEST(AcceptEncoding, AsksForGzip) {
    for (const auto* value : {"gzip", "GZIP", "x-gzip", "deflate, gzip", "gzip;q=0.5", "gzip ; q=0.001", "*",
                              "br;q=1.0, *;q=0.2", "gzip, compress, deflate, br", "identity;q=0.5, gzip;q=0.8",
                              "gzip;x=y;q=1.000", ",gzip,", "gzip;q=1, identity;q=1"})
        EXPECT_TRUE(accepts_gzip(request_accepting({value}))) << value;
    EXPECT_TRUE(accepts_gzip(request_accepting({"br", "gzip"})));
}

TEST(AcceptEncoding, DoesNotAskForGzip) {
    for (const auto* value : {"", "identity", "br", "deflate", "gzip;q=0", "gzip;q=0.000", "*;q=0", "gzip;q=0, *",
                              "gzip;q=", "gzip;q=2", "gzip;q=1.001", "gzip;q=0.5555", "gzip;q=.5", "gzip;q=x",
                              "gzip;q=0.5, identity", "gzipped", "gzip q=1", ";q=1", "identity, *;q=0.5"})
        EXPECT_FALSE(accepts_gzip(request_accepting({value}))) << value;
    EXPECT_FALSE(accepts_gzip(request_accepting({})));
}

TEST(Compress, LooksAtSizeTypeAndEncoding) {
    EXPECT_TRUE(is_worth_compressing(json_response(json_of(limits::gzip_least_size))));
    EXPECT_FALSE(is_worth_compressing(json_response(json_of(limits::gzip_least_size - 1))));
    auto picture = json_response(json_of(10'000));
    picture.content_type = "image/png";
    EXPECT_FALSE(is_worth_compressing(picture));
    auto encoded = json_response(json_of(10'000));
    compress(encoded);
    EXPECT_FALSE(is_worth_compressing(encoded));
}

TEST(Compress, GivesTheSameTextAgain) {
    for (const std::size_t size : {std::size_t{1400}, std::size_t{170'000}, std::size_t{3'000'000}, std::size_t{2'000}}) {
        auto response = json_response(json_of(size));
        compress(response);
        EXPECT_LT(response.body.size(), size / 2);
        EXPECT_EQ(inflated(response.body), json_of(size));
        ASSERT_EQ(response.headers.size(), 1U);
        EXPECT_EQ(response.headers[0].value, "gzip");
    }
}

TEST(Compress, LeavesAloneWhatDoesNotShrink) {
    auto response = json_response(noise(5'000));
    compress(response);
    EXPECT_EQ(response.body, noise(5'000));
    EXPECT_TRUE(response.headers.empty());
    auto after = json_response(json_of(5'000));  // and the next is none the worse for it
    compress(after);
    EXPECT_EQ(inflated(after.body), json_of(5'000));
}

// Answers /SIZE with so much JSON, and /noise with what does not shrink.
class CompressServer : public testing::Test {
   protected:
    CompressServer() : application_(answer), server_(application_) {}

    static Response response_to(const Request& request) {
        if (request.target == "/noise") return json_response(noise(400'000));
        return json_response(json_of(std::stoul(request.target.substr(1))));
    }
    static void answer(Request request, Responder responder) { responder.send(response_to(request)); }

    Reply ask(std::string_view request, bool of_head = false) {
        Client client(server_);
        client.send(request);
        return client.read(of_head);
    }

    TestApplication application_;
    TestServer server_;
};

constexpr std::string_view asks = "Accept-Encoding: gzip, deflate, br\r\n";

TEST_F(CompressServer, CompressesWhereAskedAndWorth) {
    for (const std::size_t size :
         {std::size_t{1'400}, limits::gzip_inline_size, limits::gzip_inline_size + 1, std::size_t{900'000}}) {
        const std::string target = "/" + std::to_string(size);
        const auto reply = ask(get_request(target, asks));
        EXPECT_EQ(reply.header("content-encoding"), "gzip") << size;
        EXPECT_EQ(reply.header("vary"), "Accept-Encoding");
        EXPECT_EQ(inflated(reply.body), json_of(size));
        const auto plain = ask(get_request(target));
        EXPECT_EQ(plain.header("content-encoding"), "");
        EXPECT_EQ(plain.header("vary"), "Accept-Encoding");
        EXPECT_EQ(plain.body, json_of(size));
    }
    const auto small = ask(get_request("/1399", asks));
    EXPECT_EQ(small.header("content-encoding"), "");
    EXPECT_EQ(small.header("vary"), "");
    const auto incompressible = ask(get_request("/noise", asks));
    EXPECT_EQ(incompressible.header("content-encoding"), "");
    EXPECT_EQ(incompressible.body, noise(400'000));
}

TEST_F(CompressServer, HeadSaysWhatGetWouldSend) {
    for (const std::size_t size : {1'400, 400'000}) {
        const std::string target = "/" + std::to_string(size);
        const auto got = ask(get_request(target, asks));
        const auto head = ask("HEAD " + target + " HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n", true);
        EXPECT_EQ(head.header("content-encoding"), "gzip");
        EXPECT_EQ(head.header("content-length"), got.header("content-length"));
    }
}

TEST_F(CompressServer, KeepsTheOrderOfPipelinedRequests) {
    Client client(server_);
    std::string requests;
    for (const int size : {400'000, 1'500, 100, 300'000}) requests += get_request("/" + std::to_string(size), asks);
    client.send(requests);
    for (const std::size_t size : {400'000, 1'500, 100, 300'000}) {
        const auto reply = client.read();
        EXPECT_EQ(size < 1'400 ? reply.body : inflated(reply.body), json_of(size));
    }
}

// More at once than may wait: what finds no place goes out plain, and all are answered.
TEST_F(CompressServer, AnswersMoreThanMayWait) {
    std::vector<std::unique_ptr<Client>> clients;
    for (std::size_t i = 0; i < 3 * limits::waiting_compressions; ++i) {
        clients.push_back(std::make_unique<Client>(server_));
        clients.back()->send(get_request("/400000", asks));
    }
    for (const auto& client : clients) {
        const auto reply = client->read();
        EXPECT_EQ(reply.header("content-encoding") == "gzip" ? inflated(reply.body) : reply.body, json_of(400'000));
    }
}

TEST_F(CompressServer, ClientsMayLeave) {
    for (int i = 0; i < 20; ++i) Client(server_).send(get_request("/900000", asks));
    EXPECT_EQ(ask(get_request("/100")).status, 200);
}

TEST(CompressOfOtherThreads, ComesBackCompressed) {
    Worker worker([](const Request& request) { return json_response(json_of(std::stoul(request.target.substr(1)))); });
    TestApplication application(
        [&](Request request, Responder responder) { worker.take(std::move(request), std::move(responder)); });
    const TestServer server(application);
    Client client(server);
    for (const std::size_t size : {2'000, 400'000}) {
        client.send(get_request("/" + std::to_string(size), asks));
        EXPECT_EQ(inflated(client.read().body), json_of(size));
    }
}

}  // namespace
}  // namespace stele::http
