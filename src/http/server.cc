#include "http/server.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <thread>
#include <utility>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <sys/socket.h>
#include <unistd.h>

#include "http/loop.h"

namespace stele::http {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t accepted_a_turn = 64;
constexpr std::chrono::milliseconds accept_pause{100};  // when there are no descriptors left
constexpr std::size_t refused_at_once = 256;            // beyond these, a connection too many is closed without a word

std::string numeric_address(const tcp::endpoint& endpoint) {
    const auto address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

std::string without_brackets(std::string host) {
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') return host.substr(1, host.size() - 2);
    return host;
}

class ServerOfLoops final : public Server {
   public:
    using Acceptor = asio::basic_socket_acceptor<tcp, Loop::Executor>;

    ServerOfLoops(const ServerOptions& options, Application& application, Log& log)
        : options_(options),
          shared_{options_, application, log},
          loops_(make_loops()),
          acceptor_(loops_[0]->context()),
          pause_(loops_[0]->context()) {
        loops_[0]->on_stop([this] {
            error_code ignored;
            acceptor_.close(ignored);
            pause_.cancel();
        });
    }

    error_code open();
    [[nodiscard]] std::uint16_t port() const override { return port_; }
    void run() override;
    void stop() override;

   private:
    std::vector<std::unique_ptr<Loop>> make_loops();
    error_code open(const tcp::endpoint& endpoint);
    void wait_for_connections();
    void accept_ready();
    bool accept_one();
    Loop& next_loop();
    void pause_accepting();

    const ServerOptions options_;
    Shared shared_;
    std::vector<std::unique_ptr<Loop>> loops_;
    Acceptor acceptor_;
    Loop::Timer pause_;
    std::uint16_t port_ = 0;
    std::size_t next_ = 0;
};

std::vector<std::unique_ptr<Loop>> ServerOfLoops::make_loops() {
    const unsigned count = options_.loops != 0 ? options_.loops : std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::unique_ptr<Loop>> loops;
    loops.reserve(count);
    for (unsigned i = 0; i < count; ++i) loops.push_back(std::make_unique<Loop>(shared_));
    return loops;
}

error_code ServerOfLoops::open() {
    error_code error;
    tcp::resolver resolver(loops_[0]->context());
    const auto found = resolver.resolve(without_brackets(options_.host), std::to_string(options_.port),
                                        tcp::resolver::passive | tcp::resolver::numeric_service, error);
    if (error) return error;
    // A name may stand for both; most clients on one machine try 127.0.0.1.
    for (const bool ipv4 : {true, false}) {
        for (const auto& entry : found) {
            if (entry.endpoint().address().is_v4() != ipv4) continue;
            error = open(entry.endpoint());
            if (!error) return error;
        }
    }
    return error;
}

error_code ServerOfLoops::open(const tcp::endpoint& endpoint) {
    error_code error;
    error_code ignored;
    acceptor_.close(ignored);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(Acceptor::reuse_address(true), error);
    if (!error && endpoint.protocol() == tcp::v6()) acceptor_.set_option(asio::ip::v6_only(false), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(Acceptor::max_listen_connections, error);
    if (!error) acceptor_.native_non_blocking(true, error);
    if (!error) port_ = acceptor_.local_endpoint(error).port();
    return error;
}

void ServerOfLoops::run() {
    wait_for_connections();
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < loops_.size(); ++i) threads.emplace_back([loop = loops_[i].get()] { loop->run(); });
    loops_[0]->run();
    for (std::jthread& thread : threads) thread.join();
    shared_.stream_readers.stop();  // what the sources read from may end with this call
}

void ServerOfLoops::stop() {
    for (const auto& loop : loops_) loop->mailbox()->put_stop();
}

void ServerOfLoops::wait_for_connections() {
    acceptor_.async_wait(Acceptor::wait_read, [this](const error_code& error) {
        if (!error && acceptor_.is_open()) accept_ready();
    });
}

void ServerOfLoops::accept_ready() {
    for (std::size_t i = 0; i < accepted_a_turn; ++i) {
        if (accept_one()) continue;
        const int reason = errno;
        if (reason == EMFILE || reason == ENFILE || reason == ENOBUFS || reason == ENOMEM) {
            shared_.log.write(LogLevel::warning, "cannot accept a connection", std::generic_category().message(reason));
            pause_accepting();
            return;
        }
        if (reason == EAGAIN || reason == EWOULDBLOCK) break;
    }
    wait_for_connections();
}

// False, with errno, when there is none.
bool ServerOfLoops::accept_one() {
    tcp::endpoint peer;
    auto size = static_cast<socklen_t>(peer.capacity());
    const int descriptor = ::accept4(acceptor_.native_handle(), peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0) return false;
    peer.resize(size);
    const std::size_t open = shared_.connections.fetch_add(1, std::memory_order_relaxed);
    if (open >= options_.connections + refused_at_once) {
        ::close(descriptor);
        shared_.connections.fetch_sub(1, std::memory_order_relaxed);
        return true;
    }
    AcceptedSocket accepted{descriptor, open >= options_.connections, numeric_address(peer)};
    Loop& loop = next_loop();
    if (&loop == loops_[0].get()) {
        loop.adopt(accepted);
    } else if (!loop.mailbox()->put_socket(std::move(accepted))) {
        ::close(descriptor);
    }
    return true;
}

// The one with the fewest connections; in turn where these are equal.
Loop& ServerOfLoops::next_loop() {
    std::size_t best = next_ % loops_.size();
    for (std::size_t i = 1; i < loops_.size(); ++i) {
        const std::size_t other = (next_ + i) % loops_.size();
        if (loops_[other]->load() < loops_[best]->load()) best = other;
    }
    next_ = best + 1;
    return *loops_[best];
}

void ServerOfLoops::pause_accepting() {
    pause_.expires_after(accept_pause);
    pause_.async_wait([this](const error_code& error) {
        if (!error && acceptor_.is_open()) accept_ready();
    });
}

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(const ServerOptions& options, Application& application, Log& log) {
    const auto refused = [&](const std::string& reason) {
        return fail(ErrorCode::invalid,
                    "cannot listen on " + options.host + ':' + std::to_string(options.port) + ": " + reason);
    };
    try {
        auto server = std::make_unique<ServerOfLoops>(options, application, log);
        if (const error_code error = server->open()) return refused(error.message());
        return server;
    } catch (const boost::system::system_error& error) {  // Asio's, when there are no descriptors left
        return refused(error.code().message());
    }
}

}  // namespace stele::http
