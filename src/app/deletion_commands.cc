// `stele purge` and `stele undelete`.
#include "app/command_steps.h"
#include "base/limits.h"
#include "domain/deletion.h"
#include "domain/purge.h"

namespace stele::app {

namespace {

using domain::Engine;
using domain::Transaction;

constexpr Micros hour_us = limits::day_us / 24;
constexpr std::int64_t most_days = 36'500;

// "30d", "12h".
Result<Micros> parse_age(const std::string& text) {
    const Micros unit = text.ends_with('d') ? limits::day_us : hour_us;
    const auto number = parse_number(text.substr(0, text.size() - (text.empty() ? 0 : 1)), "an age");
    if (!number || !(text.ends_with('d') || text.ends_with('h')) || *number < 0 || *number > most_days)
        return fail(ErrorCode::invalid, "an age is a number of days or hours, such as 30d or 12h, not '" + text + "'");
    return *number * unit;
}

// A write on behalf of Stele itself.
Outcome write_as_stele(Engine& engine, const Command& command,
                       FunctionRef<Result<std::string>(Transaction&, const domain::Caller&)> work) {
    const std::string agent = "stele " + command.name;
    return write(engine, command, [&](Transaction& transaction) -> Result<std::string> {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        auto caller = domain::caller_of_stele(**directory, agent);
        if (!caller) return fail(caller);
        const auto now = transaction.write_time();
        if (!now) return fail(now);
        caller->now = *now;
        return work(transaction, *caller);
    });
}

Outcome purge(Engine& engine, const Command& command) {
    const auto age = parse_age(argument(command, "older_than"));
    if (!age) return {command_senseless, {}, age.error().message};
    domain::Purged total;
    while (!total.is_done) {
        domain::Purged step;
        const Outcome outcome = write_as_stele(
            engine, command, [&](Transaction& transaction, const domain::Caller& caller) -> Result<std::string> {
                const auto purged = domain::purge_step(transaction, caller, *age);
                if (!purged) return fail(purged);
                step = *purged;
                return std::string();
            });
        if (outcome.status != 0) return outcome;
        total = {total.organizations + step.organizations, total.persons + step.persons, step.is_done};
    }
    return {0, std::to_string(total.organizations) + '\t' + std::to_string(total.persons) + '\n', {}};
}

// `bring_back` says how, of one kind of records.
Outcome undelete(Engine& engine, const Command& command, const std::string& what,
                 Result<void> (*bring_back)(Transaction&, const domain::Caller&, std::int64_t)) {
    const auto id = parse_number(argument(command, "id"), "an id");
    if (!id) return {command_senseless, {}, id.error().message};
    return write_as_stele(
        engine, command, [&](Transaction& transaction, const domain::Caller& caller) -> Result<std::string> {
            auto done = bring_back(transaction, caller, *id);
            if (done) return std::string();
            Error error = done.error();
            if (error.merged_to != 0)
                error.message = what + " " + std::to_string(*id) + " was merged into " + std::to_string(error.merged_to);
            else if (error.code == ErrorCode::not_found)
                error.message = "there is no " + what + " " + std::to_string(*id);
            return std::unexpected(std::move(error));
        });
}

constexpr CommandRow rows[] = {
    {"purge", purge},
    {"undelete organization",
     [](Engine& engine, const Command& command) {
         return undelete(engine, command, "organization", domain::undelete_organization);
     }},
    {"undelete person",
     [](Engine& engine, const Command& command) { return undelete(engine, command, "person", domain::undelete_person); }},
};

}  // namespace

std::span<const CommandRow> deletion_commands() { return rows; }

}  // namespace stele::app
