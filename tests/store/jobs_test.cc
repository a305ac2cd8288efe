// Jobs, on every engine: their steps, what becomes of errors, who may run them.

#include "domain/jobs.h"

#include <string>
#include <thread>
#include <vector>

#include "base/limits.h"
#include "domain/accounts.h"
#include "store/contract.h"
#include "store/postgres_house.h"

namespace stele::tests {
namespace {

using domain::Caller;
using domain::Job;
using domain::JobHandler;
using domain::JobId;
using domain::JobKind;
using domain::JobOutcome;
using domain::JobState;
using domain::JobStep;
using domain::JobTurn;
using domain::Source;
using domain::Transaction;

using Texts = std::vector<std::string>;

// Each step adds an organization that names the step and who asks; there are as many as the arguments say.
Result<JobStep> add_organizations(Transaction& transaction, const Caller& caller, const Job& job) {
    const int number = job.cursor.empty() ? 1 : std::stoi(job.cursor);
    const auto added = add_organization(transaction, caller.user->name + " " + std::to_string(number) + "/" + job.arguments);
    if (!added) return fail(added);
    return JobStep{std::to_string(number + 1), number == std::stoi(job.arguments)};
}

// Fails unless the company has an organization besides the one that the step adds.
Result<JobStep> need_another(Transaction& transaction, const Caller& /*caller*/, const Job& job) {
    if (const auto added = add_organization(transaction, "an attempt"); !added) return fail(added);
    const auto count = transaction.record_count(domain::Kind::organization);
    if (!count) return fail(count);
    if (*count == 1) return fail(ErrorCode::invalid, "it is alone", {}, "of " + job.arguments);
    return JobStep{"met another", false};
}

// Tells what the caller sees.
Result<JobStep> tell_rights(Transaction& transaction, const Caller& caller, const Job& job) {
    const bool is_ortto = caller.source == Source::ortto && caller.user_agent == "a test" && job.user_agent == "a test";
    const std::string name = std::string(caller.sees_all() ? "sees all" : "sees some") + (is_ortto ? "" : ", not as asked");
    if (const auto added = add_organization(transaction, name); !added) return fail(added);
    return JobStep{"", true};
}

constexpr JobHandler ortto_handlers[] = {{JobKind::put_organizations, add_organizations},
                                         {JobKind::put_persons, need_another},
                                         {JobKind::put_occurrences, tell_rights}};

class JobStore : public Contract {
   protected:
    JobStore() { handlers_.add(Source::ortto, ortto_handlers); }

    static Caller caller_of(const domain::Directory& directory, domain::UserId user, Source source) {
        return {&directory, directory.user(user), domain::Scope::write, source, "a test"};
    }

    JobId add(JobKind kind, const std::string& arguments, domain::CompanyId company = 1, domain::UserId user = 1,
              Source source = Source::ortto) {
        JobId id = 0;
        must_write(engine(), company, [&](Transaction& transaction) -> Result<void> {
            const auto directory = transaction.directory();
            if (!directory) return fail(directory);
            const auto added = domain::add_job(transaction, caller_of(**directory, user, source), kind, arguments);
            if (!added) return fail(added);
            id = *added;
            return {};
        });
        return id;
    }

    // What a runner of that name does with a company: a step, or what follows from its error. Says how that went:
    // "1 running", "1 waiting: an error", "-" when no step is due.
    std::string turn(const std::string& name = "a", domain::CompanyId company = 1) {
        JobTurn turn;
        JobOutcome outcome;
        const domain::JobRunnerName runner{name, house().clock().now()};
        const auto done =
            domain::run_and_wait(engine(), domain::Access::write, company, [&](Transaction& transaction) -> Result<void> {
                const auto found = domain::find_job_turn(transaction, runner);
                if (!found) return fail(found);
                turn = *found;
                return turn.id != 0 ? keep(domain::run_job_step(transaction, handlers_, turn.id, runner), outcome)
                                    : Result<void>();
            });
        next_ = outcome.time;
        if (turn.id == 0) next_ = turn.time;
        if (turn.id == 0) return "-";
        if (!done) {
            must_write(engine(), company, [&](Transaction& transaction) {
                return keep(domain::record_job_failure(transaction, turn.id, done.error(), runner), outcome);
            });
            next_ = outcome.time;
        }
        return std::to_string(turn.id) + " " + std::string(domain::name_of(outcome.state)) +
               (outcome.error.empty() ? "" : ": " + outcome.error);
    }

    static Result<void> keep(Result<JobOutcome> result, JobOutcome& into) {
        if (!result) return fail(result);
        into = std::move(*result);
        return {};
    }

    Job job(JobId id, domain::CompanyId company = 1) {
        Job job;
        must_read(engine(), company, [&](Transaction& transaction) -> Result<void> {
            const auto found = transaction.jobs().find(id);
            if (!found) return fail(found);
            EXPECT_TRUE(*found) << id;
            auto arguments = transaction.jobs().arguments(id);
            if (!arguments) return fail(arguments);
            if (*found) job = **found;
            job.arguments = *arguments;
            return {};
        });
        return job;
    }

    Texts organizations(domain::CompanyId company = 1) {
        Texts names;
        must_read(engine(), company, [&](Transaction& transaction) {
            return transaction.organizations().list({{}, {}, 1'000, 0}, [&](const domain::Organization& organization) {
                names.push_back(organization.name);
                return true;
            });
        });
        return names;
    }

    void change(const Body& body) { must_write(engine(), 1, body); }
    void pass(Micros time) { house().clock().set(house().clock().now() + time); }
    [[nodiscard]] Micros now() { return house().clock().now(); }

    domain::JobHandlers handlers_;
    std::optional<Micros> next_;  // when the last turn said to look again
};

INSTANTIATE_TEST_SUITE_P(Engines, JobStore, testing::ValuesIn(engine_kinds), engine_name);

TEST_P(JobStore, keeps_every_member) {
    Job kept;
    change([&](Transaction& transaction) -> Result<void> {
        const auto id = transaction.next_id(domain::Kind::job);
        if (!id) return fail(id);
        kept = {
            *id, JobKind::put_occurrences, 1, Source::rogerroger, "an agent", "what", "", JobState::waiting, 0, 0, "", "", 7,
            8};
        return transaction.jobs().insert(kept);
    });
    EXPECT_EQ(job(1), kept);
    kept.cursor = "far";
    kept.state = JobState::running;
    kept.attempts = 3;
    kept.lease_until = 99;
    kept.lease_holder = "somebody";
    kept.last_error = "no";
    kept.update_time = 9;
    change([&](Transaction& transaction) { return transaction.jobs().update(kept); });
    house().close();
    house().open();
    EXPECT_EQ(job(1), kept);
}

TEST_P(JobStore, goes_on_step_by_step_where_it_was) {
    EXPECT_EQ(turn(), "-");
    EXPECT_EQ(next_, std::nullopt);
    const JobId id = add(JobKind::put_organizations, "3");
    EXPECT_EQ(job(id).state, JobState::waiting);
    EXPECT_EQ(turn(), "1 running");
    EXPECT_EQ(next_, now());
    EXPECT_EQ(job(id).cursor, "2");
    house().close();
    house().open();
    EXPECT_EQ(turn(), "1 running");
    EXPECT_EQ(turn(), "1 done");
    EXPECT_EQ(next_, std::nullopt);
    EXPECT_EQ(organizations(), (Texts{"Ann 1/3", "Ann 2/3", "Ann 3/3"}));
    EXPECT_EQ(job(id).arguments, "");
    EXPECT_EQ(job(id).lease_holder, "");
    EXPECT_EQ(turn(), "-");
    EXPECT_EQ(organizations().size(), 3U);
}

TEST_P(JobStore, runs_one_after_another) {
    add(JobKind::put_organizations, "2");
    add(JobKind::put_organizations, "1");
    add(JobKind::put_organizations, "1", 2);
    Texts turns;
    for (int i = 0; i < 4; ++i) turns.push_back(turn());
    EXPECT_EQ(turns, (Texts{"1 running", "1 done", "2 done", "-"}));
    EXPECT_EQ(organizations(), (Texts{"Ann 1/2", "Ann 2/2", "Ann 1/1"}));
    EXPECT_EQ(turn("a", 2), "1 done");
    EXPECT_EQ(turn("a", 2), "-");
}

TEST_P(JobStore, is_there_exactly_when_its_write_was) {
    must_write(
        engine(), 1,
        [](Transaction& transaction) -> Result<void> {
            const auto directory = transaction.directory();
            if (!directory) return fail(directory);
            const auto added =
                domain::add_job(transaction, caller_of(**directory, 1, Source::ortto), JobKind::put_organizations, "1");
            if (!added) return fail(added);
            return fail(ErrorCode::conflict, "refused in the end");
        },
        ErrorCode::conflict);
    EXPECT_EQ(turn(), "-");
    EXPECT_EQ(add(JobKind::put_organizations, "1"), 1);
}

TEST_P(JobStore, an_error_undoes_the_step_which_is_tried_again_later) {
    add(JobKind::put_persons, "what");
    add(JobKind::put_organizations, "1");
    Micros pause = limits::job_retry_us;
    for (int attempt = 1; attempt < limits::job_attempts; ++attempt, pause *= 2) {
        EXPECT_EQ(turn(), "1 waiting: it is alone: of what");
        EXPECT_EQ(job(1).attempts, attempt);
        EXPECT_EQ(next_, now() + pause);
        pass(pause - 1);
        EXPECT_EQ(turn(), "-");
        EXPECT_EQ(turn("b"), "-");
        EXPECT_EQ(next_, now() + 1);
        pass(1);
    }
    EXPECT_EQ(organizations(), Texts{});
    EXPECT_EQ(turn(), "1 failed: it is alone: of what");
    EXPECT_EQ(next_, now());
    EXPECT_EQ(job(1).arguments, "what");
    EXPECT_EQ(turn(), "2 done");
}

TEST_P(JobStore, attempts_are_counted_anew_after_a_step) {
    add(JobKind::put_persons, "what");
    EXPECT_EQ(turn(), "1 waiting: it is alone: of what");
    change([](Transaction& transaction) -> Result<void> {
        const auto added = add_organization(transaction, "another");
        if (!added) return fail(added);
        return {};
    });
    pass(limits::job_retry_us);
    EXPECT_EQ(turn(), "1 running");
    EXPECT_EQ(job(1).attempts, 0);
    EXPECT_EQ(job(1).last_error, "");
}

TEST_P(JobStore, a_failed_one_goes_on_when_it_is_told_to) {
    const auto retry = [&](JobId id, std::optional<ErrorCode> expected, domain::CompanyId company = 1) {
        must_write(
            engine(), company, [&](Transaction& transaction) { return domain::retry_job(transaction, id); }, expected);
    };
    add(JobKind::put_persons, "what");
    retry(1, ErrorCode::conflict);
    retry(2, ErrorCode::not_found);
    retry(1, ErrorCode::not_found, 2);
    for (int attempt = 0; attempt < limits::job_attempts; ++attempt) {
        turn();
        pass(limits::job_retry_us << limits::job_attempts);
    }
    EXPECT_EQ(job(1).state, JobState::failed);
    EXPECT_EQ(turn(), "-");
    retry(1, {});
    EXPECT_EQ(turn(), "1 waiting: it is alone: of what");
    EXPECT_EQ(job(1).attempts, 1);
}

TEST_P(JobStore, one_process_at_a_time) {
    add(JobKind::put_organizations, "4");
    EXPECT_EQ(turn("a"), "1 running");
    EXPECT_EQ(turn("b"), "-");
    EXPECT_EQ(next_, now() + limits::job_lease_us);
    pass(limits::job_lease_us - 1);
    EXPECT_EQ(turn("b"), "-");
    EXPECT_EQ(turn("a"), "1 running");  // renews it
    pass(limits::job_lease_us - 1);
    EXPECT_EQ(turn("b"), "-");
    pass(1);
    EXPECT_EQ(turn("b"), "1 running");
    EXPECT_EQ(turn("a"), "-");
    const Job taken = job(1);
    change([&](Transaction& transaction) -> Result<void> {  // a's step failed, but the job is b's by now
        const auto recorded =
            domain::record_job_failure(transaction, 1, Error{ErrorCode::internal, "late", {}, {}}, {"a", now()});
        if (!recorded) return fail(recorded);
        EXPECT_EQ(recorded->time, now() + limits::job_lease_us);
        return {};
    });
    EXPECT_EQ(job(1), taken);
    EXPECT_EQ(turn("b"), "1 done");
    EXPECT_EQ(organizations().size(), 4U);
}

TEST_P(JobStore, acts_as_its_user_is_then) {
    change([](Transaction& transaction) -> Result<void> {
        const auto user = domain::add_user(transaction, {"Bob", "bob@northwind.example", true});
        if (!user) return fail(user);
        return {};
    });
    for (int i = 0; i < 3; ++i) add(JobKind::put_occurrences, "", 1, 2);
    EXPECT_EQ(turn(), "1 done");
    change([](Transaction& transaction) {
        domain::UserSettings settings;
        settings.is_admin = false;
        return domain::set_user(transaction, "bob@northwind.example", settings);
    });
    EXPECT_EQ(turn(), "2 done");
    EXPECT_EQ(organizations(), (Texts{"sees all", "sees some"}));
    change([](Transaction& transaction) { return domain::deactivate_user(transaction, "bob@northwind.example"); });
    EXPECT_EQ(turn(), "3 failed: the user on whose behalf it ran is not active any more");
    EXPECT_EQ(organizations().size(), 2U);
}

TEST_P(JobStore, fails_where_nobody_runs_it) {
    add(JobKind::put_organizations, "1", 1, 1, Source::rogerroger);
    EXPECT_EQ(turn(), "1 failed: nobody runs jobs of this kind");
    EXPECT_EQ(organizations(), Texts{});
}

TEST_P(JobStore, a_company_has_a_bounded_number_that_wait) {
    const auto add_one = [](Transaction& transaction, const std::string& arguments) -> Result<void> {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        const auto added =
            domain::add_job(transaction, caller_of(**directory, 1, Source::ortto), JobKind::put_occurrences, arguments);
        if (!added) return fail(added);
        return {};
    };
    change([&](Transaction& transaction) {
        Result<void> added;
        for (int i = 0; added && i < limits::waiting_jobs; ++i) added = add_one(transaction, "");
        return added;
    });
    must_write(engine(), 1, [&](Transaction& transaction) { return add_one(transaction, ""); }, ErrorCode::rate_limited);
    must_write(engine(), 2, [&](Transaction& transaction) { return add_one(transaction, ""); });
    EXPECT_EQ(turn(), "1 done");
    change([&](Transaction& transaction) { return add_one(transaction, ""); });
    must_write(
        engine(), 2,
        [&](Transaction& transaction) { return add_one(transaction, std::string(limits::job_arguments_size + 1, 'a')); },
        ErrorCode::too_large);
}

TEST_P(JobStore, those_that_ended_go_in_steps) {
    constexpr int count = limits::purge_step_jobs + 1;
    for (int i = 0; i < count; ++i) add(JobKind::put_occurrences, "");
    add(JobKind::put_organizations, "2");
    for (int i = 0; i < count; ++i) turn();
    EXPECT_EQ(turn(), std::to_string(count + 1) + " running");
    const auto expire = [&](Micros time) {
        bool is_done = false;
        change([&](Transaction& transaction) -> Result<void> {
            const auto expired = domain::expire_jobs(transaction, time);
            if (!expired) return fail(expired);
            is_done = *expired;
            return {};
        });
        return is_done;
    };
    const auto ids = [&] {
        std::vector<JobId> listed;
        must_scan(engine(), 1, [&](Transaction& transaction) {
            return transaction.jobs().list(100, [&](const Job& each) {
                listed.push_back(each.id);
                return true;
            });
        });
        return listed;
    };
    EXPECT_TRUE(expire(job(1).update_time));
    EXPECT_EQ(ids().size(), count + 1U);
    pass(limits::day_us);
    EXPECT_FALSE(expire(now()));
    EXPECT_EQ(ids(), (std::vector<JobId>{count + 1, count}));
    EXPECT_TRUE(expire(now()));
    EXPECT_EQ(ids(), (std::vector<JobId>{count + 1}));
    EXPECT_EQ(turn(), std::to_string(count + 1) + " done");
}

TEST_P(JobStore, another_company_sees_nothing_of_it) {
    add(JobKind::put_organizations, "2");
    must_write(engine(), 2, [](Transaction& transaction) -> Result<void> {
        domain::Jobs& jobs = transaction.jobs();
        EXPECT_EQ(jobs.find(1).value(), std::nullopt);
        EXPECT_EQ(jobs.first_unfinished().value(), std::nullopt);
        EXPECT_EQ(jobs.unfinished_count().value(), 0);
        EXPECT_EQ(jobs.arguments(1).value(), "");
        int listed = 0;
        if (auto done = jobs.list(10, [&](const Job&) { return ++listed > 0; }); !done) return done;
        EXPECT_EQ(listed, 0);
        Job other;
        other.id = 1;
        other.state = JobState::done;
        if (auto updated = jobs.update(other); !updated) return updated;
        return jobs.remove(1);
    });
    EXPECT_EQ(job(1).arguments, "2");
    EXPECT_EQ(turn(), "1 running");
    pass(limits::day_us);
    must_write(engine(), 2, [&](Transaction& transaction) -> Result<void> {
        EXPECT_EQ(transaction.jobs().finished_before(now(), 10).value(), std::vector<JobId>{});
        return {};
    });
    EXPECT_EQ(turn("a", 2), "-");
    EXPECT_EQ(organizations(2), Texts{});
}

TEST_P(JobStore, check_finds_what_cannot_be) {
    add(JobKind::put_organizations, "1");
    add(JobKind::put_organizations, "1");
    change([](Transaction& transaction) -> Result<void> {
        auto leased = transaction.jobs().find(2);
        if (!leased) return fail(leased);
        (*leased)->lease_holder = "a";
        if (auto updated = transaction.jobs().update(**leased); !updated) return updated;
        return transaction.jobs().remove_arguments(1);
    });
    const std::string found = findings(engine());
    EXPECT_NE(found.find("company 1: job 1: it is not done, and its arguments are gone"), std::string::npos) << found;
    EXPECT_NE(found.find("company 1: job 2: it is leased, but does not run"), std::string::npos) << found;
    change([](Transaction& transaction) -> Result<void> {
        auto leased = transaction.jobs().find(2);
        if (!leased) return fail(leased);
        (*leased)->state = JobState::done;
        (*leased)->lease_holder.clear();
        if (auto removed = transaction.jobs().remove(1); !removed) return removed;
        return transaction.jobs().update(**leased);
    });
    EXPECT_NE(findings(engine()).find("company 1: job 2: it has arguments but does not exist, or is done"),
              std::string::npos);
    change([](Transaction& transaction) { return transaction.jobs().remove(2); });
}

// Two processes that run the jobs of one database, in each other's way: every step once.
TEST(JobsOnPostgres, two_processes_run_every_step_once) {
    if (postgres_server().empty()) GTEST_SKIP() << "no PostgreSQL: TEST_POSTGRES_URL is not set";
    constexpr int jobs = 6;
    constexpr int steps = 5;
    PostgresHouse house;
    const auto other = house.another();
    make_company(house.engine(), 1);
    domain::JobHandlers handlers;
    handlers.add(Source::ortto, ortto_handlers);
    for (int i = 0; i < jobs; ++i)
        must_write(house.engine(), 1, [&](Transaction& transaction) -> Result<void> {
            const auto directory = transaction.directory();
            if (!directory) return fail(directory);
            const Caller caller{directory->get(), (*directory)->user(1), domain::Scope::write, Source::ortto, "a test"};
            const auto added = domain::add_job(transaction, caller, JobKind::put_organizations, std::to_string(steps));
            if (!added) return fail(added);
            return {};
        });
    const auto run = [&](domain::Engine& engine, const std::string& name) {
        bool is_left = true;
        while (is_left)
            must_write(engine, 1, [&](Transaction& transaction) -> Result<void> {
                const domain::JobRunnerName runner{name, house.clock().now()};
                const auto turn = domain::find_job_turn(transaction, runner);
                if (!turn) return fail(turn);
                is_left = turn->time.has_value();
                if (turn->id == 0) return {};
                const auto ran = domain::run_job_step(transaction, handlers, turn->id, runner);
                if (!ran) return fail(ran);
                return {};
            });
    };
    {
        const std::jthread first([&] { run(house.engine(), "a"); });
        const std::jthread second([&] { run(*other, "b"); });
    }
    std::vector<std::string> names;
    must_read(house.engine(), 1, [&](Transaction& transaction) {
        return transaction.organizations().list({{}, {}, 1'000, 0}, [&](const domain::Organization& organization) {
            names.push_back(organization.name);
            return true;
        });
    });
    std::vector<std::string> expected;
    for (int job = 0; job < jobs; ++job)
        for (int step = 1; step <= steps; ++step) expected.push_back("Ann " + std::to_string(step) + "/5");
    EXPECT_EQ(names, expected);
    EXPECT_EQ(findings(house.engine()), "");
}

}  // namespace
}  // namespace stele::tests
