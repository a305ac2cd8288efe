#include "dialect/ortto/filter_times.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

#include "base/limits.h"
#include "base/time_text.h"
#include "base/timezone.h"
#include "dialect/ortto/filter_leaf.h"

namespace stele::dialect::ortto {

namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr int last_year = 2149;  // that anniversaries are looked for in
constexpr Micros hour_us = limits::day_us / 24;

year_month_day date_of(std::int64_t number) { return sys_days(days(number)); }
std::int64_t number_of(year_month_day date) { return sys_days(date).time_since_epoch().count(); }

// --- points ------------------------------------------------------------------------------------------------------------

// A day, or an instant.
struct Point {
    bool is_day = true;
    std::int64_t number = 0;  // of days, or microseconds
};

struct Reading {
    Micros now;
    std::string timezone;  // of the caller's user, until the operand names one

    [[nodiscard]] std::int64_t today() const { return local_day(timezone, now); }
    [[nodiscard]] std::int64_t day_of(Point point) const {
        return point.is_day ? point.number : local_day(timezone, point.number);
    }
    [[nodiscard]] std::int64_t start_of(Point point) const {
        return point.is_day ? start_of_day(timezone, point.number) : point.number;
    }
};

constexpr std::string_view a_day = "a day as YYYY-MM-DD, a time, or {\"year\", \"month\", \"day\"}";

std::optional<int> read_part(JsonValue date, std::string_view name) {
    const auto part = date.find(name);
    if (!part) return std::nullopt;
    const auto number = read_number(*part);
    constexpr double most = 9'999;
    if (!number || *number < 0 || *number > most || *number != std::floor(*number)) return std::nullopt;
    return static_cast<int>(*number);
}

Result<void> take_timezone(JsonValue object, Reading& reading) {
    const auto name = find_first(object, {"timezone", "timezone_id", "tz"});
    if (!name || object.find("field_id")) return {};  // that of a whole condition was looked at before
    if (!name->is_string()) return need("an IANA name of a timezone");
    if (name->string().empty()) return {};
    if (!is_timezone(name->string())) return need("an IANA name of a timezone");
    reading.timezone = name->string();
    return {};
}

Result<Point> read_date(JsonValue date, Reading& reading) {
    const auto y = read_part(date, "year");
    const auto m = read_part(date, "month");
    const auto d = read_part(date, "day");
    if (!y || !m || !d || *y == 0) return need(a_day);
    const year_month_day parsed{year(*y), month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d))};
    if (!parsed.ok()) return need("a day that exists");
    if (auto taken = take_timezone(date, reading); !taken) return fail(taken);
    return Point{true, number_of(parsed)};
}

// A clock that shows this in the zone.
Micros instant_of_local(std::string_view timezone, Micros local) {
    const std::int64_t number = local / limits::day_us - (local % limits::day_us < 0 ? 1 : 0);
    const Micros start = start_of_day(timezone, number);
    const Micros guess = start + (local - number * limits::day_us);
    // Where the clock was put forward or back since midnight.
    const auto shown = [&](Micros time) {
        const std::string offset = timezone_offset(timezone, time);  // "+03:00"
        const Micros minutes = std::atoi(offset.substr(1, 2).c_str()) * 60 + std::atoi(offset.substr(4, 2).c_str());
        return time + (offset.front() == '-' ? -minutes : minutes) * 60'000'000;
    };
    return guess - (shown(guess) - local);
}

Result<Point> read_point_text(std::string_view text, const Reading& reading) {
    const std::int64_t today = reading.today();
    if (text == "today") return Point{true, today};
    if (text == "yesterday") return Point{true, today - 1};
    if (text == "tomorrow") return Point{true, today + 1};
    if (text == "now") return Point{false, reading.now};
    constexpr std::size_t date_size = 10;
    if (const auto instant = parse_rfc3339(text, true)) return Point{false, *instant};
    const auto local = parse_time(text);
    if (!local) return need(a_day);
    if (text.size() == date_size) return Point{true, *local / limits::day_us - (*local % limits::day_us < 0 ? 1 : 0)};
    return Point{false, instant_of_local(reading.timezone, *local)};
}

Result<Point> read_point(JsonValue value, Reading& reading) {
    if (value.is_string()) return read_point_text(value.string(), reading);
    if (value.is_object()) {
        if (value.find("year")) return read_date(value, reading);
        if (auto taken = take_timezone(value, reading); !taken) return fail(taken);
        const auto inner = find_first(value, {"value", "date", "time", "datetime"});
        if (inner && !inner->is_object()) return read_point(*inner, reading);
        if (inner && inner->find("year")) return read_date(*inner, reading);
        return need(a_day);
    }
    if (value.kind() != JsonKind::integer) return need(a_day);
    // Nobody tells seconds of after the year 5138, or milliseconds of before 1973-03.
    constexpr std::int64_t least_ms = 100'000'000'000;
    constexpr std::int64_t most_ms = least_ms * 1'000;
    const std::int64_t number = value.integer();
    if (number <= -most_ms || number >= most_ms) return need(a_day);
    return Point{false, number * (std::abs(number) < least_ms ? 1'000'000 : 1'000)};
}

// --- amounts -----------------------------------------------------------------------------------------------------------

enum class Unit : std::uint8_t { minutes, hours, days, weeks, months, quarters, years };

struct UnitName {
    std::string_view name;
    Unit unit;
};
constexpr UnitName unit_names[] = {
    {"minute", Unit::minutes}, {"minutes", Unit::minutes}, {"min", Unit::minutes},      {"hour", Unit::hours},
    {"hours", Unit::hours},    {"h", Unit::hours},         {"day", Unit::days},         {"days", Unit::days},
    {"d", Unit::days},         {"week", Unit::weeks},      {"weeks", Unit::weeks},      {"w", Unit::weeks},
    {"month", Unit::months},   {"months", Unit::months},   {"quarter", Unit::quarters}, {"quarters", Unit::quarters},
    {"year", Unit::years},     {"years", Unit::years},     {"y", Unit::years},
};

std::optional<Unit> find_unit(std::string_view name) {
    const auto* const found = std::ranges::find(unit_names, name, &UnitName::name);
    return found != std::end(unit_names) ? std::optional(found->unit) : std::nullopt;
}

struct Amount {
    std::int64_t number = 0;
    Unit unit = Unit::days;
};

constexpr std::string_view an_amount = "an amount of time as 5, \"5 days\" or {\"value\": 5, \"unit\": \"days\"}";

Result<std::int64_t> read_whole(JsonValue value) {
    const auto number = read_number(value);
    constexpr double most = 100'000;
    if (!number || *number != std::floor(*number) || std::abs(*number) > most) return need(an_amount);
    return static_cast<std::int64_t>(*number);
}

// "5 days", "in 5 days", "5 days ago", "-5 days", "5".
Result<Amount> read_amount_text(std::string_view text) {
    bool is_past = false;
    if (text.starts_with("in ")) text.remove_prefix(3);
    if (text.ends_with(" from now")) text.remove_suffix(9);
    if (text.ends_with(" ago")) {
        is_past = true;
        text.remove_suffix(4);
    }
    Amount amount;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount.number);
    constexpr std::int64_t most = 100'000;
    if (error != std::errc() || std::abs(amount.number) > most) return need(an_amount);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.starts_with(' ')) text.remove_prefix(1);
    const auto unit = text.empty() ? std::optional(Unit::days) : find_unit(text);
    if (!unit) return need(an_amount);
    amount.unit = *unit;
    if (is_past) amount.number = -amount.number;
    return amount;
}

Result<Amount> read_amount(JsonValue value, Reading& reading) {
    if (value.is_string()) return read_amount_text(value.string());
    if (!value.is_object()) {
        const auto number = read_whole(value);
        if (!number) return fail(number);
        return Amount{*number, Unit::days};
    }
    if (auto taken = take_timezone(value, reading); !taken) return fail(taken);
    Amount amount;
    for (const UnitName& unit : unit_names) {  // {"days": 5}
        const auto found = value.find(unit.name);
        if (!found || found->is_null()) continue;
        const auto number = read_whole(*found);
        if (!number) return fail(number);
        amount = {*number, unit.unit};
        break;
    }
    if (const auto number = find_first(value, {"value", "amount", "number", "n", "count"})) {
        if (number->is_string() || number->is_object()) {
            auto inner = read_amount(*number, reading);
            if (!inner) return inner;
            amount = *inner;
        } else {
            const auto whole = read_whole(*number);
            if (!whole) return fail(whole);
            amount.number = *whole;
        }
    }
    if (const auto unit = find_first(value, {"unit", "units", "period", "interval"})) {
        const auto found = unit->is_string() ? find_unit(unit->string()) : std::nullopt;
        if (!found) return need(an_amount);
        amount.unit = *found;
    }
    if (const auto direction = find_first(value, {"direction"}); direction && direction->is_string()) {
        const std::string_view word = direction->string();
        if (word == "past" || word == "ago" || word == "before" || word == "last") amount.number = -std::abs(amount.number);
    }
    return amount;
}

bool is_of_instants(Unit unit) { return unit <= Unit::hours; }

year_month_day add_months(year_month_day date, std::int64_t number) {
    const year_month_day moved = date + months(number);
    return moved.ok() ? moved : year_month_day(moved.year() / moved.month() / std::chrono::last);
}

// Now, or today, and so many units later.
std::int64_t moved(std::int64_t base, Unit unit, std::int64_t number) {
    switch (unit) {
        case Unit::minutes:
            return base + number * (hour_us / 60);
        case Unit::hours:
            return base + number * hour_us;
        case Unit::days:
            return base + number;
        case Unit::weeks:
            return base + number * 7;
        case Unit::months:
            return number_of(add_months(date_of(base), number));
        case Unit::quarters:
            return number_of(add_months(date_of(base), number * 3));
        case Unit::years:
            return number_of(add_months(date_of(base), number * 12));
    }
    return base;
}

bool is_too_far(const Amount& amount) {
    constexpr std::int64_t most_years = 1'000;
    const std::int64_t number = std::abs(amount.number);
    if (amount.unit == Unit::years) return number > most_years;
    if (amount.unit == Unit::quarters) return number > most_years * 4;
    return amount.unit == Unit::months && number > most_years * 12;
}

// --- ranges ------------------------------------------------------------------------------------------------------------

Result<TimeRanges> absolute(FilterCode code, JsonValue value, Reading& reading) {
    TimeRanges ranges;
    if (code == FilterCode::within) {
        const auto bounds = read_bounds(value);
        if (!bounds) return fail(bounds);
        if (value.is_object())
            if (auto taken = take_timezone(value, reading); !taken) return fail(taken);
        std::optional<Point> from;
        std::optional<Point> to;
        for (const auto& [bound, point] : {std::pair{bounds->from, &from}, std::pair{bounds->to, &to}}) {
            if (!bound) continue;
            const auto read = read_point(*bound, reading);
            if (!read) return fail(read);
            *point = *read;
        }
        ranges.of_days = (!from || from->is_day) && (!to || to->is_day);
        TimeRange& range = ranges.ranges.emplace_back();
        if (from) range.from = ranges.of_days ? from->number : reading.start_of(*from);
        if (to && to->is_day)
            range.until = ranges.of_days ? to->number + 1 : start_of_day(reading.timezone, to->number + 1);
        else if (to)
            range.until = to->number + 1;
        return ranges;
    }
    const auto point = read_point(value, reading);
    if (!point) return fail(point);
    ranges.of_days = point->is_day || code == FilterCode::on;
    const std::int64_t number = code == FilterCode::on ? reading.day_of(*point) : point->number;
    if (code == FilterCode::on)
        ranges.ranges.push_back({number, number + 1});
    else if (code == FilterCode::before)
        ranges.ranges.push_back({{}, number});
    else
        ranges.ranges.push_back({number + 1, {}});
    return ranges;
}

// All that is `number` units or less, exactly, or more, behind or ahead of the base.
TimeRange around(FilterCode code, std::int64_t base, Unit unit, std::int64_t number, bool is_past) {
    const auto at = [&](std::int64_t units) { return moved(base, unit, units); };
    const bool exactly = code == FilterCode::age_exactly || code == FilterCode::relative_exactly;
    const bool less = code == FilterCode::age_less || code == FilterCode::relative_less;
    if (is_past) {
        if (exactly) return {at(-number - 1) + 1, at(-number) + 1};
        return less ? TimeRange{at(-number) + 1, base + 1} : TimeRange{{}, at(-number)};
    }
    if (exactly) return {at(number), at(number + 1)};
    return less ? TimeRange{base, at(number)} : TimeRange{at(number) + 1, {}};
}

Result<TimeRanges> distance(FilterCode code, JsonValue value, Reading& reading) {
    const auto amount = read_amount(value, reading);
    if (!amount) return fail(amount);
    if (is_too_far(*amount)) return need("a shorter time");
    const bool is_age = code == FilterCode::age_exactly || code == FilterCode::age_less || code == FilterCode::age_more;
    TimeRanges ranges;
    ranges.of_days = !is_of_instants(amount->unit);
    const std::int64_t base = ranges.of_days ? reading.today() : reading.now;
    const TimeRange range = around(code, base, amount->unit, std::abs(amount->number), is_age || amount->number < 0);
    if (!range.from || !range.until || *range.from < *range.until) ranges.ranges.push_back(range);
    return ranges;
}

// --- anniversaries -----------------------------------------------------------------------------------------------------

constexpr int leap_days = 366;
// Which days of a leap year, from 0.
using YearDays = std::array<bool, leap_days>;

std::size_t place_of(month m, day d) {
    constexpr int some_leap_year = 2000;
    return static_cast<std::size_t>(number_of(year(some_leap_year) / m / d) -
                                    number_of(year(some_leap_year) / std::chrono::January / 1));
}

// A 29th of February is kept on the 28th in other years.
void add_anniversary(YearDays& wanted, year_month_day date) {
    wanted[place_of(date.month(), date.day())] = true;
    constexpr day last_but_one{28};
    if (date.month() == std::chrono::February && date.day() == last_but_one && !date.year().is_leap())
        wanted[place_of(date.month(), day(29))] = true;
}

void append_run(std::vector<TimeRange>& ranges, std::int64_t from, std::int64_t until) {
    if (!ranges.empty() && ranges.back().until == from)
        ranges.back().until = until;
    else
        ranges.push_back({from, until});
}

std::vector<TimeRange> in_all_years(const YearDays& wanted, int first_year) {
    constexpr std::size_t leap_place = 59;  // of the 29th of February
    std::vector<TimeRange> ranges;
    for (int number = first_year; number <= last_year; ++number) {
        std::int64_t at = number_of(year(number) / std::chrono::January / 1);
        for (std::size_t place = 0; place < wanted.size(); ++place) {
            if (place == leap_place && !year(number).is_leap()) continue;
            if (wanted[place]) append_run(ranges, at, at + 1);
            ++at;
        }
    }
    return ranges;
}

Result<year_month_day> read_anniversary(JsonValue value, Reading& reading) {
    if (value.is_object() && find_first(value, {"month"})) {
        const auto m = read_part(value, "month");
        const auto d = read_part(value, "day");
        if (!m || !d) return need(a_day);
        if (auto taken = take_timezone(value, reading); !taken) return fail(taken);
        const auto y = read_part(value, "year");
        constexpr int some_leap_year = 2000;
        const year_month_day date{year(y && *y > 0 ? *y : some_leap_year), month(static_cast<unsigned>(*m)),
                                  day(static_cast<unsigned>(*d))};
        if (!date.ok()) return need("a day that exists");
        return date;
    }
    if (value.is_object() && !find_first(value, {"value", "date", "time", "datetime"})) return date_of(reading.today());
    const auto point = read_point(value, reading);
    if (!point) return fail(point);
    return date_of(reading.day_of(*point));
}

Result<TimeRanges> anniversaries(FilterCode code, JsonValue value, Reading& reading, int first_year) {
    YearDays wanted{};
    if (code == FilterCode::anniversary) {
        const auto date = read_anniversary(value, reading);
        if (!date) return fail(date);
        add_anniversary(wanted, *date);
        return TimeRanges{true, in_all_years(wanted, first_year), {}};
    }
    const auto amount = read_amount(value, reading);
    if (!amount) return fail(amount);
    if (is_of_instants(amount->unit) || amount->number < 0 || is_too_far(*amount)) return need(an_amount);
    const std::int64_t today = reading.today();
    const std::int64_t year_end = moved(today, Unit::years, 1);  // where all days have had their turn
    TimeRange range{today, moved(today, amount->unit, amount->number)};
    if (code == FilterCode::occurs) range = {*range.until, moved(today, amount->unit, amount->number + 1)};
    if (code == FilterCode::occurs_more) range = {*range.until + 1, year_end};
    for (std::int64_t number = *range.from; number < std::min(*range.until, year_end); ++number)
        add_anniversary(wanted, date_of(number));
    return TimeRanges{true, in_all_years(wanted, first_year), {}};
}

}  // namespace

TimeRange TimeRanges::as_days(const TimeRange& range) const {
    if (of_days) return range;
    TimeRange result;
    if (range.from) result.from = local_day(timezone, *range.from);
    if (range.until) result.until = local_day(timezone, *range.until - 1) + 1;
    return result;
}

TimeRange TimeRanges::as_instants(const TimeRange& range) const {
    if (!of_days) return range;
    TimeRange result;
    if (range.from) result.from = start_of_day(timezone, *range.from);
    if (range.until) result.until = start_of_day(timezone, *range.until);
    return result;
}

Result<TimeRanges> read_time_ranges(FilterCode code, JsonValue value, Micros now, std::string_view timezone,
                                    int first_year) {
    Reading reading{now, std::string(timezone)};
    Result<TimeRanges> ranges;
    switch (code) {
        case FilterCode::on:
        case FilterCode::before:
        case FilterCode::after:
        case FilterCode::within:
            ranges = absolute(code, value, reading);
            break;
        case FilterCode::anniversary:
        case FilterCode::occurs:
        case FilterCode::occurs_less:
        case FilterCode::occurs_more:
            ranges = anniversaries(code, value, reading, first_year);
            break;
        default:
            ranges = distance(code, value, reading);
            break;
    }
    if (ranges) ranges->timezone = std::move(reading.timezone);
    return ranges;
}

}  // namespace stele::dialect::ortto
