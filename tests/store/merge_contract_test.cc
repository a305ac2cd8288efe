// What every engine must do for merging and purging: moving what is linked, what became of merged records, and taking things
// away.

#include <algorithm>

#include "base/limits.h"
#include "domain/deletion.h"
#include "domain/merge.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/purge.h"
#include "store/contract.h"

namespace stele::tests {
namespace {

using domain::Caller;
using domain::Change;
using domain::Kind;
using domain::Transaction;

class Merging : public Contract {
   protected:
    void write_as_admin(FunctionRef<Result<void>(Transaction&, const Caller&)> body) {
        must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
            const auto directory = transaction.directory();
            if (!directory) return fail(directory);
            auto caller = domain::caller_of_stele(**directory, "test");
            if (!caller) return fail(caller);
            caller->now = house().clock().now();
            return body(transaction, *caller);
        });
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, Merging, testing::ValuesIn(engine_kinds), engine_name);

Result<std::vector<Change>> changes_of(Transaction& transaction, Kind kind, std::int64_t id) {
    std::vector<Change> changes;
    const auto listed =
        transaction.history().list_changes(kind, id, domain::ChangeSet::fields, 0, 1'000, [&](const Change& change) {
            changes.push_back(change);
            return true;
        });
    if (!listed) return fail(listed);
    return changes;
}

Result<void> add(Transaction& transaction, const Caller& caller, const std::string& name) {
    domain::OrganizationPatch patch;
    patch.name = name;
    const auto added = domain::add_organization(transaction, caller, patch);
    return added ? Result<void>() : fail(added);
}

TEST_P(Merging, one_change_of_many_records) {
    write_as_admin([](Transaction& transaction, const Caller& caller) -> Result<void> {
        std::vector<std::int64_t> ids;
        for (int i = 0; i < 93; ++i) {  // two slices and a rest
            if (auto added = add(transaction, caller, "x"); !added) return added;
            ids.push_back(i + 1);
        }
        Change change;
        change.kind = Kind::organization;
        change.field = "name";
        change.old_value = "5";
        change.user_id = 1;
        change.time = 7;
        change.source = domain::Source::ortto;
        change.user_agent = "agent";
        change.is_bulk = true;
        if (auto appended = transaction.history().append(change, ids); !appended) return appended;
        std::int64_t last = 0;
        for (const std::int64_t id : ids) {
            const auto found = changes_of(transaction, Kind::organization, id);
            if (!found) return fail(found);
            EXPECT_EQ(found->size(), 1U) << id;
            const Change& one = found->at(0);
            EXPECT_GT(one.id, last);
            last = one.id;
            EXPECT_EQ(one.field, "name");
            EXPECT_EQ(one.old_value, "5");
            EXPECT_EQ(one.new_value, std::nullopt);
            EXPECT_EQ(one.user_id, 1);
            EXPECT_EQ(one.time, 7);
            EXPECT_EQ(one.source, domain::Source::ortto);
            EXPECT_EQ(one.user_agent, "agent");
            EXPECT_TRUE(one.is_bulk);
        }
        return {};
    });
}

TEST_P(Merging, changes_are_moved_and_removed_oldest_first) {
    write_as_admin([](Transaction& transaction, const Caller& caller) -> Result<void> {
        for (const char* name : {"one", "two"})
            if (auto added = add(transaction, caller, name); !added) return added;
        int step = 0;
        for (const std::int64_t id : {1, 2, 1, 2, 1}) {
            domain::OrganizationPatch patch;
            patch.website = std::to_string(transaction.write_time().value_or(0) + step++);
            const auto updated = domain::update_organization(transaction, caller, id, patch);
            if (!updated) return fail(updated);
        }
        if (auto moved = transaction.history().move_changes(Kind::organization, 1, 2); !moved) return moved;
        const auto all = changes_of(transaction, Kind::organization, 2);
        const auto none = changes_of(transaction, Kind::organization, 1);
        if (!all || !none) return all ? fail(none) : fail(all);
        EXPECT_TRUE(none->empty());
        EXPECT_EQ(all->size(), 5U);
        EXPECT_TRUE(std::ranges::is_sorted(*all, std::ranges::greater(), &Change::id));

        EXPECT_EQ(transaction.history().remove_changes(Kind::organization, 2, 3).value_or(-1), 3);
        const auto rest = changes_of(transaction, Kind::organization, 2);
        if (!rest) return fail(rest);
        EXPECT_EQ(rest->size(), 2U);
        EXPECT_EQ(rest->back().id, all->at(1).id);
        EXPECT_EQ(transaction.history().remove_changes(Kind::organization, 2, 3).value_or(-1), 2);
        EXPECT_EQ(transaction.history().remove_changes(Kind::organization, 2, 3).value_or(-1), 0);
        return {};
    });
}

TEST_P(Merging, survivors_are_followed_to_the_last) {
    write_as_admin([](Transaction& transaction, const Caller& caller) -> Result<void> {
        for (int i = 0; i < 4; ++i)
            if (auto added = add(transaction, caller, "x"); !added) return added;
        for (const auto& [absorbed, survivor] : {std::pair{1, 2}, std::pair{3, 2}, std::pair{2, 4}})
            if (auto merged = domain::merge_organizations(transaction, caller, absorbed, survivor); !merged)
                return fail(merged);
        domain::MergedRecords& merged = transaction.merged_records();
        for (const std::int64_t id : {1, 2, 3})
            EXPECT_EQ(merged.survivor_of(Kind::organization, id).value_or(std::nullopt), 4) << id;
        EXPECT_EQ(merged.survivor_of(Kind::organization, 4).value_or(9), std::nullopt);
        EXPECT_EQ(merged.survivor_of(Kind::person, 1).value_or(9), std::nullopt);
        return {};
    });
    // Another company knows nothing of it.
    must_read(engine(), 2, [](Transaction& transaction) -> Result<void> {
        EXPECT_EQ(transaction.merged_records().survivor_of(Kind::organization, 1).value_or(9), std::nullopt);
        return {};
    });
}

TEST_P(Merging, deleted_records_come_longest_ago_first) {
    for (const std::int64_t id : {3, 1, 2})
        write_as_admin([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            while (transaction.record_count(Kind::organization).value_or(9) < 3 && id == 3)
                if (auto added = add(transaction, caller, "x"); !added) return added;
            return domain::delete_organization(transaction, caller, id);
        });
    write_as_admin([](Transaction& transaction, const Caller&) -> Result<void> {
        const auto now = transaction.write_time();
        if (!now) return fail(now);
        const auto all = transaction.organizations().deleted_before(*now, 10);
        const auto first = transaction.organizations().deleted_before(*now, 2);
        if (!all || !first) return all ? fail(first) : fail(all);
        EXPECT_EQ(*all, (std::vector<std::int64_t>{3, 1, 2}));
        EXPECT_EQ(*first, (std::vector<std::int64_t>{3, 1}));
        domain::Organization last;
        if (const auto found = transaction.organizations().find(2, last); !found) return fail(found);
        EXPECT_EQ(transaction.organizations().deleted_before(*last.delete_time, 10).value_or(std::vector<std::int64_t>{}),
                  (std::vector<std::int64_t>{3, 1}));
        return {};
    });
}

TEST_P(Merging, a_merge_that_fails_leaves_no_trace) {
    write_as_admin([](Transaction& transaction, const Caller& caller) { return add(transaction, caller, "one"); });
    write_as_admin([](Transaction& transaction, const Caller& caller) { return add(transaction, caller, "two"); });
    must_write(
        engine(), 1,
        [](Transaction& transaction) -> Result<void> {
            const auto directory = transaction.directory();
            if (!directory) return fail(directory);
            const auto caller = domain::caller_of_stele(**directory, "test");
            if (!caller) return fail(caller);
            if (auto merged = domain::merge_organizations(transaction, *caller, 1, 2); !merged) return fail(merged);
            return fail(ErrorCode::conflict, "on purpose");
        },
        ErrorCode::conflict);
    write_as_admin([](Transaction& transaction, const Caller& caller) -> Result<void> {
        EXPECT_TRUE(domain::find_live_organization(transaction, caller, 1));
        EXPECT_EQ(transaction.merged_records().survivor_of(Kind::organization, 1).value_or(9), std::nullopt);
        EXPECT_EQ(transaction.record_count(Kind::organization).value_or(0), 2);
        return {};
    });
}

}  // namespace
}  // namespace stele::tests
