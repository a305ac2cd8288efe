// Time zones by their IANA names. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace stele {

// "+03:00" at that time; "+00:00" for a name that is not known.
[[nodiscard]] std::string timezone_offset(std::string_view name, Micros time);

// Whether the name is known.
[[nodiscard]] bool is_timezone(std::string_view name);

}  // namespace stele
