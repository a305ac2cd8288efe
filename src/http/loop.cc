#include "http/loop.h"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/asio/post.hpp>
#include <sys/epoll.h>
#include <unistd.h>

#include "http/connection.h"

namespace stele::http {
namespace {

constexpr int max_tick_ms = 1000;
constexpr int min_tick_ms = 5;
constexpr std::size_t sockets_a_turn = 256;

std::int64_t steady_us() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

// Deadlines are looked at four times as often as the shortest needs.
int tick_ms(const Timeouts& timeouts) {
    const int shortest = std::min(
        {timeouts.head_ms, timeouts.body_ms, timeouts.idle_ms, timeouts.write_ms, timeouts.linger_ms, timeouts.shutdown_ms});
    return std::clamp(shortest / 4, min_tick_ms, max_tick_ms);
}

}  // namespace

// Sockets and timers are used by the loop's own thread alone, so the reactor takes no locks; posting does.
Loop::Loop(Shared& shared)
    : shared_(shared),
      context_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO),
      work_(context_.get_executor()),
      sockets_(context_, ::epoll_create1(EPOLL_CLOEXEC)),
      timer_(context_),
      mailbox_(std::make_shared<Mailbox>(*this)) {
    touch();
    wait_for_sockets();
}

Loop::~Loop() {
    mailbox_->end();
    Mailbox::Content left;
    mailbox_->take(left);
    for (const AcceptedSocket& socket : left.sockets) ::close(socket.descriptor);
    while (!connections_.empty()) connections_.back()->close();
}

Loop*& Loop::current() {
    static thread_local Loop* loop = nullptr;
    return loop;
}

void Loop::run() {
    current() = this;
    context_.run();
    current() = nullptr;
}

void Loop::touch() {
    now_us_ = steady_us();
    if (now_us_ < next_date_us_) return;
    const auto wall = std::chrono::system_clock::now().time_since_epoch();
    const auto wall_us = std::chrono::duration_cast<std::chrono::microseconds>(wall).count();
    date_ = format_date(static_cast<std::time_t>(wall_us / 1'000'000));
    next_date_us_ = now_us_ + 1'000'000 - wall_us % 1'000'000;
}

bool Loop::watch(int socket, Connection& connection) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = &connection;
    return ::epoll_ctl(sockets_.native_handle(), EPOLL_CTL_ADD, socket, &event) == 0;
}

void Loop::wait_for_sockets() {
    sockets_.async_wait(asio::posix::descriptor_base::wait_read, [this](const boost::system::error_code& error) {
        if (!error) handle_sockets();
    });
}

// A whole turn: all that is ready, then the replies.
void Loop::handle_sockets() {
    const bool is_own_turn = !std::exchange(turn_end_scheduled_, true);
    touch();
    std::array<epoll_event, sockets_a_turn> events;
    const int count = ::epoll_wait(sockets_.native_handle(), events.data(), static_cast<int>(events.size()), 0);
    for (int i = 0; i < count; ++i) static_cast<Connection*>(events[i].data.ptr)->on_ready(events[i].events);
    if (is_own_turn) end_turn();
    wait_for_sockets();
}

void Loop::adopt(const AcceptedSocket& accepted) {
    touch();
    auto connection = std::make_unique<Connection>(*this, accepted);
    connection->set_index(connections_.size());
    connections_.push_back(std::move(connection));
    load_.store(connections_.size(), std::memory_order_relaxed);
    start_tick();
    connections_.back()->start(accepted.refused);
}

void Loop::forget(Connection& connection) {
    const std::size_t index = connection.index();
    dead_.push_back(std::move(connections_[index]));
    if (index + 1 < connections_.size()) {
        connections_[index] = std::move(connections_.back());
        connections_[index]->set_index(index);
    }
    connections_.pop_back();
    load_.store(connections_.size(), std::memory_order_relaxed);
    shared_.connections.fetch_sub(1, std::memory_order_relaxed);
    schedule_turn_end();
}

void Loop::schedule_turn_end() {
    if (std::exchange(turn_end_scheduled_, true)) return;
    asio::post(context_, [this] { end_turn(); });
}

// Where the end of a turn is to come anyway, it empties the mailbox.
void Loop::on_wake() {
    if (std::exchange(turn_end_scheduled_, true)) return;
    end_turn();
}

void Loop::end_turn() {
    touch();
    empty_mailbox();
    application().turn_ended();
    turn_end_scheduled_ = false;  // what comes from here on belongs to the next turn
    flushing_.swap(finished_);
    for (Connection* connection : flushing_) connection->flush();
    for (Connection* connection : flushing_) connection->resume();
    flushing_.clear();
    bury();
    if (stopping_ && connections_.empty()) context_.stop();
}

void Loop::empty_mailbox() {
    mailbox_->take(mail_);
    if (std::exchange(mail_.stop, false) && !stopping_) begin_stop();
    for (const auto& slot : mail_.replies) slot->hand_over();
    mail_.replies.clear();
    for (const AcceptedSocket& socket : mail_.sockets) {
        if (stopping_) {
            ::close(socket.descriptor);
        } else {
            adopt(socket);
        }
    }
    mail_.sockets.clear();
}

void Loop::begin_stop() {
    stopping_ = true;
    stop_deadline_us_ = now_us_ + std::int64_t{timeouts().shutdown_ms} * 1000;
    if (on_stop_) on_stop_();
    for (std::size_t i = connections_.size(); i > 0; --i) connections_[i - 1]->on_stop();
    schedule_turn_end();
}

void Loop::start_tick() {
    if (std::exchange(ticking_, true)) return;
    timer_.expires_after(std::chrono::milliseconds(tick_ms(timeouts())));
    timer_.async_wait([this](const boost::system::error_code& error) {
        ticking_ = false;
        if (!error) tick();
    });
}

void Loop::tick() {
    touch();
    if (stopping_ && now_us_ >= stop_deadline_us_) {
        for (std::size_t i = connections_.size(); i > 0; --i) connections_[i - 1]->close();
    }
    for (std::size_t i = connections_.size(); i > 0; --i) connections_[i - 1]->check_deadlines();
    if (!connections_.empty()) start_tick();
}

// A closed connection waits for its cancelled operations.
void Loop::bury() {
    std::erase_if(dead_, [](const auto& connection) { return connection->may_be_destroyed(); });
}

}  // namespace stele::http
