// The engine that the settings ask for.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "domain/store.h"

namespace stele::app {

// Where it is kept.
struct StorePlace {
    std::string data;      // the data folder
    std::string database;  // of PostgreSQL, instead of the folder; empty when there is none
};

// Error: invalid, with one line for a person.
[[nodiscard]] Result<std::unique_ptr<domain::Engine>> open_store(const StorePlace& place, bool create, const Clock& clock,
                                                                 Log& log);

// Brings a backup into a data folder that holds no data yet. Error: invalid, with one line for a person.
[[nodiscard]] Result<void> restore_store(const std::string& backup, const std::string& data);

}  // namespace stele::app
