// The listener: HTTP/1.1 over Asio with llhttp, one event loop a core.
//
// A loop handles all ready sockets first and sends all replies after (one turn). Requests of one connection are answered in
// order; a later one is not handed on before the earlier one was answered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/log.h"
#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

namespace stele::http {

namespace detail {
struct ReplySlot;
}

// The way back to one waiting request. Movable; send() once, from any thread. Destroyed without a send, it answers 500.
class Responder {
   public:
    Responder() = default;
    explicit Responder(std::shared_ptr<detail::ReplySlot> slot);
    ~Responder();
    Responder(Responder&&) noexcept = default;
    Responder& operator=(Responder&&) noexcept = default;

    void send(Response response);

   private:
    std::shared_ptr<detail::ReplySlot> slot_;
};

// What the server serves. Called on the loops' threads, from several at once; must not block.
class Application {
   public:
    virtual ~Application() = default;
    virtual void handle(Request request, Responder responder) noexcept = 0;
    // All ready sockets of this loop were handled; replies go out next. What was held for the turn is let go here.
    virtual void turn_ended() noexcept {}
    // The reply to a request that the server itself refuses (400, 408, 413, 414, 417, 431, 503), in the form that fits the
    // path; the path is empty when it is not known. The server adds `Connection: close` where it must.
    [[nodiscard]] virtual Response refuse(int status, std::string_view path, std::string_view reason) noexcept = 0;
};

struct ServerOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: any free one
    unsigned loops = 0;         // 0: one a core
};

class Server {
   public:
    // Binds and listens; does not accept yet. Error: invalid with a line for a person when the address cannot be had.
    [[nodiscard]] static Result<std::unique_ptr<Server>> listen(const ServerOptions& options, Application& application,
                                                                Log& log);
    virtual ~Server() = default;

    [[nodiscard]] virtual std::uint16_t port() const = 0;
    // Accepts and serves until stop(); then stops accepting, finishes what runs (limits::shutdown_timeout_ms) and returns.
    virtual void run() = 0;
    // Any thread; also async-signal context through a self-pipe of the caller. Once.
    virtual void stop() = 0;
};

}  // namespace stele::http
