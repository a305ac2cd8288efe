// The thread that runs jobs: when it looks, whose turn it is, what becomes of errors and of a process that is killed.

#include "app/job_runner.h"

#include <atomic>
#include <csignal>
#include <functional>
#include <memory>
#include <random>
#include <semaphore>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/fixture.h"
#include "app/open_store.h"
#include "domain/organizations.h"

namespace stele::app {
namespace {

using domain::Access;
using domain::Caller;
using domain::CompanyId;
using domain::Job;
using domain::JobKind;
using domain::JobStep;
using domain::Source;
using domain::Transaction;
using namespace std::chrono_literals;

constexpr auto patience = 60s;
constexpr auto never = std::chrono::milliseconds(std::chrono::hours(1));

// What the steps of a test tell it. A handler is a plain function, so there is one at a time.
struct Told {
    std::counting_semaphore<> steps{0};
    std::vector<CompanyId> companies;  // in the order of their steps, on the writer's thread
    std::atomic<int> failures_left{0};
    ErrorCode failure = ErrorCode::unavailable;
};
std::unique_ptr<Told> told;

// Adds an organization "<job>/<step>"; the arguments say how many steps there are.
Result<JobStep> add_organization(Transaction& transaction, const Caller& caller, const Job& job) {
    if (told && told->failures_left-- > 0) return fail(told->failure, "not now");
    const int number = job.cursor.empty() ? 1 : std::stoi(job.cursor);
    domain::OrganizationPatch patch;
    patch.name = std::to_string(job.id) + "/" + std::to_string(number);
    if (const auto added = domain::add_organization(transaction, caller, patch); !added) return fail(added);
    if (told) {
        told->companies.push_back(transaction.company_id());
        told->steps.release();
    }
    return JobStep{std::to_string(number + 1), number == std::stoi(job.arguments)};
}

constexpr domain::JobHandler handlers_of_test[] = {{JobKind::put_organizations, add_organization}};

domain::JobHandlers all_handlers() {
    domain::JobHandlers handlers;
    handlers.add(Source::ortto, handlers_of_test);
    return handlers;
}

void add_job(domain::Engine& engine, int steps, CompanyId company = 1) {
    const auto added = domain::run_and_wait(engine, Access::write, company, [&](Transaction& transaction) -> Result<void> {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        const Caller caller{directory->get(), (*directory)->user(1), domain::Scope::write, Source::ortto, "a test"};
        const auto id = domain::add_job(transaction, caller, JobKind::put_organizations, std::to_string(steps));
        if (!id) return fail(id);
        return {};
    });
    EXPECT_TRUE(added) << added.error().message;
}

// Behind every write that was asked for before.
std::vector<std::string> names(domain::Engine& engine, CompanyId company = 1) {
    std::vector<std::string> all;
    const auto listed = domain::run_and_wait(engine, Access::write, company, [&](Transaction& transaction) {
        all.clear();
        return transaction.organizations().list({{}, {}, 10'000, 0}, [&](const domain::Organization& organization) {
            all.push_back(organization.name);
            return true;
        });
    });
    EXPECT_TRUE(listed) << listed.error().message;
    return all;
}

std::vector<std::string> steps_of_jobs(const std::vector<int>& steps) {
    std::vector<std::string> all;
    for (std::size_t job = 0; job < steps.size(); ++job)
        for (int step = 1; step <= steps[job]; ++step) all.push_back(std::to_string(job + 1) + "/" + std::to_string(step));
    return all;
}

// Keeps what it was told.
class KeepingLog final : public Log {
   public:
    void write(LogLevel level, std::string_view message, std::string_view detail) override {
        const std::lock_guard lock(mutex_);
        lines_.push_back((level == LogLevel::error ? "error: " : "warning: ") + std::string(message) + " (" +
                         std::string(detail) + ")");
        written_.release();
    }
    [[nodiscard]] bool access_enabled() const override { return false; }
    void access(const Access& /*line*/) override {}

    [[nodiscard]] std::vector<std::string> wait_for_lines(int count) {
        for (int i = 0; i < count; ++i) EXPECT_TRUE(written_.try_acquire_for(patience));
        const std::lock_guard lock(mutex_);
        return lines_;
    }

   private:
    std::mutex mutex_;
    std::vector<std::string> lines_;
    std::counting_semaphore<> written_{0};
};

class JobRunning : public testing::Test {
   protected:
    JobRunning() { told = std::make_unique<Told>(); }
    ~JobRunning() override {
        runner_.stop();
        EXPECT_EQ(folder_.output("check"), "clean\n");
        told.reset();
    }

    void wait_for_steps(int count) {
        for (int i = 0; i < count; ++i) ASSERT_TRUE(told->steps.try_acquire_for(patience)) << i;
    }

    CompanyFolder folder_;
    SystemClock clock_;
    KeepingLog log_;
    JobRunner runner_{folder_.engine(), all_handlers(), clock_, log_, {"a test", never, 1ms}};
};

TEST_F(JobRunning, FindsAtTheStartWhatIsLeft) {
    add_job(folder_.engine(), 3);
    add_job(folder_.engine(), 2);
    runner_.start();
    wait_for_steps(5);
    EXPECT_EQ(names(folder_.engine()), steps_of_jobs({3, 2}));
    EXPECT_EQ(log_.wait_for_lines(0), std::vector<std::string>());
}

TEST_F(JobRunning, IsWokenByThoseWhoAddJobs) {
    runner_.start();
    add_job(folder_.engine(), 2);
    runner_.jobs_added(1);
    wait_for_steps(2);
    add_job(folder_.engine(), 1);
    runner_.jobs_added(1);
    wait_for_steps(1);
    EXPECT_EQ(names(folder_.engine()), steps_of_jobs({2, 1}));
}

TEST_F(JobRunning, LooksNowAndThenForWhatOthersLeft) {
    JobRunner looking(folder_.engine(), all_handlers(), clock_, log_, {"another", 1ms, 1ms});
    looking.start();
    for (int i = 0; i < 3; ++i) {
        add_job(folder_.engine(), 1);
        wait_for_steps(1);
    }
    EXPECT_EQ(names(folder_.engine()), steps_of_jobs({1, 1, 1}));
}

TEST_F(JobRunning, CompaniesTakeTurns) {
    folder_.output("company add", {{"name", "Bolt"}, {"admin", "bea@bolt.example"}});
    for (const CompanyId company : {1, 2}) {
        add_job(folder_.engine(), 3, company);
        runner_.jobs_added(company);
    }
    runner_.start();
    wait_for_steps(6);
    EXPECT_EQ(names(folder_.engine(), 2), steps_of_jobs({3}));
    EXPECT_TRUE(told->companies == std::vector<CompanyId>({1, 2, 1, 2, 1, 2}) ||
                told->companies == std::vector<CompanyId>({2, 1, 2, 1, 2, 1}));
}

TEST_F(JobRunning, UnavailableIsTriedWithoutEnd) {
    constexpr int failures = 2 * limits::job_attempts;
    told->failures_left = failures;
    add_job(folder_.engine(), 2);
    runner_.start();
    wait_for_steps(2);
    const auto lines = log_.wait_for_lines(failures);
    EXPECT_EQ(std::set(lines.begin(), lines.end()), std::set<std::string>({"warning: jobs of company 1: not now ()"}));
    EXPECT_EQ(names(folder_.engine()), steps_of_jobs({2}));
}

// So far ahead of the other that a pause is over when it is next looked at.
class HastyClock final : public Clock {
   public:
    [[nodiscard]] Micros now() const override { return time_ += limits::job_retry_us << limits::job_attempts; }

   private:
    mutable std::atomic<Micros> time_{SystemClock().now()};
};

TEST_F(JobRunning, WhatFailsTooOftenIsGivenUpAndSaid) {
    told->failure = ErrorCode::invalid;
    told->failures_left = limits::job_attempts;
    add_job(folder_.engine(), 1);
    add_job(folder_.engine(), 1);
    const HastyClock clock;
    JobRunner hasty(folder_.engine(), all_handlers(), clock, log_, {"hasty", never, 1ms});
    hasty.start();
    wait_for_steps(1);
    std::vector<std::string> expected(limits::job_attempts - 1, "warning: job 1 of company 1: a step failed (not now)");
    expected.emplace_back("error: job 1 of company 1 has failed (not now)");
    EXPECT_EQ(log_.wait_for_lines(limits::job_attempts), expected);
    EXPECT_EQ(names(folder_.engine()), std::vector<std::string>({"2/1"}));
}

// Lines of `stele jobs list` without their times.
std::string without_times(const std::string& text) {
    std::string kept;
    std::size_t column = 0;
    for (const char c : text) {
        if (c == '\n') column = 0;
        if (c == '\t') ++column;
        if (column != 4 && column != 5) kept += c;
    }
    return kept;
}

TEST_F(JobRunning, SubcommandsListThemAndLetThemGoOn) {
    EXPECT_EQ(folder_.output("jobs list"), "");
    told->failure = ErrorCode::invalid;
    told->failures_left = limits::job_attempts;
    add_job(folder_.engine(), 2);
    add_job(folder_.engine(), 1);
    EXPECT_EQ(without_times(folder_.output("jobs list")),
              "2\tput organizations\twaiting\tann@acme.example\t0\t-\n"
              "1\tput organizations\twaiting\tann@acme.example\t0\t-\n");
    const HastyClock clock;
    JobRunner hasty(folder_.engine(), all_handlers(), clock, log_, {"hasty", never, 1ms});
    hasty.start();
    wait_for_steps(1);
    EXPECT_EQ(names(folder_.engine()).size(), 1U);
    EXPECT_EQ(without_times(folder_.output("jobs list")),
              "2\tput organizations\tdone\tann@acme.example\t0\t-\n"
              "1\tput organizations\tfailed\tann@acme.example\t6\tnot now\n");
    EXPECT_EQ(folder_.run("jobs retry", {{"id", "2"}}).error, "job 2 has not failed");
    EXPECT_EQ(folder_.run("jobs retry", {{"id", "3"}}).error, "there is no job 3");
    EXPECT_EQ(folder_.run("jobs retry", {{"id", "x"}}).status, 2);
    EXPECT_EQ(folder_.run("jobs list", {}, 9).error, "there is no company 9");
    EXPECT_EQ(folder_.output("jobs retry", {{"id", "1"}}), "");
    hasty.jobs_added(1);
    wait_for_steps(2);
    EXPECT_EQ(names(folder_.engine()), std::vector<std::string>({"2/1", "1/1", "1/2"}));
}

TEST_F(JobRunning, StopsAtOnceAndGoesOnLater) {
    constexpr int steps = 60;
    add_job(folder_.engine(), steps);
    int done = 0;
    while (done < steps) {
        JobRunner runner(folder_.engine(), all_handlers(), clock_, log_, {"a test", never, 1ms});
        runner.start();
        wait_for_steps(1);
        runner.stop();
        for (++done; told->steps.try_acquire();) ++done;
    }
    EXPECT_EQ(names(folder_.engine()), steps_of_jobs({steps}));
}

// Runs jobs until it is killed. Tells of each step by a byte, before it is committed.
[[noreturn]] void run_jobs_of(const std::string& data, int pipe) {
    told.reset();
    const auto log = make_silent_log();
    const SystemClock clock;
    const auto engine = open_store({data, {}}, false, clock, *log);
    if (!engine) _exit(1);
    static int told_through;
    told_through = pipe;
    constexpr domain::JobHandler telling[] = {
        {JobKind::put_organizations, [](Transaction& transaction, const Caller& caller, const Job& job) {
             auto step = add_organization(transaction, caller, job);
             if (::write(told_through, "s", 1) != 1) _exit(2);
             return step;
         }}};
    domain::JobHandlers handlers;
    handlers.add(Source::ortto, telling);
    JobRunner runner(**engine, handlers, clock, *log, {"stele", never, 1ms});
    runner.start();
    while (true) ::pause();
}

// Steps that the process began before it was killed; nothing when there were none left to begin.
bool run_and_kill(const std::string& data, int steps, std::chrono::microseconds later) {
    int ends[2];
    if (::pipe(ends) != 0) std::abort();
    const pid_t child = ::fork();
    if (child == 0) run_jobs_of(data, ends[1]);
    ::close(ends[1]);
    char byte = 0;
    int begun = 0;
    while (begun < steps && ::read(ends[0], &byte, 1) == 1) ++begun;
    const auto until = std::chrono::steady_clock::now() + later;
    while (std::chrono::steady_clock::now() < until) {
    }
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ends[0]);
    return WIFSIGNALED(status);
}

// At any moment: no step is lost, and none is done twice.
TEST(JobRunnerIsKilled, AndEveryStepIsDoneOnce) {
    const std::vector<int> jobs{40, 1, 25, 3, 31};
    const std::vector<std::string> expected = steps_of_jobs(jobs);
    const Folder folder;
    const std::string data = folder.path("data");
    const auto log = make_silent_log();
    const SystemClock clock;
    {
        const auto engine = open_store({data, {}}, true, clock, *log);
        ASSERT_TRUE(engine);
        EXPECT_EQ(create_first_company(**engine, "Acme", "ann@acme.example").status, 0);
        for (const int steps : jobs) add_job(**engine, steps);
        (*engine)->stop();
    }
    std::mt19937 draw(7);
    std::vector<std::string> done;
    while (done.size() < expected.size()) {
        const int left = static_cast<int>(expected.size() - done.size());
        const int steps = std::min(left, std::uniform_int_distribution(1, 12)(draw));
        ASSERT_TRUE(run_and_kill(data, steps, std::chrono::microseconds(std::uniform_int_distribution(0, 4'000)(draw))));
        const auto engine = open_store({data, {}}, false, clock, *log);
        ASSERT_TRUE(engine);
        done = names(**engine);
        EXPECT_EQ(run_command(**engine, {"check", 1, {}}).output, "clean\n");
        (*engine)->stop();
        ASSERT_EQ(done, std::vector(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(done.size())));
    }
}

}  // namespace
}  // namespace stele::app
