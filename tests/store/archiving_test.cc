// Archived organizations and persons on every engine: what is written, and how they are found.

#include "domain/archiving.h"

#include "domain/deletion.h"
#include "store/with_callers.h"

namespace stele::tests {
namespace {

using domain::ArchivedPeople;
using domain::Caller;
using domain::Comparison;
using domain::Kind;
using domain::OrganizationField;
using domain::Predicate;
using domain::Transaction;

class Archiving : public WithCallers {
   protected:
    Ids archive(const Ids& ids, domain::UserId user = 1) {
        return written(user, [&](Transaction& transaction, const Caller& caller) {
            return domain::archive_organizations(transaction, caller, ids, ArchivedPeople::keep);
        });
    }
    Ids restore(const Ids& ids) {
        return written(1, [&](Transaction& transaction, const Caller& caller) {
            return domain::restore_organizations(transaction, caller, ids);
        });
    }
    Ids listed(const Predicate& where, bool descending = false) {
        Ids ids;
        read_as(1, [&](Transaction& transaction, const Caller&) {
            const auto live = Predicate::compare(OrganizationField::delete_time, Comparison::is_null);
            return transaction.organizations().list(
                {Predicate::all({live, where}), {{OrganizationField::archive_time, descending}}, 100, 0},
                [&](const domain::Organization& organization) {
                    ids.push_back(organization.id);
                    return true;
                });
        });
        return ids;
    }
    void at(Micros seconds) { house().clock().set(ManualClock::first + seconds * 1'000'000); }
};

INSTANTIATE_TEST_SUITE_P(Engines, Archiving, testing::ValuesIn(engine_kinds), engine_name);

TEST_P(Archiving, each_record_is_changed_once) {
    add_user("bob");
    const Id one = add_organization("One");
    const Id two = add_organization("Two");
    const Id hidden = add_organization("Hidden", domain::visible_to_owner);
    at(1);
    EXPECT_EQ(archive({two, 999, hidden, one, two}, 2), (Ids{two, one}));
    EXPECT_EQ(archive({one, two}), Ids{});
    EXPECT_FALSE(organization(hidden).archive_time);
    EXPECT_EQ(organization(one).archive_time, organization(one).update_time);
    EXPECT_GE(organization(one).update_time, ManualClock::first + 1'000'000);
    auto changes = changes_of(Kind::organization, one);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].field, domain::field_key::is_archived);
    EXPECT_EQ(changes[0].old_value, "0");
    EXPECT_EQ(changes[0].new_value, "1");
    EXPECT_TRUE(changes[0].is_bulk);
    EXPECT_EQ(restore({one, hidden}), Ids{one});
    EXPECT_FALSE(organization(one).archive_time);
    EXPECT_EQ(changes_of(Kind::organization, one).size(), 2U);
}

TEST_P(Archiving, persons_too_and_no_deleted_ones) {
    const Id one = add_person("one");
    const Id gone = add_person("gone");
    write_as(
        1, [&](Transaction& transaction, const Caller& caller) { return domain::delete_person(transaction, caller, gone); });
    const Ids both{one, gone};
    const auto archive = [&](Transaction& transaction, const Caller& caller) {
        return domain::archive_persons(transaction, caller, both);
    };
    const auto restore = [&](Transaction& transaction, const Caller& caller) {
        return domain::restore_persons(transaction, caller, both);
    };
    EXPECT_EQ(written(1, archive), Ids{one});
    EXPECT_TRUE(person(one).archive_time);
    EXPECT_EQ(written(1, restore), Ids{one});
    EXPECT_FALSE(person(one).archive_time);
}

TEST_P(Archiving, they_are_found_and_sorted_by_their_times) {
    const Id live = add_organization("Live");
    const Id later = add_organization("Later");
    const Id first = add_organization("First");
    at(1);
    (void)archive({first});
    at(2);
    (void)archive({later});
    EXPECT_EQ(listed(domain::archived(OrganizationField::archive_time)), (Ids{first, later}));
    EXPECT_EQ(listed(domain::archived(OrganizationField::archive_time), true), (Ids{later, first}));
    EXPECT_EQ(listed(domain::not_archived(OrganizationField::archive_time)), Ids{live});
    EXPECT_EQ(listed(Predicate::all({})), (Ids{live, first, later}));
    EXPECT_EQ(
        listed(Predicate::compare(OrganizationField::archive_time, Comparison::greater, ManualClock::first + 1'500'000)),
        Ids{later});
}

// A dialect may write it as a field.
TEST_P(Archiving, a_patch_says_when) {
    const Id one = add_organization("One");
    const auto patch = [&](std::optional<Micros> time) {
        return written(1, [&](Transaction& transaction, const Caller& caller) {
            domain::OrganizationPatch with;
            with.archive_time.emplace(time);
            return domain::update_organization(transaction, caller, one, with);
        });
    };
    const Micros time = 1'600'000'000'000'000;
    EXPECT_EQ(patch(time).archive_time, time);
    EXPECT_EQ(organization(one).archive_time, time);
    EXPECT_EQ(patch(time + 7).archive_time, time);  // the same second
    EXPECT_EQ(changes_of(Kind::organization, one).size(), 1U);
    EXPECT_EQ(patch(time + 5'000'000).archive_time, time + 5'000'000);
    EXPECT_EQ(changes_of(Kind::organization, one).front().field, domain::field_key::archive_time);
    EXPECT_FALSE(patch({}).archive_time);
    EXPECT_EQ(changes_of(Kind::organization, one).front().field, domain::field_key::is_archived);
    EXPECT_EQ(changes_of(Kind::organization, one).front().new_value, "0");
}

}  // namespace
}  // namespace stele::tests
