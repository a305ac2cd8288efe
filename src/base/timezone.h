// Time zones by their IANA names; one that is not known is UTC. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace stele {

[[nodiscard]] bool is_timezone(std::string_view name);

// "+03:00" at that time.
[[nodiscard]] std::string timezone_offset(std::string_view name, Micros time);

// Days are counted from 1970-01-01.
[[nodiscard]] std::int64_t local_day(std::string_view name, Micros time);
// The first moment of a day there, which is not midnight where the clock is put forward at midnight.
[[nodiscard]] Micros start_of_day(std::string_view name, std::int64_t day);

}  // namespace stele
