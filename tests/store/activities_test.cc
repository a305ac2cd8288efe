// Activities on every engine: as they are stored, what is purged, and the counters and marks against a plain look at all of them.

#include "domain/activities.h"

#include <algorithm>
#include <map>
#include <random>

#include "base/limits.h"
#include "domain/deals.h"
#include "domain/merge.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/purge.h"
#include "store/contract.h"

namespace stele::tests {
namespace {

using domain::Activity;
using domain::ActivityField;
using domain::ActivityMark;
using domain::ActivityPatch;
using domain::Caller;
using domain::Comparison;
using domain::Counter;
using domain::Kind;
using domain::Predicate;
using domain::Transaction;
using Ids = std::vector<std::int64_t>;

class Activities : public Contract {
   protected:
    using Body = FunctionRef<Result<void>(Transaction&, const Caller&)>;

    void write(Body body) {
        must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
            const auto directory = transaction.directory();
            if (!directory) return fail(directory);
            const Caller caller{directory->get(), (*directory)->user(1), domain::Scope::admin, domain::Source::pipedrive,
                                "test",           house().clock().now()};
            return body(transaction, caller);
        });
    }

    std::int64_t add_organization() {
        std::int64_t id = 0;
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            domain::OrganizationPatch patch;
            patch.name = "-";
            const auto added = domain::add_organization(transaction, caller, patch);
            if (!added) return fail(added);
            id = added->id;
            return {};
        });
        return id;
    }
    std::int64_t add_person() {
        std::int64_t id = 0;
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            domain::PersonPatch patch;
            patch.name = "-";
            const auto added = domain::add_person(transaction, caller, patch);
            if (!added) return fail(added);
            id = added->id;
            return {};
        });
        return id;
    }
    std::int64_t add_deal() {
        std::int64_t id = 0;
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            domain::DealPatch patch;
            patch.title = "-";
            const auto added = domain::add_deal(transaction, caller, patch);
            if (!added) return fail(added);
            id = added->id;
            return {};
        });
        return id;
    }
    Activity add(const ActivityPatch& patch) {
        Activity activity;
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            auto added = domain::add_activity(transaction, caller, patch);
            if (!added) return fail(added);
            activity = std::move(*added);
            return {};
        });
        return activity;
    }
    // Deleted ones too; nothing for one that is gone.
    std::optional<Activity> find(std::int64_t id) {
        std::optional<Activity> activity;
        write([&](Transaction& transaction, const Caller&) -> Result<void> {
            Activity read;
            const auto found = transaction.activities().find_where(id, Predicate::all({}), read);
            if (!found) return fail(found);
            if (*found) activity = std::move(read);
            return {};
        });
        return activity;
    }
    Ids listed(Predicate where, std::vector<domain::SortKey> sort = {}) {
        Ids ids;
        write([&](Transaction& transaction, const Caller&) -> Result<void> {
            return transaction.activities().list({where, sort, 1'000, 0}, [&](const Activity& activity) {
                ids.push_back(activity.id);
                return true;
            });
        });
        return ids;
    }
    void purge_all() {
        for (bool is_done = false; !is_done;) {
            write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
                const auto purged = domain::purge_step(transaction, caller, 0);
                if (!purged) return fail(purged);
                is_done = purged->is_done;
                return {};
            });
            ASSERT_EQ(findings(engine()), "");
        }
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, Activities, testing::ValuesIn(engine_kinds), engine_name);

ActivityPatch full_patch(std::int64_t organization, const Ids& persons) {
    ActivityPatch patch;
    patch.subject = "Größe";
    patch.type = "lunch";
    patch.done = true;
    patch.busy = true;
    patch.due_date = "2026-11-03";
    patch.due_time = "08:30:15";
    patch.duration = "00:20:00";
    patch.note = "<p>note</p>";
    patch.public_description = "public";
    patch.location = domain::Address{"value",   "subpremise", "street number", "route",       "sublocality", "locality",
                                     "level 1", "level 2",    "country",       "postal code", "formatted"};
    patch.organization_id = organization;
    patch.person_ids = persons;
    patch.attendees = {{{"a@x.example", "A", "accepted", true, persons.back(), 1}, {"", "B:1", "", false, {}, {}}}};
    patch.priority = 3;
    patch.outcome = 4;
    return patch;
}

TEST_P(Activities, are_read_as_they_were_written) {
    const std::int64_t organization = add_organization();
    const Ids persons{add_person(), add_person(), add_person()};
    const Activity added = add(full_patch(organization, persons));
    EXPECT_TRUE(added.done_time);
    EXPECT_EQ(find(added.id), added);
    const Activity bare = add({});
    EXPECT_EQ(bare.subject, "Call");
    EXPECT_EQ(find(bare.id), bare);
    EXPECT_EQ(find(bare.id + 1), std::nullopt);
}

TEST_P(Activities, are_found_by_their_fields) {
    const std::int64_t organization = add_organization();
    const Ids persons{add_person(), add_person()};
    const std::int64_t one = add(full_patch(organization, persons)).id;
    const std::int64_t other = add({}).id;
    const auto where = [](ActivityField field, Comparison comparison, domain::PredicateValue value = {}) {
        return Predicate::compare(field, comparison, std::move(value));
    };
    EXPECT_EQ(listed(where(ActivityField::subject, Comparison::matches, "GROSSE")), (Ids{one}));
    EXPECT_EQ(listed(where(ActivityField::type, Comparison::equals, "call")), (Ids{other}));
    EXPECT_EQ(listed(where(ActivityField::note, Comparison::contains, "NOTE")), (Ids{one}));
    EXPECT_EQ(listed(where(ActivityField::location, Comparison::is_null)), (Ids{other}));
    EXPECT_EQ(listed(where(ActivityField::due_date, Comparison::less, "2026-11-04")), (Ids{one}));
    EXPECT_EQ(listed(where(ActivityField::organization_id, Comparison::equals, organization)), (Ids{one}));
    EXPECT_EQ(listed(where(ActivityField::person_id, Comparison::equals, persons[0])), (Ids{one}));
    EXPECT_EQ(listed(where(ActivityField::person_id, Comparison::equals, persons[1])), Ids());
    EXPECT_EQ(listed(where(ActivityField::done, Comparison::equals, std::int64_t{1})), (Ids{one}));
    EXPECT_EQ(listed(Predicate::all({}), {{ActivityField::due, true}}), (Ids{other, one}));
    EXPECT_EQ(listed(Predicate::all({}), {{ActivityField::subject}}), (Ids{other, one}));
    const auto of_organization = Predicate::related(
        Kind::organization, Predicate::compare(domain::OrganizationField::id, Comparison::equals, organization));
    EXPECT_EQ(listed(of_organization), (Ids{one}));
    write([&](Transaction& transaction, const Caller&) -> Result<void> {
        const auto is_lunch = where(ActivityField::type, Comparison::equals, "lunch");
        const auto count = transaction.organizations().count(Predicate::related(Kind::activity, is_lunch));
        if (!count) return fail(count);
        EXPECT_EQ(*count, 1);
        const auto persons_with = transaction.persons().count(Predicate::related(Kind::activity, is_lunch));
        if (!persons_with) return fail(persons_with);
        EXPECT_EQ(*persons_with, 1);
        const auto shares = transaction.activities().shares(Predicate::all({}));
        if (!shares) return fail(shares);
        EXPECT_EQ(shares->size(), 2U);
        const auto naming = transaction.activities().naming(persons[1], 10);
        if (!naming) return fail(naming);
        EXPECT_EQ(*naming, (Ids{one}));
        return {};
    });
}

// What is about nothing else goes; what is about others, or whom others take part in, loses it.
TEST_P(Activities, the_purge_takes_them_along) {
    const std::int64_t organization = add_organization();
    const Ids persons{add_person(), add_person()};
    ActivityPatch alone;
    alone.organization_id = organization;
    const std::int64_t gone = add(alone).id;
    const std::int64_t kept = add(full_patch(organization, persons)).id;
    for (std::int64_t i = 0; i < limits::purge_step_rows; ++i) add(alone);
    write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
        auto deleted = domain::delete_organization(transaction, caller, organization);
        if (deleted) deleted = domain::delete_person(transaction, caller, persons[1]);
        return deleted;
    });
    purge_all();
    EXPECT_EQ(find(gone), std::nullopt);
    const auto left = find(kept);
    ASSERT_TRUE(left);
    EXPECT_EQ(left->organization_id, std::nullopt);
    EXPECT_EQ(left->person_ids, (Ids{persons[0]}));
    EXPECT_EQ(left->attendees.front().person_id, std::nullopt);
    EXPECT_EQ(listed(Predicate::all({})), (Ids{kept}));

    write(
        [&](Transaction& transaction, const Caller& caller) { return domain::delete_activity(transaction, caller, kept); });
    purge_all();
    EXPECT_EQ(find(kept), std::nullopt);
}

// What is expected of one record, from all activities.
struct Standing {
    std::int64_t activities = 0;
    std::int64_t done = 0;
    ActivityMark next;
    ActivityMark last;
};

template <class IsAbout>
Standing standing_of(const std::vector<Activity>& all, const IsAbout& is_about) {
    Standing standing;
    const Activity* next = nullptr;
    const Activity* last = nullptr;
    const auto key = [](const Activity& activity) { return std::tuple(activity.due_date, activity.due_time, activity.id); };
    for (const Activity& activity : all) {
        if (activity.delete_time || !is_about(activity)) continue;
        ++standing.activities;
        if (activity.done) ++standing.done;
        if (activity.due_date.empty()) continue;
        if (!activity.done && (next == nullptr || key(activity) < key(*next))) next = &activity;
        if (activity.done && (last == nullptr || key(activity) > key(*last))) last = &activity;
    }
    if (next != nullptr) standing.next = {next->id, next->due_date, next->due_time};
    if (last != nullptr) standing.last = {last->id, last->due_date, last->due_time};
    return standing;
}

template <class Record>
void expect_standing(const Record& record, const Standing& standing) {
    EXPECT_EQ(record.count(Counter::activities), standing.activities) << record.id;
    EXPECT_EQ(record.count(Counter::done_activities), standing.done) << record.id;
    EXPECT_EQ(record.next_activity, standing.next) << record.id << ": " << record.next_activity.id;
    EXPECT_EQ(record.last_activity, standing.last) << record.id << ": " << record.last_activity.id;
}

// Random writes, deletes and merges, recounted after each.
class Rounds {
   public:
    Rounds(std::mt19937& random, Transaction& transaction, const Caller& caller)
        : random_(random), transaction_(transaction), caller_(caller) {}

    [[nodiscard]] Result<void> write() {
        std::vector<Activity> live;
        auto listed = list([&](const Activity& activity) {
            if (!activity.delete_time) live.push_back(activity);
        });
        if (!listed) return listed;
        const unsigned choice = random_() % 20;
        if (choice == 0) return merge<domain::Organization>();
        if (choice == 1) return merge<domain::Person>();
        if (choice == 2) return merge<domain::Deal>();
        if (live.empty() || choice < 9) {
            const auto added = domain::add_activity(transaction_, caller_, patch());
            return added ? Result<void>() : fail(added);
        }
        const std::int64_t id = live[random_() % live.size()].id;
        if (choice < 12) return domain::delete_activity(transaction_, caller_, id);
        const auto updated = domain::update_activity(transaction_, caller_, id, patch());
        return updated ? Result<void>() : fail(updated);
    }

    [[nodiscard]] Result<void> compare() {
        std::vector<Activity> all;
        auto listed = list([&](const Activity& activity) { all.push_back(activity); });
        if (listed)
            listed = transaction_.organizations().list({Predicate::all({}), {}, 100, 0}, [&](const auto& organization) {
                expect_standing(organization, standing_of(all, [&](const Activity& activity) {
                                    return activity.organization_id == organization.id;
                                }));
                return true;
            });
        if (listed)
            listed = transaction_.persons().list({Predicate::all({}), {}, 100, 0}, [&](const auto& person) {
                expect_standing(
                    person, standing_of(all, [&](const Activity& activity) { return activity.person_id() == person.id; }));
                return true;
            });
        if (listed)
            listed = transaction_.deals().list({Predicate::all({}), {}, 100, 0}, [&](const auto& deal) {
                expect_standing(deal,
                                standing_of(all, [&](const Activity& activity) { return activity.deal_id == deal.id; }));
                return true;
            });
        return listed;
    }

   private:
    template <class Visit>
    [[nodiscard]] Result<void> list(const Visit& visit) {
        return transaction_.activities().list({Predicate::all({}), {}, 10'000, 0}, [&](const Activity& activity) {
            visit(activity);
            return true;
        });
    }

    template <class Record>
    [[nodiscard]] Result<Ids> ids_of() {
        Ids ids;
        const auto add = [&](const Record& record) {
            ids.push_back(record.id);
            return true;
        };
        Result<void> listed;
        if constexpr (std::is_same_v<Record, domain::Person>)
            listed = transaction_.persons().list({Predicate::all({}), {}, 100, 0}, add);
        else if constexpr (std::is_same_v<Record, domain::Deal>)
            listed = transaction_.deals().list({Predicate::all({}), {}, 100, 0}, add);
        else
            listed = transaction_.organizations().list({Predicate::all({}), {}, 100, 0}, add);
        if (!listed) return fail(listed);
        return ids;
    }

    template <class Record>
    [[nodiscard]] std::int64_t draw() {
        const auto ids = ids_of<Record>();
        return ids ? (*ids)[random_() % ids->size()] : 0;
    }

    // Two remain at least.
    template <class Record>
    [[nodiscard]] Result<void> merge() {
        const auto ids = ids_of<Record>();
        if (!ids || ids->size() < 3) return ids ? Result<void>() : fail(ids);
        const std::size_t absorbed = random_() % ids->size();
        const std::size_t survivor = (absorbed + 1 + random_() % (ids->size() - 1)) % ids->size();
        if constexpr (std::is_same_v<Record, domain::Person>) {
            const auto merged = domain::merge_persons(transaction_, caller_, (*ids)[absorbed], (*ids)[survivor]);
            return merged ? Result<void>() : fail(merged);
        } else if constexpr (std::is_same_v<Record, domain::Deal>) {
            const auto merged = domain::merge_deals(transaction_, caller_, (*ids)[absorbed], (*ids)[survivor]);
            return merged ? Result<void>() : fail(merged);
        } else {
            const auto merged = domain::merge_organizations(transaction_, caller_, (*ids)[absorbed], (*ids)[survivor]);
            return merged ? Result<void>() : fail(merged);
        }
    }

    ActivityPatch patch() {
        ActivityPatch patch;
        if (random_() % 2 == 0) patch.done = random_() % 2 == 0;
        if (random_() % 2 == 0) patch.due_date = random_() % 5 == 0 ? "" : "2026-01-0" + std::to_string(1 + random_() % 4);
        if (random_() % 3 == 0) patch.due_time = random_() % 2 == 0 ? "" : "0" + std::to_string(random_() % 10) + ":30:00";
        if (random_() % 2 == 0) patch.organization_id.emplace(draw<domain::Organization>());
        if (random_() % 8 == 0) patch.organization_id.emplace(std::nullopt);
        if (random_() % 2 == 0) patch.deal_id.emplace(draw<domain::Deal>());
        if (random_() % 8 == 0) patch.deal_id.emplace(std::nullopt);
        if (random_() % 2 == 0) patch.person_id.emplace(draw<domain::Person>());
        if (random_() % 4 == 0) patch.person_ids = std::array{Ids(), Ids{draw<domain::Person>()}}[random_() % 2];
        if (random_() % 8 == 0) patch.person_id.emplace(std::nullopt);
        if (random_() % 4 == 0)
            patch.attendees = std::vector<domain::Attendee>{{"a", "", "", false, draw<domain::Person>(), {}}};
        return patch;
    }

    std::mt19937& random_;
    Transaction& transaction_;
    const Caller& caller_;
};

TEST_P(Activities, counters_and_marks_are_true_after_random_writes) {
    std::mt19937 random(7);
    for (int i = 0; i < 6; ++i) {
        add_organization();
        add_person();
        add_deal();
    }
    for (int i = 0; i < 150 && !HasFailure(); ++i) {
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            Rounds rounds(random, transaction, caller);
            auto done = rounds.write();
            if (done) done = rounds.compare();
            return done;
        });
    }
    EXPECT_EQ(findings(engine()), "");
}

}  // namespace
}  // namespace stele::tests
