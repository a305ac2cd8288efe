// A server with a small application on a free port, and a raw blocking client. Waits on sockets only.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "http/server.h"

namespace stele::http {

// A gate between threads: a test waits until `count` calls of arrive() were made.
class Gate {
   public:
    void arrive();
    void wait_for(int count);

   private:
    std::atomic<int> arrived_ = 0;
};

class QuietLog final : public Log {
   public:
    void write(LogLevel level, std::string_view, std::string_view) override {
        if (level == LogLevel::warning) warnings.arrive();
    }
    [[nodiscard]] bool access_enabled() const override { return false; }
    void access(const Access&) override {}

    Gate warnings;
};

// Answers "GET /path body" unless a test gives it something better to do. Refusals say "refused <status> <path>".
class TestApplication : public Application {
   public:
    using Handler = std::function<void(Request, Responder)>;

    TestApplication() : handler_(echo) {}
    explicit TestApplication(Handler handler) : handler_(std::move(handler)) {}

    void handle(Request request, Responder responder) noexcept override {
        ++handled;
        handler_(std::move(request), std::move(responder));
    }
    void turn_ended() noexcept override {
        ++turns;
        if (on_turn_ended) on_turn_ended();
    }
    [[nodiscard]] Response refuse(int status, std::string_view path, std::string_view reason,
                                  std::string_view remote_address) noexcept override;

    static void echo(Request request, Responder responder);

    std::atomic<int> handled = 0;
    std::atomic<int> turns = 0;
    std::function<void()> on_turn_ended;  // set before the server runs

   private:
    Handler handler_;
};

[[nodiscard]] Response text_response(std::string body);

// Runs on a thread of its own until it is destroyed or stopped.
class TestServer {
   public:
    explicit TestServer(Application& application, ServerOptions options = {}, unsigned loops = 1);
    ~TestServer();
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    void stop() { server_->stop(); }
    [[nodiscard]] Gate& warnings() { return log_.warnings; }
    void join();  // after stop(): returns when run() has

   private:
    QuietLog log_;
    std::unique_ptr<Server> server_;
    std::thread thread_;
    bool stopped_ = false;
};

struct Reply {
    int status = 0;
    std::vector<NameValue> headers;  // names in lower case
    std::string body;

    [[nodiscard]] std::string header(std::string_view name) const;  // empty when absent
    [[nodiscard]] bool closes() const { return header("connection") == "close"; }
};

class Client {
   public:
    explicit Client(std::uint16_t port, int receive_buffer = 0);
    explicit Client(const TestServer& server, int receive_buffer = 0) : Client(server.port(), receive_buffer) {}
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // False when the server does not take it any more.
    bool send(std::string_view bytes);
    void end_sending();
    // Status 0 when the connection ended, or nothing came for long.
    Reply read(bool of_head = false);
    Reply get(std::string_view target);
    // Nothing more came before the end, and the end came orderly.
    [[nodiscard]] bool is_closed();
    // There is something to read, or the end.
    [[nodiscard]] bool has_input() const;
    // All until the end.
    std::string read_all();

   private:
    bool fill();

    int socket_;
    std::string buffer_;
    bool failed_ = false;
};

[[nodiscard]] std::string get_request(std::string_view target, std::string_view more_headers = {});
[[nodiscard]] std::string post_request(std::string_view target, std::string_view body, std::string_view more_headers = {});

// Answers what it is given on a thread of its own, in batches, as the writer does.
class Worker {
   public:
    using Answer = std::function<Response(const Request&)>;

    explicit Worker(Answer answer);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void take(Request request, Responder responder);

   private:
    struct State;
    std::unique_ptr<State> state_;
    std::thread thread_;
};

}  // namespace stele::http
