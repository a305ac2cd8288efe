// How SQLite finds what the nouns ask for: never by a scan or a sort where an order is stored.

#include <algorithm>
#include <mutex>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "store/fixture.h"
#include "store/sqlite/fragments.h"

namespace stele::tests {
namespace {

using domain::Comparison;
using domain::OrganizationField;
using domain::Predicate;
using domain::Transaction;

class Plans : public testing::Test {
   protected:
    Plans()
        : house_([this](store::SqliteOptions& options) {
              options.on_prepare = [this](std::string_view text) {
                  const std::lock_guard lock(mutex_);
                  if (text.starts_with("SELECT")) last_ = text;
              };
          }) {
        make_company(house_.engine(), 1);
        add_organizations(10);
        EXPECT_EQ(sqlite3_open(house_.file().c_str(), &raw_), SQLITE_OK);
    }
    ~Plans() override { sqlite3_close(raw_); }

    void add_organizations(int number) {
        must_write(house_.engine(), 1, [number](Transaction& transaction) -> Result<void> {
            for (int i = 0; i < number; ++i)
                if (const auto id = add_organization(transaction, "n" + std::to_string(i)); !id) return fail(id);
            return {};
        });
    }

    // The plan of the last query that the body prepares, a line a step.
    [[nodiscard]] std::string plan_of(Body body) {
        must_read(house_.engine(), 1, body);
        std::string sql = "EXPLAIN QUERY PLAN " + store::expand_fragments(last_, store::sqlite_fragments);
        std::ranges::replace(sql, '$', '?');
        sqlite3_stmt* statement = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(raw_, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(raw_);
        std::string plan;
        while (sqlite3_step(statement) == SQLITE_ROW)
            plan += std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement, 3))) + "\n";
        sqlite3_finalize(statement);
        return plan;
    }

    [[nodiscard]] std::string plan_of_list(std::vector<Predicate> conditions, std::vector<domain::SortKey> sort) {
        conditions.push_back(Predicate::compare(OrganizationField::delete_time, Comparison::is_null));
        const domain::OrganizationQuery query{Predicate::all(std::move(conditions)), std::move(sort), 100, 0};
        return plan_of([&](Transaction& transaction) {
            return transaction.organizations().list(query, [](const auto&) { return true; });
        });
    }

    [[nodiscard]] std::string plan_of_people(Predicate condition, std::vector<domain::SortKey> sort = {}) {
        const auto live = Predicate::compare(domain::PersonField::delete_time, Comparison::is_null);
        const domain::PersonQuery query{Predicate::all({std::move(condition), live}), std::move(sort), 100, 0};
        return plan_of(
            [&](Transaction& transaction) { return transaction.persons().list(query, [](const auto&) { return true; }); });
    }
    [[nodiscard]] std::string plan_of_people_count(const Predicate& condition) {
        const auto live = Predicate::compare(domain::PersonField::delete_time, Comparison::is_null);
        return plan_of([&](Transaction& transaction) -> Result<void> {
            const auto counted = transaction.persons().count(Predicate::all({condition, live}));
            if (!counted) return fail(counted);
            return {};
        });
    }

    // Of the last query that was prepared, with these values: what SQLite did, in steps of its machine.
    [[nodiscard]] int steps_of_last(const std::vector<std::int64_t>& values) {
        std::string sql = store::expand_fragments(last_, store::sqlite_fragments);
        std::ranges::replace(sql, '$', '?');
        sqlite3_stmt* statement = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(raw_, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(raw_);
        EXPECT_EQ(static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)), values.size()) << sql;
        for (std::size_t i = 0; i < values.size(); ++i) sqlite3_bind_int64(statement, static_cast<int>(i) + 1, values[i]);
        while (sqlite3_step(statement) == SQLITE_ROW) {
        }
        const int steps = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0);
        sqlite3_finalize(statement);
        return steps;
    }

   private:
    std::mutex mutex_;
    std::string last_;
    SqliteHouse house_;
    sqlite3* raw_ = nullptr;
};

const std::string by_ids = "SEARCH organization USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)\n";

std::string by_index(const std::string& name, const std::string& condition) {
    return "SEARCH organization USING INDEX organization_by_" + name + " (" + condition + ")\n";
}

TEST_F(Plans, a_record_is_found_by_its_key) {
    EXPECT_EQ(plan_of([](Transaction& transaction) -> Result<void> {
                  domain::Organization organization;
                  const auto found = transaction.organizations().find(1, organization);
                  if (!found) return fail(found);
                  return {};
              }),
              "SEARCH organization USING INTEGER PRIMARY KEY (rowid=?)\n");
    EXPECT_EQ(plan_of([](Transaction& transaction) {
                  return transaction.followers().list(domain::Kind::organization, 1, 0, [](const auto&) { return true; });
              }),
              "SEARCH follower USING PRIMARY KEY (company_id=? AND record_id=? AND kind=? AND user_id>?)\n");
    EXPECT_EQ(plan_of([](Transaction& transaction) {
                  return transaction.history().list_changes(domain::Kind::organization, 1, domain::ChangeSet::fields, 0, 1,
                                                            [](const auto&) { return true; });
              }),
              "SEARCH change USING PRIMARY KEY (company_id=? AND kind=? AND record_id=? AND id<?)\n");
}

TEST_F(Plans, a_stored_order_is_walked) {
    EXPECT_EQ(plan_of_list({}, {}), by_ids);
    EXPECT_EQ(plan_of_list({}, {{OrganizationField::id, true}}), by_ids);
    const std::pair<OrganizationField, const char*> indexed[] = {{OrganizationField::name, "name"},
                                                                 {OrganizationField::owner_id, "owner"},
                                                                 {OrganizationField::add_time, "add_time"},
                                                                 {OrganizationField::update_time, "update_time"}};
    for (const auto& [field, name] : indexed)
        for (const bool descending : {false, true})
            EXPECT_EQ(plan_of_list({}, {{field, descending}}), by_index(name, "company_id=?"));
}

// Few of them are looked up and put in order, and of many each record of the order is asked whether it is among them.
TEST_F(Plans, ids_in_an_order_are_looked_up_or_asked_for) {
    const auto plan_of_ids = [&](std::size_t size, std::vector<domain::SortKey> sort) {
        return plan_of_list({Predicate::compare(OrganizationField::id, Comparison::in, std::vector<std::int64_t>(size, 1))},
                            std::move(sort));
    };
    constexpr std::string_view by_key = "SEARCH organization USING INTEGER PRIMARY KEY (rowid=?)\n";
    const domain::SortKey by_name{OrganizationField::name};
    EXPECT_TRUE(plan_of_ids(65, {}).starts_with(by_key));
    EXPECT_TRUE(plan_of_ids(10'000, {by_name}).starts_with(by_key));
    EXPECT_TRUE(plan_of_ids(20'000, {}).starts_with(by_key));
    const std::string walk = plan_of_ids(20'000, {by_name});
    EXPECT_TRUE(walk.starts_with(by_index("name", "company_id=?"))) << walk;
    EXPECT_FALSE(walk.contains("TEMP B-TREE")) << walk;
}

// They have an index of their own, in the order in which they were deleted.
TEST_F(Plans, deleted_records_are_walked_by_their_last_change) {
    const auto live = Predicate::compare(OrganizationField::delete_time, Comparison::is_null);
    const auto since = Predicate::compare(OrganizationField::update_time, Comparison::greater_or_equal, std::int64_t{5});
    const domain::OrganizationQuery query{
        Predicate::all({since, Predicate::negate(live)}), {{OrganizationField::update_time}}, 100, 0};
    EXPECT_EQ(plan_of([&](Transaction& transaction) {
                  return transaction.organizations().list(query, [](const auto&) { return true; });
              }),
              "SEARCH organization USING INDEX organization_deleted (company_id=? AND update_time>?)\n");
    EXPECT_EQ(plan_of_list({since}, {{OrganizationField::update_time}}),
              by_index("update_time", "company_id=? AND update_time>?"));
}

// The plan reads the same whether SQLite begins at the cursor or passes over all that stands before it.
TEST_F(Plans, a_page_behind_a_cursor_begins_there) {
    add_organizations(2'000);
    const std::int64_t limit = 10;
    for (const bool descending : {false, true}) {
        const auto beyond = descending ? Comparison::less : Comparison::greater;
        const auto behind = Predicate::compare(OrganizationField::id, beyond, std::int64_t{1'000});
        EXPECT_EQ(plan_of_list({behind}, {{OrganizationField::id, descending}}), by_ids);
        EXPECT_LT(steps_of_last({1, 1'000, limit, 0}), 1'500);
        const auto seen = Predicate::compare(OrganizationField::visible_to, Comparison::greater_or_equal, std::int64_t{7});
        EXPECT_EQ(plan_of_list({seen, behind}, {{OrganizationField::id, descending}}), by_ids);
        EXPECT_LT(steps_of_last({1, 7, 1'000, limit, 0}), 1'500);
    }
}

TEST_F(Plans, a_condition_narrows) {
    const auto owner = Predicate::compare(OrganizationField::owner_id, Comparison::equals, std::int64_t{1});
    EXPECT_EQ(plan_of_list({owner}, {}), by_index("owner", "company_id=? AND owner_id=?"));
    EXPECT_EQ(plan_of_list({owner}, {{OrganizationField::id, true}}), by_index("owner", "company_id=? AND owner_id=?"));

    const auto ids = Predicate::compare(OrganizationField::id, Comparison::in, std::vector<std::int64_t>{3, 1, 2});
    EXPECT_EQ(plan_of_list({ids}, {}), "SEARCH organization USING INTEGER PRIMARY KEY (rowid=?)\n");
    EXPECT_NE(plan_of_list({ids}, {{OrganizationField::name, false}}).find("PRIMARY KEY (rowid=?)"), std::string::npos);

    const auto behind = Predicate::compare(OrganizationField::id, Comparison::greater, std::int64_t{5});
    EXPECT_EQ(plan_of_list({behind}, {}), by_ids);

    // A page behind another, by time.
    const auto from = Predicate::compare(OrganizationField::update_time, Comparison::greater_or_equal, std::int64_t{5});
    const auto beyond = Predicate::compare(OrganizationField::update_time, Comparison::greater, std::int64_t{5});
    EXPECT_EQ(plan_of_list({from, Predicate::any({beyond, behind})}, {{OrganizationField::update_time, false}}),
              by_index("update_time", "company_id=? AND update_time>?"));

    // Few were changed since; then many, of which the ids in order soon give a page.
    EXPECT_EQ(plan_of_list({from}, {}),
              by_index("update_time", "company_id=? AND update_time>?") + "USE TEMP B-TREE FOR ORDER BY\n");
    add_organizations(2'100);
    EXPECT_EQ(plan_of_list({from}, {}), by_ids);
}

// However many texts there are, and whatever the order of the page: people are found by their own, and counted so.
TEST_F(Plans, people_are_found_by_e_mails_and_texts_of_custom_fields) {
    add_organizations(1);
    const std::string key = "SEARCH person USING INTEGER PRIMARY KEY (rowid=?)";
    const std::string by_value =
        "SEARCH person_contact USING COVERING INDEX person_contact_by_value "
        "(company_id=? AND kind=? AND value_fold=?)";
    const std::string by_fold =
        "USING INDEX custom_field_value_by_fold (company_id=? AND kind=? AND field_id=? AND <expr>=?)";
    const domain::FieldRef external_id{domain::Kind::person, 15'001, domain::CustomPart::value, domain::CustomForm::text};
    const std::vector<std::string> several = {"a@x.example", "b@x.example", "c@x.example"};
    const std::pair<Predicate, std::string> found[] = {
        {Predicate::compare(domain::PersonField::email, Comparison::matches, "a@x.example"), by_value},
        {Predicate::compare(domain::PersonField::email, Comparison::matches, several), by_value},
        {Predicate::compare(domain::PersonField::emails, Comparison::matches, several), by_value},
        {Predicate::compare(domain::PersonField::phone, Comparison::matches, several), by_value},
        {Predicate::compare(external_id, Comparison::matches, "E-1"), by_fold},
        {Predicate::compare(external_id, Comparison::matches, several), by_fold},
    };
    for (const auto& [condition, rows] : found)
        for (const std::string& plan :
             {plan_of_people(condition), plan_of_people(condition, {{domain::PersonField::id, true}}),
              plan_of_people(condition, {{domain::PersonField::name, false}}), plan_of_people_count(condition)}) {
            EXPECT_NE(plan.find(key), std::string::npos) << plan;
            EXPECT_NE(plan.find(rows), std::string::npos) << plan;
        }
}

// All e-mail addresses are looked at, once, in an index that holds them; then only those whose address it is.
TEST_F(Plans, a_part_of_an_e_mail_is_looked_for_in_the_index_of_e_mails) {
    const auto part = Predicate::compare(domain::PersonField::email, Comparison::contains, "smithco");
    const std::string scan = "SEARCH person_contact USING COVERING INDEX person_contact_by_value (company_id=? AND kind=?)";
    EXPECT_EQ(plan_of_people(part, {{domain::PersonField::id, true}}), scan + "\n");  // and finds nobody to ask
    EXPECT_NE(plan_of_people_count(part).find(scan), std::string::npos);
}

// Two conditions that all records fulfil: the next ids are asked, and none behind them.
TEST_F(Plans, the_first_ids_are_asked_before_any_list_is_read) {
    add_organizations(6'000);
    const auto owner = Predicate::compare(OrganizationField::owner_id, Comparison::equals, std::int64_t{1});
    const auto from = Predicate::compare(OrganizationField::update_time, Comparison::greater_or_equal, std::int64_t{5});
    EXPECT_EQ(plan_of_list({owner, from}, {}), by_ids);
    const std::int64_t none = 0;
    EXPECT_LT(steps_of_last({1, 2'000, 2, none, 100, 0}), 40'000);  // of owner 2, who has none: 2,000 ids, not 6,000
}

}  // namespace
}  // namespace stele::tests
