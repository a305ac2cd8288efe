// Times as text. Proleptic Gregorian calendar, UTC, years 0001 to 9999.
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace stele {

// A fixed buffer, so that a row of a list costs no allocation.
struct TimeText {
    char data[32];
    unsigned char size = 0;
    [[nodiscard]] std::string_view view() const { return {data, size}; }
};

// The second a time falls in; a time beyond those years is shown as the first or last second of them.
[[nodiscard]] TimeText format_space(Micros time);    // 2026-10-02 09:41:07
[[nodiscard]] TimeText format_rfc3339(Micros time);  // 2026-10-02T09:41:07Z

// "YYYY-MM-DD HH:MM:SS", "YYYY-MM-DDTHH:MM:SS" (either with an optional Z and fraction) or "YYYY-MM-DD"; nothing for anything
// else, a day that does not exist, or a leap second. Digits of a fraction past the sixth are cut.
[[nodiscard]] std::optional<Micros> parse_time(std::string_view text);
// RFC 3339 with Z or an offset, T and Z in either case; `fraction` says whether fractional seconds are accepted. Nothing for a
// time that leaves the years above when taken to UTC.
[[nodiscard]] std::optional<Micros> parse_rfc3339(std::string_view text, bool fraction);

}  // namespace stele
