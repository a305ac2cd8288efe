// Jobs: work that is too large for its request, done afterwards in steps. A job is added by the write that asks for it, so it is
// there exactly when that was answered with success. Each step is a write of its own, which also writes down how far the job is:
// whatever stops the program, no step is lost and none is done twice.
//
// The jobs of a company are done one after another, in the order of their ids. The process whose step was the last holds a lease
// of the job; when it is gone another takes the job over.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/caller.h"
#include "domain/job.h"
#include "domain/store.h"

namespace stele::domain {

// Part of the caller's write. Errors: rate_limited when too many wait (limits::waiting_jobs); too_large.
[[nodiscard]] Result<JobId> add_job(Transaction& transaction, const Caller& caller, JobKind kind, std::string arguments);

// What a step came to.
struct JobStep {
    std::string cursor;  // where the next one begins, in the handler's own words
    bool is_done = false;
};

// One step: handles the records behind job.cursor, at most limits::job_step_records. The caller is the user as he is now. An
// error undoes the step. It is tried again later; `unavailable` without end, others limits::job_attempts times in a row. What a
// single record may be refused for is no error of the step.
using RunJobStep = Result<JobStep> (*)(Transaction& transaction, const Caller& caller, const Job& job);

struct JobHandler {
    JobKind kind;
    RunJobStep run;
};

// Who runs which kind, of all sources.
class JobHandlers {
   public:
    void add(Source source, std::span<const JobHandler> handlers);
    // Null when there is none.
    [[nodiscard]] RunJobStep find(Source source, JobKind kind) const;

   private:
    struct Entry {
        Source source;
        JobHandler handler;
    };
    std::vector<Entry> entries_;
};

// Which process asks, and when; leases are judged by that.
struct JobRunnerName {
    std::string_view name;  // no other process that runs at the same time has it
    Micros now = 0;
};

// A look at a company's jobs.
struct JobTurn {
    JobId id = 0;                // whose step is due; 0: none
    std::optional<Micros> time;  // when it is worth to look again; nothing: no job is left
};
[[nodiscard]] Result<JobTurn> find_job_turn(Transaction& transaction, const JobRunnerName& runner);

// How a job stands after its turn.
struct JobOutcome {
    JobState state = JobState::waiting;
    std::string error;           // why its step or the whole of it failed; empty: it did not
    std::optional<Micros> time;  // as in JobTurn
};

// Runs the step of the job whose turn it is in this transaction. A job whose user is gone or deactivated, or that nobody runs,
// has failed then. Error: the step's own; then nothing of it is to be committed, and the failure is to be recorded.
[[nodiscard]] Result<JobOutcome> run_job_step(Transaction& transaction, const JobHandlers& handlers, JobId id,
                                              const JobRunnerName& runner);

// Counts a step that failed, in a write of its own. Nothing happens when another process has the job meanwhile.
[[nodiscard]] Result<JobOutcome> record_job_failure(Transaction& transaction, JobId id, const Error& error,
                                                    const JobRunnerName& runner);

// A failed job goes on where it was. Errors: not_found; conflict for one that has not failed.
[[nodiscard]] Result<void> retry_job(Transaction& transaction, JobId id);

// One step: takes away finished jobs that ended before `time`. Says whether that was all of them.
[[nodiscard]] Result<bool> expire_jobs(Transaction& transaction, Micros time);

// For people.
[[nodiscard]] std::string_view name_of(JobKind kind);
[[nodiscard]] std::string_view name_of(JobState state);

}  // namespace stele::domain
