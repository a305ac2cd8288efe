// The socket in the data folder by which subcommands reach a running server. Mode 0600: who may open it may read the data.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/commands.h"
#include "base/result.h"

namespace stele::app {

// Serves commands one at a time on a thread of its own until destroyed.
class ControlSocket {
   public:
    [[nodiscard]] static Result<std::unique_ptr<ControlSocket>> open(const std::string& data, domain::Engine& engine,
                                                                     Log& log);
    virtual ~ControlSocket() = default;
};

// The outcome of a running server; nothing when none answers. Error: unavailable when it broke off.
[[nodiscard]] Result<std::optional<Outcome>> ask_running_server(const std::string& data, const Command& command);

}  // namespace stele::app
