// Deleted records: the housekeeping that takes them away, and the commands that do so by hand or bring them back.

#include "app/housekeeping.h"

#include <atomic>
#include <future>

#include <gtest/gtest.h>

#include "app/fixture.h"
#include "domain/jobs.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/purge.h"

namespace stele::app {
namespace {

using domain::Access;
using domain::Caller;
using domain::Kind;
using domain::Transaction;
using namespace std::chrono_literals;

constexpr auto patience = 60s;

// So many microseconds ahead of the system's clock.
class AheadClock final : public Clock {
   public:
    [[nodiscard]] Micros now() const override { return system_.now() + ahead_.load(); }
    void advance(Micros time) { ahead_ += time; }

   private:
    SystemClock system_;
    std::atomic<Micros> ahead_{0};
};

// Deleted records of one company: organization 1 with the persons 1 and 2, of whom 2 is deleted too.
class Deleted : public testing::Test {
   protected:
    Deleted() {
        work([](Transaction& transaction, const Caller& caller) -> Result<void> {
            domain::OrganizationPatch organization;
            organization.name = "Norte";
            if (const auto added = domain::add_organization(transaction, caller, organization); !added) return fail(added);
            for (const char* name : {"Ines", "Rui"}) {
                domain::PersonPatch person;
                person.name = name;
                person.organization_id = 1;
                if (const auto added = domain::add_person(transaction, caller, person); !added) return fail(added);
            }
            if (auto deleted = domain::delete_person(transaction, caller, 2); !deleted) return deleted;
            return domain::delete_organization(transaction, caller, 1);
        });
    }
    ~Deleted() override { EXPECT_EQ(folder_.output("check"), "clean\n"); }

    void work(FunctionRef<Result<void>(Transaction&, const Caller&)> body) {
        const auto done =
            domain::run_and_wait(folder_.engine(), Access::write, 1, [&](Transaction& transaction) -> Result<void> {
                const auto directory = transaction.directory();
                if (!directory) return fail(directory);
                const auto caller = domain::caller_of_stele(**directory, "test");
                if (!caller) return fail(caller);
                return body(transaction, *caller);
            });
        EXPECT_TRUE(done) << done.error().message;
    }

    // Whether the row is there.
    bool has_organization() {
        bool found = false;
        work([&](Transaction& transaction, const Caller&) -> Result<void> {
            domain::Organization organization;
            const auto looked = transaction.organizations().find(1, organization);
            if (!looked) return fail(looked);
            found = *looked;
            return {};
        });
        return found;
    }

    std::optional<domain::Person> find_person(domain::PersonId id) {
        std::optional<domain::Person> person(std::in_place);
        work([&](Transaction& transaction, const Caller&) -> Result<void> {
            const auto looked = transaction.persons().find(id, *person);
            if (!looked) return fail(looked);
            if (!*looked) person.reset();
            return {};
        });
        return person;
    }

    std::optional<Micros> first_event() {
        std::optional<Micros> time;
        work([&](Transaction& transaction, const Caller&) -> Result<void> {
            const auto found = transaction.history().first_event_time();
            if (!found) return fail(found);
            time = *found;
            return {};
        });
        return time;
    }

    AheadClock clock_;
    CompanyFolder folder_{clock_};
};

TEST_F(Deleted, PurgeTakesAwayWhatIsOldEnough) {
    EXPECT_EQ(folder_.output("purge", {{"older_than", "30d"}}), "0\t0\n");
    EXPECT_TRUE(has_organization());
    EXPECT_EQ(folder_.output("purge", {{"older_than", "0h"}}), "1\t1\n");
    EXPECT_FALSE(has_organization());
    EXPECT_FALSE(find_person(2));
    ASSERT_TRUE(find_person(1));
    EXPECT_FALSE(find_person(1)->organization_id);
    EXPECT_EQ(folder_.output("purge", {{"older_than", "0d"}}), "0\t0\n");
}

// More than one step's worth of linked persons and of changes.
TEST_F(Deleted, PurgeTakesManyStepsForALargeRecord) {
    work([](Transaction& transaction, const Caller& caller) -> Result<void> {
        domain::OrganizationPatch organization;
        organization.name = "Large";
        if (const auto added = domain::add_organization(transaction, caller, organization); !added) return fail(added);
        for (int i = 0; i < 450; ++i) {
            domain::PersonPatch person;
            person.name = "Person";
            person.organization_id = 2;
            if (const auto added = domain::add_person(transaction, caller, person); !added) return fail(added);
        }
        return domain::delete_organization(transaction, caller, 2);
    });
    EXPECT_EQ(folder_.output("purge", {{"older_than", "0d"}}), "2\t1\n");
    EXPECT_FALSE(find_person(3)->organization_id);
    EXPECT_FALSE(find_person(452)->organization_id);
}

TEST_F(Deleted, UndeleteBringsBack) {
    EXPECT_EQ(folder_.output("undelete organization", {{"id", "1"}}), "");
    EXPECT_EQ(folder_.output("undelete person", {{"id", "2"}}), "");
    work([](Transaction& transaction, const Caller& caller) -> Result<void> {
        const auto organization = domain::find_live_organization(transaction, caller, 1);
        if (!organization) return fail(organization);
        EXPECT_EQ(organization->count(domain::Counter::people), 2);
        const auto person = domain::find_live_person(transaction, caller, 2);
        if (!person) return fail(person);
        EXPECT_EQ(person->organization_id, 1);
        for (const auto& [kind, count] : {std::pair{Kind::organization, 1}, std::pair{Kind::person, 2}})
            EXPECT_EQ(transaction.record_count(kind).value_or(0), count);
        domain::Change last;
        const auto listed = transaction.history().list_changes(Kind::organization, 1, domain::ChangeSet::fields, 0, 10,
                                                               [&](const domain::Change& change) {
                                                                   if (change.field == domain::field_key::deleted)
                                                                       last = change;
                                                                   return last.id == 0;
                                                               });
        EXPECT_EQ(last.old_value, "1");
        EXPECT_EQ(last.new_value, "0");
        return listed;
    });
}

TEST_F(Deleted, UndeleteRefusesWhatIsNotDeleted) {
    const auto error = [&](const std::string& kind, const std::string& id) {
        const Outcome outcome = folder_.run("undelete " + kind, {{"id", id}});
        return std::to_string(outcome.status) + " " + outcome.error;
    };
    EXPECT_EQ(error("person", "1"), "1 person 1 is not deleted");
    EXPECT_EQ(error("person", "9"), "1 there is no person 9");
    EXPECT_EQ(error("organization", "9"), "1 there is no organization 9");
    EXPECT_EQ(error("organization", "x"), "2 an id is a number, not 'x'");
    EXPECT_EQ(folder_.output("purge", {{"older_than", "0d"}}), "1\t1\n");
    EXPECT_EQ(error("organization", "1"), "1 there is no organization 1");
    for (const char* age : {"", "d", "30", "-1d", "1w", "1.5d", "99999999999999d"})
        EXPECT_EQ(folder_.run("purge", {{"older_than", age}}).status, 2) << age;
    EXPECT_EQ(folder_.run("purge", {{"older_than", "1d"}}, 9).status, 1);
}

// Deleted 30 days ago it is gone for those who ask, before any purge.
TEST_F(Deleted, WhatIsGoneIsNotFoundBeforeThePurge) {
    work([](Transaction& transaction, const Caller& caller) -> Result<void> {
        Caller later = caller;
        later.now = SystemClock().now() + limits::deleted_kept_us - limits::day_us;
        EXPECT_TRUE(domain::find_organization(transaction, later, 1));
        EXPECT_TRUE(domain::find_person(transaction, later, 2));
        later.now += 2 * limits::day_us;
        EXPECT_FALSE(domain::find_organization(transaction, later, 1));
        EXPECT_FALSE(domain::find_person(transaction, later, 2));
        EXPECT_TRUE(domain::find_person(transaction, later, 1));
        return {};
    });
    EXPECT_TRUE(has_organization());
}

// Housekeeping that has just begun a further round has ended the one before.
class RoundCounter final : public Clock {
   public:
    RoundCounter(const Clock& clock, int rounds) : clock_(clock), left_(rounds) {}
    [[nodiscard]] Micros now() const override {
        if (--left_ == 0) reached_.set_value();
        return clock_.now();
    }
    [[nodiscard]] bool wait() { return reached_.get_future().wait_for(patience) == std::future_status::ready; }

   private:
    const Clock& clock_;
    mutable std::atomic<int> left_;
    mutable std::promise<void> reached_;
};

void keep_house(domain::Engine& engine, const Clock& clock) {
    const auto log = make_silent_log();
    RoundCounter counter(clock, 4);  // at most three looks at the clock a round
    const Housekeeping housekeeping(engine, counter, *log, {.delay = 0ms, .interval = 1ms, .pause = 0ms});
    EXPECT_TRUE(counter.wait());
}

TEST_F(Deleted, HousekeepingTakesAwayWhatIsOldEnough) {
    const auto first = first_event();
    ASSERT_TRUE(first);
    clock_.advance(29 * limits::day_us);
    keep_house(folder_.engine(), clock_);
    EXPECT_TRUE(has_organization());
    EXPECT_TRUE(find_person(2));
    clock_.advance(2 * limits::day_us);
    keep_house(folder_.engine(), clock_);
    EXPECT_FALSE(has_organization());
    EXPECT_FALSE(find_person(2));
    EXPECT_TRUE(find_person(1));
    EXPECT_EQ(first_event(), first);
    clock_.advance(10 * limits::day_us);
    keep_house(folder_.engine(), clock_);
    ASSERT_TRUE(first_event());
    EXPECT_GT(*first_event(), *first + limits::deleted_kept_us);  // that of the purge
}

TEST_F(Deleted, HousekeepingTakesAwayJobsThatEndedLongAgo) {
    work([](Transaction& transaction, const Caller& caller) -> Result<void> {
        const auto id = domain::add_job(transaction, caller, domain::JobKind::put_persons, "");
        if (!id) return fail(id);
        auto job = transaction.jobs().find(*id);
        if (!job) return fail(job);
        (*job)->state = domain::JobState::failed;
        return transaction.jobs().update(**job);
    });
    const auto has_job = [&] { return !folder_.output("jobs list").empty(); };
    clock_.advance(limits::jobs_kept_us - limits::day_us);
    keep_house(folder_.engine(), clock_);
    EXPECT_TRUE(has_job());
    clock_.advance(2 * limits::day_us);
    keep_house(folder_.engine(), clock_);
    EXPECT_FALSE(has_job());
}

TEST_F(Deleted, HousekeepingStopsAtOnce) {
    const auto log = make_silent_log();
    const SystemClock clock;
    for (int i = 0; i < 20; ++i) {
        const Housekeeping waiting(folder_.engine(), clock, *log);
        const Housekeeping busy(folder_.engine(), clock, *log, {.delay = 0ms, .interval = 0ms, .pause = 0ms});
    }
    EXPECT_TRUE(has_organization());
}

}  // namespace
}  // namespace stele::app
