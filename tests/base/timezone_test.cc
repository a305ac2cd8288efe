// Days of time zones: where they begin when clocks are changed.

#include "base/timezone.h"

#include <gtest/gtest.h>

#include "base/time_text.h"

namespace stele {
namespace {

std::string start_of(const char* zone, const char* day) {
    const Micros midnight = *parse_time(day);
    return std::string(format_space(start_of_day(zone, midnight / 86'400'000'000)).view());
}

TEST(Timezone, a_day_begins_at_its_first_moment) {
    EXPECT_EQ(start_of("UTC", "2026-03-01"), "2026-03-01 00:00:00");
    EXPECT_EQ(start_of("Europe/Berlin", "2026-03-29"), "2026-03-28 23:00:00");  // clocks go forward at 02:00
    EXPECT_EQ(start_of("Europe/Berlin", "2026-03-30"), "2026-03-29 22:00:00");
    EXPECT_EQ(start_of("Europe/Berlin", "2026-10-26"), "2026-10-25 23:00:00");
    EXPECT_EQ(start_of("America/New_York", "2026-01-01"), "2026-01-01 05:00:00");
    EXPECT_EQ(start_of("Asia/Kathmandu", "2026-01-01"), "2025-12-31 18:15:00");
    EXPECT_EQ(start_of("Nowhere/Else", "2026-01-01"), "2026-01-01 00:00:00");
    EXPECT_EQ(start_of("America/New_York", "1950-07-01"), "1950-07-01 04:00:00");
    // Clocks went from 00:00 to 01:00: the day began at 01:00.
    EXPECT_EQ(start_of("America/Sao_Paulo", "2018-11-04"), "2018-11-04 03:00:00");
    // Clocks went from 24:00 back to 23:00: the evening before was longer.
    EXPECT_EQ(start_of("America/Sao_Paulo", "2018-02-18"), "2018-02-18 03:00:00");
    // Clocks went from 01:00 back to 00:00: the day begins with the first of the two.
    EXPECT_EQ(start_of("America/Havana", "2025-11-02"), "2025-11-02 04:00:00");
}

TEST(Timezone, a_moment_lies_in_the_day_that_begins_before_it) {
    for (const char* zone :
         {"UTC", "Europe/Berlin", "America/Sao_Paulo", "America/Havana", "Pacific/Kiritimati", "Asia/Beirut"})
        for (Micros time = *parse_time("2017-12-30"); time < *parse_time("2020-01-03"); time += 3'600'000'000) {
            const auto day = local_day(zone, time);
            ASSERT_LE(start_of_day(zone, day), time) << zone << ' ' << format_space(time).view();
            // An hour that clocks show twice around midnight may belong to either day.
            ASSERT_GT(start_of_day(zone, day + 1), time - 3'600'000'000) << zone << ' ' << format_space(time).view();
        }
    EXPECT_EQ(local_day("UTC", -1), -1);
    EXPECT_EQ(local_day("Asia/Tokyo", 0), 0);
    EXPECT_EQ(local_day("America/New_York", 0), -1);
}

TEST(Timezone, offsets_are_written_with_their_sign) {
    EXPECT_EQ(timezone_offset("Asia/Kathmandu", 0), "+05:30");
    EXPECT_EQ(timezone_offset("Europe/Berlin", *parse_time("2026-07-01")), "+02:00");
    EXPECT_EQ(timezone_offset("America/St_Johns", *parse_time("2026-01-01")), "-03:30");
    EXPECT_EQ(timezone_offset("UTC", 0), "+00:00");
}

}  // namespace
}  // namespace stele
