// Runs jobs (see domain/jobs.h): a step of a company at a time, the companies by turns.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "dialect/dispatch.h"
#include "domain/jobs.h"

namespace stele::app {

struct JobRunnerOptions {
    std::string name;  // that no other process at the same store has; leases of an earlier process of that name are its own
    std::chrono::milliseconds look{limits::job_look_ms};
    std::chrono::milliseconds unavailable_pause{limits::job_unavailable_pause_ms};
};

// A thread that waits for jobs. It is told of those that this process adds; for what others have left it looks at each company at
// the start and now and then. Each step is a write behind those that wait.
class JobRunner final : public dialect::JobSignal {
   public:
    // The engine is open until stop().
    JobRunner(domain::Engine& engine, domain::JobHandlers handlers, const Clock& clock, Log& log, JobRunnerOptions options);
    ~JobRunner() override { stop(); }
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;

    void start();
    // Waits for the step that runs. What is added later is left to the next start.
    void stop() noexcept;

    void jobs_added(domain::CompanyId company) noexcept override;

   private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    void run();
    void look_around();
    // A step, if there is one to run. Says when to look at the company again.
    [[nodiscard]] std::optional<Micros> run_turn(domain::CompanyId company);
    [[nodiscard]] std::optional<Micros> record_failure(domain::CompanyId company, domain::JobId job, const Error& error);
    [[nodiscard]] Micros put_off(domain::CompanyId company, const Error& error);
    void report(domain::CompanyId company, domain::JobId job, const domain::JobOutcome& outcome);
    [[nodiscard]] domain::JobRunnerName self() const { return {options_.name, clock_.now()}; }

    // With the mutex held.
    void note(domain::CompanyId company, Micros time);
    [[nodiscard]] std::optional<domain::CompanyId> take_due();
    [[nodiscard]] SteadyTime next_time(SteadyTime next_look) const;

    domain::Engine& engine_;
    const domain::JobHandlers handlers_;
    const Clock& clock_;
    Log& log_;
    const JobRunnerOptions options_;
    std::mutex mutex_;
    std::condition_variable woken_;
    bool is_stopped_ = false;
    std::map<domain::CompanyId, Micros> due_;  // when to look at companies that have jobs
    std::thread thread_;
};

}  // namespace stele::app
