#include "base/time_text.h"

#include <cstdint>
#include <limits>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace stele {
namespace {

constexpr Micros second = 1'000'000;
constexpr Micros day = 86'400 * second;
constexpr Micros first = -62'135'596'800 * second;
constexpr Micros last = 253'402'300'799 * second;

TEST(TimeText, Formats) {
    struct Row {
        Micros time;
        const char* text;
    };
    const Row rows[] = {
        {0, "1970-01-01 00:00:00"},
        {1'790'934'067 * second, "2026-10-02 09:41:07"},
        {1'790'934'067 * second + 999'999, "2026-10-02 09:41:07"},
        {951'782'400 * second, "2000-02-29 00:00:00"},
        {-1, "1969-12-31 23:59:59"},
        {-second, "1969-12-31 23:59:59"},
        {-second - 1, "1969-12-31 23:59:58"},
        {-day, "1969-12-31 00:00:00"},
        {first, "0001-01-01 00:00:00"},
        {last, "9999-12-31 23:59:59"},
        {last + 999'999, "9999-12-31 23:59:59"},
        // Beyond the calendar: the nearest that can be written.
        {first - 1, "0001-01-01 00:00:00"},
        {last + second, "9999-12-31 23:59:59"},
        {std::numeric_limits<Micros>::min(), "0001-01-01 00:00:00"},
        {std::numeric_limits<Micros>::max(), "9999-12-31 23:59:59"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(format_space(row.time).view(), row.text);
        std::string rfc3339 = std::string(row.text) + "Z";
        rfc3339[10] = 'T';
        EXPECT_EQ(format_rfc3339(row.time).view(), rfc3339);
    }
}

TEST(TimeText, RoundTripsEveryYear) {
    std::mt19937_64 random(1);
    for (Micros time = first; time <= last; time += 97 * day + static_cast<Micros>(random() % 86'400) * second) {
        ASSERT_EQ(parse_time(format_space(time).view()), time);
        ASSERT_EQ(parse_time(format_rfc3339(time).view()), time);
        ASSERT_EQ(parse_rfc3339(format_rfc3339(time).view(), false), time);
    }
    ASSERT_EQ(parse_time(format_space(last).view()), last);
}

TEST(TimeText, ParsesEachShape) {
    constexpr Micros time = 1'790'934'067 * second;
    for (const char* text : {"2026-10-02 09:41:07", "2026-10-02T09:41:07", "2026-10-02 09:41:07Z", "2026-10-02T09:41:07Z",
                             "2026-10-02T09:41:07.0", "2026-10-02T09:41:07.000000000Z"}) {
        EXPECT_EQ(parse_time(text), time) << text;
    }
    EXPECT_EQ(parse_time("2026-10-02"), time - (9 * 3600 + 41 * 60 + 7) * second);
    EXPECT_EQ(parse_time("2026-10-02 09:41:07.5"), time + 500'000);
    EXPECT_EQ(parse_time("2026-10-02 09:41:07.123456Z"), time + 123'456);
    EXPECT_EQ(parse_time("2026-10-02 09:41:07.1234567899"), time + 123'456);  // cut, not rounded
    EXPECT_EQ(parse_time("1969-12-31T23:59:59.9"), -100'000);
}

TEST(TimeText, ParsesOffsets) {
    constexpr Micros time = 1'790'934'067 * second;
    for (const char* text :
         {"2026-10-02T09:41:07Z", "2026-10-02t09:41:07z", "2026-10-02T09:41:07+00:00", "2026-10-02T09:41:07-00:00",
          "2026-10-02T11:41:07+02:00", "2026-10-01T23:41:07-10:00", "2026-10-02T15:11:07+05:30"}) {
        EXPECT_EQ(parse_rfc3339(text, false), time) << text;
        EXPECT_EQ(parse_rfc3339(text, true), time) << text;
    }
    EXPECT_EQ(parse_rfc3339("2026-10-02T11:41:07.25+02:00", true), time + 250'000);
    EXPECT_FALSE(parse_rfc3339("2026-10-02T11:41:07.25+02:00", false));
    EXPECT_EQ(parse_rfc3339("0001-01-01T00:00:00Z", false), first);
    EXPECT_EQ(parse_rfc3339("9999-12-31T23:59:59Z", false), last);
    EXPECT_FALSE(parse_rfc3339("0001-01-01T00:00:00+00:01", false));  // before the calendar, in UTC
    EXPECT_FALSE(parse_rfc3339("9999-12-31T23:59:59-00:01", false));
}

TEST(TimeText, RefusesAnythingElse) {
    for (const char* text : {"",
                             "2026",
                             "2026-10",
                             "2026-10-2",
                             "26-10-02",
                             "2026/10/02",
                             "2026-10-02 ",
                             " 2026-10-02",
                             "2026-10-02T",
                             "2026-10-02 09",
                             "2026-10-02 09:41",
                             "2026-10-02 9:41:07",
                             "2026-10-02  09:41:07",
                             "2026-10-02 09:41:07 ",
                             "2026-10-02 09:41:07.",
                             "2026-10-02 09:41:07.Z",
                             "2026-10-02 09:41:07ZZ",
                             "2026-10-02 09:41:07+00:00",
                             "2026-10-02Z",
                             "2026-10-02 24:00:00",
                             "2026-10-02 23:60:00",
                             "2026-10-02 23:59:60",
                             "-026-10-02",
                             "+2026-10-02",
                             "2026-1a-02",
                             "2026-10-02 09:41:07,5",
                             "2026-10-02 09:41:07.5x",
                             "٢٠٢٦-10-02"}) {
        EXPECT_FALSE(parse_time(text)) << text;
    }
    for (const char* text :
         {"", "2026-10-02", "2026-10-02T09:41:07", "2026-10-02 09:41:07Z", "2026-10-02T09:41:07+02",
          "2026-10-02T09:41:07+0200", "2026-10-02T09:41:07+24:00", "2026-10-02T09:41:07+02:60", "2026-10-02T09:41:07Z+02:00",
          "2026-10-02T09:41:07.Z", "2026-10-02T09:41Z", "2026-10-02T09:41:07 Z", "2026-10-02T09:41:60Z"}) {
        EXPECT_FALSE(parse_rfc3339(text, true)) << text;
    }
}

TEST(TimeText, KnowsTheDaysThatExist) {
    for (const char* text :
         {"2024-02-29", "2000-02-29", "2400-02-29", "2026-01-31", "2026-04-30", "0004-02-29", "9999-12-31"}) {
        EXPECT_TRUE(parse_time(text)) << text;
    }
    for (const char* text : {"2026-02-29", "1900-02-29", "2100-02-29", "2026-02-30", "2026-04-31", "2026-00-10",
                             "2026-13-10", "2026-10-00", "2026-10-32", "0000-01-01", "0000-02-29"}) {
        EXPECT_FALSE(parse_time(text)) << text;
    }
}

}  // namespace
}  // namespace stele
