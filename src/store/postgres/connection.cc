#include "store/postgres/connection.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <poll.h>

namespace stele::store::postgres {

namespace {

// Beyond the server's own limit of a statement.
constexpr int grace_ms = 5'000;

// Said at most once a connection: of no use to anybody.
void drop_notice(void*, const PGresult*) {}

// One line, without a space at its end.
std::string trimmed(const char* text) {
    std::string words;
    for (const char c : std::string_view(text != nullptr ? text : "")) {
        const bool is_space = static_cast<unsigned char>(c) <= ' ';
        if (!is_space)
            words += c;
        else if (!words.empty() && words.back() != ' ')
            words += ' ';
    }
    while (!words.empty() && words.back() == ' ') words.pop_back();
    return words;
}

// What libpq says of an address that it cannot read, or of a host that it does not find, may hold a part of a password.
std::string reason_of(PGconn* connection) {
    const std::string words = trimmed(PQerrorMessage(connection));
    return words.starts_with("connection to server") ? words : "its address is not understood, or its host is not known";
}

}  // namespace

Failure failure_of(std::string_view sqlstate) {
    const std::string_view of_class = sqlstate.substr(0, 2);
    if (of_class == "08" || sqlstate == "57P01" || sqlstate == "57P02" || sqlstate == "57P03" || sqlstate == "57P05" ||
        sqlstate == "25P03")
        return Failure::lost;
    if (of_class == "40") return Failure::conflict;
    if (sqlstate == "55P03" || sqlstate == "57014") return Failure::timeout;
    if (of_class == "53" || of_class == "58" || sqlstate == "25006") return Failure::refused;
    return Failure::statement;
}

Error error_of(Failure failure, std::string detail) {
    switch (failure) {
        case Failure::lost:
            return {ErrorCode::unavailable, "the database cannot be reached", {}, std::move(detail)};
        case Failure::conflict:
        case Failure::timeout:
            return {ErrorCode::unavailable, "the database took too long", {}, std::move(detail)};
        case Failure::refused:
            return {ErrorCode::unavailable, "the database takes no more", {}, std::move(detail)};
        case Failure::none:
        case Failure::statement:
            break;
    }
    return {ErrorCode::internal, "internal error", {}, std::move(detail)};
}

std::string sqlstate_of(const PGresult* result) {
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state != nullptr ? state : "";
}

Result<Connection> Connection::open(const ConnectionOptions& options) {
    const std::string timeout = std::to_string(options.connect_timeout_s);
    const std::string settings = "-c statement_timeout=" + std::to_string(options.statement_timeout_ms) +
                                 " -c idle_in_transaction_session_timeout=60000 -c client_min_messages=error";
    // The later value of a name wins: ours are only what a URL leaves open, but for the last two.
    const std::array<const char*, 8> names = {"connect_timeout", "application_name", "keepalives_idle", "tcp_user_timeout",
                                              "dbname",          "options",          "client_encoding", nullptr};
    const std::array<const char*, 8> values = {timeout.c_str(),     "stele",          "30",   "30000",
                                               options.url.c_str(), settings.c_str(), "UTF8", nullptr};
    std::unique_ptr<PGconn, Close> connection(PQconnectdbParams(names.data(), values.data(), 1));
    if (connection == nullptr) return fail(ErrorCode::unavailable, "out of memory");
    const auto failed = [&] { return std::unexpected(error_of(Failure::lost, reason_of(connection.get()))); };
    if (PQstatus(connection.get()) != CONNECTION_OK) return failed();
    PQsetNoticeReceiver(connection.get(), drop_notice, nullptr);
    if (PQsetnonblocking(connection.get(), 1) != 0 || PQenterPipelineMode(connection.get()) != 1) return failed();
    return Connection(std::move(connection), options.statement_timeout_ms + grace_ms);
}

std::string Connection::words() const { return trimmed(PQerrorMessage(connection_.get())); }

bool Connection::wait(bool writable) {
    pollfd socket{PQsocket(connection_.get()), static_cast<short>(POLLIN | (writable ? POLLOUT : 0)), 0};
    int ready = 0;
    do ready = poll(&socket, 1, patience_ms_);
    while (ready < 0 && errno == EINTR);
    if (ready <= 0) return false;
    if ((socket.revents & (POLLIN | POLLHUP | POLLERR)) != 0) return PQconsumeInput(connection_.get()) == 1;
    return true;
}

bool Connection::flush() {
    while (true) {
        const int left = PQflush(connection_.get());
        if (left < 0) return false;
        if (left == 0) return true;
        if (!wait(true)) return false;
    }
}

ResultPtr Connection::next_result(bool& lost) {
    lost = false;
    while (PQisBusy(connection_.get()) == 1) {
        const int left = PQflush(connection_.get());
        if (left < 0 || !wait(left > 0)) {
            lost = true;
            return nullptr;
        }
    }
    ResultPtr result(PQgetResult(connection_.get()));
    lost = PQstatus(connection_.get()) != CONNECTION_OK;
    return result;
}

}  // namespace stele::store::postgres
