// How other threads reach a loop: with replies, with new sockets, with the order to stop.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "http/server.h"
#include "http/stream_readers.h"

namespace stele::http {

class Connection;
class Loop;
class Mailbox;

// A connection's end of its responders. It outlives the connection and the loop.
class ConnectionSlot final : public detail::ReplySlot {
   public:
    ConnectionSlot(std::shared_ptr<Mailbox> mailbox, Loop& loop, Connection& connection)
        : mailbox_(std::move(mailbox)), loop_(&loop), connection_(&connection) {}

    // Any thread.
    void deliver(std::shared_ptr<ReplySlot> self, Response* response) override;
    // Of a reply that was delivered. Any thread but the loop's.
    static void deliver(std::shared_ptr<ConnectionSlot> self, StreamPiece piece);

    // The loop's thread only:
    void detach() { connection_ = nullptr; }
    void hand_over();  // what another thread delivered

    [[nodiscard]] const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }

   private:
    std::shared_ptr<Mailbox> mailbox_;
    Loop* loop_;  // compared only; it may be gone
    Connection* connection_;
    // Of another thread, on its way: one of the two.
    std::optional<Response> response_;
    std::optional<StreamPiece> piece_;
};

struct AcceptedSocket {
    int descriptor = -1;   // does not block
    bool refused = false;  // one too many: 503
    std::string remote_address;
};

// What other threads leave for a loop. One wake for all that lies in it.
class Mailbox {
   public:
    explicit Mailbox(Loop& loop) : loop_(&loop) {}

    // False when the loop has ended.
    bool put_reply(std::shared_ptr<ConnectionSlot> slot);
    bool put_replies(std::vector<std::shared_ptr<ConnectionSlot>>& slots);
    bool put_socket(AcceptedSocket socket);
    bool put_stop();

    struct Content {
        std::vector<std::shared_ptr<ConnectionSlot>> replies;
        std::vector<AcceptedSocket> sockets;
        bool stop = false;
    };
    // Swaps, so that the vectors are used again.
    void take(Content& content);
    void end();

   private:
    void wake();

    std::mutex mutex_;
    Loop* loop_;  // nothing once it has ended
    bool woken_ = false;
    Content content_;
};

}  // namespace stele::http
