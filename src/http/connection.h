// One client's connection, on one loop's thread.
//
// It reads only while it runs no request, so that what waits on it is what one read brought. Replies are appended to the output and
// written at the end of the loop's turn. A request runs until all of its reply is in the output: of a streamed one, the next piece is
// asked for when the output has room for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/loop.h"
#include "http/output.h"
#include "http/parser.h"

namespace stele::http {

class Connection {
   public:
    Connection(Loop& loop, const AcceptedSocket& accepted);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start(bool refused);
    void on_ready(std::uint32_t events);  // of epoll
    // The reply to the running request, whose body is taken; null when its responder was dropped.
    void reply(Response* response);
    // More of the body of the reply that is being streamed.
    void take_piece(std::string bytes);

    // Called by the loop at the end of a turn in which finish() named this connection: first for all, then for all.
    void flush();
    void resume();

    void check_deadlines();
    // The server stops: an idle connection is closed, any other after its reply.
    void on_stop();
    void close();

    [[nodiscard]] bool may_be_destroyed() const { return closed_ && !finished_; }
    [[nodiscard]] std::size_t index() const { return index_; }
    void set_index(std::size_t index) { index_ = index; }

   private:
    enum class Phase : std::uint8_t { idle, head, body, running, closing };
    struct Stream {
        std::shared_ptr<ByteSource> source;
        std::uint64_t left;      // to be asked for, and
        std::size_t coming = 0;  // what is asked for
    };
    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

    [[nodiscard]] bool may_read() const;
    void read();
    bool read_once();
    void on_end_of_input();
    void discard(std::size_t size);
    void make_room();
    void process();
    void dispatch();
    void refuse();
    void refuse(int status, std::string_view path, std::string_view reason);
    bool dress(Response& response);
    void append(Response& response, bool with_body);
    void pull();
    void end_running();
    void invite_body();
    void finish();
    void yield();
    void end_after_output();
    [[nodiscard]] bool has_unread() const;
    void enter(Phase phase);
    void update_phase();
    void renew_upload_deadline();

    Loop& loop_;
    int socket_;
    std::shared_ptr<ConnectionSlot> slot_;
    std::string remote_address_;
    RequestParser parser_;

    std::unique_ptr<char[]> buffer_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;  // what was read and not yet parsed
    std::size_t end_ = 0;

    Output output_;
    std::string running_path_;
    std::unique_ptr<PageRequest> running_page_;
    std::optional<Stream> stream_;  // of the running request's reply
    std::int64_t deadline_us_ = never;
    std::int64_t write_deadline_us_ = never;
    std::uint64_t uploaded_ = 0;  // when the deadline was set
    std::size_t discarded_ = 0;
    std::size_t index_ = 0;
    Phase phase_ = Phase::idle;
    bool running_ = false;       // a responder is out, or a stream goes on
    bool running_head_ = false;  // its request is a HEAD
    bool running_keep_alive_ = false;
    bool running_http_1_0_ = false;
    bool running_gzip_ = false;
    bool dressed_ = false;  // the reply has what all replies have
    bool invited_ = false;  // 100 Continue was said
    bool processing_ = false;
    bool readable_ = false;    // there may be more to read
    bool input_ends_ = false;  // behind what is to be read stands the end
    bool blocked_ = false;     // the socket takes no more for now
    bool finished_ = false;    // on the loop's list
    bool yielding_ = false;    // reads on in the next turn
    bool closing_ = false;     // nothing more is answered after the output
    bool refused_ = false;     // not all was read
    bool draining_ = false;    // the output is sent and shut down
    bool closed_ = false;
};

}  // namespace stele::http
