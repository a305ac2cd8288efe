// What the files of subcommands share.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/commands.h"
#include "base/function_ref.h"

namespace stele::app {

inline constexpr int command_failed = 1;
inline constexpr int command_senseless = 2;  // nothing was begun

// A subcommand that a running server may carry out.
struct CommandRow {
    std::string_view name;  // "user add"
    Outcome (*run)(domain::Engine& engine, const Command& command);
};

// Companies and their groups; users and their keys; sample data; deleted records; mail; items; jobs.
[[nodiscard]] std::span<const CommandRow> company_commands();
[[nodiscard]] std::span<const CommandRow> user_commands();
[[nodiscard]] std::span<const CommandRow> demo_commands();
[[nodiscard]] std::span<const CommandRow> deletion_commands();
[[nodiscard]] std::span<const CommandRow> mail_commands();
[[nodiscard]] std::span<const CommandRow> import_commands();
[[nodiscard]] std::span<const CommandRow> job_commands();

[[nodiscard]] Outcome failure(const Error& error);

// Nothing when it was not given.
[[nodiscard]] std::optional<std::string> given(const Command& command, const std::string& name);
// Empty when it was not given.
[[nodiscard]] std::string argument(const Command& command, const std::string& name);
// Error: invalid, for a text that is no number. `what` is for the message: "a group's id".
[[nodiscard]] Result<std::int64_t> parse_number(const std::string& text, const std::string& what);

// Runs a write that ends in a text to print, or in none. A company that does not exist is a failure.
[[nodiscard]] Outcome write(domain::Engine& engine, const Command& command,
                            FunctionRef<Result<std::string>(domain::Transaction&)> work);

// Prints what the company's directory says.
[[nodiscard]] Outcome list(domain::Engine& engine, const Command& command, Outcome (*print)(const domain::Directory&));

}  // namespace stele::app
