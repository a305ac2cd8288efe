#include "http/connection.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"

namespace stele::http {

Connection::Connection(Loop& loop, const AcceptedSocket& accepted)
    : loop_(loop),
      socket_(loop.context()),
      slot_(std::make_shared<ConnectionSlot>(loop.mailbox(), loop, *this)),
      remote_address_(accepted.remote_address) {
    boost::system::error_code error;
    socket_.assign(accepted.is_ipv6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4(), accepted.descriptor, error);
    if (error) ::close(accepted.descriptor);
    descriptor_ = accepted.descriptor;
}

void Connection::start(bool refused) {
    if (!socket_.is_open()) {
        close();
        return;
    }
    boost::system::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    if (refused) {
        refuse(503, {}, "there are too many connections");
        return;
    }
    enter(Phase::idle);
    start_reading();
}

void Connection::start_reading() {
    if (reading_ || closed_ || running_ || (closing_ && !draining_)) return;
    if (output_.unsent() > limits::unsent_reply_size) return;
    make_room();
    reading_ = true;
    socket_.async_read_some(asio::buffer(buffer_.get() + end_, capacity_ - end_),
                            [this](const boost::system::error_code& error, std::size_t size) { on_read(error, size); });
}

// The buffer is small between requests, as large as a head needs to be, and large while a body comes.
void Connection::make_room() {
    const std::size_t used = end_ - begin_;
    const std::size_t coming = draining_ ? limits::body_read_size : std::min(parser_.body_left(), limits::body_read_size);
    std::size_t wanted = limits::read_size;
    while (wanted < 2 * used || wanted < coming) wanted *= 2;
    if (wanted != capacity_) {
        auto larger = std::make_unique_for_overwrite<char[]>(wanted);
        if (used > 0) std::memcpy(larger.get(), buffer_.get() + begin_, used);
        buffer_ = std::move(larger);
        capacity_ = wanted;
    } else if (begin_ > 0 && used > 0) {
        std::memmove(buffer_.get(), buffer_.get() + begin_, used);
    }
    begin_ = 0;
    end_ = used;
}

void Connection::on_read(const boost::system::error_code& error, std::size_t size) {
    reading_ = false;
    if (closed_) {
        loop_.schedule_turn_end();
        return;
    }
    if (closing_) {
        discard(size, static_cast<bool>(error));
        return;
    }
    loop_.touch();
    if (error) {
        // The end of what the client has to say; replies that are still to be taken are sent.
        closing_ = true;
        if (output_.empty()) close();
        return;
    }
    end_ += size;
    process();
}

void Connection::discard(std::size_t size, bool at_end) {
    if (!draining_) return;  // the reply goes first
    discarded_ += size;
    if (at_end || discarded_ > limits::linger_size) {
        close();
    } else {
        start_reading();
    }
}

void Connection::process() {
    processing_ = true;
    std::size_t answered = 0;
    while (!running_ && !closing_ && begin_ < end_ && output_.unsent() <= limits::unsent_reply_size) {
        if (answered == limits::pipelined_requests) {
            finish();
            break;
        }
        std::size_t consumed = 0;
        const auto state = parser_.advance({buffer_.get() + begin_, end_ - begin_}, consumed);
        begin_ += consumed;
        if (state == RequestParser::State::refused) {
            refuse();
        } else if (state == RequestParser::State::complete) {
            dispatch();
            ++answered;
        } else {
            invite_body();
            break;
        }
    }
    processing_ = false;
    if (closed_) return;
    update_phase();
    if (answered < limits::pipelined_requests) start_reading();
}

void Connection::dispatch() {
    running_ = true;
    running_head_ = parser_.is_head();
    running_keep_alive_ = parser_.keep_alive();
    running_http_1_0_ = parser_.is_http_1_0();
    invited_ = false;
    enter(Phase::running);
    Request request = parser_.take_request();
    request.remote_address = remote_address_;
    request.received_us = loop_.now_us();
    if (!request.prepare()) {
        const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
        reply(loop_.application().refuse(400, path, "malformed request target or query"));
        return;
    }
    running_path_ = request.path();
    // The end of the turn must come even when the reply does not: the application may hold something for the turn.
    loop_.schedule_turn_end();
    loop_.application().handle(std::move(request), Responder(slot_));
}

void Connection::reply(std::optional<Response> response) {
    if (closed_) return;
    assert(running_);
    running_ = false;
    if (!response) response = loop_.application().refuse(500, running_path_, "internal error");
    if (!running_keep_alive_ || response->close || loop_.stopping()) closing_ = true;
    append(std::move(*response), running_head_);
    if (!processing_) update_phase();
}

void Connection::append(Response response, bool is_head) {
    auto header = ConnectionHeader::none;
    if (closing_) {
        header = ConnectionHeader::close;
    } else if (running_http_1_0_) {
        header = ConnectionHeader::keep_alive;
    }
    const bool with_body = !is_head && may_have_body(response.status);
    output_.append(std::move(response), with_body, loop_.date(), header);
    finish();
}

void Connection::refuse() {
    const Refusal refusal = parser_.refusal();
    refuse(refusal.status, parser_.refused_path(), refusal.reason);
}

void Connection::refuse(int status, std::string_view path, std::string_view reason) {
    closing_ = true;
    refused_ = true;
    begin_ = end_ = 0;
    append(loop_.application().refuse(status, path, reason), parser_.is_head());
    enter(Phase::closing);
}

void Connection::invite_body() {
    if (parser_.state() != RequestParser::State::body || !parser_.expects_continue() || invited_) return;
    invited_ = true;
    output_.append("HTTP/1.1 100 Continue\r\n\r\n");
    finish();
}

void Connection::finish() {
    if (!std::exchange(finished_, true)) loop_.finish(*this);
}

void Connection::flush() {
    finished_ = false;
    if (closed_ || waiting_writable_ || output_.empty()) return;
    switch (output_.write(descriptor_)) {
        case Output::Outcome::done:
            write_deadline_us_ = never;
            if (closing_) {
                end_after_output();
            } else if (loop_.stopping()) {
                on_stop();
            } else if (phase_ == Phase::idle) {
                deadline_us_ = loop_.now_us() + std::int64_t{loop_.timeouts().idle_ms} * 1000;
            }
            break;
        case Output::Outcome::blocked:
            wait_writable();
            break;
        case Output::Outcome::failed:
            close();
            break;
    }
}

void Connection::resume() {
    if (closed_ || closing_ || running_ || processing_) return;
    process();
}

void Connection::wait_writable() {
    write_deadline_us_ = loop_.now_us() + std::int64_t{loop_.timeouts().write_ms} * 1000;
    waiting_writable_ = true;
    socket_.async_wait(Loop::Socket::wait_write, [this](const boost::system::error_code& error) {
        waiting_writable_ = false;
        if (closed_) {
            loop_.schedule_turn_end();
        } else if (error) {
            close();
        } else {
            finish();
        }
    });
}

// A client that still sends would get a reset, and lose the reply, if the socket were closed under it.
void Connection::end_after_output() {
    if (!refused_ && !has_unread()) {
        close();
        return;
    }
    boost::system::error_code ignored;
    socket_.shutdown(Loop::Socket::shutdown_send, ignored);
    draining_ = true;
    begin_ = end_ = 0;
    deadline_us_ = loop_.now_us() + std::int64_t{loop_.timeouts().linger_ms} * 1000;
    start_reading();
}

bool Connection::has_unread() const {
    char byte;
    return begin_ < end_ || ::recv(descriptor_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

void Connection::update_phase() {
    if (running_ || closing_) {
        enter(running_ ? Phase::running : Phase::closing);
    } else if (parser_.state() == RequestParser::State::head) {
        enter(begin_ < end_ ? Phase::head : Phase::idle);
    } else {
        enter(Phase::body);
    }
}

void Connection::enter(Phase phase) {
    if (std::exchange(phase_, phase) == phase && deadline_us_ != never) return;
    const Timeouts& timeouts = loop_.timeouts();
    switch (phase) {
        case Phase::idle:
            deadline_us_ = loop_.now_us() + std::int64_t{timeouts.idle_ms} * 1000;
            break;
        case Phase::head:
            deadline_us_ = loop_.now_us() + std::int64_t{timeouts.head_ms} * 1000;
            break;
        case Phase::body:
            deadline_us_ = loop_.now_us() + std::int64_t{timeouts.body_ms} * 1000;
            break;
        case Phase::running:
        case Phase::closing:
            deadline_us_ = never;
            break;
    }
}

void Connection::check_deadlines() {
    if (loop_.now_us() >= write_deadline_us_) {
        close();
        return;
    }
    if (loop_.now_us() < deadline_us_) return;
    switch (phase_) {
        case Phase::head:
            refuse(408, {}, "the request did not come in time");
            break;
        case Phase::body:
            refuse(408, parser_.refused_path(), "the body did not come in time");
            break;
        case Phase::idle:
            if (output_.empty()) close();  // else the write's deadline counts
            break;
        case Phase::running:
        case Phase::closing:
            close();
            break;
    }
}

void Connection::on_stop() {
    if (phase_ == Phase::idle && output_.empty() && !has_unread()) close();
}

void Connection::close() {
    if (std::exchange(closed_, true)) return;
    slot_->detach();
    boost::system::error_code ignored;
    socket_.close(ignored);
    loop_.forget(*this);
}

}  // namespace stele::http
