#include "http/mailbox.h"

#include <utility>

#include <boost/asio/post.hpp>

#include "http/connection.h"
#include "http/loop.h"
#include "http/send_together.h"

namespace stele::http {

void ConnectionSlot::deliver(std::shared_ptr<ReplySlot> self, Response* response) {
    if (Loop::current() == loop_) {
        if (connection_ != nullptr) connection_->reply(response);
        return;
    }
    if (response != nullptr) response_ = std::move(*response);
    auto slot = std::static_pointer_cast<ConnectionSlot>(std::move(self));
    if (SendTogetherList* list = SendTogetherList::current()) {
        list->add(std::move(slot));
    } else {
        const auto mailbox = mailbox_;  // the slot may end before it
        mailbox->put_reply(std::move(slot));
    }
}

void ConnectionSlot::deliver(std::shared_ptr<ConnectionSlot> self, StreamPiece piece) {
    self->piece_ = std::move(piece);
    const auto mailbox = self->mailbox_;
    mailbox->put_reply(std::move(self));
}

void ConnectionSlot::hand_over() {
    if (auto piece = std::exchange(piece_, std::nullopt)) {
        if (connection_ != nullptr) connection_->take_piece(std::move(piece->bytes));
        return;
    }
    auto response = std::exchange(response_, std::nullopt);
    if (connection_ != nullptr) connection_->reply(response ? &*response : nullptr);
}

bool Mailbox::put_reply(std::shared_ptr<ConnectionSlot> slot) {
    const std::lock_guard lock(mutex_);
    if (loop_ == nullptr) return false;
    content_.replies.push_back(std::move(slot));
    wake();
    return true;
}

bool Mailbox::put_replies(std::vector<std::shared_ptr<ConnectionSlot>>& slots) {
    const std::lock_guard lock(mutex_);
    if (loop_ == nullptr) return false;
    for (auto& slot : slots) content_.replies.push_back(std::move(slot));
    wake();
    return true;
}

bool Mailbox::put_socket(AcceptedSocket socket) {
    const std::lock_guard lock(mutex_);
    if (loop_ == nullptr) return false;
    content_.sockets.push_back(std::move(socket));
    wake();
    return true;
}

bool Mailbox::put_stop() {
    const std::lock_guard lock(mutex_);
    if (loop_ == nullptr) return false;
    content_.stop = true;
    wake();
    return true;
}

void Mailbox::take(Content& content) {
    const std::lock_guard lock(mutex_);
    std::swap(content, content_);
    woken_ = false;
}

void Mailbox::end() {
    const std::lock_guard lock(mutex_);
    loop_ = nullptr;
}

void Mailbox::wake() {
    if (std::exchange(woken_, true)) return;
    asio::post(loop_->context(), [loop = loop_] { loop->on_wake(); });
}

}  // namespace stele::http
