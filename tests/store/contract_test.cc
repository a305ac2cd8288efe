// What every engine must do, whichever it is.

#include "store/contract.h"

#include <algorithm>
#include <set>

#include "base/limits.h"
#include "base/text.h"
#include "domain/accounts.h"
#include "domain/directory.h"

namespace stele::tests {
namespace {

using domain::Change;
using domain::Comparison;
using domain::Counter;
using domain::Follower;
using domain::Kind;
using domain::Organization;
using domain::OrganizationField;
using domain::OrganizationQuery;
using domain::Predicate;
using domain::Transaction;

INSTANTIATE_TEST_SUITE_P(Engines, Contract, testing::ValuesIn(engine_kinds), engine_name);

// Every member is different, so that no two can be mixed up.
Organization full_organization() {
    Organization organization;
    organization.id = 7;
    organization.name = "Ørsted & Söhne \"quoted\" 'n' more — 漢字 🎉";
    organization.owner_id = 1;
    organization.visible_to = 5;
    organization.add_time = 1'000'001;
    organization.update_time = 1'700'000'000'000'002;
    organization.delete_time = 1'700'000'000'000'003;
    organization.label_ids = {4, 2, 9};
    organization.address = {"the value", "subpremise", "street number", "route",       "sublocality", "locality",
                            "level 1",   "level 2",    "country",       "postal code", "formatted"};
    organization.country_code = "CH";
    organization.website = "https://example.com";
    organization.linkedin = "https://linkedin.example/x";
    organization.industry = 11;
    organization.employee_count = 12;
    organization.annual_revenue = 13.25;
    organization.picture_id = 14;
    for (std::size_t i = 0; i < domain::counter_count; ++i) organization.counters[i] = 100 + static_cast<std::int64_t>(i);
    organization.count(Counter::people) = 0;
    organization.count(Counter::followers) = 0;
    organization.count(Counter::activities) = 0;
    organization.count(Counter::done_activities) = 0;
    organization.count(Counter::notes) = 0;
    organization.count(Counter::files) = 0;
    organization.first_char = first_char(organization.name);
    return organization;
}

Organization bare_organization() {
    Organization organization;
    organization.id = 8;
    organization.name = "b";
    organization.owner_id = 1;
    organization.first_char = "b";
    return organization;
}

// Takes ids by hand, as the tests here name their own.
Result<void> insert_with_id(Transaction& transaction, Organization organization) {
    std::int64_t last = 0;
    while (last < organization.id) {
        const auto id = transaction.next_id(Kind::organization);
        if (!id) return fail(id);
        last = *id;
    }
    if (!organization.delete_time)
        if (auto counted = transaction.add_to_record_count(Kind::organization, 1); !counted) return counted;
    return transaction.organizations().insert(organization);
}

Result<Organization> find(Transaction& transaction, domain::OrganizationId id) {
    Organization organization;
    const auto found = transaction.organizations().find(id, organization);
    if (!found) return fail(found);
    if (!*found) return fail(ErrorCode::not_found, "not found");
    return organization;
}

TEST_P(Contract, an_organization_reads_back_as_it_was_written) {
    draws_deals_ = true;
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (const Organization& written : {full_organization(), bare_organization()}) {
            if (auto inserted = insert_with_id(transaction, written); !inserted) return inserted;
            const auto read = find(transaction, written.id);
            if (!read) return fail(read);
            EXPECT_EQ(*read, written);
        }
        return {};
    });
    // One Organization serves for many rows: nothing of the full one is left in the bare one.
    must_read(engine(), 1, [](Transaction& transaction) -> Result<void> {
        std::vector<Organization> rows;
        const auto listed = transaction.organizations().list({{}, {}, 10, 0}, [&](const Organization& row) {
            rows.push_back(row);
            return true;
        });
        EXPECT_EQ(rows, (std::vector{full_organization(), bare_organization()}));
        return listed;
    });
}

TEST_P(Contract, an_update_writes_all_but_id_and_counters) {
    must_write(engine(), 1,
               [](Transaction& transaction) -> Result<void> { return insert_with_id(transaction, bare_organization()); });
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        Organization changed = full_organization();
        changed.id = bare_organization().id;
        if (auto updated = transaction.organizations().update(changed); !updated) return updated;
        const auto read = find(transaction, changed.id);
        if (!read) return fail(read);
        changed.counters = {};
        EXPECT_EQ(*read, changed);

        Organization cleared = bare_organization();
        if (auto updated = transaction.organizations().update(cleared); !updated) return updated;
        const auto read_again = find(transaction, cleared.id);
        if (!read_again) return fail(read_again);
        EXPECT_EQ(*read_again, cleared);
        return {};
    });
}

// Those that check() compares with what there is.
bool is_recounted(Counter counter) {
    return counter == Counter::people || counter == Counter::followers || counter == Counter::activities ||
           counter == Counter::done_activities || counter == Counter::notes || counter == Counter::files;
}

TEST_P(Contract, counters_move_one_by_one) {
    draws_deals_ = true;
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        if (auto inserted = insert_with_id(transaction, bare_organization()); !inserted) return inserted;
        for (std::size_t i = 0; i < domain::counter_count; ++i) {
            if (is_recounted(static_cast<Counter>(i))) continue;
            const auto delta = 10 + static_cast<std::int64_t>(i);
            auto added = transaction.organizations().add_to_counter(8, static_cast<Counter>(i), delta);
            if (added) added = transaction.organizations().add_to_counter(8, static_cast<Counter>(i), -3);
            if (!added) return added;
        }
        const auto read = find(transaction, 8);
        if (!read) return fail(read);
        for (std::size_t i = 0; i < domain::counter_count; ++i)
            EXPECT_EQ(read->counters[i], is_recounted(static_cast<Counter>(i)) ? 0 : 7 + static_cast<std::int64_t>(i));
        return {};
    });
}

// A key that is made of company and id must not let one company reach into another's.
TEST_P(Contract, an_id_of_another_company_is_not_found) {
    must_write(engine(), 2,
               [](Transaction& transaction) -> Result<void> { return insert_with_id(transaction, bare_organization()); });
    const std::int64_t across = (std::int64_t{1} << 40) + 8;  // company 1's id that would spell company 2's key
    const auto look = [&](Transaction& transaction) -> Result<void> {
        for (const std::int64_t id : {std::int64_t{8}, across, std::int64_t{0}, std::int64_t{-1}, limits::id, limits::id + 1,
                                      (std::int64_t{3} << 40) | 8, INT64_MAX, INT64_MIN}) {
            Organization organization;
            const auto found = transaction.organizations().find(id, organization);
            if (!found) return fail(found);
            EXPECT_FALSE(*found) << id;
            const auto found_where = transaction.organizations().find_where(id, Predicate::all({}), organization);
            if (!found_where) return fail(found_where);
            EXPECT_FALSE(*found_where) << id;
            for (const Comparison comparison : {Comparison::equals, Comparison::less, Comparison::greater_or_equal}) {
                const auto count =
                    transaction.organizations().count(Predicate::compare(OrganizationField::id, comparison, id));
                if (!count) return fail(count);
                EXPECT_EQ(*count, 0) << id;
            }
        }
        return {};
    };
    must_read(engine(), 1, look);
    must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        Organization organization = bare_organization();
        organization.id = across;
        organization.name = "stolen";
        if (auto updated = transaction.organizations().update(organization); !updated) return updated;
        return transaction.organizations().add_to_counter(across, Counter::people, 1);
    });
    must_read(engine(), 2, [](Transaction& transaction) -> Result<void> {
        const auto untouched = find(transaction, 8);
        if (!untouched) return fail(untouched);
        EXPECT_EQ(*untouched, bare_organization());
        return {};
    });
}

TEST_P(Contract, find_where_asks_the_predicate) {
    must_write(engine(), 1,
               [](Transaction& transaction) -> Result<void> { return insert_with_id(transaction, bare_organization()); });
    must_read(engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (const bool wanted : {true, false}) {
            Organization organization;
            const auto found = transaction.organizations().find_where(
                8, Predicate::compare(OrganizationField::owner_id, Comparison::equals, std::int64_t{wanted ? 1 : 2}),
                organization);
            if (!found) return fail(found);
            EXPECT_EQ(*found, wanted);
            if (!wanted) continue;
            EXPECT_EQ(organization, bare_organization());
        }
        return {};
    });
}

TEST_P(Contract, followers) {
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (const char* name : {"Bob", "Cid"}) {
            const auto user = domain::add_user(transaction, {name, std::string(name) + "@x.example", false});
            if (!user) return fail(user);
        }
        if (auto inserted = insert_with_id(transaction, bare_organization()); !inserted) return inserted;
        for (const domain::UserId user : {3, 1, 2, 1}) {
            const auto id = transaction.next_id(Kind::follower);
            if (!id) return fail(id);
            const auto inserted = transaction.followers().insert({*id, Kind::organization, 8, user, 50 + user});
            if (!inserted) return fail(inserted);
            EXPECT_EQ(*inserted, *id != 4);
        }
        for (const bool first : {true, false}) {
            const auto removed = transaction.followers().remove(Kind::organization, 8, 2);
            if (!removed) return fail(removed);
            EXPECT_EQ(*removed, first);
        }
        std::vector<std::array<std::int64_t, 3>> seen;
        const auto listed = transaction.followers().list(Kind::organization, 8, 0, [&](const Follower& follower) {
            EXPECT_EQ(follower.record_id, 8);
            seen.push_back({follower.user_id, follower.id, follower.add_time});
            return true;
        });
        EXPECT_EQ(seen, (std::vector<std::array<std::int64_t, 3>>{{1, 2, 51}, {3, 1, 53}}));
        if (!listed) return listed;
        return transaction.organizations().add_to_counter(8, Counter::followers, 2);
    });
}

TEST_P(Contract, changes_are_listed_newest_first_without_followers) {
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        if (auto inserted = insert_with_id(transaction, bare_organization()); !inserted) return inserted;
        for (int i = 1; i <= 5; ++i) {
            const auto id = transaction.next_id(Kind::change);
            if (!id) return fail(id);
            Change change{*id,
                          Kind::organization,
                          8,
                          std::string(i == 3 ? "follower" : "name"),
                          {},
                          "new",
                          1,
                          100 + i,
                          domain::Source::ortto,
                          i == 4 ? "curl/8" : "",
                          i == 5};
            if (i == 2) change.old_value = "";
            if (auto appended = transaction.history().append(change); !appended) return appended;
        }
        std::vector<Change> seen;
        const auto visit = [&](const Change& change) {
            seen.push_back(change);
            return true;
        };
        if (auto listed = transaction.history().list_changes(Kind::organization, 8, domain::ChangeSet::fields, 0, 10, visit);
            !listed)
            return listed;
        if (seen.size() != 4) return fail(ErrorCode::internal, "not four changes");
        EXPECT_EQ(seen[0].id, 5);
        EXPECT_TRUE(seen[0].is_bulk);
        EXPECT_EQ(seen[1].user_agent, "curl/8");
        EXPECT_EQ(seen[2].old_value, "");
        EXPECT_EQ(seen[3].old_value, std::nullopt);
        EXPECT_EQ(seen[3].new_value, "new");
        EXPECT_EQ(seen[3].time, 101);
        EXPECT_EQ(seen[3].source, domain::Source::ortto);
        seen.clear();
        if (auto listed = transaction.history().list_changes(Kind::organization, 8, domain::ChangeSet::fields, 5, 2, visit);
            !listed)
            return listed;
        if (seen.size() != 2) return fail(ErrorCode::internal, "not two changes");
        EXPECT_EQ(seen[0].id, 4);
        EXPECT_EQ(seen[1].id, 2);
        return {};
    });
}

TEST_P(Contract, accounts_read_back_as_they_were_written) {
    domain::User written;
    must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        const auto id = transaction.next_id(Kind::user);
        if (!id) return fail(id);
        written = {*id, "Zoë", "Zoe@Example.com", true, false, "de_CH", "Europe/Zurich", "+41 1", 5, 6, 1, {{1, 0, 3}}};
        auto inserted = transaction.accounts().insert_user(written);
        if (!inserted) return fail(inserted);
        EXPECT_TRUE(*inserted);
        domain::User same_address = written;
        same_address.id = 99;
        same_address.email = "ZOE@example.com";
        inserted = transaction.accounts().insert_user(same_address);
        if (!inserted) return fail(inserted);
        EXPECT_FALSE(*inserted);
        return {};
    });
    must_read(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        const auto users = transaction.accounts().users();
        if (!users) return fail(users);
        EXPECT_EQ(users->size(), 2U);
        const domain::User& read = users->back();
        EXPECT_EQ(read.name, written.name);
        EXPECT_EQ(read.email, written.email);
        EXPECT_EQ(read.is_admin, written.is_admin);
        EXPECT_EQ(read.is_active, written.is_active);
        EXPECT_EQ(read.locale, written.locale);
        EXPECT_EQ(read.timezone, written.timezone);
        EXPECT_EQ(read.phone, written.phone);
        EXPECT_EQ(read.add_time, 5);
        EXPECT_EQ(read.update_time, 6);
        EXPECT_EQ(read.group_id, 1);
        EXPECT_EQ(read.default_visible_to.levels, written.default_visible_to.levels);
        const auto company = transaction.accounts().company();
        if (!company) return fail(company);
        EXPECT_EQ((*company)->name, "Northwind");
        EXPECT_EQ((*company)->domain, "northwind");
        EXPECT_EQ((*company)->default_currency, "EUR");
        EXPECT_EQ((*company)->default_visible_to.levels, (std::array{7, 7, 7}));
        return {};
    });
    // The same address in another company is nobody's business.
    must_write(engine(), 2, [&](Transaction& transaction) -> Result<void> {
        const auto user = domain::add_user(transaction, {"Zoë", "zoe@example.com", false});
        if (!user) return fail(user);
        return {};
    });
}

TEST_P(Contract, a_key_is_revoked_once_and_seen_so_at_once) {
    const auto directory = [&]() -> domain::DirectoryPtr {
        const auto found = engine().directory(1);
        EXPECT_TRUE(found.has_value());
        return *found;
    };
    const domain::DirectoryPtr before = directory();
    ASSERT_EQ(before->keys.size(), 1U);
    EXPECT_EQ(before->users.size(), 1U);
    EXPECT_EQ(before->label_options.size(), 4U);
    EXPECT_EQ(before->label_options[1].label, "Hot lead");
    const Sha256 hash = before->keys.begin()->first;
    EXPECT_NE(domain::find_active_key(*before, hash), nullptr);

    for (const Micros time : {70, 80})
        must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
            const auto revoked = transaction.accounts().revoke_key(1, time);
            if (!revoked) return fail(revoked);
            EXPECT_TRUE(*revoked);
            const auto unknown = transaction.accounts().revoke_key(99, time);
            if (!unknown) return fail(unknown);
            EXPECT_FALSE(*unknown);
            return {};
        });
    EXPECT_EQ(domain::find_active_key(*directory(), hash), nullptr);
    EXPECT_EQ(directory()->keys.begin()->second.revoke_time, 70);
    EXPECT_NE(domain::find_active_key(*before, hash), nullptr) << "what was handed out does not change";
}

TEST_P(Contract, a_company_that_does_not_exist) {
    const auto directory = engine().directory(3);
    ASSERT_TRUE(directory.has_value());
    EXPECT_EQ(*directory, nullptr);
    EXPECT_EQ(engine().companies().value(), (std::vector<domain::CompanyId>{1, 2}));
    must_write(engine(), 3, [](Transaction& transaction) -> Result<void> {
        const auto id = transaction.next_id(Kind::organization);
        if (!id) return fail(id);
        EXPECT_EQ(*id, 1);
        return {};  // nothing comes of it
    });
    make_company(engine(), 3);
    EXPECT_EQ(engine().directory(3).value()->company.id, 3);
    EXPECT_EQ(engine().companies().value(), (std::vector<domain::CompanyId>{1, 2, 3}));
}

// Its bits would spell company 1's keys.
TEST_P(Contract, a_company_out_of_range_is_none) {
    must_write(engine(), 1,
               [](Transaction& transaction) -> Result<void> { return insert_with_id(transaction, bare_organization()); });
    for (const domain::CompanyId company : {(domain::CompanyId{1} << 24) + 1, domain::CompanyId{0}, domain::CompanyId{-1}}) {
        EXPECT_EQ(engine().directory(company).value(), nullptr);
        for (const domain::Access access : {domain::Access::read, domain::Access::scan, domain::Access::write}) {
            const auto refused =
                domain::run_and_wait(engine(), access, company, [](Transaction&) -> Result<void> { return {}; });
            ASSERT_FALSE(refused.has_value());
            EXPECT_EQ(refused.error().code, ErrorCode::not_found);
        }
    }
}

TEST_P(Contract, a_company_is_created_once) {
    const auto again =
        domain::run_and_wait(engine(), domain::Access::write, 1, [](Transaction& transaction) -> Result<void> {
            const auto key = domain::create_company(transaction, "Second", {"Eve", "eve@x.example", true});
            if (!key) return fail(key);
            return {};
        });
    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
    EXPECT_EQ(engine().directory(1).value()->company.name, "Northwind");
}

TEST_P(Contract, the_directory_of_a_write_is_that_of_its_start) {
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        const auto user = domain::add_user(transaction, {"Bob", "bob@x.example", false});
        if (!user) return fail(user);
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        EXPECT_EQ((*directory)->users.size(), 1U);
        return {};
    });
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        EXPECT_EQ((*directory)->users.size(), 2U);
        return {};
    });
    must_scan(engine(), 1, [](Transaction& transaction) -> Result<void> {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        EXPECT_EQ((*directory)->users.size(), 2U);
        return {};
    });
}

TEST_P(Contract, ids_count_from_one_by_company_and_kind) {
    const auto take = [&](domain::CompanyId company, Kind kind) {
        std::int64_t taken = 0;
        must_write(engine(), company, [&](Transaction& transaction) -> Result<void> {
            const auto id = transaction.next_id(kind);
            if (!id) return fail(id);
            taken = *id;
            return {};
        });
        return taken;
    };
    EXPECT_EQ(take(1, Kind::organization), 1);
    EXPECT_EQ(take(1, Kind::organization), 2);
    EXPECT_EQ(take(2, Kind::organization), 1);
    EXPECT_EQ(take(1, Kind::change), 1);
    EXPECT_EQ(take(1, Kind::person), 1);
    EXPECT_EQ(take(1, Kind::event), 1);
    house().close();
    house().open();
    EXPECT_EQ(take(1, Kind::organization), 3);
    EXPECT_EQ(take(1, Kind::event), 2);
}

TEST_P(Contract, write_times_rise_whatever_the_clock_does) {
    const auto write_time = [&](domain::CompanyId company) {
        Micros time = 0;
        must_write(engine(), company, [&](Transaction& transaction) -> Result<void> {
            const auto first = transaction.write_time();
            const auto second = transaction.write_time();
            if (!first || !second) return fail(ErrorCode::internal, "no time");
            EXPECT_EQ(*first, *second);
            time = *first;
            return {};
        });
        return time;
    };
    const Micros start = write_time(1);
    EXPECT_EQ(write_time(1), start + 1);
    house().clock().set(start + 1'000);
    EXPECT_EQ(write_time(1), start + 1'000);
    house().clock().set(5);
    EXPECT_EQ(write_time(1), start + 1'001);
    house().close();
    house().open();
    EXPECT_EQ(write_time(1), start + 1'002);
    EXPECT_LT(write_time(2), start + 1'000) << "each company has its own";
}

TEST_P(Contract, a_failed_work_leaves_nothing) {
    const auto failed =
        domain::run_and_wait(engine(), domain::Access::write, 1, [](Transaction& transaction) -> Result<void> {
            const auto id = add_organization(transaction, "never");
            if (!id) return fail(id);
            EXPECT_EQ(*id, 1);
            return fail(ErrorCode::conflict, "the domain says no");
        });
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().message, "the domain says no");
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        Organization organization;
        const auto found = transaction.organizations().find(1, organization);
        if (!found) return fail(found);
        EXPECT_FALSE(*found);
        EXPECT_EQ(transaction.record_count(Kind::organization).value(), 0);
        const auto id = add_organization(transaction, "the first");
        if (!id) return fail(id);
        EXPECT_EQ(*id, 1);
        return {};
    });
}

TEST_P(Contract, after_an_error_the_transaction_is_poisoned) {
    const auto poisoned =
        domain::run_and_wait(engine(), domain::Access::write, 1, [](Transaction& transaction) -> Result<void> {
            const auto id = add_organization(transaction, "one");
            if (!id) return fail(id);
            Organization same = bare_organization();
            same.id = *id;
            (void)transaction.organizations().insert(same);  // which may be told of later
            const auto found = transaction.organizations().find(*id, same);
            if (found) ADD_FAILURE() << "the insert was not told of";
            if (found) return {};
            EXPECT_EQ(found.error().code, ErrorCode::internal);
            EXPECT_EQ(found.error().message, "internal error") << "the engine's own words are for the log";
            const auto again = transaction.organizations().find(*id, same);
            EXPECT_FALSE(again.has_value());
            return {};  // forgotten by the handler
        });
    ASSERT_FALSE(poisoned.has_value());
    EXPECT_EQ(poisoned.error().code, ErrorCode::internal);
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        const auto id = add_organization(transaction, "the lane goes on");
        if (!id) return fail(id);
        EXPECT_EQ(*id, 1);
        return {};
    });
}

TEST_P(Contract, a_read_writes_nothing) {
    for (const domain::Access access : {domain::Access::read, domain::Access::scan}) {
        const auto refused = domain::run_and_wait(engine(), access, 1, [](Transaction& transaction) -> Result<void> {
            const auto id = transaction.next_id(Kind::organization);
            EXPECT_FALSE(id.has_value());
            return transaction.organizations().insert(bare_organization());
        });
        EXPECT_FALSE(refused.has_value());
        must_read(engine(), 1, [](Transaction& transaction) -> Result<void> {
            EXPECT_EQ(transaction.organizations().count({}).value(), 0);
            return {};
        });
    }
}

TEST_P(Contract, the_organization_count_is_shared_by_reads_and_writes) {
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (const char* name : {"a", "b", "c"})
            if (const auto id = add_organization(transaction, name); !id) return fail(id);
        EXPECT_EQ(transaction.record_count(Kind::organization).value(), 3);
        return {};
    });
    must_read(engine(), 1, [](Transaction& transaction) -> Result<void> {
        EXPECT_EQ(transaction.record_count(Kind::organization).value(), 3);
        return {};
    });
    must_read(engine(), 2, [](Transaction& transaction) -> Result<void> {
        EXPECT_EQ(transaction.record_count(Kind::organization).value(), 0);
        return {};
    });
}

TEST_P(Contract, a_visitor_may_ask_more_and_stop) {
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (int i = 0; i < 10; ++i)
            if (const auto id = add_organization(transaction, "n" + std::to_string(i)); !id) return fail(id);
        return {};
    });
    must_read(engine(), 1, [](Transaction& transaction) -> Result<void> {
        int outer = 0;
        const OrganizationQuery query{{}, {{OrganizationField::name, true}}, 100, 0};
        const auto listed = transaction.organizations().list(query, [&](const Organization& row) {
            int inner = 0;
            Organization same;
            EXPECT_TRUE(transaction.organizations().find(row.id, same).value());
            EXPECT_EQ(same.name, row.name);
            const auto nested = transaction.organizations().list(query, [&](const Organization&) { return ++inner < 100; });
            EXPECT_TRUE(nested.has_value());
            EXPECT_EQ(inner, 10);
            return ++outer < 4;
        });
        EXPECT_EQ(outer, 4);
        return listed;
    });
}

TEST_P(Contract, lists_of_ids) {
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (int i = 0; i < 20; ++i)
            if (const auto id = add_organization(transaction, "n" + std::to_string(i)); !id) return fail(id);
        return {};
    });
    must_read(engine(), 1, [](Transaction& transaction) -> Result<void> {
        std::vector<std::int64_t> many;
        for (std::int64_t id = 500; id > 0; --id) many.push_back(id);
        for (const auto& ids : {std::vector<std::int64_t>{}, {3}, {9, 3, 9, 5}, {21, -1, limits::id + 9}, many}) {
            const auto expected = std::ranges::count_if(std::set<std::int64_t>(ids.begin(), ids.end()),
                                                        [](std::int64_t id) { return id >= 1 && id <= 20; });
            const auto in = Predicate::compare(OrganizationField::id, Comparison::in, ids);
            EXPECT_EQ(transaction.organizations().count(in).value(), expected);
            EXPECT_EQ(transaction.organizations().count(Predicate::negate(in)).value(), 20 - expected);
        }
        return {};
    });
}

}  // namespace
}  // namespace stele::tests
