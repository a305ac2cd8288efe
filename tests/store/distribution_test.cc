// What lets the data be spread over machines by company (Citus): every key of every table begins with the company, and every
// reference to a table, in every subquery, has a condition on it of its own.

#include "store/distribution.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "store/migrations.h"
#include "store/postgres/fragments.h"
#include "store/postgres_house.h"

namespace stele::tests {
namespace {

// Keys and foreign keys that do not hold the company; foreign keys that set columns to null.
constexpr const char* wrong_constraints =
    "SELECT coalesce(string_agg(conrelid::regclass || ' ' || conname, ', '), '') FROM pg_constraint c "
    "WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT IN ('company', 'currency', 'migration') "
    "AND (confdeltype IN ('n', 'd') OR NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.conrelid "
    "AND a.attnum = ANY (c.conkey) AND a.attname = 'company_id'))";
constexpr const char* wrong_indexes =
    "SELECT coalesce(string_agg(indexrelid::regclass::text, ', '), '') FROM pg_index i JOIN pg_class t ON t.oid = "
    "i.indrelid "
    "WHERE t.relnamespace = 'public'::regnamespace AND t.relname NOT IN ('company', 'currency', 'migration') "
    "AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attname = 'company_id' "
    "AND a.attnum = i.indkey[0])";
constexpr const char* tables_without_company =
    "SELECT coalesce(string_agg(relname, ', '), '') FROM pg_class t WHERE relkind = 'r' "
    "AND relnamespace = 'public'::regnamespace AND relname NOT IN ('company', 'currency', 'migration') "
    "AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'company_id' AND a.attnotnull)";

TEST(Distribution, every_key_of_the_schema_begins_with_the_company) {
    if (postgres_server().empty()) GTEST_SKIP() << "no PostgreSQL: TEST_POSTGRES_URL is not set";
    PostgresHouse house;
    for (const char* query : {wrong_constraints, wrong_indexes, tables_without_company})
        EXPECT_EQ(run_on_postgres(house.options().url, query), "");
    // The queries find what they look for.
    run_on_postgres(house.options().url, "CREATE TABLE stray (id bigint PRIMARY KEY, name text)");
    for (const char* query : {wrong_constraints, wrong_indexes, tables_without_company})
        EXPECT_NE(run_on_postgres(house.options().url, query), "");
}

TEST(Distribution, a_statement_without_its_company_is_found) {
    EXPECT_EQ(distribution_fault("SELECT id FROM organization WHERE company_id = $1 AND id = $2"), "");
    EXPECT_EQ(distribution_fault("SELECT id FROM organization WHERE {by_id}"), "");
    EXPECT_EQ(distribution_fault("SELECT name FROM company WHERE id = $1"), "");
    EXPECT_NE(distribution_fault("SELECT id FROM organization WHERE id = $2"), "");
    EXPECT_EQ(distribution_fault("INSERT INTO mail_link (company_id, kind) SELECT person.company_id, 4 FROM person "
                                 "WHERE person.company_id = $1"),
              "");
    EXPECT_NE(distribution_fault("INSERT INTO mail_link (company_id, kind) SELECT person.company_id, 4 FROM person"), "");
    EXPECT_NE(distribution_fault("INSERT INTO mail_link (company_id, kind) SELECT 1, 4 FROM person "
                                 "WHERE person.company_id = $1"),
              "");
    EXPECT_NE(distribution_fault("SELECT id FROM organization WHERE {in_company} AND EXISTS (SELECT 1 FROM person "
                                 "WHERE person.organization_id = organization.id)"),
              "");
    EXPECT_NE(
        distribution_fault("SELECT id, (SELECT count(*) FROM person WHERE person.company_id = organization.company_id) "
                           "FROM organization WHERE company_id = $1"),
        "");
    EXPECT_EQ(distribution_fault("SELECT id FROM organization WHERE {in_company} AND EXISTS (SELECT 1 FROM person "
                                 "WHERE person.company_id = $1 AND person.organization_id = organization.id)"),
              "");
    EXPECT_NE(distribution_fault("SELECT o.id FROM organization o JOIN person p ON p.organization_id = o.id "
                                 "WHERE o.company_id = $1"),
              "");
    EXPECT_NE(distribution_fault("UPDATE organization SET update_time = clock_timestamp() WHERE {by_id}"), "");
    EXPECT_NE(
        distribution_fault("INSERT INTO follower (company_id, id) VALUES ($1, $2) ON CONFLICT (company_id, id) DO UPDATE "
                           "SET add_time = now()"),
        "");
    EXPECT_NE(distribution_fault("INSERT INTO follower (id, company_id) VALUES ($2, $3)"), "");
    EXPECT_NE(distribution_fault("DELETE FROM follower WHERE id = $2"), "");
}

TEST(Distribution, no_migration_sets_columns_to_null_by_a_key) {
    for (const store::Migration& migration : store::migrations())
        for (const char* words : {"ON DELETE SET NULL", "ON DELETE SET DEFAULT", "ON UPDATE"})
            EXPECT_EQ(migration.text.find(words), std::string_view::npos) << migration.number << ": " << words;
}

}  // namespace
}  // namespace stele::tests
