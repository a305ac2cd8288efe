// The engine that the settings ask for.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "domain/store.h"

namespace stele::app {

// Error: invalid, with one line for a person.
[[nodiscard]] Result<std::unique_ptr<domain::Engine>> open_store(const std::string& data, bool create, const Clock& clock,
                                                                 Log& log);

}  // namespace stele::app
