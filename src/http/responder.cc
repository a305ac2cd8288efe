#include <algorithm>
#include <cassert>
#include <utility>

#include "http/send_together.h"
#include "http/server.h"

namespace stele::http {
namespace {

class FunctionSlot final : public detail::ReplySlot {
   public:
    explicit FunctionSlot(std::function<void(Response)> receive) : receive_(std::move(receive)) {}

    void deliver(std::shared_ptr<ReplySlot> /*self*/, Response* response) override {
        receive_(response != nullptr ? std::move(*response) : Response{.status = 500, .body = {}, .headers = {}});
    }

   private:
    std::function<void(Response)> receive_;
};

}  // namespace

Responder::Responder(std::shared_ptr<detail::ReplySlot> slot) : slot_(std::move(slot)) {}

Responder::~Responder() {
    if (!slot_) return;
    detail::ReplySlot& slot = *slot_;
    slot.deliver(std::move(slot_), nullptr);
}

Responder& Responder::operator=(Responder&& other) noexcept {
    const Responder old(std::move(*this));
    slot_ = std::move(other.slot_);
    return *this;
}

void Responder::send(Response response) {
    assert(slot_);
    detail::ReplySlot& slot = *slot_;
    slot.deliver(std::move(slot_), &response);
}

Responder make_responder(std::function<void(Response)> receive) {
    return Responder(std::make_shared<FunctionSlot>(std::move(receive)));
}

SendTogetherList*& SendTogetherList::current() {
    static thread_local SendTogetherList* list = nullptr;
    return list;
}

void SendTogetherList::add(std::shared_ptr<ConnectionSlot> slot) {
    auto found = std::ranges::find(lists_, slot->mailbox(), &List::mailbox);
    if (found == lists_.end()) found = lists_.insert(found, List{slot->mailbox(), {}});
    found->slots.push_back(std::move(slot));
}

void SendTogetherList::hand_over() {
    for (List& list : lists_) list.mailbox->put_replies(list.slots);
}

SendTogether::SendTogether() : list_(std::make_unique<SendTogetherList>()), outer_(SendTogetherList::current()) {
    SendTogetherList::current() = list_.get();
}

SendTogether::~SendTogether() {
    SendTogetherList::current() = outer_;
    list_->hand_over();
}

}  // namespace stele::http
