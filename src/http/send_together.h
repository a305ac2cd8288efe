// The replies that a thread holds until its SendTogether ends.
#pragma once

#include <memory>
#include <vector>

#include "http/mailbox.h"

namespace stele::http {

class SendTogetherList {
   public:
    // That of this thread; null when it has none.
    [[nodiscard]] static SendTogetherList*& current();

    void add(std::shared_ptr<ConnectionSlot> slot);
    void hand_over();

   private:
    struct List {
        std::shared_ptr<Mailbox> mailbox;
        std::vector<std::shared_ptr<ConnectionSlot>> slots;
    };

    std::vector<List> lists_;  // one a loop
};

}  // namespace stele::http
