// `stele jobs`.
#include "app/command_steps.h"
#include "base/limits.h"
#include "base/time_text.h"
#include "domain/jobs.h"

namespace stele::app {

namespace {

using domain::Engine;
using domain::Job;
using domain::Transaction;

std::string line_of(const Job& job, const domain::Directory& directory) {
    const domain::User* user = directory.user(job.user_id);
    std::string text = std::to_string(job.id);
    const auto add = [&text](std::string_view column) { text.append("\t").append(column); };
    add(domain::name_of(job.kind));
    add(domain::name_of(job.state));
    add(user != nullptr ? std::string_view(user->email) : "?");
    add(format_rfc3339(job.add_time).view());
    add(format_rfc3339(job.update_time).view());
    add(std::to_string(job.attempts));
    add(job.last_error.empty() ? "-" : std::string_view(job.last_error));
    return text + '\n';
}

Outcome list_jobs(Engine& engine, const Command& command) {
    const auto directory = engine.directory(command.company);
    if (!directory) return failure(directory.error());
    if (!*directory) return {command_failed, {}, "there is no company " + std::to_string(command.company)};
    std::string text;
    const auto listed =
        domain::run_and_wait(engine, domain::Access::scan, command.company, [&](Transaction& transaction) -> Result<void> {
            text.clear();
            return transaction.jobs().list(limits::listed_jobs, [&](const Job& job) {
                text += line_of(job, **directory);
                return true;
            });
        });
    if (!listed) return failure(listed.error());
    return {0, std::move(text), {}};
}

Outcome retry_job(Engine& engine, const Command& command) {
    const auto id = parse_number(argument(command, "id"), "an id");
    if (!id) return {command_senseless, {}, id.error().message};
    return write(engine, command, [&](Transaction& transaction) -> Result<std::string> {
        if (auto done = domain::retry_job(transaction, *id); !done) return fail(done);
        return std::string();
    });
}

constexpr CommandRow rows[] = {{"jobs list", list_jobs}, {"jobs retry", retry_job}};

}  // namespace

std::span<const CommandRow> job_commands() { return rows; }

}  // namespace stele::app
