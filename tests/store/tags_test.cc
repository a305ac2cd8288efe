// Tags on every engine: their rules, who carries them, and their counters through random writes.

#include "domain/tags.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "base/limits.h"
#include "domain/archiving.h"
#include "domain/deletion.h"
#include "domain/merge.h"
#include "domain/purge.h"
#include "store/with_callers.h"

namespace stele::tests {
namespace {

using domain::Caller;
using domain::Comparison;
using domain::Kind;
using domain::PersonField;
using domain::Predicate;
using domain::RecordRef;
using domain::Tag;
using domain::Transaction;

class Tags : public WithCallers {
   protected:
    Id tag(const std::string& name, domain::UserId user = 1) {
        return written(user, [&](Transaction& transaction,
                                 const Caller& caller) { return domain::find_or_add_tag(transaction, caller, name); })
            .id;
    }
    Ids change(RecordRef record, const Ids& put, const Ids& taken, domain::UserId user = 1) {
        return written(user, [&](Transaction& transaction, const Caller& caller) {
            return domain::change_tags(transaction, caller, record, put, taken);
        });
    }
    void expect_error(ErrorCode code, domain::UserId user, CallerBody body) { write_as(user, body, code); }
    Tag stored(Id id) {
        return seen(1, [&](Transaction& transaction, const Caller&) { return transaction.tags().find(id); }).value_or(Tag());
    }
    Ids listed(domain::TagQuery query) {
        Ids ids;
        query.limit = 100;
        read_as(1, [&](Transaction& transaction, const Caller&) {
            return domain::list_tags(transaction, query, [&](const Tag& each) {
                ids.push_back(each.id);
                return true;
            });
        });
        return ids;
    }
    Ids persons_where(const Predicate& where) {
        Ids ids;
        read_as(1, [&](Transaction& transaction, const Caller&) -> Result<void> {
            const auto live = Predicate::compare(PersonField::delete_time, Comparison::is_null);
            const Predicate both = Predicate::all({live, where});
            const auto listed = transaction.persons().list({both, {}, 1'000, 0}, [&](const domain::Person& person) {
                ids.push_back(person.id);
                return true;
            });
            if (!listed) return listed;
            const auto count = transaction.persons().count(both);
            if (!count) return fail(count);
            EXPECT_EQ(*count, std::ssize(ids));
            return {};
        });
        return ids;
    }
    std::map<Id, Id> counts(Kind kind, domain::UserId user) {
        std::map<Id, Id> by_tag;
        for (const domain::TagCount& count : seen(user, [&](Transaction& transaction, const Caller& caller) {
                 return domain::count_tags(transaction, caller, kind);
             }))
            by_tag[count.tag_id] = count.records;
        return by_tag;
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, Tags, testing::ValuesIn(engine_kinds), engine_name);

TEST_P(Tags, a_name_is_there_once_whatever_its_case_and_marks) {
    const Id one = tag("Équipe");
    EXPECT_EQ(tag("equipe"), one);
    EXPECT_EQ(stored(one).name, "Équipe");
    EXPECT_EQ(stored(one).source, domain::Source::ortto);
    const Id other = tag("Other");
    const auto rename = [&](const std::string& name) {
        return [&, name](Transaction& transaction, const Caller& caller) -> Result<void> {
            domain::TagPatch patch;
            patch.name = name;
            patch.background_color = "#ff0000";
            const auto updated = domain::update_tag(transaction, caller, other, patch);
            return updated ? Result<void>() : fail(updated);
        };
    };
    expect_error(ErrorCode::conflict, 1, rename("EQUIPE"));
    expect_error(ErrorCode::invalid, 1, rename("  "));
    expect_error(ErrorCode::invalid, 1, rename(std::string(256, 'x')));
    write_as(1, rename("OTHER"));
    write_as(1, rename("OTHER"));
    EXPECT_EQ(stored(other).name, "OTHER");
    EXPECT_EQ(stored(other).background_color, "#ff0000");
    EXPECT_EQ(changes_of(Kind::tag, other).size(), 2U);
}

TEST_P(Tags, they_are_listed_by_parts_of_their_names) {
    const Id red = tag("Red team");
    const Id team = tag("Team Blue");
    const Id other = tag("Öther");
    EXPECT_EQ(listed({}), (Ids{red, team, other}));
    EXPECT_EQ(listed({domain::TagClass::tag, "TEAM", "", 0, 0}), (Ids{red, team}));
    EXPECT_EQ(listed({domain::TagClass::tag, "", "team", 0, 0}), Ids{team});
    EXPECT_EQ(listed({domain::TagClass::tag, "o", "oth", 0, 0}), Ids{other});
    EXPECT_EQ(listed({domain::TagClass::tag, "", "", red, 0}), (Ids{team, other}));
}

TEST_P(Tags, a_record_is_given_tags_and_loses_them) {
    const Id a = tag("a");
    const Id b = tag("b");
    const Id c = tag("c");
    const RecordRef one{Kind::person, add_person("one")};
    const Micros before = person(one.id).update_time;
    EXPECT_EQ(change(one, {b, a, b}, {c}), (Ids{a, b}));
    EXPECT_GT(person(one.id).update_time, before);
    EXPECT_EQ(changes_of(Kind::person, one.id).front().new_value, std::to_string(a) + "," + std::to_string(b));
    const Micros after = person(one.id).update_time;
    EXPECT_EQ(change(one, {a}, {c}), (Ids{a, b}));
    EXPECT_EQ(person(one.id).update_time, after);
    EXPECT_EQ(change(one, {c, a}, {a}), (Ids{b, c}));
    EXPECT_EQ(stored(a).persons, 0);
    EXPECT_EQ(stored(b).persons, 1);
    EXPECT_TRUE(stored(b).last_use_time);
    EXPECT_EQ(written(1, [&](Transaction& transaction,
                             const Caller& caller) { return domain::set_tags(transaction, caller, one, Ids{a}); }),
              Ids{a});
    expect_error(ErrorCode::not_found, 1, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
        const auto changed = domain::change_tags(transaction, caller, one, Ids{999}, {});
        return changed ? Result<void>() : fail(changed);
    });
}

TEST_P(Tags, no_record_carries_more_than_a_page_can_show) {
    const RecordRef one{Kind::organization, add_organization("One")};
    Ids many;
    for (std::size_t i = 0; i <= limits::record_tags; ++i) many.push_back(tag("t" + std::to_string(i)));
    expect_error(ErrorCode::invalid, 1, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
        const auto changed = domain::change_tags(transaction, caller, one, many, {});
        return changed ? Result<void>() : fail(changed);
    });
    many.pop_back();
    EXPECT_EQ(change(one, many, {}).size(), limits::record_tags);
}

TEST_P(Tags, records_are_found_by_them) {
    const Id a = tag("a");
    const Id b = tag("b");
    Ids people;
    for (const char* name : {"p0", "p1", "p2", "p3"}) people.push_back(add_person(name));
    (void)change({Kind::person, people[0]}, {a}, {});
    (void)change({Kind::person, people[2]}, {a, b}, {});
    (void)change({Kind::organization, add_organization("One")}, {a}, {});
    const auto tags = [](Comparison comparison, const domain::PredicateValue& value = {}) {
        return Predicate::compare(PersonField::tags, comparison, value);
    };
    EXPECT_EQ(persons_where(tags(Comparison::equals, a)), (Ids{people[0], people[2]}));
    EXPECT_EQ(persons_where(tags(Comparison::in, Ids{b, 999})), Ids{people[2]});
    EXPECT_EQ(persons_where(tags(Comparison::in, Ids{b, a, 5})), (Ids{people[0], people[2]}));
    EXPECT_EQ(persons_where(tags(Comparison::in, Ids{})), Ids{});
    EXPECT_EQ(persons_where(Predicate::all({tags(Comparison::equals, a), tags(Comparison::equals, b)})), Ids{people[2]});
    EXPECT_EQ(persons_where(Predicate::negate(tags(Comparison::equals, a))), (Ids{people[1], people[3]}));
    EXPECT_EQ(persons_where(tags(Comparison::is_null)), (Ids{people[1], people[3]}));
    EXPECT_EQ(persons_where(Predicate::negate(tags(Comparison::is_null))), (Ids{people[0], people[2]}));
}

// And its name is free.
TEST_P(Tags, nobody_carries_a_deleted_one) {
    const Id a = tag("a");
    const Id somebody = add_person("somebody");
    (void)change({Kind::person, somebody}, {a}, {});
    write_as(1, [&](Transaction& transaction, const Caller& caller) { return domain::delete_tag(transaction, caller, a); });
    EXPECT_EQ(persons_where(Predicate::compare(PersonField::tags, Comparison::equals, a)), Ids{});
    EXPECT_EQ(persons_where(Predicate::compare(PersonField::tags, Comparison::is_null)), Ids{somebody});
    EXPECT_EQ(seen(1, [&](Transaction& transaction,
                          const Caller& caller) { return domain::tags_of(transaction, caller, {Kind::person, somebody}); }),
              Ids{});
    EXPECT_EQ(listed({}), Ids{});
    const Id again = tag("A");
    EXPECT_NE(again, a);
    (void)change({Kind::person, somebody}, {again}, {});

    house().clock().set(ManualClock::first + 31 * limits::day_us);
    (void)written(1, [&](Transaction& transaction, const Caller& caller) {
        return domain::purge_step(transaction, caller, limits::deleted_kept_us);
    });
    EXPECT_EQ(stored(a).id, 0);
    EXPECT_EQ(stored(again).persons, 1);
}

TEST_P(Tags, each_counts_what_he_sees) {
    add_user("bob");
    const Id a = tag("a");
    const Id b = tag("b");
    (void)change({Kind::organization, add_organization("Seen")}, {a, b}, {});
    (void)change({Kind::organization, add_organization("Hidden", domain::visible_to_owner)}, {a}, {});
    const Id archived = add_organization("Archived");
    (void)change({Kind::organization, archived}, {a}, {});
    (void)written(1, [&](Transaction& transaction, const Caller& caller) {
        return domain::archive_organizations(transaction, caller, Ids{archived}, domain::ArchivedPeople::keep);
    });
    EXPECT_EQ(counts(Kind::organization, 1), (std::map<Id, Id>{{a, 2}, {b, 1}}));
    EXPECT_EQ(counts(Kind::organization, 2), (std::map<Id, Id>{{a, 1}, {b, 1}}));
    EXPECT_EQ(counts(Kind::person, 2), (std::map<Id, Id>{}));
}

// Persons who are given tags, lose them, are deleted, brought back, archived, restored and merged, while tags are deleted.
class RandomTags : public Tags {
   protected:
    RandomTags() {
        for (int i = 0; i < 8; ++i) tags_.push_back(tag("t" + std::to_string(i)));
        for (int i = 0; i < 12; ++i) {
            persons_.push_back(add_person("p" + std::to_string(i)));
            model_[persons_.back()];
        }
    }

    void operate() {
        const std::size_t what = below(10);
        if (what < 5) return change_one();
        if (what == 5 && persons_.size() > 4) return delete_one();
        if (what == 6 && !deleted_.empty()) return undelete_one();
        if (what == 7) return archive_or_restore_one();
        if (what == 8 && persons_.size() > 4) return merge_two();
        if (what == 9 && tags_.size() > 3 && below(3) == 0) delete_one_tag();
    }

    using Carried = std::map<Id, std::set<Id>>;
    // Of persons who are not deleted.
    [[nodiscard]] Carried expected() const {
        Carried live = model_;
        for (const Id id : deleted_) live.erase(id);
        return live;
    }
    [[nodiscard]] Carried stored_tags() {
        Carried stored;
        for (const Id id : persons_) stored[id];
        read_as(1, [&](Transaction& transaction, const Caller&) {
            return domain::list_tags_of(transaction, Kind::person, persons_, [&](Id id, const Tag& each) {
                stored[id].insert(each.id);
                return true;
            });
        });
        return stored;
    }

   private:
    [[nodiscard]] std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
    [[nodiscard]] Id any(const Ids& from) { return from[below(from.size())]; }
    [[nodiscard]] Id taken_from(Ids& from) {
        const auto at = from.begin() + static_cast<std::ptrdiff_t>(below(from.size()));
        const Id id = *at;
        from.erase(at);
        return id;
    }

    void change_one() {
        const Id id = any(persons_);
        Ids put;
        Ids taken;
        for (std::size_t n = below(4); n > 0; --n) put.push_back(any(tags_));
        for (std::size_t n = below(3); n > 0; --n) taken.push_back(any(tags_));
        std::set<Id>& carried = model_[id];
        carried.insert(put.begin(), put.end());
        for (const Id each : taken) carried.erase(each);
        EXPECT_EQ(change({Kind::person, id}, put, taken), Ids(carried.begin(), carried.end()));
    }
    void delete_one() {
        deleted_.push_back(taken_from(persons_));
        write_as(1, [&](Transaction& transaction, const Caller& caller) {
            return domain::delete_person(transaction, caller, deleted_.back());
        });
    }
    void undelete_one() {
        persons_.push_back(taken_from(deleted_));
        write_as(1, [&](Transaction& transaction, const Caller& caller) {
            return domain::undelete_person(transaction, caller, persons_.back());
        });
    }
    void archive_or_restore_one() {
        const Ids one{any(persons_)};
        const bool archives = below(2) == 0;
        (void)written(1, [&](Transaction& transaction, const Caller& caller) {
            return archives ? domain::archive_persons(transaction, caller, one)
                            : domain::restore_persons(transaction, caller, one);
        });
    }
    void merge_two() {
        const Id absorbed = taken_from(persons_);
        const Id survivor = any(persons_);
        model_[survivor].insert(model_[absorbed].begin(), model_[absorbed].end());
        model_.erase(absorbed);
        (void)written(1, [&](Transaction& transaction, const Caller& caller) {
            return domain::merge_persons(transaction, caller, absorbed, survivor);
        });
    }
    void delete_one_tag() {
        const Id gone = taken_from(tags_);
        for (auto& [id, carried] : model_) carried.erase(gone);
        write_as(1, [&](Transaction& transaction, const Caller& caller) {
            return domain::delete_tag(transaction, caller, gone);
        });
    }

    std::mt19937_64 random_{11};
    Ids tags_;
    Ids persons_;
    Ids deleted_;
    Carried model_;
};

INSTANTIATE_TEST_SUITE_P(Engines, RandomTags, testing::ValuesIn(engine_kinds), engine_name);

// check() finds the counters true.
TEST_P(RandomTags, records_carry_what_a_model_says) {
    for (int step = 0; step < 120; ++step) {
        operate();
        if (step % 30 == 29) {
            EXPECT_EQ(findings(engine()), "") << "step " << step;
            EXPECT_EQ(stored_tags(), expected()) << "step " << step;
        }
    }
}

}  // namespace
}  // namespace stele::tests
