// The log: one JSON object a line on standard error or in a file, by spdlog. No key, token, body or query ever goes in.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stele {

enum class LogLevel : std::uint8_t { debug, info, warning, error, off };

// Any thread. One object, made by `app` and handed down. A line is made by the caller and written by a thread of the log's own:
// at once for warnings and errors, within a second otherwise, all of them before the log is gone. When
// limits::waiting_log_lines wait (blocks of access lines count as one), the oldest are dropped, and their number is logged. Access lines are of level info.
class Log {
   public:
    struct Access {
        std::string_view method{};
        std::string_view path{};  // without the query, which may hold a token
        int status = 0;
        std::size_t bytes = 0;
        std::int64_t duration_us = 0;
        std::int64_t company_id = 0;  // 0 when not authenticated
        std::int64_t user_id = 0;
        std::string_view route{};   // the row's pattern; empty when none matched
        std::string_view remote{};  // the client's address
    };

    virtual ~Log() = default;
    virtual void write(LogLevel level, std::string_view message, std::string_view detail = {}) = 0;
    [[nodiscard]] virtual bool access_enabled() const = 0;
    virtual void access(const Access& line) = 0;
};

// Error: invalid when the file cannot be opened. An empty path means standard error.
[[nodiscard]] Result<std::unique_ptr<Log>> make_log(const std::string& path, LogLevel level, bool access);

// Drops everything; for tests and subcommands.
[[nodiscard]] std::unique_ptr<Log> make_silent_log();

}  // namespace stele
