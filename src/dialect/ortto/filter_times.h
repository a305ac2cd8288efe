// What operators on dates and times ask for, as ranges of days or of instants.
//
//     absolute_on, _before, _after, _between   a day, or an instant: "2026-03-01", "2026-03-01T09:41:07Z", {"year", "month", "day",
//                                              "timezone"}, seconds or milliseconds since 1970, "today", "yesterday", "tomorrow"
//     age_exactly, _less_than, _more_than      so long ago: 5 (days), "5 days", {"value": 5, "unit": "days"}, {"days": 5}
//     relative_…                               so long from now, or ago when negative: as above, also with "direction"
//     anniversary                              the day and month of a day, today when none is named
//     occurs_in, _less_than, _more_than        the next anniversary is so many days from today
//
// Units up to hours are counted in instants, others in days. "Exactly" means whole units, as people tell their age; "less" and
// "more" mean strictly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json_reader.h"
#include "base/result.h"
#include "dialect/ortto/filter_operators.h"

namespace stele::dialect::ortto {

// Half open; a bound that is absent is open. Days are counted from 1970-01-01, instants in microseconds.
struct TimeRange {
    std::optional<std::int64_t> from;
    std::optional<std::int64_t> until;
    bool operator==(const TimeRange&) const = default;
};

struct TimeRanges {
    bool of_days = true;
    std::vector<TimeRange> ranges;  // rising, none touches another
    std::string timezone;           // in which days are those of instants

    [[nodiscard]] TimeRange as_days(const TimeRange& range) const;
    [[nodiscard]] TimeRange as_instants(const TimeRange& range) const;
};

// `first_year` is the first that anniversaries are looked for in. Error: invalid, with what is needed.
[[nodiscard]] Result<TimeRanges> read_time_ranges(FilterCode code, JsonValue value, Micros now, std::string_view timezone,
                                                  int first_year);

}  // namespace stele::dialect::ortto
