// What every engine must do with persons, their organizations and groups of users.

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/text.h"
#include "domain/accounts.h"
#include "domain/directory.h"
#include "store/contract.h"

namespace stele::tests {
namespace {

using domain::Change;
using domain::ChangeSet;
using domain::Comparison;
using domain::Contact;
using domain::Counter;
using domain::Follower;
using domain::Kind;
using domain::Link;
using domain::MarketingStatus;
using domain::Person;
using domain::PersonField;
using domain::PersonQuery;
using domain::Predicate;
using domain::Transaction;

class People : public Contract {};

INSTANTIATE_TEST_SUITE_P(Engines, People, testing::ValuesIn(engine_kinds), engine_name);

// Every member is different, so that no two can be mixed up.
Person full_person() {
    Person person;
    person.id = 7;
    person.name = "Zoë \"quoted\" Ångström 漢字 🎉";
    person.first_name = "Zoë";
    person.last_name = "Ångström";
    person.owner_id = 1;
    person.visible_to = 5;
    person.add_time = 1'000'001;
    person.update_time = 1'700'000'000'000'002;
    person.delete_time = 1'700'000'000'000'003;
    person.label_ids = {8, 5, 7};
    person.emails = {{"Zoe@Example.com", "work", false}, {"zoë@mail.example", "", true}, {"3:x", "12:home", false}};
    person.phones = {{"+41 31 123 45 67", "mobile", true}};
    person.marketing_status = MarketingStatus::subscribed;
    person.picture_id = 14;
    for (std::size_t i = 0; i < domain::counter_count; ++i) person.counters[i] = 100 + static_cast<std::int64_t>(i);
    person.count(Counter::followers) = 0;
    person.count(Counter::activities) = 0;
    person.count(Counter::done_activities) = 0;
    person.count(Counter::notes) = 0;
    person.count(Counter::files) = 0;
    person.participant_open_deals = 201;
    person.participant_closed_deals = 202;
    person.last_incoming_mail_time = 31;
    person.last_outgoing_mail_time = 32;
    person.first_char = first_char(person.name);
    return person;
}

Person bare_person() {
    Person person;
    person.id = 8;
    person.name = "b";
    person.owner_id = 1;
    person.first_char = "b";
    return person;
}

// Takes ids by hand, as the tests here name their own.
Result<void> insert_with_id(Transaction& transaction, const Person& person) {
    std::int64_t last = 0;
    while (last < person.id) {
        const auto id = transaction.next_id(Kind::person);
        if (!id) return fail(id);
        last = *id;
    }
    if (!person.delete_time)
        if (auto counted = transaction.add_to_record_count(Kind::person, 1); !counted) return counted;
    return transaction.persons().insert(person);
}

Result<Person> find(Transaction& transaction, domain::PersonId id) {
    Person person;
    const auto found = transaction.persons().find(id, person);
    if (!found) return fail(found);
    if (!*found) return fail(ErrorCode::not_found, "not found");
    return person;
}

TEST_P(People, a_person_reads_back_as_it_was_written) {
    draws_deals_ = true;
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (const Person& written : {full_person(), bare_person()}) {
            if (auto inserted = insert_with_id(transaction, written); !inserted) return inserted;
            const auto read = find(transaction, written.id);
            if (!read) return fail(read);
            EXPECT_EQ(*read, written);
        }
        return {};
    });
    // One Person serves for many rows: nothing of the full one is left in the bare one.
    must_read(engine(), 1, [](Transaction& transaction) -> Result<void> {
        std::vector<Person> rows;
        const auto listed = transaction.persons().list({{}, {}, 10, 0}, [&](const Person& row) {
            rows.push_back(row);
            return true;
        });
        EXPECT_EQ(rows, (std::vector{full_person(), bare_person()}));
        return listed;
    });
}

TEST_P(People, an_update_writes_all_but_id_and_counters) {
    draws_deals_ = true;  // times of mail, too
    must_write(engine(), 1,
               [](Transaction& transaction) -> Result<void> { return insert_with_id(transaction, bare_person()); });
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        if (auto counted = transaction.add_to_record_count(Kind::person, -1); !counted) return counted;
        Person changed = full_person();
        changed.id = bare_person().id;
        if (auto updated = transaction.persons().update(changed); !updated) return updated;
        const auto read = find(transaction, changed.id);
        if (!read) return fail(read);
        changed.counters = {};
        changed.participant_open_deals = 0;
        changed.participant_closed_deals = 0;
        EXPECT_EQ(*read, changed);
        return {};
    });
    EXPECT_EQ(findings_beside_deals(engine()), "");
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        if (auto counted = transaction.add_to_record_count(Kind::person, 1); !counted) return counted;
        if (auto updated = transaction.persons().update(bare_person()); !updated) return updated;
        const auto read = find(transaction, bare_person().id);
        if (!read) return fail(read);
        EXPECT_EQ(*read, bare_person());
        return {};
    });
}

// They are stored twice, and check() compares.
TEST_P(People, contacts_come_and_go) {
    std::vector<Contact> many;
    for (std::size_t i = 0; i < limits::contacts; ++i)
        many.push_back({"n" + std::to_string(i) + "@x.example", "work", i == 7});
    const std::vector<std::vector<Contact>> versions = {
        {{"a", "", true}}, many, {}, {{"", "", true}}, {{"B@x.example", "home", false}, {"b@x.example", "", true}}, {}};
    must_write(engine(), 1,
               [](Transaction& transaction) -> Result<void> { return insert_with_id(transaction, bare_person()); });
    for (const auto& emails : versions)
        for (const auto& phones : versions) {
            must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
                Person person = bare_person();
                person.emails = emails;
                person.phones = phones;
                if (auto updated = transaction.persons().update(person); !updated) return updated;
                EXPECT_EQ(find(transaction, person.id).value(), person);
                return {};
            });
            EXPECT_EQ(findings(engine()), "");
        }
}

TEST_P(People, the_primary_contact_is_compared_without_case) {
    draws_deals_ = true;
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        Person person = full_person();
        person.id = 1;
        if (auto inserted = insert_with_id(transaction, person); !inserted) return inserted;
        const auto count = [&](PersonField field, const char* value) {
            return transaction.persons().count(Predicate::compare(field, Comparison::equals, std::string(value))).value();
        };
        EXPECT_EQ(count(PersonField::email, "ZOË@mail.example"), 1);
        EXPECT_EQ(count(PersonField::email, "zoe@mail.example"), 0) << "marks are kept";
        EXPECT_EQ(count(PersonField::email, "zoe@example.com"), 0) << "not the primary one";
        EXPECT_EQ(count(PersonField::phone, "+41 31 123 45 67"), 1);
        EXPECT_EQ(count(PersonField::phone, "zoë@mail.example"), 0);
        return {};
    });
}

// Those that check() compares with what there is.
bool is_recounted(Counter counter) {
    return counter == Counter::followers || counter == Counter::activities || counter == Counter::done_activities ||
           counter == Counter::notes || counter == Counter::files;
}

TEST_P(People, counters_move_one_by_one) {
    draws_deals_ = true;
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        if (auto inserted = insert_with_id(transaction, bare_person()); !inserted) return inserted;
        for (std::size_t i = 0; i < domain::counter_count; ++i) {
            if (is_recounted(static_cast<Counter>(i))) continue;
            const auto delta = 10 + static_cast<std::int64_t>(i);
            auto added = transaction.persons().add_to_counter(8, static_cast<Counter>(i), delta);
            if (added) added = transaction.persons().add_to_counter(8, static_cast<Counter>(i), -3);
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
TEST_P(People, an_id_of_another_company_is_not_found) {
    Person kept = bare_person();
    kept.emails = {{"kept@x.example", "", true}};
    must_write(engine(), 2, [&](Transaction& transaction) -> Result<void> {
        if (auto linked = transaction.links().put({1, 8, false, 1}); !linked) return linked;
        if (auto organization = add_organization(transaction, "o"); !organization) return fail(organization);
        return insert_with_id(transaction, kept);
    });
    const std::int64_t across = (std::int64_t{1} << 40) + 8;  // company 1's id that would spell company 2's key
    const auto ids = {std::int64_t{8}, across,         std::int64_t{0}, std::int64_t{-1},
                      limits::id,      limits::id + 1, INT64_MAX,       INT64_MIN};
    must_read(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        for (const std::int64_t id : ids) {
            Person person;
            const auto found = transaction.persons().find(id, person);
            if (!found) return fail(found);
            EXPECT_FALSE(*found) << id;
            const auto found_where = transaction.persons().find_where(id, Predicate::all({}), person);
            if (!found_where) return fail(found_where);
            EXPECT_FALSE(*found_where) << id;
            EXPECT_TRUE(transaction.links().of_person(id).value().empty()) << id;
            for (const Comparison comparison : {Comparison::equals, Comparison::less, Comparison::greater_or_equal}) {
                const auto count = transaction.persons().count(Predicate::compare(PersonField::id, comparison, id));
                if (!count) return fail(count);
                EXPECT_EQ(*count, 0) << id;
            }
        }
        return {};
    });
    must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        for (const std::int64_t id : ids) {
            Person person = kept;
            person.id = id;
            person.name = "stolen";
            person.emails = {{"stolen@x.example", "", true}};
            if (auto updated = transaction.persons().update(person); !updated) return updated;
            if (auto added = transaction.persons().add_to_counter(id, Counter::notes, 1); !added) return added;
            EXPECT_FALSE(transaction.links().remove(1, id).value());
        }
        return {};
    });
    must_read(engine(), 2, [&](Transaction& transaction) -> Result<void> {
        EXPECT_EQ(find(transaction, 8).value(), kept);
        EXPECT_EQ(transaction.links().of_person(8).value().size(), 1U);
        return {};
    });
}

TEST_P(People, find_where_asks_the_predicate) {
    must_write(engine(), 1,
               [](Transaction& transaction) -> Result<void> { return insert_with_id(transaction, bare_person()); });
    must_read(engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (const bool wanted : {true, false}) {
            Person person;
            const auto found = transaction.persons().find_where(
                8, Predicate::compare(PersonField::owner_id, Comparison::equals, std::int64_t{wanted ? 1 : 2}), person);
            if (!found) return fail(found);
            EXPECT_EQ(*found, wanted);
            if (!wanted) continue;
            EXPECT_EQ(person, bare_person());
        }
        return {};
    });
}

// The person of `id`, a new one where there is none, with that organization as the primary one.
Result<void> set_primary(Transaction& transaction, Person& person, std::optional<domain::OrganizationId> organization) {
    if (person.organization_id) {
        if (auto removed = transaction.links().remove(*person.organization_id, person.id); !removed) return fail(removed);
        auto counted = transaction.organizations().add_to_counter(*person.organization_id, Counter::people, -1);
        if (!counted) return counted;
    }
    person.organization_id = organization;
    if (auto updated = transaction.persons().update(person); !updated || !organization) return updated;
    if (auto linked = transaction.links().put({*organization, person.id, true, 5}); !linked) return linked;
    return transaction.organizations().add_to_counter(*organization, Counter::people, 1);
}

TEST_P(People, links) {
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (const char* name : {"a", "b", "c"})
            if (const auto id = add_organization(transaction, name); !id) return fail(id);
        Person person = bare_person();
        if (auto inserted = insert_with_id(transaction, person); !inserted) return inserted;
        EXPECT_TRUE(transaction.links().of_person(8).value().empty());
        if (auto linked = transaction.links().put({3, 8, false, 4}); !linked) return linked;
        if (auto linked = transaction.links().put({2, 8, false, 4}); !linked) return linked;
        if (auto set = set_primary(transaction, person, 1); !set) return set;
        const auto seen = [&] {
            std::vector<std::array<std::int64_t, 3>> rows;
            const auto links = transaction.links().of_person(8).value();
            for (const Link& link : links) {
                EXPECT_EQ(link.person_id, 8);
                rows.push_back({link.organization_id, link.is_primary, link.add_time});
            }
            return rows;
        };
        EXPECT_EQ(seen(), (std::vector<std::array<std::int64_t, 3>>{{2, 0, 4}, {3, 0, 4}, {1, 1, 5}})) << "oldest first";

        if (auto set = set_primary(transaction, person, {}); !set) return set;
        EXPECT_EQ(seen(), (std::vector<std::array<std::int64_t, 3>>{{2, 0, 4}, {3, 0, 4}}));
        // A link that is there already only becomes primary.
        if (auto set = set_primary(transaction, person, 3); !set) return set;
        EXPECT_EQ(seen(), (std::vector<std::array<std::int64_t, 3>>{{2, 0, 4}, {3, 1, 4}}));
        EXPECT_EQ(find(transaction, 8).value().organization_id, 3);
        EXPECT_FALSE(transaction.links().remove(1, 8).value());
        EXPECT_FALSE(transaction.links().remove(8, 2).value());
        EXPECT_TRUE(transaction.links().remove(2, 8).value());
        return {};
    });
}

TEST_P(People, a_person_has_one_primary_organization) {
    const auto second = domain::run_and_wait(engine(), domain::Access::write, 1, [](Transaction& transaction) {
        auto linked = transaction.links().put({1, 8, true, 1});
        if (linked) linked = transaction.links().put({2, 8, true, 1});
        return linked;
    });
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, ErrorCode::internal);
}

TEST_P(People, are_listed_by_their_organization) {
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (const char* name : {"zeta", "Alpha"})
            if (const auto id = add_organization(transaction, name); !id) return fail(id);
        for (std::int64_t id = 1; id <= 5; ++id) {
            Person person = bare_person();
            person.id = id;
            if (auto inserted = insert_with_id(transaction, person); !inserted) return inserted;
            if (id == 3) continue;
            if (auto set = set_primary(transaction, person, 1 + id % 2); !set) return set;
        }
        return {};
    });
    const auto list = [&](const PersonQuery& query) {
        std::vector<domain::PersonId> ids;
        must_read(engine(), 1, [&](Transaction& transaction) {
            return transaction.persons().list(query, [&](const Person& person) {
                ids.push_back(person.id);
                return true;
            });
        });
        return ids;
    };
    using Ids = std::vector<domain::PersonId>;
    const auto live = Predicate::compare(PersonField::delete_time, Comparison::is_null);
    const auto of_organization = [&](std::int64_t id) {
        return Predicate::all({live, Predicate::compare(PersonField::organization_id, Comparison::equals, id)});
    };
    EXPECT_EQ(list({of_organization(1), {}, 10, 0}), (Ids{2, 4}));
    EXPECT_EQ(list({of_organization(2), {{PersonField::id, true}}, 10, 0}), (Ids{5, 1}));
    EXPECT_EQ(list({of_organization(2), {{PersonField::name, false}}, 1, 1}), (Ids{5}));
    EXPECT_EQ(list({live, {{PersonField::organization_name, false}}, 10, 0}), (Ids{3, 1, 5, 2, 4}));
    EXPECT_EQ(list({live, {{PersonField::organization_name, true}}, 10, 0}), (Ids{4, 2, 5, 1, 3}));
    EXPECT_EQ(list({live, {{PersonField::organization_id, false}}, 10, 0}), (Ids{3, 2, 4, 1, 5}))
        << "those without an organization too";
    const auto before_m = Predicate::compare(PersonField::organization_name, Comparison::less, std::string("m"));
    EXPECT_EQ(list({before_m, {}, 10, 0}), (Ids{1, 5}));
    EXPECT_EQ(list({Predicate::negate(before_m), {}, 10, 0}), (Ids{2, 3, 4}));
}

TEST_P(People, followers_are_of_a_kind_and_listed_from_one_on) {
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (const char* name : {"Bob", "Cid", "Dan"}) {
            const auto user = domain::add_user(transaction, {name, std::string(name) + "@x.example", false});
            if (!user) return fail(user);
        }
        if (auto inserted = insert_with_id(transaction, bare_person()); !inserted) return inserted;
        for (int i = 0; i < 8; ++i)
            if (const auto id = add_organization(transaction, "o"); !id) return fail(id);  // 8 is followed by 1
        for (const domain::UserId user : {4, 2, 3}) {
            const auto id = transaction.next_id(Kind::follower);
            if (!id) return fail(id);
            EXPECT_TRUE(transaction.followers().insert({*id, Kind::person, 8, user, 50 + user}).value());
        }
        const auto seen = [&](Kind kind, domain::UserId after) {
            std::vector<domain::UserId> users;
            const auto listed = transaction.followers().list(kind, 8, after, [&](const Follower& follower) {
                EXPECT_EQ(follower.kind, kind);
                users.push_back(follower.user_id);
                return true;
            });
            EXPECT_TRUE(listed.has_value());
            return users;
        };
        using Users = std::vector<domain::UserId>;
        EXPECT_EQ(seen(Kind::person, 0), (Users{2, 3, 4}));
        EXPECT_EQ(seen(Kind::person, 2), (Users{3, 4}));
        EXPECT_EQ(seen(Kind::person, 4), Users());
        EXPECT_EQ(seen(Kind::organization, 0), Users{1});
        const auto followed_by = [&](domain::UserId user) {
            return transaction.persons()
                .count(Predicate::compare(PersonField::followed_by, Comparison::equals, std::int64_t{user}))
                .value();
        };
        EXPECT_EQ(followed_by(1), 0);
        EXPECT_EQ(followed_by(2), 1);
        EXPECT_TRUE(transaction.followers().remove(Kind::person, 8, 3).value());
        return transaction.persons().add_to_counter(8, Counter::followers, 2);
    });
}

TEST_P(People, changes_are_of_fields_or_of_followers) {
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        if (auto inserted = insert_with_id(transaction, bare_person()); !inserted) return inserted;
        for (int i = 0; i < 8; ++i)
            if (const auto id = add_organization(transaction, "o"); !id) return fail(id);
        for (int i = 1; i <= 6; ++i) {
            const auto id = transaction.next_id(Kind::change);
            if (!id) return fail(id);
            const Kind kind = i == 6 ? Kind::organization : Kind::person;
            Change change{*id, kind, 8, i % 2 == 0 ? "follower" : "emails", {}, "new", 1, 100 + i, {}, "", false};
            if (auto appended = transaction.history().append(change); !appended) return appended;
        }
        const auto seen = [&](Kind kind, ChangeSet set, std::int64_t before, std::int64_t limit) {
            std::vector<std::int64_t> ids;
            const auto listed = transaction.history().list_changes(kind, 8, set, before, limit, [&](const Change& change) {
                EXPECT_EQ(change.kind, kind);
                ids.push_back(change.id);
                return true;
            });
            EXPECT_TRUE(listed.has_value());
            return ids;
        };
        using Ids = std::vector<std::int64_t>;
        EXPECT_EQ(seen(Kind::person, ChangeSet::fields, 0, 10), (Ids{5, 3, 1}));
        EXPECT_EQ(seen(Kind::person, ChangeSet::fields, 5, 1), Ids{3});
        EXPECT_EQ(seen(Kind::person, ChangeSet::followers, 0, 10), (Ids{4, 2}));
        EXPECT_EQ(seen(Kind::person, ChangeSet::followers, 4, 10), Ids{2});
        EXPECT_EQ(seen(Kind::organization, ChangeSet::followers, 0, 10), Ids{6});
        EXPECT_EQ(seen(Kind::organization, ChangeSet::fields, 0, 10), Ids());
        return {};
    });
}

TEST_P(People, are_counted_apart_from_organizations) {
    draws_deals_ = true;
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        if (const auto id = add_organization(transaction, "o"); !id) return fail(id);
        if (auto inserted = insert_with_id(transaction, full_person()); !inserted) return inserted;  // deleted
        if (auto inserted = insert_with_id(transaction, bare_person()); !inserted) return inserted;
        Person third = bare_person();
        third.id = 9;
        return insert_with_id(transaction, third);
    });
    must_read(engine(), 1, [](Transaction& transaction) -> Result<void> {
        EXPECT_EQ(transaction.record_count(Kind::person).value(), 2);
        EXPECT_EQ(transaction.record_count(Kind::organization).value(), 1);
        return {};
    });
}

TEST_P(People, a_company_reads_back_as_it_was_updated) {
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        domain::Company company = transaction.accounts().company().value().value();
        EXPECT_FALSE(company.campaigns);
        EXPECT_EQ(company.region, "default");
        EXPECT_EQ(company.default_visible_to.levels, (std::array{7, 7, 7}));
        company.name = "Südwind";
        company.domain = "suedwind";
        company.country = "CH";
        company.industry = "air";
        company.default_currency = "CHF";
        company.visibility_scheme = domain::VisibilityScheme::groups;
        company.default_visible_to.levels = {1, 3, 5};
        company.campaigns = true;
        company.region = "eu";
        return transaction.accounts().update_company(company);
    });
    const domain::Company company = engine().directory(1).value()->company;
    EXPECT_EQ(company.id, 1);
    EXPECT_EQ(company.name, "Südwind");
    EXPECT_EQ(company.domain, "suedwind");
    EXPECT_EQ(company.country, "CH");
    EXPECT_EQ(company.industry, "air");
    EXPECT_EQ(company.default_currency, "CHF");
    EXPECT_EQ(company.visibility_scheme, domain::VisibilityScheme::groups);
    EXPECT_EQ(company.default_visible_to.levels, (std::array{1, 3, 5}));
    EXPECT_TRUE(company.campaigns);
    EXPECT_EQ(company.region, "eu");
    EXPECT_EQ(engine().directory(2).value()->company.name, "Northwind");
}

TEST_P(People, groups_of_users) {
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        const auto sales = domain::add_group(transaction, "Sales", {});
        if (!sales) return fail(sales);
        const auto south = domain::add_group(transaction, "South", *sales);
        if (!south) return fail(south);
        if (auto moved = domain::move_group(transaction, *south, 1); !moved) return moved;
        domain::User user = transaction.accounts().users().value().front();
        user.group_id = *sales;
        user.default_visible_to.levels = {0, 5, 0};
        return transaction.accounts().update_user(user);
    });
    const domain::DirectoryPtr directory = engine().directory(1).value();
    ASSERT_EQ(directory->groups.size(), 3U);
    EXPECT_EQ(directory->groups[0].name, "Default");
    EXPECT_EQ(directory->groups[0].parent_id, std::nullopt);
    EXPECT_EQ(directory->groups[1].id, 2);
    EXPECT_EQ(directory->groups[1].name, "Sales");
    EXPECT_EQ(directory->groups[1].parent_id, 1);
    EXPECT_EQ(directory->groups[2].parent_id, 1);
    EXPECT_EQ(directory->users.front().group_id, 2);
    EXPECT_EQ(directory->users.front().default_visible_to.levels, (std::array{0, 5, 0}));
    EXPECT_EQ(engine().directory(2).value()->groups.size(), 1U);
}

TEST_P(People, labels_are_of_a_kind) {
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        const auto id = transaction.next_id(Kind::label_option);
        if (!id) return fail(id);
        return transaction.accounts().insert_label_option(Kind::person, {*id, "Friend", "pink"});
    });
    const domain::DirectoryPtr directory = engine().directory(1).value();
    EXPECT_EQ(directory->label_options.size(), 4U);
    ASSERT_EQ(directory->person_label_options.size(), 5U);
    const domain::LabelOption* option = directory->person_label_option(9);
    ASSERT_NE(option, nullptr);
    EXPECT_EQ(option->label, "Friend");
    EXPECT_EQ(option->color, "pink");
    EXPECT_EQ(directory->label_option(9), nullptr);
}

}  // namespace
}  // namespace stele::tests
