// Many people who come to an organization at once, or leave it, on every engine: what is written, and random calls against a
// plain model.

#include <map>
#include <random>
#include <set>

#include "base/limits.h"
#include "domain/account_members.h"
#include "domain/archiving.h"
#include "domain/deals.h"
#include "domain/mailbox.h"
#include "store/with_callers.h"

namespace stele::tests {
namespace {

using domain::Caller;
using domain::Comparison;
using domain::Counter;
using domain::Kind;
using domain::MemberReport;
using domain::PersonField;
using domain::Predicate;
using domain::Transaction;

constexpr Id limit = 3'000;

class Members : public WithCallers {
   protected:
    MemberReport add(Id organization, const Ids& ids, domain::UserId user = 1) {
        return written(user, [&](Transaction& transaction, const Caller& caller) {
            return domain::add_members(transaction, caller, organization, ids, limit);
        });
    }
    MemberReport remove(Id organization, const Ids& ids, domain::UserId user = 1) {
        return written(user, [&](Transaction& transaction, const Caller& caller) {
            return domain::remove_members(transaction, caller, organization, ids);
        });
    }
    void expect_error(ErrorCode code, Id organization, const Ids& ids, Id most = limit, domain::UserId user = 1) {
        write_as(
            user,
            [&](Transaction& transaction, const Caller& caller) -> Result<void> {
                const auto added = domain::add_members(transaction, caller, organization, ids, most);
                return added ? Result<void>() : fail(added);
            },
            code);
    }
    void delete_person(Id id) {
        write_as(1, [&](Transaction& transaction, const Caller& caller) {
            return domain::delete_person(transaction, caller, id);
        });
    }
    void archive(Id organization, domain::ArchivedPeople people) {
        (void)written(1, [&](Transaction& transaction, const Caller& caller) {
            return domain::archive_organizations(transaction, caller, std::span(&organization, 1), people);
        });
    }
    void add_deal(std::optional<Id> organization, Id person) {
        (void)written(1, [&](Transaction& transaction, const Caller& caller) {
            domain::DealPatch patch;
            patch.title = "D";
            if (organization) patch.organization_id.emplace(organization);
            patch.person_id.emplace(person);
            return domain::add_deal(transaction, caller, patch);
        });
    }
    void add_mail(Id number, const std::string& address) {
        write_as(1, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            domain::NewMail mail;
            mail.key = "m" + std::to_string(number);
            mail.subject = "About";
            mail.parties.push_back({0, domain::MailRole::from, address, "N"});
            mail.body = {false, "Text"};
            mail.message_time = ManualClock::first + number;
            const auto added = domain::add_mail(transaction, caller, mail);
            return added ? Result<void>() : fail(added);
        });
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, Members, testing::ValuesIn(engine_kinds), engine_name);

TEST_P(Members, people_come_from_elsewhere_and_are_counted_once) {
    const Id from = add_organization("From");
    const Id to = add_organization("To");
    const Id new_one = add_person("new");
    const Id moved = add_person("moved", from);
    const Id there = add_person("there", to);
    const Id gone = add_person("gone", from);
    delete_person(gone);
    house().clock().set(ManualClock::first + 1'000'000);

    EXPECT_EQ(add(to, {moved, new_one, there, moved, gone, 12'345, -1}), (MemberReport{2, 1, 1, 3}));
    EXPECT_EQ(person(moved).organization_id, to);
    EXPECT_EQ(person(new_one).organization_id, to);
    EXPECT_EQ(person(gone).organization_id, from);
    EXPECT_EQ(organization(to).count(Counter::people), 3);
    EXPECT_EQ(organization(from).count(Counter::people), 0);
    EXPECT_EQ(person(moved).update_time, ManualClock::first + 1'000'000);
    EXPECT_LT(person(there).update_time, ManualClock::first + 1'000'000);

    EXPECT_EQ(add(to, {moved, new_one}), (MemberReport{0, 2, 0, 0}));
    EXPECT_EQ(remove(to, {moved, gone, 12'345}), (MemberReport{1, 0, 0, 2}));
    EXPECT_FALSE(person(moved).organization_id);
    EXPECT_EQ(organization(to).count(Counter::people), 2);
}

TEST_P(Members, a_call_is_a_change_of_each_person_and_a_summary_of_each_organization) {
    const Id from = add_organization("From");
    const Id to = add_organization("To");
    const Id one = add_person("one", from);
    const Id two = add_person("two");
    const auto before = changes_of(Kind::organization, to).size();
    (void)add(to, {one, two});

    const auto of_one = changes_of(Kind::person, one);
    ASSERT_FALSE(of_one.empty());
    EXPECT_EQ(of_one.front().field, domain::field_key::organization);
    EXPECT_EQ(of_one.front().old_value, std::to_string(from));
    EXPECT_EQ(of_one.front().new_value, std::to_string(to));
    const auto of_two = changes_of(Kind::person, two);
    ASSERT_EQ(of_two.size(), 1U);
    EXPECT_FALSE(of_two.front().old_value);
    const auto of_to = changes_of(Kind::organization, to);
    ASSERT_EQ(of_to.size(), before + 1);
    EXPECT_EQ(of_to.front().field, domain::field_key::people);
    EXPECT_EQ(of_to.front().old_value, "0");
    EXPECT_EQ(of_to.front().new_value, "2");
    const auto of_from = changes_of(Kind::organization, from);
    ASSERT_FALSE(of_from.empty());
    EXPECT_EQ(of_from.front().old_value, "1");
    EXPECT_EQ(of_from.front().new_value, "0");
}

TEST_P(Members, more_than_the_limit_changes_nothing) {
    const Id to = add_organization("To");
    (void)add_person("a", to);
    const Ids two = {add_person("b"), add_person("c")};
    expect_error(ErrorCode::invalid, to, two, 2);
    EXPECT_FALSE(person(two[0]).organization_id);
    EXPECT_EQ(organization(to).count(Counter::people), 1);
    expect_error(ErrorCode::not_found, 999, two);
    archive(to, domain::ArchivedPeople::keep);
    expect_error(ErrorCode::not_found, to, two);
}

// A person whom the caller sees leaves an organization that the caller does not see, of which he is told nothing; one whom he does
// not see stays.
TEST_P(Members, what_a_caller_does_not_see) {
    add_user("bob");
    const Id hidden = add_organization("Hidden", domain::visible_to_owner);
    const Id to = add_organization("To");
    const Id seen = add_person("seen", hidden);
    const Id unseen = add_person("unseen", hidden, domain::visible_to_owner);
    EXPECT_EQ(add(to, {seen, unseen}, 2), (MemberReport{1, 0, 0, 1}));
    EXPECT_EQ(person(unseen).organization_id, hidden);
    expect_error(ErrorCode::not_found, hidden, {seen}, limit, 2);
    (void)add(to, {unseen});
    EXPECT_EQ(remove(to, {seen, unseen}, 2), (MemberReport{1, 0, 0, 1}));
    EXPECT_EQ(organization(to).count(Counter::people), 1);
    // Invisible people take their room, too.
    expect_error(ErrorCode::invalid, to, {seen}, 1, 2);
}

// Links that are not primary stay, and become primary where they are asked for.
TEST_P(Members, other_links_stay) {
    const Id one = add_organization("One");
    const Id other = add_organization("Other");
    const Id somebody = add_person("somebody", one);
    write_as(1, [&](Transaction& transaction, const Caller&) {
        return transaction.links().put({other, somebody, false, ManualClock::first});
    });
    const auto links = [&] {
        return seen(1, [&](Transaction& transaction, const Caller&) { return transaction.links().of_person(somebody); });
    };
    (void)remove(one, {somebody});
    ASSERT_EQ(links().size(), 1U);
    EXPECT_FALSE(links()[0].is_primary);
    (void)add(other, {somebody});
    ASSERT_EQ(links().size(), 1U);
    EXPECT_TRUE(links()[0].is_primary);
    EXPECT_EQ(links()[0].add_time, ManualClock::first);
}

TEST_P(Members, people_are_selected_by_a_condition) {
    add_user("bob");
    const Id to = add_organization("To");
    Ids ids;
    for (const char* name : {"ann one", "ann two", "cid", "ann three"}) ids.push_back(add_person(name));
    const Id hidden = add_person("ann four", {}, domain::visible_to_owner);
    const auto named = [](const char* beginning) {
        return Predicate::compare(PersonField::name, Comparison::begins_with, std::string(beginning));
    };
    const auto report = written(2, [&](Transaction& transaction, const Caller& caller) {
        return domain::add_members_where(transaction, caller, to, named("ann"), 3);
    });
    EXPECT_EQ(report, (MemberReport{3, 0, 0, 0}));
    EXPECT_FALSE(person(hidden).organization_id);
    write_as(
        1,
        [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            const auto added = domain::add_members_where(transaction, caller, to, named("ann"), 3);
            return added ? Result<void>() : fail(added);
        },
        ErrorCode::invalid);
    EXPECT_EQ(written(2,
                      [&](Transaction& transaction, const Caller& caller) {
                          return domain::remove_members_where(transaction, caller, to, named("ann t"));
                      }),
              (MemberReport{2, 0, 0, 0}));
    EXPECT_EQ(organization(to).count(Counter::people), 1);
    EXPECT_EQ(
        seen(1, [&](Transaction& transaction,
                    const Caller& caller) { return domain::select_members(transaction, caller, to, Predicate::all({})); }),
        Ids{ids[0]});
}

TEST_P(Members, archiving_may_drop_all_people) {
    add_user("bob");
    const Id keeps = add_organization("Keeps");
    const Id drops = add_organization("Drops");
    const Id kept = add_person("kept", keeps);
    const Id dropped = add_person("dropped", drops, domain::visible_to_owner);
    add_deal(drops, dropped);
    archive(keeps, domain::ArchivedPeople::keep);
    archive(drops, domain::ArchivedPeople::drop);
    EXPECT_EQ(person(kept).organization_id, keeps);
    EXPECT_FALSE(person(dropped).organization_id);
    EXPECT_EQ(organization(drops).count(Counter::people), 0);
    EXPECT_TRUE(organization(drops).archive_time);
}

// What the rules say, in the plainest way.
struct Somebody {
    Id organization = 0;
    bool is_hidden = false;
    bool is_out = false;  // deleted or archived
    bool counts = true;   // not deleted
};
using People = std::map<Id, Somebody>;

struct Call {
    domain::UserId user = 1;
    Id organization = 0;
    bool adds = false;
    std::set<Id> ids;
};

// What the call does, and says of it. User 1 sees all; of those who leave `hidden` nobody else is told.
MemberReport predict(People& people, const Call& call, Id hidden) {
    MemberReport report;
    for (const Id id : call.ids) {
        const auto found = people.find(id);
        if (found == people.end() || found->second.is_out || (found->second.is_hidden && call.user != 1)) {
            ++report.unknown;
            continue;
        }
        Id& organization = found->second.organization;
        const bool is_member = organization == call.organization;
        if (call.adds && is_member) {
            ++report.already_linked;
        } else if (call.adds) {
            ++report.linked;
            if (organization != 0 && (call.user == 1 || organization != hidden)) ++report.moved;
            organization = call.organization;
        } else if (is_member) {
            ++report.linked;
            organization = 0;
        } else {
            ++report.unknown;
        }
    }
    return report;
}

// Six organizations, of which user 2 does not see the last one, and people, of whom some have deals and mail, and some are archived,
// deleted or hidden.
class RandomMembers : public Members {
   protected:
    RandomMembers() {
        add_user("bob");
        for (int i = 0; i < 6; ++i)
            organizations_.push_back(
                add_organization("o" + std::to_string(i), i == 5 ? domain::visible_to_owner : domain::visible_to_everyone));
        for (int i = 0; i < 40; ++i) draw_person(i);
    }

    [[nodiscard]] std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

    [[nodiscard]] Call draw_call() {
        Call call;
        call.user = 1 + static_cast<domain::UserId>(below(2));
        call.organization = organizations_[below(call.user == 1 ? 6 : 5)];
        call.adds = below(2) == 0;
        for (std::size_t number = below(20); number > 0; --number)
            call.ids.insert(below(10) == 0 ? 900 : persons_[below(persons_.size())]);
        return call;
    }

    std::mt19937_64 random_{7};
    Ids organizations_;
    Ids persons_;
    People people_;

   private:
    void draw_person(int number) {
        Somebody somebody;
        if (below(3) > 0) somebody.organization = organizations_[below(organizations_.size())];
        somebody.is_hidden = below(6) == 0;
        const std::string name = "p" + std::to_string(number);
        const Id id = add_person(name, somebody.organization != 0 ? std::optional(somebody.organization) : std::nullopt,
                                 somebody.is_hidden ? domain::visible_to_owner : domain::visible_to_everyone);
        if (below(3) == 0) add_deal(below(2) == 0 ? std::optional(organizations_[below(6)]) : std::nullopt, id);
        if (below(3) == 0) add_mail(number, name + "@people.example");
        if (below(8) == 0) {
            delete_person(id);
            somebody.is_out = true;
            somebody.counts = false;
        } else if (below(8) == 0) {
            (void)written(1, [&](Transaction& transaction, const Caller& caller) {
                return domain::archive_persons(transaction, caller, std::span(&id, 1));
            });
            somebody.is_out = true;
        }
        persons_.push_back(id);
        people_[id] = somebody;
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, RandomMembers, testing::ValuesIn(engine_kinds), engine_name);

TEST_P(RandomMembers, calls_leave_what_a_model_says) {
    for (int step = 0; step < 60; ++step) {
        const Call call = draw_call();
        const Ids ids(call.ids.begin(), call.ids.end());
        const MemberReport expected = predict(people_, call, organizations_[5]);
        EXPECT_EQ(call.adds ? add(call.organization, ids, call.user) : remove(call.organization, ids, call.user), expected)
            << "step " << step;
        if (step % 20 == 19) {
            EXPECT_EQ(findings(engine()), "") << "step " << step;
        }
    }
    std::map<Id, Id> counts;
    for (const auto& [id, somebody] : people_) {
        EXPECT_EQ(person(id).organization_id.value_or(0), somebody.organization) << id;
        if (somebody.counts) ++counts[somebody.organization];
    }
    for (const Id id : organizations_) EXPECT_EQ(organization(id).count(Counter::people), counts[id]) << id;
}

}  // namespace
}  // namespace stele::tests
