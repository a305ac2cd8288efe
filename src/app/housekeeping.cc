#include "app/housekeeping.h"

#include <string>

#include "domain/files.h"
#include "domain/jobs.h"
#include "domain/pictures.h"
#include "domain/purge.h"

namespace stele::app {

using domain::Access;
using domain::Transaction;

Housekeeping::Housekeeping(domain::Engine& engine, const Clock& clock, Log& log, HousekeepingOptions options)
    : engine_(engine), clock_(clock), log_(log), options_(options), thread_([this] { run(); }) {}

Housekeeping::~Housekeeping() {
    {
        const std::lock_guard lock(mutex_);
        is_stopped_ = true;
    }
    stopped_.notify_all();
    thread_.join();
}

bool Housekeeping::wait(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return !stopped_.wait_for(lock, time, [this] { return is_stopped_; });
}

void Housekeeping::run() {
    for (bool goes_on = wait(options_.delay); goes_on; goes_on = wait(options_.interval)) visit_companies();
}

// What cannot be done now is tried again in the next round.
void Housekeeping::visit_companies() {
    const auto companies = engine_.companies();
    engine_.end_turn();
    if (!companies) {
        log_.write(LogLevel::warning, "housekeeping: " + companies.error().message, companies.error().detail);
        return;
    }
    for (const domain::CompanyId company : *companies) {
        if (!wait({})) return;
        if (const auto visited = visit(company); !visited)
            log_.write(LogLevel::warning,
                       "housekeeping of company " + std::to_string(company) + ": " + visited.error().message,
                       visited.error().detail);
    }
}

Result<void> Housekeeping::visit(domain::CompanyId company) {
    domain::Due due;
    auto done = domain::run_and_wait(engine_, Access::read, company, [&](Transaction& transaction) -> Result<void> {
        const auto found = domain::find_due(transaction, clock_.now());
        if (!found) return fail(found);
        due = *found;
        return {};
    });
    if (done && due.purge) done = purge(company);
    if (done && due.events)
        done = expire(company, [&](Transaction& transaction) {
            return domain::expire_events(transaction, clock_.now() - limits::events_kept_us);
        });
    if (done && due.jobs)
        done = expire(company, [&](Transaction& transaction) {
            return domain::expire_jobs(transaction, clock_.now() - limits::jobs_kept_us);
        });
    if (done) done = sweep_pictures(company);
    if (done) done = sweep_blobs(company);
    return done;
}

Result<void> Housekeeping::purge(domain::CompanyId company) {
    domain::Purged step;
    while (!step.is_done) {
        auto done = domain::run_and_wait(engine_, Access::write, company, [&](Transaction& transaction) -> Result<void> {
            const auto directory = transaction.directory();
            if (!directory) return fail(directory);
            const auto caller = domain::caller_of_stele(**directory, "stele");
            if (!caller) return fail(caller);
            const auto purged = domain::purge_step(transaction, *caller, limits::deleted_kept_us);
            if (!purged) return fail(purged);
            step = *purged;
            return {};
        });
        if (!done) return done;
        if (!wait(options_.pause)) return {};
    }
    return {};
}

Result<void> Housekeeping::expire(domain::CompanyId company, FunctionRef<Result<bool>(Transaction&)> step) {
    bool is_done = false;
    while (!is_done) {
        auto done = domain::run_and_wait(engine_, Access::write, company, [&](Transaction& transaction) -> Result<void> {
            const auto expired = step(transaction);
            if (!expired) return fail(expired);
            is_done = *expired;
            return {};
        });
        if (!done) return done;
        if (!wait(options_.pause)) return {};
    }
    return {};
}

Result<void> Housekeeping::sweep_pictures(domain::CompanyId company) {
    bool is_done = false;
    while (!is_done) {
        const auto swept = domain::sweep_pictures(engine_, company, clock_.now(), limits::picture_unused_us);
        if (!swept) return fail(swept);
        is_done = *swept;
        if (!is_done && !wait(options_.pause)) return {};
    }
    return {};
}

Result<void> Housekeeping::sweep_blobs(domain::CompanyId company) {
    std::string from;
    do {
        auto next = domain::sweep_blobs(engine_, company, from, limits::blob_unnamed_us);
        if (!next) return fail(next);
        from = std::move(*next);
    } while (!from.empty() && wait(options_.pause));
    return {};
}

}  // namespace stele::app
