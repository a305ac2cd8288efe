// Builds every object once, hands references down, and serves until told to stop.
#pragma once

#include "app/config.h"

namespace stele::app {

// Prints `listening on http://HOST:PORT` on standard output when ready. Returns the exit status.
[[nodiscard]] int serve(const ServeConfig& config);

}  // namespace stele::app
