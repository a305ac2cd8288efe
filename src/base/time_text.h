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

[[nodiscard]] TimeText format_space(Micros time);    // 2026-10-02 09:41:07
[[nodiscard]] TimeText format_rfc3339(Micros time);  // 2026-10-02T09:41:07Z

// "YYYY-MM-DD HH:MM:SS", "YYYY-MM-DDTHH:MM:SS" (either with an optional Z and fraction) or "YYYY-MM-DD"; nothing for anything
// else, or a day that does not exist.
[[nodiscard]] std::optional<Micros> parse_time(std::string_view text);
// RFC 3339 with Z or an offset; `fraction` says whether fractional seconds are accepted.
[[nodiscard]] std::optional<Micros> parse_rfc3339(std::string_view text, bool fraction);

}  // namespace stele
