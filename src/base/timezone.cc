#include "base/timezone.h"

#include <cstdio>
#include <cstdlib>
#include <memory>

#include <unicode/basictz.h>
#include <unicode/timezone.h>

namespace stele {

namespace {

constexpr std::int64_t day_ms = 86'400'000;

std::unique_ptr<icu::TimeZone> zone_of(std::string_view name) {
    const auto id = icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
    return std::unique_ptr<icu::TimeZone>(icu::TimeZone::createTimeZone(id));  // GMT when not known
}

std::int64_t floor_divide(std::int64_t number, std::int64_t by) { return number / by - (number % by < 0 ? 1 : 0); }

// In milliseconds, at a time in milliseconds.
std::int64_t offset_at(const icu::TimeZone& zone, std::int64_t time_ms) {
    int32_t raw_ms = 0;
    int32_t summer_ms = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone.getOffset(static_cast<UDate>(time_ms), 0, raw_ms, summer_ms, status);
    return U_SUCCESS(status) ? std::int64_t{raw_ms} + summer_ms : 0;
}

// The time at which clocks there show `local_ms`. Where they show it twice, or skip it, by the offset of before the change or of
// after it.
std::int64_t time_of_local(const icu::TimeZone& zone, std::int64_t local_ms, UTimeZoneLocalOption option) {
    const auto* rules = dynamic_cast<const icu::BasicTimeZone*>(&zone);
    if (rules == nullptr) return local_ms - offset_at(zone, local_ms);
    int32_t raw_ms = 0;
    int32_t summer_ms = 0;
    UErrorCode status = U_ZERO_ERROR;
    rules->getOffsetFromLocal(static_cast<UDate>(local_ms), option, option, raw_ms, summer_ms, status);
    return U_SUCCESS(status) ? local_ms - raw_ms - summer_ms : local_ms;
}

}  // namespace

bool is_timezone(std::string_view name) { return *zone_of(name) != icu::TimeZone::getUnknown(); }

std::string timezone_offset(std::string_view name, Micros time) {
    const std::int64_t minutes = offset_at(*zone_of(name), floor_divide(time, 1'000)) / 60'000;
    char text[16];
    std::snprintf(text, sizeof text, "%c%02d:%02d", minutes < 0 ? '-' : '+', std::abs(static_cast<int>(minutes)) / 60,
                  std::abs(static_cast<int>(minutes)) % 60);
    return text;
}

std::int64_t local_day(std::string_view name, Micros time) {
    const std::int64_t time_ms = floor_divide(time, 1'000);
    return floor_divide(time_ms + offset_at(*zone_of(name), time_ms), day_ms);
}

Micros start_of_day(std::string_view name, std::int64_t day) {
    const auto zone = zone_of(name);
    const std::int64_t midnight_ms = day * day_ms;
    std::int64_t start_ms = time_of_local(*zone, midnight_ms, UCAL_TZ_LOCAL_FORMER);
    // Put back at midnight, clocks show the end of the day before once more.
    if (start_ms + offset_at(*zone, start_ms) < midnight_ms)
        start_ms = time_of_local(*zone, midnight_ms, UCAL_TZ_LOCAL_LATTER);
    return start_ms * 1'000;
}

}  // namespace stele
