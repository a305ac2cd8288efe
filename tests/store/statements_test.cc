// The statements themselves, as the engines prepare them.

#include <algorithm>
#include <mutex>
#include <set>

#include <gtest/gtest.h>

#include "store/distribution.h"
#include "store/fixture.h"

namespace stele::tests {
namespace {

using domain::Change;
using domain::ChangeSet;
using domain::Comparison;
using domain::Counter;
using domain::Follower;
using domain::Kind;
using domain::Organization;
using domain::OrganizationField;
using domain::Person;
using domain::PersonField;
using domain::Predicate;
using domain::Transaction;

// Every statement of a kind of records; `last` is its last field.
template <class Record, class Records, class Field>
Result<void> use_records(Records& records, const Record& record, Field last) {
    (void)records.update(record);
    for (std::size_t counter = 0; counter < domain::counter_count; ++counter)
        (void)records.add_to_counter(record.id, static_cast<Counter>(counter), 1);
    domain::RecordQuery query{{}, {}, 10, 0};
    for (int number = 0; number < static_cast<int>(last); ++number) {
        query.sort = {{static_cast<Field>(number), number % 2 == 0}};
        query.where = Predicate::any({Predicate::compare(last, Comparison::equals, std::int64_t{1}),
                                      Predicate::compare(Field::owner_name, Comparison::greater, std::string("a"))});
        if (auto listed = records.list(query, [](const Record&) { return true; }); !listed) return listed;
        if (auto counted = records.count(query.where); !counted) return fail(counted);
        Record found;
        if (auto asked = records.find_where(record.id, query.where, found); !asked) return fail(asked);
    }
    return {};
}

Result<void> use_history(Transaction& transaction, Kind kind, std::int64_t id) {
    (void)transaction.followers().insert({9, kind, id, 1, 1});
    (void)transaction.followers().list(kind, id, 0, [](const Follower&) { return true; });
    (void)transaction.followers().remove(kind, id, 1);
    (void)transaction.history().append(Change{id, kind, id, "name", {}, {}, 1, 1, {}, "", false});
    for (const ChangeSet set : {ChangeSet::fields, ChangeSet::followers}) {
        auto listed = transaction.history().list_changes(kind, id, set, 0, 1, [](const Change&) { return true; });
        if (!listed) return listed;
    }
    return {};
}

Result<void> use_accounts(domain::Accounts& accounts) {
    const auto users = accounts.users();
    if (!users) return fail(users);
    const auto company = accounts.company();
    if (!company) return fail(company);
    const auto groups = accounts.groups();
    if (!groups) return fail(groups);
    (void)accounts.update_user(users->front());
    (void)accounts.update_company(**company);
    (void)accounts.update_group(groups->front());
    (void)accounts.update_label_option(Kind::organization, {1, "Client", "gray", 1});
    (void)accounts.remove_label_option(Kind::organization, 1);
    const auto revoked = accounts.revoke_key(1, 1);
    if (!revoked) return fail(revoked);
    return {};
}

// Runs them, so that they are held to the rules of distribution.h.
TEST(Statements, are_prepared_by_every_engine) {
    for (const EngineKind& kind : engine_kinds) {
        std::mutex mutex;
        std::set<std::string> statements;
        const auto house = kind.make([&](std::string_view text) {
            const std::lock_guard lock(mutex);
            statements.emplace(text);
        });
        domain::Engine& engine = house->engine();
        make_company(engine, 1);
        must_write(
            engine, 1,
            [](Transaction& transaction) -> Result<void> {
                const auto id = add_organization(transaction, "x");
                if (!id) return fail(id);
                Organization organization;
                if (auto found = transaction.organizations().find(*id, organization); !found) return fail(found);
                Person person;
                person.id = 1;
                person.owner_id = 1;
                person.emails = {{"a@x.example", "", true}};
                if (auto inserted = transaction.persons().insert(person); !inserted) return inserted;
                if (auto found = transaction.persons().find(1, person); !found) return fail(found);
                auto used = use_records(transaction.organizations(), organization, OrganizationField::followed_by);
                if (used) used = use_records(transaction.persons(), person, PersonField::followed_by);
                if (used) used = transaction.links().put({*id, 1, true, 1});
                if (!used) return used;
                if (auto links = transaction.links().of_person(1); !links) return fail(links);
                if (auto removed = transaction.links().remove(*id, 1); !removed) return fail(removed);
                for (const Kind record : {Kind::organization, Kind::person})
                    if (used) used = use_history(transaction, record, 1);
                if (used) used = use_accounts(transaction.accounts());
                if (!used) return used;
                return fail(ErrorCode::conflict, "rolled back");
            },
            ErrorCode::conflict);
        (void)engine.check();
        EXPECT_GT(statements.size(), 200U);
    }
}

}  // namespace
}  // namespace stele::tests
