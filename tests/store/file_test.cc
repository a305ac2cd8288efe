// What stands in the SQLite file: how damage is found, and how the file of an older version becomes one of this.

#include <algorithm>
#include <filesystem>
#include <span>

#include <gtest/gtest.h>

#include "base/text.h"
#include "domain/accounts.h"
#include "domain/persons.h"
#include "store/fixture.h"
#include "store/migrations.h"
#include "store/raw_file.h"
#include "store/sqlite/fragments.h"

namespace stele::tests {
namespace {

using domain::Change;
using domain::ChangeSet;
using domain::Kind;
using domain::Organization;
using domain::Transaction;

struct Damage {
    const char* sql;
    const char* finding;
};

// Each on its own is found, and nothing else was wrong.
void expect_found(SqliteHouse& house, std::span<const Damage> damages) {
    EXPECT_EQ(findings(house.engine()), "");
    for (const Damage& damage : damages) {
        house.close();
        std::filesystem::copy_file(house.file(), house.file() + ".whole");
        run_raw(house.file(), std::string("PRAGMA foreign_keys = OFF; ") + damage.sql);
        house.open();
        EXPECT_NE(findings(house.engine()).find(damage.finding), std::string::npos) << damage.sql << '\n'
                                                                                    << findings(house.engine());
        house.close();
        std::filesystem::rename(house.file() + ".whole", house.file());
        house.open();
    }
    EXPECT_EQ(findings(house.engine()), "");
}

TEST(Check, finds_what_is_wrong_with_organizations) {
    SqliteHouse house;
    make_company(house.engine(), 1);
    must_write(house.engine(), 1, [](Transaction& transaction) -> Result<void> {
        if (const auto id = add_organization(transaction, "Zürich"); !id) return fail(id);
        return {};
    });
    const Damage damages[] = {
        {"UPDATE organization SET follower_mask = 0", "mask of followers"},
        {"UPDATE organization SET followers = 5", "counter of followers"},
        {"UPDATE organization SET people = 5", "counter of people"},
        {"UPDATE organization SET name_fold = 'zuerich'", "stored form"},
        {"UPDATE organization SET owner_id = 9", "owner does not exist"},
        {"UPDATE organization SET other_labels = '3'", "no first one"},
        {"UPDATE organization SET id = 2", "not made of company and id"},
        {"DELETE FROM organization", "does not exist"},
        {"UPDATE follower SET user_id = 8", "user does not exist"},
        {"UPDATE company_state SET last_organization_id = 0", "above the last one"},
        {"UPDATE company_state SET last_event_number = 0", "above the last one"},
        {"UPDATE company_state SET organization_count = 4", "counter of organizations"},
        {"UPDATE company_state SET last_write_time = 4", "later than the last write"},
        {"DELETE FROM company_state", "no counters"},
        {"INSERT INTO change VALUES (1, 3, 1, 1, 'name', '', '', 1, 1, 1, '', 0), (1, 3, 2, 1, 'name', '', '', 1, 1, 1, '', "
         "0)",
         "taken twice"},
    };
    expect_found(house, damages);
}

// A person as the rules make one, with an organization and contacts.
Result<void> add_ann(Transaction& transaction) {
    const auto directory = transaction.directory();
    if (!directory) return fail(directory);
    const domain::Caller caller{directory->get(), &(*directory)->users.front(), domain::Scope::admin, domain::Source::stele,
                                "test"};
    const auto organization = add_organization(transaction, "Zürich");
    if (!organization) return fail(organization);
    domain::PersonPatch patch;
    patch.name = "Ann Lee";
    patch.organization_id = *organization;
    patch.emails = {{"ann@x.example", "work", true}, {"lee@x.example", "home", false}};
    patch.phones = {{"+41 1", "", false}};
    const auto person = domain::add_person(transaction, caller, patch);
    if (!person) return fail(person);
    domain::PersonPatch renamed;
    renamed.name = "Ann Lee-Li";
    const auto updated = domain::update_person(transaction, caller, person->id, renamed);
    if (!updated) return fail(updated);
    return {};
}

TEST(Check, finds_what_is_wrong_with_people) {
    SqliteHouse house;
    make_company(house.engine(), 1);
    must_write(house.engine(), 1, [](Transaction& transaction) { return add_ann(transaction); });
    const Damage damages[] = {
        {"UPDATE person SET followers = 5", "person 1: its counter of followers"},
        {"UPDATE person SET name_sort = x'00'", "stored form"},
        {"UPDATE person SET first_name_sort = NULL", "stored form"},
        {"UPDATE person SET last_name_sort = x'00'", "stored form"},
        {"UPDATE person SET owner_id = 9", "owner does not exist"},
        {"UPDATE person SET other_labels = '3'", "no first one"},
        {"UPDATE person SET id = 2", "not made of company and id"},
        {"DELETE FROM person", "person 1: it has followers but does not exist"},
        {"DELETE FROM person", "person 1: it has changes but does not exist"},
        {"DELETE FROM person", "person 1: it has events but does not exist"},
        {"DELETE FROM person", "person 1: it has organizations but does not exist"},
        {"DELETE FROM person", "person 1: it has addresses but does not exist"},
        {"UPDATE person SET delete_time = 1", "counter of people"},
        {"UPDATE person SET delete_time = 1", "counter of persons"},
        {"UPDATE person SET organization_id = NULL", "not that of its primary link"},
        {"UPDATE person SET organization_id = 2", "not that of its primary link"},
        {"UPDATE person_organization SET is_primary = 0", "not that of its primary link"},
        {"DELETE FROM person_organization", "counter of people"},
        {"UPDATE person_organization SET organization_id = 7", "organization 7: it has people but does not exist"},
        {"UPDATE organization SET people = 0", "counter of people"},
        {"UPDATE person SET emails = 'x'", "e-mail addresses are not those it is found by"},
        {"UPDATE person SET emails = NULL", "e-mail addresses are not those it is found by"},
        {"DELETE FROM person_contact WHERE kind = 2", "phone numbers are not those it is found by"},
        {"DELETE FROM person_contact WHERE position = 1", "e-mail addresses are not those it is found by"},
        {"UPDATE person_contact SET position = 3 WHERE position = 1", "e-mail addresses are not those it is found by"},
        {"UPDATE person_contact SET value = 'x' WHERE kind = 1", "e-mail addresses are not those it is found by"},
        {"UPDATE person_contact SET value_fold = 'x' WHERE kind = 2", "phone numbers are not those it is found by"},
        {"UPDATE person_contact SET label = NULL", "e-mail addresses are not those it is found by"},
        {"UPDATE person_contact SET is_primary = 1", "e-mail addresses are not those it is found by"},
        {"UPDATE person SET emails = replace(emails, '*', '-'); UPDATE person_contact SET is_primary = 0",
         "not one of its e-mail addresses is the primary one"},
        {"UPDATE company_state SET person_count = 4", "counter of persons"},
        {"UPDATE company_state SET last_person_id = 0", "person 1: its number is above the last one"},
        {"INSERT INTO person_contact VALUES (1, 1, 2, 1, '+41 2', '+41 2', NULL, 0)",
         "phone numbers are not those it is found by"},
    };
    expect_found(house, damages);
}

TEST(Check, finds_what_is_wrong_with_groups) {
    SqliteHouse house;
    make_company(house.engine(), 1);
    must_write(house.engine(), 1, [](Transaction& transaction) -> Result<void> {
        const auto sales = domain::add_group(transaction, "Sales", {});
        if (!sales) return fail(sales);
        const auto south = domain::add_group(transaction, "South", *sales);
        if (!south) return fail(south);
        return {};
    });
    const Damage damages[] = {
        {"UPDATE visibility_group SET parent_id = 3 WHERE id = 2", "group 2: it does not stand in the tree"},
        {"UPDATE visibility_group SET parent_id = 3 WHERE id = 2", "group 3: it does not stand in the tree"},
        {"UPDATE visibility_group SET parent_id = NULL WHERE id = 2", "group 3: it does not stand in the tree"},
        {"UPDATE visibility_group SET parent_id = 9 WHERE id = 3", "group 3: it does not stand in the tree"},
        {"UPDATE visibility_group SET parent_id = 3 WHERE id = 1", "group 1: it does not stand in the tree"},
        {"DELETE FROM visibility_group WHERE id = 1", "it has no first group"},
        {"DELETE FROM visibility_group", "it has no first group"},
        {"UPDATE app_user SET group_id = NULL", "user 1: its group does not exist"},
        {"UPDATE app_user SET group_id = 8", "user 1: its group does not exist"},
        {"UPDATE company_state SET last_group_id = 2", "group 3: its number is above the last one"},
        {"UPDATE label_option SET id = 1 WHERE id = 5", "label option 1: its number is taken twice"},
    };
    expect_found(house, damages);
}

TEST(Opening, makes_the_forms_of_texts_again_for_another_version_of_unicode) {
    SqliteHouse house;
    make_company(house.engine(), 1);
    must_write(house.engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (int i = 0; i < 1'203; ++i)  // more than two steps
            if (const auto id = add_organization(transaction, "n" + std::to_string(i)); !id) return fail(id);
        return {};
    });
    must_write(house.engine(), 1, [](Transaction& transaction) -> Result<void> {
        for (int i = 0; i < 603; ++i)
            if (auto added = add_ann(transaction); !added) return added;
        return {};
    });
    house.close();
    run_raw(house.file(),
            "UPDATE company SET text_version = '1.0/1.0';"
            "UPDATE organization SET name_sort = x'00', name_fold = '', name_exact = '', first_char = '';"
            "UPDATE person SET name_sort = x'00', name_fold = '', name_exact = '', first_char = '', first_name_sort = NULL, "
            "last_name_sort = x'00';"
            "UPDATE person_contact SET value_fold = 'x';"
            "UPDATE app_user SET name_sort = x'00', email_fold = ''");
    house.open();
    EXPECT_EQ(findings(house.engine()), "");
}

// The first schema, as the program that knew no other left it.
std::string schema_of_version_1() {
    std::string text =
        "PRAGMA application_id = 1400137068;"
        "PRAGMA journal_mode = WAL;"
        "CREATE TABLE migration (number INTEGER NOT NULL PRIMARY KEY, apply_time INTEGER NOT NULL) STRICT;"
        "INSERT INTO migration VALUES (1, 1);";
    text += store::expand_fragments(store::migrations().front().text, store::sqlite_fragments);
    return text + "INSERT INTO store_setting VALUES ('text_version', '" + text_version() + "');";
}

// Three users and three organizations, one of which is deleted.
std::string company_of_version_1(int company, int default_level) {
    const std::string number = std::to_string(company);
    const auto key = [&](int id) {
        return "(" + number + " << 40 | " + std::to_string(id) + "), " + number + ", " + std::to_string(id);
    };
    std::string sql = "INSERT INTO company VALUES (" + number + ", 'Northwind', 'northwind', '', '', 'EUR', 1, " +
                      std::to_string(default_level) + ", 5);";
    sql += "INSERT INTO company_state VALUES (" + number + ", 3, 3, 0, 1, 3, 4, 3, 3, 100, 2, NULL);";
    const char* levels[] = {"NULL", "1", "3"};
    for (int id = 1; id <= 3; ++id) {
        const std::string name = "User " + std::to_string(id);
        sql += "INSERT INTO app_user VALUES (" + key(id) + ", '" + name + "', " + blob_literal(sort_key(name)) + ", 'U" +
               std::to_string(id) + "@x.example', 'u" + std::to_string(id) + "@x.example', " + (id == 1 ? "1" : "0") +
               ", 1, 'en_US', 'UTC', NULL, NULL, " + levels[id - 1] + ", 5, 6);";
    }
    sql += "INSERT INTO api_key VALUES (" + number + ", x'" + std::string(62, '0') + "0" + number + "', 1, 1, 3, 7, NULL);";
    for (int id = 1; id <= 4; ++id)
        sql += "INSERT INTO label_option VALUES (" + number + ", 3, " + std::to_string(id) + ", 'Label " +
               std::to_string(id) + "', 'green', " + std::to_string(id) + ");";
    for (int id = 1; id <= 3; ++id) {
        const std::string name = "org " + std::to_string(id);
        sql +=
            "INSERT INTO organization (key, company_id, id, name, first_char, owner_id, visible_to, add_time, "
            "update_time, delete_time, label, open_deals, won_deals, lost_deals, related_open_deals, related_won_deals, "
            "related_lost_deals, email_messages, people, activities, done_activities, files, notes, followers, "
            "name_fold, name_exact, name_sort) VALUES (" +
            key(id) + ", '" + name + "', 'o', " + std::to_string(id) + ", " + (id == 2 ? "1" : "3") + ", 10, 20, " +
            (id == 3 ? "30" : "NULL") + ", 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, '" + name + "', '" + name + "', " +
            blob_literal(sort_key(name)) + ");";
        sql += "INSERT INTO follower VALUES (" + number + ", 3, " + std::to_string(id) + ", " + std::to_string(id) + ", " +
               std::to_string(id) + ", 10);";
        sql += "INSERT INTO event VALUES (" + key(id) + ", 10, 1, 3, " + std::to_string(id) + ", 1, 1, 0);";
    }
    const auto change = [&](int id, const char* field, const char* before, const char* after) {
        sql += "INSERT INTO change VALUES (" + number + ", 3, 1, " + std::to_string(id) + ", '" + field + "', '" + before +
               "', '" + after + "', 1, 20, 1, NULL, 0);";
    };
    change(1, "visible_to", "1", "3");
    change(2, "visible_to", "3", "1");
    change(3, "name", "3", "org 1");
    return sql;
}

// A house that was built by version 1, with two companies.
std::unique_ptr<SqliteHouse> house_of_version_1() {
    auto house = std::make_unique<SqliteHouse>();
    house->close();
    std::filesystem::remove(house->file());
    run_raw(house->file(), schema_of_version_1() + company_of_version_1(1, 3) + company_of_version_1(2, 1));
    house->open();
    return house;
}

TEST(Migration, a_file_of_version_1_is_whole_afterwards) {
    const auto house = house_of_version_1();
    EXPECT_EQ(findings(house->engine()), "");
    house->close();
    EXPECT_EQ(number_in(house->file(), "SELECT count(*) FROM migration"), std::ssize(store::migrations()));
    house->open();
    EXPECT_EQ(findings(house->engine()), "");
}

TEST(Migration, everyone_is_in_the_first_group_and_people_have_labels) {
    const auto house = house_of_version_1();
    for (const domain::CompanyId company : {1, 2}) {
        const domain::DirectoryPtr directory = house->engine().directory(company).value();
        ASSERT_EQ(directory->groups.size(), 1U);
        EXPECT_EQ(directory->groups.front().name, "Default");
        EXPECT_EQ(directory->groups.front().parent_id, std::nullopt);
        ASSERT_EQ(directory->users.size(), 3U);
        for (const domain::User& user : directory->users) EXPECT_EQ(user.group_id, 1);
        EXPECT_EQ(directory->keys.size(), 1U);
        ASSERT_EQ(directory->label_options.size(), 4U);
        ASSERT_EQ(directory->person_label_options.size(), 4U);
        for (std::size_t i = 0; i < 4; ++i) {
            EXPECT_EQ(directory->label_options[i].id, static_cast<std::int64_t>(i) + 1);
            EXPECT_EQ(directory->person_label_options[i].id, static_cast<std::int64_t>(i) + 5);
            EXPECT_EQ(directory->person_label_options[i].label, directory->label_options[i].label);
        }
        EXPECT_FALSE(directory->company.campaigns);
        EXPECT_EQ(directory->company.region, "default");
    }
    must_write(house->engine(), 1, [](Transaction& transaction) -> Result<void> {
        EXPECT_EQ(transaction.next_id(Kind::label_option).value(), 9);
        EXPECT_EQ(transaction.next_id(Kind::group).value(), 2);
        EXPECT_EQ(transaction.next_id(Kind::person).value(), 1);
        EXPECT_EQ(transaction.next_id(Kind::organization).value(), 4);
        EXPECT_EQ(transaction.record_count(Kind::person).value(), 0);
        EXPECT_EQ(transaction.record_count(Kind::organization).value(), 2);
        return {};
    });
}

TEST(Migration, everyone_is_the_highest_level) {
    const auto house = house_of_version_1();
    using Levels = std::array<int, 3>;
    EXPECT_EQ(house->engine().directory(1).value()->company.default_visible_to.levels, (Levels{7, 7, 7}));
    const domain::DirectoryPtr directory = house->engine().directory(2).value();
    EXPECT_EQ(directory->company.default_visible_to.levels, (Levels{1, 1, 1}));
    EXPECT_EQ(directory->users[0].default_visible_to.levels, Levels{});
    EXPECT_EQ(directory->users[1].default_visible_to.levels, (Levels{1, 1, 1}));
    EXPECT_EQ(directory->users[2].default_visible_to.levels, (Levels{7, 7, 7}));
    must_read(house->engine(), 2, [](Transaction& transaction) -> Result<void> {
        std::vector<int> levels;
        auto listed = transaction.organizations().list({{}, {}, 10, 0}, [&](const Organization& organization) {
            levels.push_back(organization.visible_to);
            return true;
        });
        EXPECT_EQ(levels, (std::vector{7, 1, 7}));
        if (!listed) return listed;
        std::vector<std::string> changes;
        listed =
            transaction.history().list_changes(Kind::organization, 1, ChangeSet::fields, 0, 10, [&](const Change& change) {
                changes.push_back(change.field + ' ' + *change.old_value + " -> " + *change.new_value);
                return true;
            });
        EXPECT_EQ(changes, (std::vector<std::string>{"name 3 -> org 1", "visible_to 7 -> 1", "visible_to 1 -> 7"}));
        return listed;
    });
}

TEST(Migration, what_comes_after_it_is_as_in_a_new_file) {
    const auto house = house_of_version_1();
    must_write(house->engine(), 1, [](Transaction& transaction) { return add_ann(transaction); });
    make_company(house->engine(), 3);
    must_write(house->engine(), 3, [](Transaction& transaction) { return add_ann(transaction); });
    EXPECT_EQ(findings(house->engine()), "");
}

}  // namespace
}  // namespace stele::tests
