// The listener: HTTP/1.1 over Asio with llhttp, one event loop a core.
//
// A loop handles all ready sockets first and sends all replies after (one turn). Requests of one connection are answered in
// order; a later one is not handed on before the earlier one was answered. Replies are compressed for clients that ask for it, and
// marked for the web pages that may read them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/log.h"
#include "base/result.h"
#include "http/cors.h"
#include "http/forwarded.h"
#include "http/request.h"
#include "http/response.h"
#include "http/upload_plan.h"

namespace stele::http {

namespace detail {
// Where a reply goes; the server's leads to a connection. Each is delivered to once a request.
struct ReplySlot {
    virtual ~ReplySlot() = default;
    // Takes what it wants of the response; null for a responder that was dropped unused.
    virtual void deliver(std::shared_ptr<ReplySlot> self, Response* response) = 0;
};
}  // namespace detail

// The way back to one waiting request. Movable; send() once, from any thread. Destroyed without a send, it answers 500.
// Harmless when the client has gone, or the server.
class Responder {
   public:
    Responder() = default;
    explicit Responder(std::shared_ptr<detail::ReplySlot> slot);
    ~Responder();
    Responder(Responder&&) noexcept = default;
    Responder& operator=(Responder&& other) noexcept;

    void send(Response response);

   private:
    std::shared_ptr<detail::ReplySlot> slot_;
};

class SendTogetherList;

// A responder without a server, for tests: `receive` gets the reply, on the thread that sends it.
[[nodiscard]] Responder make_responder(std::function<void(Response)> receive);

// While one lives on a thread that is not a loop's, the replies sent on that thread are held; when it ends, they go out
// together, at one wake a loop. The writer holds one while it answers a batch. Without it each send() is handed over at
// once, and wakes a loop only when none of its earlier replies is still to be picked up.
class SendTogether {
   public:
    SendTogether();
    ~SendTogether();
    SendTogether(const SendTogether&) = delete;
    SendTogether& operator=(const SendTogether&) = delete;

   private:
    std::unique_ptr<SendTogetherList> list_;
    SendTogetherList* outer_;  // that of an enclosing one
};

// What the server serves. Called on the loops' threads, from several at once; must not block.
class Application {
   public:
    virtual ~Application() = default;
    virtual void handle(Request request, Responder responder) noexcept = 0;
    // See http/upload_plan.h. Nothing: multipart/form-data is no more than any other body.
    [[nodiscard]] virtual std::optional<UploadPlan> plan_upload(const Request& /*head*/) noexcept { return std::nullopt; }
    // All ready sockets of this loop were handled; replies go out next. What was held for the turn is let go here.
    virtual void turn_ended() noexcept {}
    // The reply to a request that the server itself refuses (400, 408, 413, 414, 417, 431, 501 for an unknown method, 503,
    // 505 for another HTTP version, and 500 for a dropped responder), in the form that fits the path; the path is empty when
    // it is not known. The server adds `Connection: close` where it must.
    [[nodiscard]] virtual Response refuse(int status, std::string_view path, std::string_view reason,
                                          std::string_view remote_address) noexcept = 0;
};

struct Timeouts {
    int head_ms = limits::head_timeout_ms;
    int body_ms = limits::body_timeout_ms;
    int idle_ms = limits::idle_timeout_ms;
    int write_ms = limits::write_timeout_ms;
    int linger_ms = limits::linger_timeout_ms;
    int shutdown_ms = limits::shutdown_timeout_ms;
};

struct ServerOptions {
    std::string host = "127.0.0.1";  // a name or a numeric address; "[::1]" and "::1" are one
    std::uint16_t port = 8080;       // 0: any free one
    unsigned loops = 0;              // 0: one a core
    std::size_t connections = limits::connections;
    Timeouts timeouts;
    CorsRules cors;
    AddressRanges trusted_proxies;  // whose X-Forwarded-For says who the client is
};

class Server {
   public:
    // Binds and listens; does not accept yet. Error: invalid with a line for a person when the address cannot be had.
    [[nodiscard]] static Result<std::unique_ptr<Server>> listen(const ServerOptions& options, Application& application,
                                                                Log& log);
    virtual ~Server() = default;

    [[nodiscard]] virtual std::uint16_t port() const = 0;
    // Accepts and serves until stop(); then stops accepting, finishes what runs (limits::shutdown_timeout_ms) and returns. No
    // source of a reply is read after that.
    virtual void run() = 0;
    // Any thread; also async-signal context through a self-pipe of the caller. Once.
    virtual void stop() = 0;
};

}  // namespace stele::http
