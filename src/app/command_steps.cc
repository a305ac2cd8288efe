#include "app/command_steps.h"

#include <charconv>

namespace stele::app {

Outcome failure(const Error& error) {
    return {command_failed, {}, error.detail.empty() ? error.message : error.message + ": " + error.detail};
}

std::optional<std::string> given(const Command& command, const std::string& name) {
    const auto found = command.arguments.find(name);
    return found != command.arguments.end() ? std::optional(found->second) : std::nullopt;
}

std::string argument(const Command& command, const std::string& name) { return given(command, name).value_or(""); }

Result<std::int64_t> parse_number(const std::string& text, const std::string& what) {
    std::int64_t number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size())
        return fail(ErrorCode::invalid, what + " is a number, not '" + text + "'");
    return number;
}

Outcome write(domain::Engine& engine, const Command& command, FunctionRef<Result<std::string>(domain::Transaction&)> work) {
    const auto directory = engine.directory(command.company);
    if (!directory) return failure(directory.error());
    if (!*directory) return {command_failed, {}, "there is no company " + std::to_string(command.company)};
    std::string output;
    const auto done = domain::run_and_wait(engine, domain::Access::write, command.company,
                                           [&](domain::Transaction& transaction) -> Result<void> {
                                               auto text = work(transaction);
                                               if (!text) return fail(text);
                                               output = std::move(*text);
                                               return {};
                                           });
    if (!done) return failure(done.error());
    if (!output.empty()) output += '\n';
    return {0, std::move(output), {}};
}

Outcome list(domain::Engine& engine, const Command& command, Outcome (*print)(const domain::Directory&)) {
    const auto directory = engine.directory(command.company);
    if (!directory) return failure(directory.error());
    if (!*directory) return {command_failed, {}, "there is no company " + std::to_string(command.company)};
    return print(**directory);
}

}  // namespace stele::app
