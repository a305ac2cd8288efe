#include "http/connection.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "http/compress.h"

namespace stele::http {
namespace {

constexpr int reads_a_turn = 8;

}  // namespace

Connection::Connection(Loop& loop, const AcceptedSocket& accepted)
    : loop_(loop),
      socket_(accepted.descriptor),
      slot_(std::make_shared<ConnectionSlot>(loop.mailbox(), loop, *this)),
      remote_address_(accepted.remote_address),
      parser_([this](const Request& head) { return loop_.application().plan_upload(head); }) {}

Connection::~Connection() {
    if (socket_ >= 0) ::close(socket_);
}

void Connection::start(bool refused) {
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (!loop_.watch(socket_, *this)) {
        close();
    } else if (refused) {
        refuse(503, {}, "there are too many connections");
    } else {
        enter(Phase::idle);
    }
}

void Connection::on_ready(std::uint32_t events) {
    if (closed_) return;
    if ((events & ~std::uint32_t{EPOLLOUT}) != 0) readable_ = true;
    if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) input_ends_ = true;
    if ((events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0 && std::exchange(blocked_, false)) finish();
    read();
}

bool Connection::may_read() const {
    return readable_ && !closed_ && !running_ && !yielding_ && (!closing_ || draining_) &&
           output_.unsent() <= limits::unsent_reply_size;
}

void Connection::read() {
    for (int reads = 0; may_read(); ++reads) {
        if (reads == reads_a_turn) {
            yield();
            return;
        }
        if (!read_once()) return;
    }
}

// False when there is nothing.
bool Connection::read_once() {
    make_room();
    const std::size_t room = capacity_ - end_;
    const ssize_t got = ::recv(socket_, buffer_.get() + end_, room, 0);
    if (got < 0 && errno == EINTR) return true;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        readable_ = false;
        return false;
    }
    if (got <= 0) {
        on_end_of_input();
        return false;
    }
    const auto size = static_cast<std::size_t>(got);
    // A short read has emptied the socket; the next bytes raise a new edge.
    if (size < room && !input_ends_) readable_ = false;
    if (draining_) {
        discard(size);
    } else {
        end_ += size;
        process();
    }
    return true;
}

// What the client had to say is said; replies that are still to be taken are sent.
void Connection::on_end_of_input() {
    readable_ = false;
    closing_ = true;
    if (draining_ || output_.empty()) close();
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

void Connection::discard(std::size_t size) {
    discarded_ += size;
    if (discarded_ > limits::linger_size) close();
}

void Connection::process() {
    processing_ = true;
    std::size_t answered = 0;
    while (!running_ && !closing_ && begin_ < end_ && output_.unsent() <= limits::unsent_reply_size) {
        if (answered == limits::pipelined_requests) {
            yield();
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
}

void Connection::dispatch() {
    running_ = true;
    running_head_ = parser_.is_head();
    running_keep_alive_ = parser_.keep_alive();
    running_http_1_0_ = parser_.is_http_1_0();
    invited_ = false;
    uploaded_ = 0;
    enter(Phase::running);
    Request& request = parser_.request();
    if (request.body_unread) refused_ = true;
    request.remote_address = client_address(remote_address_, request.headers, loop_.options().trusted_proxies);
    running_gzip_ = accepts_gzip(request);
    if (loop_.options().cors.enabled()) running_page_ = CorsRules::read(request);
    dressed_ = false;
    request.received_us = loop_.now_us();
    if (request.prepare()) {
        running_path_ = request.path();
        // The end of the turn must come even when the reply does not: the application may hold something for the turn.
        loop_.schedule_turn_end();
        loop_.application().handle(std::move(request), Responder(slot_));
    } else {
        const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
        Response refusal =
            loop_.application().refuse(400, path, "malformed request target or query", request.remote_address);
        reply(&refusal);
    }
    parser_.begin_next();
}

void Connection::reply(Response* response) {
    if (closed_) return;
    assert(running_);
    if (response == nullptr) {
        Response refusal = loop_.application().refuse(500, running_path_, "internal error", remote_address_);
        reply(&refusal);
        return;
    }
    if (!dress(*response)) return;
    if (!running_keep_alive_ || response->close || loop_.stopping()) closing_ = true;
    const bool with_body = !running_head_ && may_have_body(response->status);
    append(*response, with_body);
    if (with_body && response->size() > 0 && response->stream) {
        stream_ = Stream{std::move(response->stream), response->stream_size};
        pull();
    } else {
        end_running();
    }
}

void Connection::end_running() {
    running_ = false;
    if (!processing_) update_phase();
}

// Asks for the next piece, when it is time.
void Connection::pull() {
    if (stream_->coming > 0 || output_.unsent() > limits::stream_piece_size) return;
    stream_->coming = static_cast<std::size_t>(std::min<std::uint64_t>(stream_->left, limits::stream_piece_size));
    stream_->left -= stream_->coming;
    loop_.stream_readers().read(slot_, stream_->source, stream_->coming);
}

// The length of the body was promised: a client that gets less of it knows that by the end of the connection.
void Connection::take_piece(std::string bytes) {
    if (closed_) return;
    if (bytes.size() < stream_->coming) {
        loop_.log().write(LogLevel::error, "a reply broke off: what is sent cannot be read", running_path_);
        close();
        return;
    }
    output_.append_body(std::move(bytes));
    finish();
    stream_->coming = 0;
    if (stream_->left > 0) {
        pull();
    } else {
        stream_.reset();
        end_running();
    }
}

// What is the same for all replies. False when the response was taken to be compressed; it comes back.
bool Connection::dress(Response& response) {
    if (std::exchange(dressed_, true)) return true;
    if (loop_.options().cors.enabled()) loop_.options().cors.mark(response, running_page_.get());
    if (!is_worth_compressing(response)) return true;
    response.headers.push_back({"Vary", "Accept-Encoding"});
    if (!running_gzip_) return true;
    if (response.body.size() > limits::gzip_inline_size) return !loop_.compressor().take(slot_, response);
    compress(response);
    return true;
}

void Connection::append(Response& response, bool with_body) {
    auto header = ConnectionHeader::none;
    if (closing_) {
        header = ConnectionHeader::close;
    } else if (running_http_1_0_) {
        header = ConnectionHeader::keep_alive;
    }
    output_.append(response, with_body, loop_.date(), header);
    finish();
}

void Connection::refuse() {
    const Refusal refusal = parser_.refusal();
    if (refusal.status == 503) loop_.log().write(LogLevel::error, refusal.reason, parser_.refused_path());  // ours to mend
    refuse(refusal.status, parser_.refused_path(), refusal.reason);
}

void Connection::refuse(int status, std::string_view path, std::string_view reason) {
    closing_ = true;
    refused_ = true;
    begin_ = end_ = 0;
    parser_.abandon();
    const Request& request = parser_.request();  // as far as it came
    const std::string client = client_address(remote_address_, request.headers, loop_.options().trusted_proxies);
    Response response = loop_.application().refuse(status, path, reason, client);
    const CorsRules& cors = loop_.options().cors;
    if (cors.enabled()) cors.mark(response, CorsRules::read(request).get());
    append(response, !parser_.is_head() && may_have_body(response.status));
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

// The other connections first.
void Connection::yield() {
    yielding_ = true;
    finish();
}

void Connection::flush() {
    finished_ = false;
    if (closed_ || blocked_ || output_.empty()) return;
    switch (output_.write(socket_)) {
        case Output::Outcome::done:
            write_deadline_us_ = never;
            if (stream_) {
                pull();
            } else if (closing_) {
                end_after_output();
            } else if (loop_.stopping()) {
                on_stop();
            } else if (phase_ == Phase::idle) {
                deadline_us_ = loop_.now_us() + std::int64_t{loop_.timeouts().idle_ms} * 1000;
            }
            break;
        case Output::Outcome::blocked:
            blocked_ = true;
            write_deadline_us_ = loop_.now_us() + std::int64_t{loop_.timeouts().write_ms} * 1000;
            if (stream_) pull();
            break;
        case Output::Outcome::failed:
            close();
            break;
    }
}

void Connection::resume() {
    if (closed_) return;
    yielding_ = false;
    if (!closing_ && !running_) process();
    read();
}

// A client that still sends would get a reset, and lose the reply, if the socket were closed under it.
void Connection::end_after_output() {
    if (!refused_ && !has_unread()) {
        close();
        return;
    }
    ::shutdown(socket_, SHUT_WR);
    draining_ = true;
    begin_ = end_ = 0;
    deadline_us_ = loop_.now_us() + std::int64_t{loop_.timeouts().linger_ms} * 1000;
}

bool Connection::has_unread() const {
    char byte;
    return begin_ < end_ || ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

void Connection::update_phase() {
    if (running_ || closing_) {
        enter(running_ ? Phase::running : Phase::closing);
    } else if (parser_.state() == RequestParser::State::head) {
        enter(begin_ < end_ ? Phase::head : Phase::idle);
    } else {
        enter(Phase::body);
        renew_upload_deadline();
    }
}

// An upload may take as long as it moves.
void Connection::renew_upload_deadline() {
    const std::uint64_t uploaded = parser_.uploaded();
    if (uploaded - uploaded_ < limits::upload_pace_size) return;
    uploaded_ = uploaded;
    deadline_us_ = loop_.now_us() + std::int64_t{loop_.timeouts().body_ms} * 1000;
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
    ::close(std::exchange(socket_, -1));
    loop_.forget(*this);
}

}  // namespace stele::http
