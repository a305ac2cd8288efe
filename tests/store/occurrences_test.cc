// What happened to records, on every engine.

#include "domain/occurrences.h"

#include "base/limits.h"
#include "domain/merge.h"
#include "domain/purge.h"
#include "store/with_callers.h"

namespace stele::tests {
namespace {

using domain::Caller;
using domain::Comparison;
using domain::Kind;
using domain::NewOccurrence;
using domain::Occurrence;
using domain::OccurrenceField;
using domain::PersonField;
using domain::Predicate;
using domain::RecordRef;
using domain::Transaction;

constexpr Micros day = 1'600'041'600'000'000;  // 2020-09-14
constexpr Micros hour_us = limits::day_us / 24;

class Occurrences : public WithCallers {
   protected:
    bool add(RecordRef record, const NewOccurrence& occurrence) {
        return written(1, [&](Transaction& transaction, const Caller& caller) {
            return domain::add_occurrence(transaction, caller, record, occurrence);
        });
    }
    void expect_invalid(RecordRef record, const NewOccurrence& occurrence) {
        write_as(
            1,
            [&](Transaction& transaction, const Caller& caller) -> Result<void> {
                const auto added = domain::add_occurrence(transaction, caller, record, occurrence);
                return added ? Result<void>() : fail(added);
            },
            ErrorCode::invalid);
    }
    std::vector<Occurrence> of(RecordRef record, std::optional<domain::OccurrencePlace> after = {}, Id limit = 100) {
        std::vector<Occurrence> listed;
        read_as(1, [&](Transaction& transaction, const Caller& caller) {
            return domain::list_occurrences(transaction, caller, record, after, limit, [&](const Occurrence& each) {
                listed.push_back(each);
                return true;
            });
        });
        return listed;
    }
    Ids persons_where(const Predicate& child) {
        Ids ids;
        read_as(1, [&](Transaction& transaction, const Caller&) {
            const auto live = Predicate::compare(PersonField::delete_time, Comparison::is_null);
            return transaction.persons().list(
                {Predicate::all({live, Predicate::related(Kind::occurrence, child)}), {}, 100, 0},
                [&](const domain::Person& person) {
                    ids.push_back(person.id);
                    return true;
                });
        });
        return ids;
    }
    static Predicate is_of(const std::string& type) {
        return Predicate::compare(OccurrenceField::type, Comparison::equals, type);
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, Occurrences, testing::ValuesIn(engine_kinds), engine_name);

TEST_P(Occurrences, are_told_once_by_their_keys) {
    const RecordRef one{Kind::person, add_person("one")};
    EXPECT_TRUE(add(one, {"act:cm:booked", day, R"({"a":1})", "k", 15.3}));
    EXPECT_FALSE(add(one, {"act:cm:booked", day, "", "k", {}}));
    EXPECT_TRUE(add(one, {"act:cm:booked", day + 1, "", "k", {}}));
    EXPECT_TRUE(add(one, {"act:cm:paid", day, "", "k", {}}));
    EXPECT_TRUE(add(one, {"act:cm:paid", day, "", "", {}}));
    EXPECT_TRUE(add(one, {"act:cm:paid", day, "", "", {}}));
    const auto all = of(one);
    ASSERT_EQ(all.size(), 5U);
    EXPECT_EQ(all[0].time, day + 1);
    EXPECT_EQ(all[4].attributes, R"({"a":1})");
    EXPECT_EQ(all[4].value, 15.3);
    EXPECT_EQ(all[4].key, "k");
    // In two pages.
    const auto first = of(one, {}, 2);
    ASSERT_EQ(first.size(), 2U);
    const auto rest = of(one, {{first[1].time, first[1].id}});
    ASSERT_EQ(rest.size(), 3U);
    EXPECT_EQ(rest[0], all[2]);
}

TEST_P(Occurrences, are_bounded) {
    const RecordRef one{Kind::organization, add_organization("One")};
    expect_invalid(one, {"", {}, "", "", {}});
    expect_invalid(one, {"t", {}, std::string(limits::occurrence_size + 1, 'x'), "", {}});
    expect_invalid(one, {"t", {}, "", std::string(256, 'k'), {}});
    for (Id i = 0; i < limits::occurrences_a_day; ++i) EXPECT_TRUE(add(one, {"t", day + i * 1'000'000, "", "", {}}));
    expect_invalid(one, {"t", day + 23 * hour_us, "", "", {}});
    EXPECT_TRUE(add(one, {"t", day + 24 * hour_us, "", "", {}}));
    EXPECT_TRUE(add(one, {"t", day - 1, "", "", {}}));
    EXPECT_TRUE(add(one, {"u", day, "", "", {}}));
}

TEST_P(Occurrences, are_for_those_who_see_the_record) {
    add_user("bob");
    const RecordRef hidden{Kind::person, add_person("hidden", {}, domain::visible_to_owner)};
    write_as(
        2,
        [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            const auto added = domain::add_occurrence(transaction, caller, hidden, {"t", {}, "", "", {}});
            return added ? Result<void>() : fail(added);
        },
        ErrorCode::not_found);
    EXPECT_EQ(of(hidden).size(), 0U);
}

TEST_P(Occurrences, records_are_found_by_them) {
    const RecordRef one{Kind::person, add_person("one")};
    const RecordRef other{Kind::person, add_person("other")};
    const RecordRef organization{Kind::organization, add_organization("O")};
    ASSERT_EQ(organization.id, one.id);
    (void)add(one, {"booked", day, "", "", 10.0});
    (void)add(one, {"paid", day + 9, "", "", {}});
    (void)add(other, {"booked", day + 5, "", "", {}});
    (void)add(organization, {"visited", day, "", "", {}});
    EXPECT_EQ(persons_where(is_of("booked")), (Ids{one.id, other.id}));
    EXPECT_EQ(persons_where(is_of("visited")), Ids{});
    const auto since = Predicate::compare(OccurrenceField::time, Comparison::greater_or_equal, day + 5);
    EXPECT_EQ(persons_where(Predicate::all({is_of("booked"), since})), Ids{other.id});
    const auto worth = Predicate::compare(OccurrenceField::value, Comparison::greater, 9.5);
    EXPECT_EQ(persons_where(worth), Ids{one.id});
    const auto spans = seen(1, [&](Transaction& transaction, const Caller&) {
        return domain::occurrence_spans(transaction, Kind::person, Ids{other.id, one.id, 77});
    });
    EXPECT_EQ(spans, (std::vector<domain::OccurrenceSpan>{{one.id, "booked", day, day, 1},
                                                          {one.id, "paid", day + 9, day + 9, 1},
                                                          {other.id, "booked", day + 5, day + 5, 1}}));
}

TEST_P(Occurrences, go_with_merged_records_and_end_with_purged_ones) {
    const RecordRef one{Kind::person, add_person("one")};
    const RecordRef other{Kind::person, add_person("other")};
    (void)add(one, {"t", day, "own", "k", {}});
    (void)add(one, {"t", day + 1, "", "", {}});
    (void)add(other, {"t", day, "theirs", "k", {}});
    (void)written(1, [&](Transaction& transaction, const Caller& caller) {
        return domain::merge_persons(transaction, caller, one.id, other.id);
    });
    const auto merged = of(other);
    ASSERT_EQ(merged.size(), 2U);
    EXPECT_EQ(merged[1].attributes, "theirs");

    for (Id i = 0; i < 2 * limits::purge_step_rows; ++i) (void)add(other, {"u" + std::to_string(i), day, "", "", {}});
    write_as(1, [&](Transaction& transaction, const Caller& caller) {
        return domain::delete_person(transaction, caller, other.id);
    });
    house().clock().set(ManualClock::first + 31 * limits::day_us);
    int steps = 0;
    for (bool is_done = false; !is_done && steps < 20; ++steps)
        is_done = written(1, [&](Transaction& transaction, const Caller& caller) {
                      return domain::purge_step(transaction, caller, limits::deleted_kept_us);
                  }).is_done;
    EXPECT_GT(steps, 2);
    EXPECT_LT(steps, 20);
    EXPECT_EQ(person(other.id).id, 0);
}

}  // namespace
}  // namespace stele::tests
