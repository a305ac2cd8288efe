#include "base/log.h"

#include <chrono>
#include <cstring>
#include <mutex>
#include <string>
#include <utility>

#include <spdlog/async_logger.h>
#include <spdlog/details/periodic_worker.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "base/clock.h"
#include "base/json_writer.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/time_text.h"

namespace stele {
namespace {

constexpr auto tick_interval = std::chrono::seconds(1);

spdlog::level::level_enum to_spdlog(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
        case LogLevel::off:
            return spdlog::level::off;
    }
    return spdlog::level::off;
}

std::string_view name_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            return "error";
        case LogLevel::off:
            return "off";
    }
    return "off";
}

// 2026-10-02T09:41:07.123456Z
void write_now(JsonWriter& json) {
    const Micros now = SystemClock().now();
    const TimeText whole = format_rfc3339(now);
    char text[] = "0000-00-00T00:00:00.000000Z";
    std::memcpy(text, whole.data, 19);
    std::int64_t micros = now % 1'000'000;
    for (int at = 25; at > 19; --at, micros /= 10) text[at] = static_cast<char>('0' + micros % 10);
    json.string_literal({text, sizeof text - 1});
}

void write_member(JsonWriter& json, std::string_view name, std::string_view value) {
    json.key_literal(name);
    if (is_clean_utf8(value)) return json.string(value);
    json.string(to_clean_utf8(value));
}

void write_member(JsonWriter& json, std::string_view name, std::int64_t value) {
    json.key_literal(name);
    json.integer(value);
}

void begin_line(JsonWriter& json, LogLevel level) {
    json.begin_object();
    json.key_literal("ts");
    write_now(json);
    json.key_literal("level");
    json.string_literal(name_of(level));
}

using Pool = std::shared_ptr<spdlog::details::thread_pool>;
using Logger = std::shared_ptr<spdlog::async_logger>;

Logger make_logger(spdlog::sink_ptr sink, const Pool& pool, LogLevel level) {
    auto logger = std::make_shared<spdlog::async_logger>("stele", std::move(sink), pool,
                                                         spdlog::async_overflow_policy::overrun_oldest);
    logger->set_pattern("%v");
    logger->set_level(to_spdlog(level));
    logger->flush_on(spdlog::level::warn);
    return logger;
}

// A line is made by the thread that logs it and written by the pool's one thread.
class SpdLog final : public Log {
   public:
    SpdLog(Pool pool, Logger logger, bool access)
        : logger_(std::move(logger)), pool_(std::move(pool)), access_(access), ticker_([this] { tick(); }, tick_interval) {}

    // What was logged before the end is written.
    ~SpdLog() override { post_waiting(); }
    SpdLog(const SpdLog&) = delete;
    SpdLog& operator=(const SpdLog&) = delete;

    void write(LogLevel level, std::string_view message, std::string_view detail) override {
        if (level == LogLevel::off || !logger_->should_log(to_spdlog(level))) return;
        post_waiting();  // in the order of time
        std::string line;
        JsonWriter json(line);
        begin_line(json, level);
        write_member(json, "message", message);
        if (!detail.empty()) write_member(json, "detail", detail);
        json.end_object();
        logger_->log(to_spdlog(level), spdlog::string_view_t(line.data(), line.size()));
    }

    [[nodiscard]] bool access_enabled() const override { return access_ && logger_->should_log(spdlog::level::info); }

    void access(const Access& line) override {
        if (!access_enabled()) return;
        thread_local std::string text;  // for its memory alone
        text.clear();
        JsonWriter json(text);
        begin_line(json, LogLevel::info);
        write_member(json, "method", line.method);
        write_member(json, "path", line.path);
        write_member(json, "route", line.route);
        write_member(json, "status", line.status);
        write_member(json, "bytes", static_cast<std::int64_t>(line.bytes));
        write_member(json, "duration_us", line.duration_us);
        write_member(json, "company", line.company_id);
        write_member(json, "user", line.user_id);
        write_member(json, "remote", line.remote);
        json.end_object();
        add_waiting(text);
    }

   private:
    // Waking the pool's thread costs more than making a line, so access lines go to it in blocks.
    void add_waiting(std::string_view line) {
        const std::lock_guard lock(mutex_);
        if (!waiting_.empty()) waiting_ += '\n';
        waiting_ += line;
        if (waiting_.size() >= limits::log_block_size) post_locked();
    }

    void post_waiting() {
        const std::lock_guard lock(mutex_);
        if (!waiting_.empty()) post_locked();
    }

    // The logger copies the block; the memory stays.
    void post_locked() {
        logger_->log(spdlog::level::info, spdlog::string_view_t(waiting_.data(), waiting_.size()));
        waiting_.clear();
    }

    // Lines reach a file within a second, and lost ones do not go unseen.
    void tick() {
        post_waiting();
        const std::size_t dropped = pool_->overrun_counter();
        if (dropped != reported_drops_) {
            write(LogLevel::warning, "Log lines were dropped", std::to_string(dropped - reported_drops_));
            reported_drops_ = dropped;
        }
        logger_->flush();
    }

    // In this order, so that the ticker ends first and the pool writes what waits before the logger goes.
    std::mutex mutex_;
    std::string waiting_;  // access lines, a newline between two
    Logger logger_;
    Pool pool_;
    bool access_;
    std::size_t reported_drops_ = 0;
    spdlog::details::periodic_worker ticker_;
};

class SilentLog final : public Log {
   public:
    void write(LogLevel, std::string_view, std::string_view) override {}
    [[nodiscard]] bool access_enabled() const override { return false; }
    void access(const Access&) override {}
};

}  // namespace

Result<std::unique_ptr<Log>> make_log(const std::string& path, LogLevel level, bool access) try {
    spdlog::sink_ptr sink;
    if (path.empty()) {
        sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    } else {
        sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path);
    }
    Pool pool = std::make_shared<spdlog::details::thread_pool>(limits::waiting_log_lines, 1);
    Logger logger = make_logger(std::move(sink), pool, level);
    return std::make_unique<SpdLog>(std::move(pool), std::move(logger), access);
} catch (const std::exception& thrown) {
    return fail(ErrorCode::invalid, "The log " + path + " cannot be opened", {}, thrown.what());
}

std::unique_ptr<Log> make_silent_log() { return std::make_unique<SilentLog>(); }

}  // namespace stele
