#include "http/response_head.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace stele::http {
namespace {

void append_number(std::string& out, std::size_t number) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return (c >= 0 && c < 0x20 && c != '\t') || c == 0x7f; });
}

// A literal's size is known when it is compiled; of a plain array it is counted each time.
template <std::size_t size>
void append_literal(std::string& out, const char (&text)[size]) {
    out.append(text, size - 1);
}

void append_status_line(std::string& out, int status) {
    if (status == 200) {
        append_literal(out, "HTTP/1.1 200 OK\r\n");
        return;
    }
    append_literal(out, "HTTP/1.1 ");
    append_number(out, static_cast<std::size_t>(status));
    out += ' ';
    out += reason_phrase(status);
    append_literal(out, "\r\n");
}

}  // namespace

std::string format_date(std::time_t seconds) {
    constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    const auto two = [](int number) {
        return std::string{static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
    };
    std::string date;
    date += days[static_cast<std::size_t>(utc.tm_wday)];
    date += ", " + two(utc.tm_mday) + ' ';
    date += months[static_cast<std::size_t>(utc.tm_mon)];
    date += ' ' + std::to_string(1900 + utc.tm_year) + ' ';
    date += two(utc.tm_hour) + ':' + two(utc.tm_min) + ':' + two(utc.tm_sec) + " GMT";
    return date;
}

bool may_have_body(int status) { return status != 204 && status != 304; }

void append_head(std::string& out, const Response& response, std::string_view date, ConnectionHeader connection) {
    append_status_line(out, response.status);
    if (may_have_body(response.status)) {
        if (!response.content_type.empty()) {
            append_literal(out, "Content-Type: ");
            out += response.content_type;
            append_literal(out, "\r\n");
        }
        append_literal(out, "Content-Length: ");
        append_number(out, response.size());
        append_literal(out, "\r\n");
    }
    append_literal(out, "Date: ");
    out += date;
    append_literal(out, "\r\n");
    for (const NameValue& header : response.headers) {
        if (has_control(header.name) || has_control(header.value)) continue;
        out += header.name;
        append_literal(out, ": ");
        out += header.value;
        append_literal(out, "\r\n");
    }
    if (connection == ConnectionHeader::close) append_literal(out, "Connection: close\r\n");
    if (connection == ConnectionHeader::keep_alive) append_literal(out, "Connection: keep-alive\r\n");
    append_literal(out, "\r\n");
}

}  // namespace stele::http
