// Relative dates of filters, with the clock and the zone given.

#include "dialect/pipedrive/relative_dates.h"

#include <string>

#include <gtest/gtest.h>

#include "base/time_text.h"

namespace stele::dialect::pipedrive {
namespace {

using std::chrono::sys_days;

sys_days day(const char* text) {
    return std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(*parse_time(text))));
}

std::string text_of(const std::optional<sys_days>& bound) {
    if (!bound) return "...";
    const auto since = std::chrono::duration_cast<std::chrono::microseconds>(bound->time_since_epoch());
    return std::string(format_space(since.count()).view().substr(0, 10));
}

// "2026-03-01 2026-03-02", the second being the first day after it.
std::string range(const char* word, const char* today) {
    const auto days = days_of(word, day(today));
    return days ? text_of(days->from) + " " + text_of(days->until) : "none";
}

TEST(RelativeDates, days) {
    const char* today = "2026-10-02";  // a Friday
    EXPECT_EQ(range("today", today), "2026-10-02 2026-10-03");
    EXPECT_EQ(range("now", today), "2026-10-02 2026-10-03");
    EXPECT_EQ(range("yesterday", today), "2026-10-01 2026-10-02");
    EXPECT_EQ(range("tomorrow", today), "2026-10-03 2026-10-04");
    EXPECT_EQ(range("before_today", today), "... 2026-10-02");
    EXPECT_EQ(range("before_tomorrow", today), "... 2026-10-03");
    EXPECT_EQ(range("later_or_today", today), "2026-10-02 ...");
    EXPECT_EQ(range("later_or_tomorrow", today), "2026-10-03 ...");
    EXPECT_EQ(range("1_week_ago", today), "2026-09-25 2026-09-26");
    EXPECT_EQ(range("3_weeks_ago", today), "2026-09-11 2026-09-12");
    EXPECT_EQ(range("in_1_week", today), "2026-10-09 2026-10-10");
    EXPECT_EQ(range("in_3_weeks", today), "2026-10-23 2026-10-24");
    EXPECT_EQ(range("2026-02-28", today), "2026-02-28 2026-03-01");
}

TEST(RelativeDates, weeks_begin_on_monday) {
    for (const char* today : {"2026-09-28", "2026-09-30", "2026-10-04"}) {
        EXPECT_EQ(range("this_week", today), "2026-09-28 2026-10-05");
        EXPECT_EQ(range("last_week", today), "2026-09-21 2026-09-28");
        EXPECT_EQ(range("next_week", today), "2026-10-05 2026-10-12");
    }
    EXPECT_EQ(range("this_week", "2027-01-01"), "2026-12-28 2027-01-04");
}

TEST(RelativeDates, months_and_quarters_at_the_ends_of_years) {
    EXPECT_EQ(range("this_month", "2026-12-31"), "2026-12-01 2027-01-01");
    EXPECT_EQ(range("next_month", "2026-12-31"), "2027-01-01 2027-02-01");
    EXPECT_EQ(range("last_month", "2026-01-01"), "2025-12-01 2026-01-01");
    EXPECT_EQ(range("this_quarter", "2026-12-31"), "2026-10-01 2027-01-01");
    EXPECT_EQ(range("last_quarter", "2026-03-31"), "2025-10-01 2026-01-01");
    EXPECT_EQ(range("last_quarter", "2026-05-05"), "2026-01-01 2026-04-01");
}

TEST(RelativeDates, a_shorter_month_ends_earlier) {
    EXPECT_EQ(range("1_month_ago", "2026-03-31"), "2026-02-28 2026-03-01");
    EXPECT_EQ(range("1_month_ago", "2024-03-31"), "2024-02-29 2024-03-01");
    EXPECT_EQ(range("6_months_ago", "2026-08-31"), "2026-02-28 2026-03-01");
    EXPECT_EQ(range("in_6_months", "2026-08-31"), "2027-02-28 2027-03-01");
    EXPECT_EQ(range("in_1_month", "2026-12-15"), "2027-01-15 2027-01-16");
    EXPECT_EQ(range("in_2_month", "2026-12-15"), range("in_2_months", "2026-12-15"));
}

TEST(RelativeDates, every_word_that_is_told_of_is_known) {
    for (const RelativeDate& date : relative_dates()) EXPECT_NE(range(std::string(date.key).c_str(), "2026-10-02"), "none");
}

TEST(RelativeDates, anything_else_is_none) {
    for (const char* word : {"",
                             "Today",
                             "today ",
                             "4_weeks_ago",
                             "7_months_ago",
                             "0_weeks_ago",
                             "in_0_weeks",
                             "in_7_months",
                             "in_weeks",
                             "in_",
                             "_ago",
                             "1_ago",
                             "11_months_ago",
                             "in_1_day",
                             "2026-02-29",
                             "2026-13-01",
                             "2026-00-10",
                             "0000-01-01",
                             "2026-1-1",
                             "26-01-01",
                             "2026-01-01 00:00:00",
                             "2026/01/01",
                             "+026-01-01"})
        EXPECT_EQ(range(word, "2026-10-02"), "none") << word;
}

std::string moments(const char* word, const char* now, const char* zone) {
    const auto times = times_of(word, *parse_time(now), zone);
    if (!times) return "none";
    const auto show = [](const std::optional<Micros>& time) {
        return time ? std::string(format_space(*time).view()) : std::string("...");
    };
    return show(times->from) + " - " + show(times->until);
}

TEST(RelativeDates, moments_are_those_of_the_zone) {
    // It is tomorrow in Auckland, and yesterday in Los Angeles.
    EXPECT_EQ(moments("today", "2026-10-02 12:30:00", "Pacific/Auckland"), "2026-10-02 11:00:00 - 2026-10-03 11:00:00");
    EXPECT_EQ(moments("today", "2026-10-02 03:00:00", "America/Los_Angeles"), "2026-10-01 07:00:00 - 2026-10-02 07:00:00");
    EXPECT_EQ(moments("2026-10-02", "2020-01-01", "Asia/Tokyo"), "2026-10-01 15:00:00 - 2026-10-02 15:00:00");
    // A day of 23 hours, and one of 25.
    EXPECT_EQ(moments("today", "2026-03-29 12:00:00", "Europe/Berlin"), "2026-03-28 23:00:00 - 2026-03-29 22:00:00");
    EXPECT_EQ(moments("today", "2026-10-25 12:00:00", "Europe/Berlin"), "2026-10-24 22:00:00 - 2026-10-25 23:00:00");
    EXPECT_EQ(moments("this_week", "2026-03-29 12:00:00", "Europe/Berlin"), "2026-03-22 23:00:00 - 2026-03-29 22:00:00");
    // The year has ended there already.
    EXPECT_EQ(moments("this_month", "2026-12-31 23:30:00", "Europe/Berlin"), "2026-12-31 23:00:00 - 2027-01-31 23:00:00");
    EXPECT_EQ(moments("this_month", "2026-12-31 23:30:00", "UTC"), "2026-12-01 00:00:00 - 2027-01-01 00:00:00");
    EXPECT_EQ(moments("before_today", "2026-12-31 23:30:00", "UTC"), "... - 2026-12-31 00:00:00");
    const Micros now = *parse_time("2026-12-31 23:30:00");
    EXPECT_EQ(times_of("now", now, "Asia/Tokyo"), (TimeRange{now, now + 1}));
    EXPECT_EQ(moments("nonsense", "2026-12-31", "UTC"), "none");
}

}  // namespace
}  // namespace stele::dialect::pipedrive
