#include "domain/jobs.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"

namespace stele::domain {

namespace {

std::string cut_text(std::string_view text, std::size_t size) {
    std::string clean = to_clean_utf8(text.substr(0, size));
    clean.resize(cut_at_char(clean, size));
    return clean;
}

std::string text_of(const Error& error) {
    return cut_text(error.detail.empty() ? error.message : error.message + ": " + error.detail, limits::job_error_size);
}

bool is_due(const Job& job, const JobRunnerName& runner) {
    return job.lease_until <= runner.now || job.lease_holder == runner.name;
}

// 5 s after the first attempt, then twice as long each time.
Micros pause_after(std::int64_t attempts) { return limits::job_retry_us << (attempts - 1); }

Result<void> write_job(Transaction& transaction, Job& job) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    job.update_time = *time;
    return transaction.jobs().update(job);
}

void end_lease(Job& job) {
    job.lease_holder.clear();
    job.lease_until = 0;
}

// The job's arguments are of use to nobody once it is done; a failed one may be tried again.
Result<void> finish(Transaction& transaction, Job& job, JobState state) {
    job.state = state;
    end_lease(job);
    if (auto written = write_job(transaction, job); !written) return written;
    return state == JobState::done ? transaction.jobs().remove_arguments(job.id) : Result<void>();
}

Result<JobOutcome> outcome_of(Transaction& transaction, const Job& job, const JobRunnerName& runner) {
    const auto turn = find_job_turn(transaction, runner);
    if (!turn) return fail(turn);
    return JobOutcome{job.state, job.last_error, turn->time};
}

Result<JobOutcome> give_up(Transaction& transaction, Job& job, std::string reason, const JobRunnerName& runner) {
    job.last_error = std::move(reason);
    if (auto finished = finish(transaction, job, JobState::failed); !finished) return fail(finished);
    return outcome_of(transaction, job, runner);
}

// What a step has come to.
Result<void> take_down(Transaction& transaction, Job& job, JobStep step, const JobRunnerName& runner) {
    job.cursor = std::move(step.cursor);
    job.attempts = 0;
    job.last_error.clear();
    if (step.is_done) return finish(transaction, job, JobState::done);
    job.state = JobState::running;
    job.lease_holder = runner.name;
    job.lease_until = runner.now + limits::job_lease_us;
    return write_job(transaction, job);
}

Result<Job> find_job(Transaction& transaction, JobId id) {
    auto job = transaction.jobs().find(id);
    if (!job) return fail(job);
    if (!*job) return fail(ErrorCode::not_found, "there is no job " + std::to_string(id));
    return std::move(**job);
}

}  // namespace

void JobHandlers::add(Source source, std::span<const JobHandler> handlers) {
    for (const JobHandler& handler : handlers) entries_.push_back({source, handler});
}

RunJobStep JobHandlers::find(Source source, JobKind kind) const {
    const auto found = std::ranges::find_if(
        entries_, [&](const Entry& entry) { return entry.source == source && entry.handler.kind == kind; });
    return found != entries_.end() ? found->handler.run : nullptr;
}

Result<JobId> add_job(Transaction& transaction, const Caller& caller, JobKind kind, std::string arguments) {
    if (arguments.size() > limits::job_arguments_size)
        return fail(ErrorCode::too_large, "this is too large to be done in the background");
    const auto count = transaction.jobs().unfinished_count();
    if (!count) return fail(count);
    if (*count >= limits::waiting_jobs) return fail(ErrorCode::rate_limited, "too many jobs are waiting; try again later");
    const auto id = transaction.next_id(Kind::job);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    Job job;
    job.id = *id;
    job.kind = kind;
    job.user_id = caller.user->id;
    job.source = caller.source;
    job.user_agent = cut_text(caller.user_agent, limits::user_agent_size);
    job.arguments = std::move(arguments);
    job.add_time = *time;
    job.update_time = *time;
    if (auto inserted = transaction.jobs().insert(job); !inserted) return fail(inserted);
    return *id;
}

Result<JobTurn> find_job_turn(Transaction& transaction, const JobRunnerName& runner) {
    const auto job = transaction.jobs().first_unfinished();
    if (!job) return fail(job);
    if (!*job) return JobTurn{};
    if (is_due(**job, runner)) return JobTurn{(*job)->id, runner.now};
    return JobTurn{0, (*job)->lease_until};
}

Result<JobOutcome> run_job_step(Transaction& transaction, const JobHandlers& handlers, JobId id,
                                const JobRunnerName& runner) {
    auto job = find_job(transaction, id);
    if (!job) return fail(job);
    const RunJobStep run = handlers.find(job->source, job->kind);
    if (run == nullptr) return give_up(transaction, *job, "nobody runs jobs of this kind", runner);
    const auto directory = transaction.directory();
    if (!directory) return fail(directory);
    const User* user = (*directory)->user(job->user_id);
    if (user == nullptr || !user->is_active)
        return give_up(transaction, *job, "the user on whose behalf it ran is not active any more", runner);

    auto arguments = transaction.jobs().arguments(id);
    if (!arguments) return fail(arguments);
    job->arguments = std::move(*arguments);
    const Caller caller{directory->get(), user, Scope::write, job->source, job->user_agent, runner.now};
    auto step = run(transaction, caller, *job);
    if (!step) return fail(step);
    if (auto taken = take_down(transaction, *job, std::move(*step), runner); !taken) return fail(taken);
    return outcome_of(transaction, *job, runner);
}

Result<JobOutcome> record_job_failure(Transaction& transaction, JobId id, const Error& error, const JobRunnerName& runner) {
    auto job = find_job(transaction, id);
    if (!job) return fail(job);
    if (job->is_finished() || !is_due(*job, runner)) return outcome_of(transaction, *job, runner);
    job->last_error = text_of(error);
    if (++job->attempts >= limits::job_attempts) {
        if (auto finished = finish(transaction, *job, JobState::failed); !finished) return fail(finished);
        return outcome_of(transaction, *job, runner);
    }
    job->state = JobState::waiting;
    job->lease_holder.clear();
    job->lease_until = runner.now + pause_after(job->attempts);
    if (auto written = write_job(transaction, *job); !written) return fail(written);
    return outcome_of(transaction, *job, runner);
}

Result<void> retry_job(Transaction& transaction, JobId id) {
    auto job = find_job(transaction, id);
    if (!job) return fail(job);
    if (job->state != JobState::failed) return fail(ErrorCode::conflict, "job " + std::to_string(id) + " has not failed");
    job->state = JobState::waiting;
    job->attempts = 0;
    return write_job(transaction, *job);
}

Result<bool> expire_jobs(Transaction& transaction, Micros time) {
    const auto ids = transaction.jobs().finished_before(time, limits::purge_step_jobs);
    if (!ids) return fail(ids);
    for (const JobId id : *ids)
        if (auto removed = transaction.jobs().remove(id); !removed) return fail(removed);
    return static_cast<std::int64_t>(ids->size()) < limits::purge_step_jobs;
}

std::string_view name_of(JobKind kind) {
    switch (kind) {
        case JobKind::put_persons:
            return "put persons";
        case JobKind::put_organizations:
            return "put organizations";
        case JobKind::put_occurrences:
            return "put occurrences";
        case JobKind::change_archived:
            return "change archived";
        case JobKind::put_organization_occurrences:
            return "put occurrences of organizations";
    }
    return "unknown";
}

std::string_view name_of(JobState state) {
    switch (state) {
        case JobState::waiting:
            return "waiting";
        case JobState::running:
            return "running";
        case JobState::done:
            return "done";
        case JobState::failed:
            return "failed";
    }
    return "unknown";
}

}  // namespace stele::domain
