#include "http/output.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <sys/socket.h>
#include <sys/uio.h>

#include "http/body_pool.h"

namespace stele::http {
namespace {

constexpr std::size_t gathered_parts = 64;
constexpr std::size_t kept_head_capacity = 16 * 1024;

}  // namespace

void Output::append(std::string_view bytes) {
    heads_ += bytes;
    add(bytes.size(), {});
}

void Output::append(Response& response, bool with_body, std::string_view date, ConnectionHeader connection) {
    const std::size_t before = heads_.size();
    append_head(heads_, response, date, connection);
    add(heads_.size() - before, with_body ? std::move(response.body) : std::string());
}

void Output::add(std::size_t head_size, std::string&& body) {
    unsent_ += head_size + body.size();
    pieces_.push_back({head_size, std::move(body)});
}

Output::Outcome Output::write(int socket) {
    while (unsent_ > 0) {
        std::array<iovec, gathered_parts> parts;
        std::size_t count = 0;
        std::size_t head = first_head_;
        std::size_t skip = first_sent_;
        const auto add_part = [&](const char* data, std::size_t size) {
            const std::size_t skipped = std::min(skip, size);
            skip -= skipped;
            if (size > skipped) parts[count++] = {const_cast<char*>(data) + skipped, size - skipped};
        };
        for (std::size_t i = first_; i < pieces_.size() && count + 2 <= parts.size(); ++i) {
            add_part(heads_.data() + head, pieces_[i].head_size);
            add_part(pieces_[i].body.data(), pieces_[i].body.size());
            head += pieces_[i].head_size;
        }
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = count;
        const ssize_t sent = ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) {
            if (errno == EINTR) continue;
            return errno == EAGAIN || errno == EWOULDBLOCK ? Outcome::blocked : Outcome::failed;
        }
        drop(static_cast<std::size_t>(sent));
    }
    return Outcome::done;
}

void Output::drop(std::size_t sent) {
    unsent_ -= sent;
    if (unsent_ == 0) {
        clear();
        return;
    }
    sent += first_sent_;
    while (sent >= pieces_[first_].head_size + pieces_[first_].body.size()) {
        sent -= pieces_[first_].head_size + pieces_[first_].body.size();
        first_head_ += pieces_[first_].head_size;
        recycle_body(std::exchange(pieces_[first_].body, {}));
        ++first_;
    }
    first_sent_ = sent;
}

void Output::clear() {
    for (std::size_t i = first_; i < pieces_.size(); ++i) recycle_body(std::move(pieces_[i].body));
    pieces_.clear();
    heads_.clear();
    if (heads_.capacity() > kept_head_capacity) heads_.shrink_to_fit();
    first_ = first_head_ = first_sent_ = 0;
}

}  // namespace stele::http
