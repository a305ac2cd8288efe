#include "base/timezone.h"

#include <cstdio>
#include <cstdlib>
#include <memory>

#include <unicode/timezone.h>

namespace stele {

namespace {

// GMT when it is not known.
std::unique_ptr<icu::TimeZone> zone_of(std::string_view name) {
    const auto id = icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
    return std::unique_ptr<icu::TimeZone>(icu::TimeZone::createTimeZone(id));
}

}  // namespace

std::string timezone_offset(std::string_view name, Micros time) {
    const auto zone = zone_of(name);
    int32_t raw_ms = 0;
    int32_t summer_ms = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone->getOffset(static_cast<UDate>(time) / 1000.0, false, raw_ms, summer_ms, status);
    const int minutes = U_SUCCESS(status) ? (raw_ms + summer_ms) / 60'000 : 0;
    char text[16];
    std::snprintf(text, sizeof text, "%c%02d:%02d", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
    return text;
}

bool is_timezone(std::string_view name) { return *zone_of(name) != icu::TimeZone::getUnknown(); }

}  // namespace stele
