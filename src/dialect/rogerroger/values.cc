#include "dialect/rogerroger/values.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/limits.h"
#include "base/text.h"
#include "base/time_text.h"

namespace stele::dialect::rogerroger {

namespace {

constexpr Micros second_us = 1'000'000;

std::string_view php_type(const JsonValue& value) {
    switch (value.kind()) {
        case JsonKind::null:
            return "null";
        case JsonKind::boolean:
            return "bool";
        case JsonKind::integer:
            return "int";
        case JsonKind::real:
            return "float";
        case JsonKind::string:
            return "string";
        case JsonKind::array:
        case JsonKind::object:
            return "array";
    }
    return "null";
}

Micros midnight_of(Micros time) {
    const Micros past = time % limits::day_us;
    return time - (past < 0 ? past + limits::day_us : past);
}

std::optional<Micros> parse_word(std::string_view text, Micros now) {
    if (text == "now") return now;
    if (text == "today" || text == "midnight") return midnight_of(now);
    if (text == "yesterday") return midnight_of(now) - limits::day_us;
    if (text == "tomorrow") return midnight_of(now) + limits::day_us;
    return std::nullopt;
}

std::optional<Micros> parse_unix(std::string_view digits) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    constexpr std::int64_t most = 253'402'300'799;  // the last second of the year 9999
    if (seconds < 0 || seconds > most) return std::nullopt;
    return seconds * second_us;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The sign before an offset, behind the time of day.
std::size_t offset_at(std::string_view text) {
    constexpr std::size_t time_at = 11;
    return text.size() > time_at ? text.find_first_of("+-", time_at) : std::string_view::npos;
}

// "2025-01-01 10:00+0200" as "2025-01-01T10:00:00+02:00".
std::string in_full(std::string_view text) {
    std::string full(text);
    const std::size_t sign = offset_at(full);
    std::string offset = sign == std::string::npos ? "" : full.substr(sign);
    if (sign != std::string::npos) full.resize(sign);
    while (!full.empty() && full.back() == ' ') full.pop_back();
    const bool is_utc = !full.empty() && (full.back() == 'Z' || full.back() == 'z');
    if (is_utc) full.pop_back();
    constexpr std::size_t day_size = 10;
    constexpr std::size_t minute_size = 16;
    if (full.size() > day_size && (full[day_size] == ' ' || full[day_size] == 't')) full[day_size] = 'T';
    if (full.size() == day_size) full += "T00:00:00";
    if (full.size() == minute_size) full += ":00";
    if (offset.size() == 3 && std::all_of(offset.begin() + 1, offset.end(), is_digit)) offset += ":00";
    if (offset.size() == 5 && std::all_of(offset.begin() + 1, offset.end(), is_digit)) offset.insert(3, ":");
    return full + (offset.empty() ? "Z" : offset);
}

}  // namespace

std::unexpected<Error> wrong_type(std::string_view path, std::string_view wanted, const JsonValue& value) {
    std::string message = "The type of the \"";
    message.append(path).append("\" attribute must be \"").append(wanted).append("\", \"").append(php_type(value));
    return fail(ErrorCode::invalid, message.append("\" given."), std::string(path));
}

Result<std::string> read_text(const JsonValue& value, std::string_view path) {
    if (value.is_null()) return std::string();
    if (!value.is_string()) return wrong_type(path, "string", value);
    return std::string(value.string());
}

Result<std::optional<bool>> read_flag(const JsonValue& value, std::string_view path) {
    if (value.is_null()) return std::nullopt;
    if (value.kind() != JsonKind::boolean) return wrong_type(path, "bool", value);
    return std::optional(value.boolean());
}

Result<std::optional<std::int64_t>> read_integer(const JsonValue& value, std::string_view path) {
    if (value.is_null()) return std::nullopt;
    if (value.kind() != JsonKind::integer) return wrong_type(path, "int", value);
    return std::optional(value.integer());
}

Result<std::optional<Micros>> read_date(const JsonValue& value, std::string_view path, Micros now) {
    if (value.is_null()) return std::nullopt;
    const auto time = value.is_string() ? parse_date(value.string(), now) : std::nullopt;
    if (!time)
        return fail(
            ErrorCode::invalid,
            "The data is either not an string, an empty string, or null; you should pass a string that can be parsed "
            "with the passed format or a valid DateTime string.",
            std::string(path));
    return time;
}

std::optional<Micros> parse_date(std::string_view text, Micros now) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    if (const auto time = parse_word(text, now)) return time;
    if (text.starts_with('@')) return parse_unix(text.substr(1));
    return parse_rfc3339(in_full(text), true);
}

void Violations::add_blank(std::string_view path) {
    add(std::string(path), "This value should not be blank.", violation_code::blank);
}

Result<void> Violations::check() const {
    if (found_.empty()) return {};
    return fail(ErrorCode::invalid, found_.front().path + ": " + found_.front().message);
}

void Violations::check_length(std::string_view path, std::string_view text, std::size_t most) {
    if (text.size() <= most || code_points(text) <= most) return;
    add(std::string(path), "This value is too long. It should have " + std::to_string(most) + " characters or less.",
        violation_code::too_long);
}

}  // namespace stele::dialect::rogerroger
