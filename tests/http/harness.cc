#include "http/harness.h"

#include <algorithm>
#include <cctype>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace stele::http {
namespace {

constexpr int patience_s = 20;  // only a failing test waits so long

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

}  // namespace

Response text_response(std::string body) {
    Response response;
    response.content_type = "text/plain";
    response.body = std::move(body);
    return response;
}

Response TestApplication::refuse(int status, std::string_view path, std::string_view reason,
                                 std::string_view /*remote_address*/) noexcept {
    Response response = text_response("refused " + std::to_string(status) + ' ' + std::string(path));
    response.status = status;
    response.headers.push_back({"X-Reason", std::string(reason)});
    return response;
}

void TestApplication::echo(Request request, Responder responder) {
    responder.send(
        text_response(std::string(to_string(request.method)) + ' ' + std::string(request.path()) + ' ' + request.body));
}

TestServer::TestServer(Application& application, ServerOptions options, unsigned loops) {
    options.port = 0;
    options.loops = loops;
    // A sanitizer's first look at a type takes descriptors, which one test leaves none of.
    static_cast<Log&>(log_).write(LogLevel::debug, "begins", {});
    auto server = Server::listen(options, application, log_);
    if (!server) throw std::runtime_error(server.error().message);
    server_ = std::move(*server);
    thread_ = std::thread([this] { server_->run(); });
}

TestServer::~TestServer() {
    if (!stopped_) stop();
    join();
}

void TestServer::join() {
    stopped_ = true;
    if (thread_.joinable()) thread_.join();
}

std::string Reply::header(std::string_view name) const {
    for (const NameValue& header : headers) {
        if (header.name == name) return header.value;
    }
    return {};
}

Client::Client(std::uint16_t port, int receive_buffer) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{patience_s, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) failed_ = true;
}

Client::~Client() { ::close(socket_); }

bool Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void Client::end_sending() { ::shutdown(socket_, SHUT_WR); }

bool Client::fill() {
    char part[16 * 1024];
    const ssize_t got = ::recv(socket_, part, sizeof part, 0);
    if (got < 0) failed_ = true;
    if (got <= 0) return false;
    buffer_.append(part, static_cast<std::size_t>(got));
    return true;
}

Reply Client::read(bool of_head) {
    std::size_t end;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) return {};
    }
    Reply reply;
    std::string_view head = std::string_view(buffer_).substr(0, end + 2);
    reply.status = std::stoi(std::string(head.substr(9, 3)));
    while (true) {
        head.remove_prefix(head.find("\r\n") + 2);
        if (head.empty()) break;
        const std::string_view line = head.substr(0, head.find("\r\n"));
        const std::size_t colon = line.find(": ");
        reply.headers.push_back({lower(std::string(line.substr(0, colon))), std::string(line.substr(colon + 2))});
    }
    buffer_.erase(0, end + 4);
    const std::string length = reply.header("content-length");
    const std::size_t size = of_head || length.empty() || reply.status == 304 ? 0 : std::stoul(length);
    while (buffer_.size() < size) {
        if (!fill()) return {};
    }
    reply.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return reply;
}

Reply Client::get(std::string_view target) {
    send(get_request(target));
    return read();
}

bool Client::is_closed() { return buffer_.empty() && !fill() && !failed_; }

bool Client::has_input() const {
    char byte;
    return ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 || errno != EAGAIN;
}

std::string Client::read_all() {
    while (fill()) {
    }
    return std::exchange(buffer_, {});
}

std::string get_request(std::string_view target, std::string_view more_headers) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: stele\r\n" + std::string(more_headers) + "\r\n";
}

std::string post_request(std::string_view target, std::string_view body, std::string_view more_headers) {
    return "POST " + std::string(target) + " HTTP/1.1\r\nHost: stele\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n" + std::string(more_headers) + "\r\n" + std::string(body);
}

void Gate::arrive() {
    ++arrived_;
    arrived_.notify_all();
}

void Gate::wait_for(int count) {
    for (int now = arrived_; now < count; now = arrived_) arrived_.wait(now);
}

struct Worker::State {
    struct Work {
        Request request;
        Responder responder;
    };

    Answer answer;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Work> queue;
    bool ended = false;

    void run() {
        std::unique_lock lock(mutex);
        while (true) {
            changed.wait(lock, [this] { return ended || !queue.empty(); });
            if (queue.empty()) return;
            std::deque<Work> batch = std::exchange(queue, {});
            lock.unlock();
            {
                const SendTogether together;
                for (Work& work : batch) work.responder.send(answer(work.request));
            }
            lock.lock();
        }
    }
};

Worker::Worker(Answer answer) : state_(std::make_unique<State>()) {
    state_->answer = std::move(answer);
    thread_ = std::thread([state = state_.get()] { state->run(); });
}

Worker::~Worker() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->ended = true;
    }
    state_->changed.notify_all();
    thread_.join();
}

void Worker::take(Request request, Responder responder) {
    const std::lock_guard lock(state_->mutex);
    state_->queue.push_back({std::move(request), std::move(responder)});
    state_->changed.notify_one();
}

}  // namespace stele::http
