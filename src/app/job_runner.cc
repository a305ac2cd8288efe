#include "app/job_runner.h"

#include <algorithm>
#include <utility>

namespace stele::app {

namespace {

using domain::Access;
using domain::CompanyId;
using domain::JobId;
using domain::Transaction;

std::string job_text(CompanyId company, JobId job) {
    return "job " + std::to_string(job) + " of company " + std::to_string(company);
}

}  // namespace

JobRunner::JobRunner(domain::Engine& engine, domain::JobHandlers handlers, const Clock& clock, Log& log,
                     JobRunnerOptions options)
    : engine_(engine), handlers_(std::move(handlers)), clock_(clock), log_(log), options_(std::move(options)) {}

void JobRunner::start() {
    thread_ = std::thread([this] { run(); });
}

void JobRunner::stop() noexcept {
    {
        const std::lock_guard lock(mutex_);
        is_stopped_ = true;
    }
    woken_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void JobRunner::jobs_added(CompanyId company) noexcept {
    const Micros now = clock_.now();
    {
        const std::lock_guard lock(mutex_);
        note(company, now);
    }
    woken_.notify_all();
}

void JobRunner::run() {
    std::unique_lock lock(mutex_);
    SteadyTime next_look = std::chrono::steady_clock::now();
    while (!is_stopped_) {
        if (std::chrono::steady_clock::now() >= next_look) {
            lock.unlock();
            look_around();
            lock.lock();
            next_look = std::chrono::steady_clock::now() + options_.look;
        } else if (const auto company = take_due()) {
            lock.unlock();
            const auto time = run_turn(*company);
            lock.lock();
            if (time) note(*company, *time);
        } else {
            woken_.wait_until(lock, next_time(next_look));
        }
    }
}

// What cannot be asked now is asked the next time.
void JobRunner::look_around() {
    const auto companies = engine_.companies();
    engine_.end_turn();
    if (!companies) {
        log_.write(LogLevel::warning, "jobs: " + companies.error().message, companies.error().detail);
        return;
    }
    for (const CompanyId company : *companies) {
        {
            const std::lock_guard lock(mutex_);
            if (is_stopped_) return;
            if (due_.contains(company)) continue;
        }
        domain::JobTurn turn;
        const auto asked =
            domain::run_and_wait(engine_, Access::read, company, [&](Transaction& transaction) -> Result<void> {
                const auto found = domain::find_job_turn(transaction, self());
                if (!found) return fail(found);
                turn = *found;
                return {};
            });
        if (!asked) {
            log_.write(LogLevel::warning, "jobs of company " + std::to_string(company) + ": " + asked.error().message,
                       asked.error().detail);
        } else if (turn.time) {
            const std::lock_guard lock(mutex_);
            note(company, *turn.time);
        }
    }
}

std::optional<Micros> JobRunner::run_turn(CompanyId company) {
    domain::JobTurn turn;
    domain::JobOutcome outcome;
    const auto done = domain::run_and_wait(engine_, Access::write, company, [&](Transaction& transaction) -> Result<void> {
        const domain::JobRunnerName runner = self();
        const auto found = domain::find_job_turn(transaction, runner);
        turn = found ? *found : domain::JobTurn();
        if (!found) return fail(found);
        if (turn.id == 0) return {};
        auto ran = domain::run_job_step(transaction, handlers_, turn.id, runner);
        if (!ran) return fail(ran);
        outcome = std::move(*ran);
        return {};
    });
    if (done && turn.id == 0) return turn.time;
    if (done) {
        report(company, turn.id, outcome);
        return outcome.time;
    }
    if (turn.id == 0 || done.error().code == ErrorCode::unavailable) return put_off(company, done.error());
    return record_failure(company, turn.id, done.error());
}

std::optional<Micros> JobRunner::record_failure(CompanyId company, JobId job, const Error& error) {
    domain::JobOutcome outcome;
    const auto done = domain::run_and_wait(engine_, Access::write, company, [&](Transaction& transaction) -> Result<void> {
        auto recorded = domain::record_job_failure(transaction, job, error, self());
        if (!recorded) return fail(recorded);
        outcome = std::move(*recorded);
        return {};
    });
    if (!done) return put_off(company, done.error());
    report(company, job, outcome);
    return outcome.time;
}

Micros JobRunner::put_off(CompanyId company, const Error& error) {
    log_.write(LogLevel::warning, "jobs of company " + std::to_string(company) + ": " + error.message, error.detail);
    return clock_.now() + std::chrono::microseconds(options_.unavailable_pause).count();
}

void JobRunner::report(CompanyId company, JobId job, const domain::JobOutcome& outcome) {
    if (outcome.state == domain::JobState::failed)
        log_.write(LogLevel::error, job_text(company, job) + " has failed", outcome.error);
    else if (!outcome.error.empty())
        log_.write(LogLevel::warning, job_text(company, job) + ": a step failed", outcome.error);
}

void JobRunner::note(CompanyId company, Micros time) {
    const auto [place, is_new] = due_.emplace(company, time);
    if (!is_new) place->second = std::min(place->second, time);
}

// The one that has waited longest, so that all have their turns.
std::optional<CompanyId> JobRunner::take_due() {
    const auto first = std::ranges::min_element(due_, {}, &std::pair<const CompanyId, Micros>::second);
    if (first == due_.end() || first->second > clock_.now()) return std::nullopt;
    const CompanyId company = first->first;
    due_.erase(first);
    return company;
}

JobRunner::SteadyTime JobRunner::next_time(SteadyTime next_look) const {
    const auto first = std::ranges::min_element(due_, {}, &std::pair<const CompanyId, Micros>::second);
    if (first == due_.end()) return next_look;
    const std::chrono::microseconds pause(std::max<Micros>(first->second - clock_.now(), 0));
    return std::min(next_look, std::chrono::steady_clock::now() + pause);
}

}  // namespace stele::app
