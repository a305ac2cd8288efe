// One event loop on one thread: its connections, its clock and the ends of its turns.
//
// The connections' sockets lie in an edge-triggered epoll set of the loop's own, which is one descriptor to Asio: all that is
// ready comes at once, and a request costs one read and one write, no more. (An Asio read tries once more after each request.)
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>

#include "base/log.h"
#include "http/compressor.h"
#include "http/mailbox.h"
#include "http/server.h"
#include "http/stream_readers.h"

namespace stele::http {

namespace asio = boost::asio;

class Connection;

// What the loops of one server share.
struct Shared {
    const ServerOptions& options;
    Application& application;
    Log& log;
    std::atomic<std::size_t> connections{0};
    Compressor compressor{};
    StreamReaders stream_readers{};
};

class Loop {
   public:
    using Executor = asio::io_context::executor_type;
    using Timer =
        asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

    explicit Loop(Shared& shared);
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void run();
    // Other threads may call these two alone.
    [[nodiscard]] const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }
    [[nodiscard]] std::size_t load() const { return load_.load(std::memory_order_relaxed); }

    // The loop that runs on this thread.
    [[nodiscard]] static Loop*& current();

    // Calls on_ready() of the connection from now on, until the socket is closed. False when there is no room.
    [[nodiscard]] bool watch(int socket, Connection& connection);

    [[nodiscard]] asio::io_context& context() { return context_; }
    [[nodiscard]] Application& application() { return shared_.application; }
    [[nodiscard]] Compressor& compressor() { return shared_.compressor; }
    [[nodiscard]] StreamReaders& stream_readers() { return shared_.stream_readers; }
    [[nodiscard]] const ServerOptions& options() const { return shared_.options; }
    [[nodiscard]] const Timeouts& timeouts() const { return shared_.options.timeouts; }
    [[nodiscard]] Log& log() { return shared_.log; }
    [[nodiscard]] bool stopping() const { return stopping_; }
    void on_stop(std::function<void()> callback) { on_stop_ = std::move(callback); }

    // Reads the clock; called when something becomes ready.
    void touch();
    [[nodiscard]] std::int64_t now_us() const { return now_us_; }
    [[nodiscard]] std::string_view date() const { return date_; }

    void adopt(const AcceptedSocket& accepted);
    void forget(Connection& connection);  // of a closed one; it is destroyed at the end of a turn
    // The connection's replies are sent, and its reading goes on, at the end of this turn.
    void finish(Connection& connection) {
        finished_.push_back(&connection);
        schedule_turn_end();
    }
    void schedule_turn_end();
    void on_wake();  // something lies in the mailbox

   private:
    void wait_for_sockets();
    void handle_sockets();
    void end_turn();
    void empty_mailbox();
    void begin_stop();
    void start_tick();
    void tick();
    void bury();

    Shared& shared_;
    asio::io_context context_;
    asio::executor_work_guard<Executor> work_;
    asio::posix::basic_stream_descriptor<Executor> sockets_;  // the epoll set
    Timer timer_;
    std::shared_ptr<Mailbox> mailbox_;
    Mailbox::Content mail_;
    std::atomic<std::size_t> load_{0};
    std::vector<std::unique_ptr<Connection>> connections_;
    std::vector<std::unique_ptr<Connection>> dead_;
    std::vector<Connection*> finished_;
    std::vector<Connection*> flushing_;
    std::function<void()> on_stop_;
    std::string date_;
    std::int64_t now_us_ = 0;
    std::int64_t next_date_us_ = 0;
    std::int64_t stop_deadline_us_ = 0;
    bool turn_end_scheduled_ = false;
    bool ticking_ = false;
    bool stopping_ = false;
};

}  // namespace stele::http
