#include "dialect/pipedrive/relative_dates.h"

#include <algorithm>

#include "base/timezone.h"
#include "dialect/dialect.h"

namespace stele::dialect::pipedrive {

namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::weeks;
using std::chrono::year_month;
using std::chrono::year_month_day;

constexpr RelativeDate dates[] = {
    {"last_quarter", "last quarter"},
    {"this_quarter", "this quarter"},
    {"last_month", "last month"},
    {"this_month", "this month"},
    {"next_month", "next month"},
    {"last_week", "last week"},
    {"this_week", "this week"},
    {"next_week", "next week"},
    {"6_months_ago", "6 months ago"},
    {"5_months_ago", "5 months ago"},
    {"4_months_ago", "4 months ago"},
    {"3_months_ago", "3 months ago"},
    {"2_months_ago", "2 months ago"},
    {"1_month_ago", "1 month ago"},
    {"3_weeks_ago", "3 weeks ago"},
    {"2_weeks_ago", "2 weeks ago"},
    {"1_week_ago", "1 week ago"},
    {"yesterday", "yesterday"},
    {"before_today", "before today"},
    {"today", "today"},
    {"now", "now"},
    {"later_or_today", "today or later"},
    {"before_tomorrow", "before tomorrow"},
    {"tomorrow", "tomorrow"},
    {"later_or_tomorrow", "tomorrow or later"},
    {"in_1_week", "in 1 week"},
    {"in_2_weeks", "in 2 weeks"},
    {"in_3_weeks", "in 3 weeks"},
    {"in_1_month", "in 1 month"},
    {"in_2_months", "in 2 months"},
    {"in_3_months", "in 3 months"},
    {"in_4_months", "in 4 months"},
    {"in_5_months", "in 5 months"},
    {"in_6_months", "in 6 months"},
};

constexpr int most_weeks = 3;
constexpr int most_months = 6;

DayRange one_day(sys_days day) { return {day, day + days(1)}; }

DayRange weeks_from(sys_days today, int offset) {
    const sys_days monday = today - (std::chrono::weekday(today) - std::chrono::Monday) + weeks(offset);
    return {monday, monday + weeks(1)};
}

year_month month_of(sys_days today) {
    const year_month_day date(today);
    return date.year() / date.month();
}

DayRange months_from(year_month month, int length) {
    return {sys_days(month / std::chrono::day(1)), sys_days((month + months(length)) / std::chrono::day(1))};
}

DayRange quarter_from(sys_days today, int offset) {
    const year_month month = month_of(today);
    const unsigned into = (static_cast<unsigned>(month.month()) - 1) % 3;
    return months_from(month - months(into) + months(3 * offset), 3);
}

DayRange day_months_from(sys_days today, int offset) {
    const year_month_day date(today);
    const year_month month = month_of(today) + months(offset);
    const auto last = (month / std::chrono::last).day();
    return one_day(sys_days(month / std::min(date.day(), last)));
}

std::optional<DayRange> named(std::string_view word, sys_days today) {
    const auto word_is = [word](std::string_view other) { return word == other; };
    if (word_is("last_quarter")) return quarter_from(today, -1);
    if (word_is("this_quarter")) return quarter_from(today, 0);
    if (word_is("last_month")) return months_from(month_of(today) - months(1), 1);
    if (word_is("this_month")) return months_from(month_of(today), 1);
    if (word_is("next_month")) return months_from(month_of(today) + months(1), 1);
    if (word_is("last_week")) return weeks_from(today, -1);
    if (word_is("this_week")) return weeks_from(today, 0);
    if (word_is("next_week")) return weeks_from(today, 1);
    if (word_is("yesterday")) return one_day(today - days(1));
    if (word_is("today") || word_is("now")) return one_day(today);
    if (word_is("tomorrow")) return one_day(today + days(1));
    if (word_is("before_today")) return DayRange{{}, today};
    if (word_is("before_tomorrow")) return DayRange{{}, today + days(1)};
    if (word_is("later_or_today")) return DayRange{today, {}};
    if (word_is("later_or_tomorrow")) return DayRange{today + days(1), {}};
    return std::nullopt;
}

// "3_weeks_ago", "in_1_month"; one and several may be spelled alike.
std::optional<DayRange> counted(std::string_view word, sys_days today) {
    int sign = 1;
    if (word.starts_with("in_")) {
        word.remove_prefix(3);
    } else if (word.ends_with("_ago")) {
        word.remove_suffix(4);
        sign = -1;
    } else {
        return std::nullopt;
    }
    if (word.size() < 2 || word[0] < '1' || word[0] > '9' || word[1] != '_') return std::nullopt;
    const int number = word[0] - '0';
    word.remove_prefix(2);
    if ((word == "week" || word == "weeks") && number <= most_weeks) return one_day(today + weeks(sign * number));
    if ((word == "month" || word == "months") && number <= most_months) return day_months_from(today, sign * number);
    return std::nullopt;
}

std::optional<int> digits(std::string_view text) {
    const bool all_digits = text.find_first_not_of("0123456789") == std::string_view::npos;
    const auto number = all_digits ? parse_integer(text) : std::nullopt;
    return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

// "2026-03-01"
std::optional<DayRange> spelled(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (!year || !month || !day || *year == 0) return std::nullopt;
    const year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                              std::chrono::day(static_cast<unsigned>(*day)));
    return date.ok() ? std::optional(one_day(sys_days(date))) : std::nullopt;
}

}  // namespace

std::optional<DayRange> days_of(std::string_view text, sys_days today) {
    if (auto range = spelled(text)) return range;
    if (auto range = named(text, today)) return range;
    return counted(text, today);
}

std::optional<TimeRange> times_of(std::string_view text, Micros now, std::string_view timezone) {
    if (text == "now") return TimeRange{now, now + 1};
    const auto range = days_of(text, today_of(now, timezone));
    if (!range) return std::nullopt;
    TimeRange times;
    if (range->from) times.from = start_of_day(timezone, range->from->time_since_epoch().count());
    if (range->until) times.until = start_of_day(timezone, range->until->time_since_epoch().count());
    return times;
}

sys_days today_of(Micros now, std::string_view timezone) { return sys_days(days(local_day(timezone, now))); }

std::span<const RelativeDate> relative_dates() { return dates; }

}  // namespace stele::dialect::pipedrive
