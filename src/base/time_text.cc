#include "base/time_text.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>

namespace stele {
namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;
constexpr std::int64_t first_second = -62'135'596'800;  // 0001-01-01 00:00:00
constexpr std::int64_t last_second = 253'402'300'799;   // 9999-12-31 23:59:59

void write_two(char* to, unsigned value) {
    to[0] = static_cast<char>('0' + value / 10);
    to[1] = static_cast<char>('0' + value % 10);
}

std::int64_t floor_seconds(Micros time) { return time / micros_per_second - (time % micros_per_second < 0); }

TimeText format(Micros time, char between, bool zulu) {
    const std::int64_t second = std::clamp(floor_seconds(time), first_second, last_second);
    const std::int64_t day = second / seconds_per_day - (second % seconds_per_day < 0);
    const auto of_day = static_cast<unsigned>(second - day * seconds_per_day);
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    const auto year = static_cast<unsigned>(static_cast<int>(date.year()));

    TimeText text;
    std::memcpy(text.data, "0000-00-00 00:00:00Z", 20);
    write_two(text.data, year / 100);
    write_two(text.data + 2, year % 100);
    write_two(text.data + 5, static_cast<unsigned>(date.month()));
    write_two(text.data + 8, static_cast<unsigned>(date.day()));
    text.data[10] = between;
    write_two(text.data + 11, of_day / 3600);
    write_two(text.data + 14, of_day / 60 % 60);
    write_two(text.data + 17, of_day % 60);
    text.size = zulu ? 20 : 19;
    return text;
}

// Takes a time apart from the left; each step says whether the text went along.
class Scanner {
   public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    [[nodiscard]] bool take_either(char c, char d) { return take(c) || take(d); }
    // Exactly `digits` digits.
    [[nodiscard]] bool take_number(std::size_t digits, int& number) {
        if (rest_.size() < digits) return false;
        number = 0;
        for (const char c : rest_.substr(0, digits)) {
            if (c < '0' || c > '9') return false;
            number = number * 10 + (c - '0');
        }
        rest_.remove_prefix(digits);
        return true;
    }
    // One digit or more; those past the sixth are cut.
    [[nodiscard]] bool take_fraction(std::int64_t& micros) {
        std::int64_t unit = micros_per_second / 10;
        int digit = 0;
        if (!take_number(1, digit)) return false;
        micros = 0;
        do {
            micros += digit * unit;
            unit /= 10;
        } while (take_number(1, digit));
        return true;
    }
    [[nodiscard]] bool take_date(std::int64_t& day) {
        int year = 0, month = 0, day_of_month = 0;
        if (!take_number(4, year) || !take('-') || !take_number(2, month) || !take('-') || !take_number(2, day_of_month)) {
            return false;
        }
        const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                               std::chrono::day(static_cast<unsigned>(day_of_month))};
        if (year < 1 || !date.ok()) return false;
        day = std::chrono::sys_days(date).time_since_epoch().count();
        return true;
    }
    [[nodiscard]] bool take_clock(std::int64_t& second) {
        int hour = 0, minute = 0, second_of_minute = 0;
        if (!take_number(2, hour) || !take(':') || !take_number(2, minute) || !take(':') ||
            !take_number(2, second_of_minute)) {
            return false;
        }
        second = hour * 3600 + minute * 60 + second_of_minute;
        return hour < 24 && minute < 60 && second_of_minute < 60;
    }
    // Z, or the hours and minutes ahead of UTC.
    [[nodiscard]] bool take_zone(std::int64_t& ahead_seconds) {
        ahead_seconds = 0;
        if (take_either('Z', 'z')) return true;
        const bool behind = take('-');
        int hour = 0, minute = 0;
        if ((!behind && !take('+')) || !take_number(2, hour) || !take(':') || !take_number(2, minute)) return false;
        ahead_seconds = (hour * 3600 + minute * 60) * (behind ? -1 : 1);
        return hour < 24 && minute < 60;
    }

   private:
    std::string_view rest_;
};

}  // namespace

TimeText format_space(Micros time) { return format(time, ' ', false); }

TimeText format_rfc3339(Micros time) { return format(time, 'T', true); }

std::optional<Micros> parse_time(std::string_view text) {
    Scanner scanner(text);
    std::int64_t day = 0, second = 0, micros = 0;
    if (!scanner.take_date(day)) return std::nullopt;
    if (!scanner.at_end()) {
        if (!scanner.take_either(' ', 'T') || !scanner.take_clock(second)) return std::nullopt;
        if (scanner.take('.') && !scanner.take_fraction(micros)) return std::nullopt;
        if (!scanner.at_end() && !scanner.take('Z')) return std::nullopt;
        if (!scanner.at_end()) return std::nullopt;
    }
    return (day * seconds_per_day + second) * micros_per_second + micros;
}

std::optional<Micros> parse_rfc3339(std::string_view text, bool fraction) {
    Scanner scanner(text);
    std::int64_t day = 0, second = 0, micros = 0, ahead = 0;
    if (!scanner.take_date(day) || !scanner.take_either('T', 't') || !scanner.take_clock(second)) return std::nullopt;
    if (fraction && scanner.take('.') && !scanner.take_fraction(micros)) return std::nullopt;
    if (!scanner.take_zone(ahead) || !scanner.at_end()) return std::nullopt;
    const std::int64_t utc = day * seconds_per_day + second - ahead;
    if (utc < first_second || utc > last_second) return std::nullopt;
    return utc * micros_per_second + micros;
}

}  // namespace stele
