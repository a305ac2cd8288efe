#include "store/postgres/shared.h"

#include "store/postgres/session.h"

namespace stele::store::postgres {

bool Health::may_try() {
    const std::lock_guard lock(mutex_);
    return trouble_.empty() || std::chrono::steady_clock::now() >= next_try_;
}

void Health::note_lost(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (trouble_.empty()) log_.write(LogLevel::error, "the database cannot be reached", error.detail);
    trouble_ = error.message;
    next_try_ = std::chrono::steady_clock::now() + pause_;
}

void Health::note_reached() {
    const std::lock_guard lock(mutex_);
    if (trouble_.empty()) return;
    trouble_.clear();
    log_.write(LogLevel::info, "the database answers again");
}

std::string Health::trouble() const {
    const std::lock_guard lock(mutex_);
    return trouble_;
}

Result<void> connect(Shared& shared, PostgresSession& session) {
    if (session.is_connected()) return {};
    if (!shared.health.may_try()) return std::unexpected(down_error());
    auto connected = session.connect();
    if (connected)
        shared.health.note_reached();
    else
        shared.health.note_lost(connected.error());
    return connected;
}

}  // namespace stele::store::postgres
