// What conditions of filters mean by a day: "2026-03-01", or a word that tells it from now.
//
//     last_quarter this_quarter last_month this_month next_month last_week this_week next_week   weeks begin on Monday
//     yesterday today tomorrow        that day
//     1_week_ago ... 3_weeks_ago      the day so many weeks ago; in_1_week ... in_3_weeks
//     1_month_ago ... 6_months_ago    the day so many months ago, or the last one of a shorter month; in_1_month ... in_6_months
//     before_today before_tomorrow    all days before that one
//     later_or_today later_or_tomorrow   that day and all after it
//     now                             this moment; of a day: today
//
// Each stands for a range. A value `=` a range when it lies in it, `!=` when it does not, `<` when it lies before all of it, `<=` when
// before its end, `>` when after all of it, `>=` when not before its beginning.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/clock.h"

namespace stele::dialect::pipedrive {

// Whole days; without a bound it is open. `until` is the first day after it.
struct DayRange {
    std::optional<std::chrono::sys_days> from;
    std::optional<std::chrono::sys_days> until;
    bool operator==(const DayRange&) const = default;
};

struct TimeRange {
    std::optional<Micros> from;
    std::optional<Micros> until;
    bool operator==(const TimeRange&) const = default;
};

// Nothing for a text that is neither a word above nor a day that exists.
[[nodiscard]] std::optional<DayRange> days_of(std::string_view text, std::chrono::sys_days today);

// The same as moments in a time zone (an IANA name).
[[nodiscard]] std::optional<TimeRange> times_of(std::string_view text, Micros now, std::string_view timezone);

// Today in a time zone.
[[nodiscard]] std::chrono::sys_days today_of(Micros now, std::string_view timezone);

// Every word, with what it is called.
struct RelativeDate {
    std::string_view key;
    std::string_view name;
};
[[nodiscard]] std::span<const RelativeDate> relative_dates();

}  // namespace stele::dialect::pipedrive
