// Relationships between organizations, on every engine: what is stored, and what merges and purges do to it.

#include "domain/relationships.h"

#include <string>
#include <vector>

#include "store/contract.h"

namespace stele::tests {
namespace {

using domain::Kind;
using domain::OrganizationId;
using domain::Relationship;
using domain::RelationshipType;
using domain::Transaction;
using enum RelationshipType;

class RelationshipStore : public Contract {
   protected:
    // Organizations 1 to `count` of company 1.
    void add_organizations(int count) {
        must_write(engine(), 1, [count](Transaction& transaction) -> Result<void> {
            for (int i = 1; i <= count; ++i)
                if (const auto id = add_organization(transaction, "n" + std::to_string(i)); !id) return fail(id);
            return {};
        });
    }

    void relate(RelationshipType type, OrganizationId owner, OrganizationId linked) {
        must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
            const auto id = transaction.next_id(Kind::relationship);
            if (!id) return fail(id);
            return transaction.relationships().insert({*id, type, owner, linked, 10 * *id, 11 * *id});
        });
    }

    void merge(OrganizationId from, OrganizationId to) {
        must_write(engine(), 1, [&](Transaction& transaction) { return domain::move_relationships(transaction, from, to); });
    }

    // "1: 1>2" is the first, of type parent; "2: 1-3" the second, of type related.
    [[nodiscard]] std::vector<std::string> of(OrganizationId organization, domain::CompanyId company = 1) {
        std::vector<std::string> texts;
        must_read(engine(), company, [&](Transaction& transaction) {
            return transaction.relationships().list(organization, 0, 1'000, [&](const Relationship& relationship) {
                texts.push_back(std::to_string(relationship.id) + ": " + std::to_string(relationship.owner_id) +
                                (relationship.type == parent ? ">" : "-") + std::to_string(relationship.linked_id));
                return true;
            });
        });
        return texts;
    }
};

using Texts = std::vector<std::string>;

INSTANTIATE_TEST_SUITE_P(Engines, RelationshipStore, testing::ValuesIn(engine_kinds), engine_name);

TEST_P(RelationshipStore, keeps_every_member) {
    add_organizations(3);
    relate(parent, 1, 2);
    const Relationship changed{1, related, 3, 2, 20, 30};
    must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        const auto stored = transaction.relationships().find(1);
        if (!stored) return fail(stored);
        EXPECT_EQ(*stored, (Relationship{1, parent, 1, 2, 10, 11}));
        return transaction.relationships().update(changed);
    });
    house().close();
    house().open();
    must_read(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        EXPECT_EQ(transaction.relationships().find(1).value(), changed);
        EXPECT_EQ(transaction.relationships().find(2).value(), std::nullopt);
        EXPECT_EQ(transaction.relationships().find_between(2, 3).value(), changed);
        EXPECT_EQ(transaction.relationships().find_between(3, 2).value(), changed);
        EXPECT_EQ(transaction.relationships().find_between(1, 2).value(), std::nullopt);
        return {};
    });
    must_read(engine(), 2, [&](Transaction& transaction) -> Result<void> {
        EXPECT_EQ(transaction.relationships().find(1).value(), std::nullopt);
        EXPECT_EQ(transaction.relationships().find_between(2, 3).value(), std::nullopt);
        return {};
    });
}

TEST_P(RelationshipStore, lists_both_sides_by_id) {
    add_organizations(4);
    relate(parent, 2, 1);
    relate(related, 1, 3);
    relate(parent, 3, 4);
    relate(parent, 4, 1);
    EXPECT_EQ(of(1), (Texts{"1: 2>1", "2: 1-3", "4: 4>1"}));
    EXPECT_EQ(of(3), (Texts{"2: 1-3", "3: 3>4"}));
    EXPECT_EQ(of(1, 2), Texts{});
    must_read(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        std::vector<std::int64_t> ids;
        const auto note = [&](const Relationship& relationship) {
            ids.push_back(relationship.id);
            return true;
        };
        if (auto listed = transaction.relationships().list(1, 1, 1, note); !listed) return listed;
        EXPECT_EQ(ids, (std::vector<std::int64_t>{2}));
        ids.clear();
        if (auto listed = transaction.relationships().list_parents(1, note); !listed) return listed;
        EXPECT_EQ(ids, (std::vector<std::int64_t>{1, 4}));
        return {};
    });
}

TEST_P(RelationshipStore, a_purge_takes_those_of_one_organization_away) {
    add_organizations(3);
    relate(parent, 1, 2);
    relate(related, 3, 1);
    relate(parent, 2, 3);
    must_write(engine(), 1, [](Transaction& transaction) { return domain::remove_relationships(transaction, 1); });
    EXPECT_EQ(of(1), Texts{});
    EXPECT_EQ(of(2), (Texts{"3: 2>3"}));
    must_write(engine(), 1, [](Transaction& transaction) { return transaction.relationships().remove(3); });
    EXPECT_EQ(of(2), Texts{});
}

TEST_P(RelationshipStore, a_merge_moves_them) {
    add_organizations(4);
    relate(parent, 1, 3);
    relate(related, 4, 1);
    merge(1, 2);
    EXPECT_EQ(of(1), Texts{});
    EXPECT_EQ(of(2), (Texts{"1: 2>3", "2: 4-2"}));
    must_read(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        const auto moved = transaction.relationships().find(1).value();
        EXPECT_EQ(moved->add_time, 10);
        EXPECT_GT(moved->update_time, 11);
        return {};
    });
}

TEST_P(RelationshipStore, a_merge_leaves_none_to_itself_and_none_twice) {
    add_organizations(4);
    relate(parent, 1, 2);
    relate(related, 3, 1);
    relate(parent, 2, 3);
    relate(related, 1, 4);
    merge(1, 2);
    EXPECT_EQ(of(1), Texts{});
    EXPECT_EQ(of(2), (Texts{"3: 2>3", "4: 2-4"}));
}

TEST_P(RelationshipStore, a_merge_closes_no_circle) {
    add_organizations(4);
    relate(parent, 1, 3);
    relate(parent, 3, 4);
    relate(parent, 4, 2);
    merge(1, 2);  // 2 above 3 would be above itself
    EXPECT_EQ(of(2), (Texts{"3: 4>2"}));
    EXPECT_EQ(of(3), (Texts{"2: 3>4"}));
}

TEST_P(RelationshipStore, a_merge_moves_more_than_a_slice) {
    constexpr int count = 520;
    add_organizations(count);
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (OrganizationId daughter = 3; daughter <= count; ++daughter) {
            const auto id = transaction.next_id(Kind::relationship);
            if (!id) return fail(id);
            if (auto done = transaction.relationships().insert({*id, parent, 1, daughter, 1, 1}); !done) return done;
        }
        return {};
    });
    merge(1, 2);
    EXPECT_EQ(of(1), Texts{});
    EXPECT_EQ(of(2).size(), count - 2U);
}

TEST_P(RelationshipStore, writes_leave_a_history) {
    add_organizations(3);
    const auto write = [&](FunctionRef<Result<void>(Transaction&, const domain::Caller&)> body) {
        must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
            const auto directory = transaction.directory();
            if (!directory) return fail(directory);
            return body(transaction, {directory->get(), (*directory)->user(1), domain::Scope::write, {}, "a test"});
        });
    };
    const auto patch = [&](const domain::RelationshipPatch& wanted) {
        write([&](Transaction& transaction, const domain::Caller& caller) -> Result<void> {
            const auto updated = domain::update_relationship(transaction, caller, 1, wanted);
            if (!updated) return fail(updated);
            return {};
        });
    };
    write([](Transaction& transaction, const domain::Caller& caller) -> Result<void> {
        const auto added = domain::add_relationship(transaction, caller, {related, 1, 2});
        if (!added) return fail(added);
        return {};
    });
    patch({related, 1, {}});  // as it is: leaves no trace
    patch({parent, 3, {}});
    write([](Transaction& transaction, const domain::Caller& caller) {
        return domain::delete_relationship(transaction, caller, 1);
    });
    Texts changes;
    must_read(engine(), 1, [&](Transaction& transaction) {
        return transaction.history().list_changes(
            Kind::relationship, 1, domain::ChangeSet::fields, 0, 10, [&](const domain::Change& change) {
                changes.push_back(change.field + " " + *change.old_value + " " + *change.new_value);
                return true;
            });
    });
    EXPECT_EQ(changes, (Texts{"deleted 0 1", "owner_organization 1 3", "type 2 1"}));
}

TEST_P(RelationshipStore, check_finds_what_cannot_be) {
    add_organizations(2);
    relate(parent, 1, 2);
    relate(related, 2, 1);
    relate(related, 1, 1);
    relate(related, 1, 7);
    const std::string found = findings(engine());
    EXPECT_NE(found.find("relationship 2: its organizations are related the other way round too"), std::string::npos)
        << found;
    EXPECT_NE(found.find("relationship 3: it relates an organization to itself"), std::string::npos) << found;
    EXPECT_NE(found.find("relationship 4: one of its organizations does not exist"), std::string::npos) << found;
    must_write(engine(), 1, [](Transaction& transaction) { return domain::remove_relationships(transaction, 1); });
}

}  // namespace
}  // namespace stele::tests
