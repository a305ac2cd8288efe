// A connection to PostgreSQL in pipeline mode: commands are queued, sent together, and their results taken in order.
//
// Nothing here blocks longer than the connection's timeouts: waiting is done on the socket, with a limit.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <libpq-fe.h>

#include "base/result.h"

namespace stele::store::postgres {

struct ConnectionOptions {
    std::string url;  // as libpq reads it: a URI or key=value pairs
    int connect_timeout_s = 3;
    int statement_timeout_ms = 10'000;  // the server ends a statement that takes longer
};

struct ClearResult {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, ClearResult>;

// What is to be done after a failure.
enum class Failure : std::uint8_t {
    none,
    statement,  // it would fail again
    conflict,   // deadlock or serialization: rolled back, may be run again
    timeout,    // of a statement or a lock
    refused,    // the server has no room, or is read-only
    lost,       // the connection is gone, and the transaction with it
};

// By SQLSTATE alone: messages are translated, and say other things on a distributed table.
[[nodiscard]] Failure failure_of(std::string_view sqlstate);
// What a client may be told of it. `detail` goes to the log.
[[nodiscard]] Error error_of(Failure failure, std::string detail);
[[nodiscard]] std::string sqlstate_of(const PGresult* result);

class Connection {
   public:
    // Error: unavailable, with libpq's words as detail.
    [[nodiscard]] static Result<Connection> open(const ConnectionOptions& options);

    [[nodiscard]] PGconn* get() const { return connection_.get(); }
    [[nodiscard]] bool is_open() const { return connection_ != nullptr && PQstatus(connection_.get()) == CONNECTION_OK; }
    // libpq's last words, for the log.
    [[nodiscard]] std::string words() const;

    // Hands what is queued to the kernel. False when the connection is lost.
    [[nodiscard]] bool flush();
    // The next result in order; null ends the results of one command. Also null, with `lost` set, when the connection is gone.
    [[nodiscard]] ResultPtr next_result(bool& lost);

   private:
    struct Close {
        void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
    };
    Connection(std::unique_ptr<PGconn, Close> connection, int patience_ms)
        : connection_(std::move(connection)), patience_ms_(patience_ms) {}

    // Until the socket can be read (or written, where asked). False when the connection is lost or the wait took too long.
    [[nodiscard]] bool wait(bool writable);

    std::unique_ptr<PGconn, Close> connection_;
    int patience_ms_ = 0;  // a server that says nothing for so long is gone
};

}  // namespace stele::store::postgres
