// Subcommands as data, so that a running server can carry them out for the program that was called.
#pragma once

#include <map>
#include <string>

#include "base/log.h"
#include "domain/store.h"

namespace stele::app {

struct Command {
    std::string name;  // "user add"
    domain::CompanyId company = 1;
    std::map<std::string, std::string> arguments;
};

// What the called program prints and exits with.
struct Outcome {
    int status = 0;
    std::string output;  // with its newline
    std::string error;   // one line
};

[[nodiscard]] Outcome run_command(domain::Engine& engine, const Command& command);

// `stele init`: the company with the next id. Error: conflict when there is a company already.
[[nodiscard]] Outcome create_first_company(domain::Engine& engine, const std::string& name, const std::string& admin_email);

// One line of JSON each, for the control socket.
[[nodiscard]] std::string to_json(const Command& command);
[[nodiscard]] std::string to_json(const Outcome& outcome);
[[nodiscard]] Result<Command> command_from_json(std::string_view text);
[[nodiscard]] Result<Outcome> outcome_from_json(std::string_view text);

}  // namespace stele::app
