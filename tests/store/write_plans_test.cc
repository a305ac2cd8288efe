// What writes of records visit on SQLite, which knows nothing of how many there are: never all records of a company.

#include <algorithm>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "domain/account_members.h"
#include "domain/activities.h"
#include "domain/archiving.h"
#include "domain/deals.h"
#include "domain/mailbox.h"
#include "domain/merge.h"
#include "domain/notes.h"
#include "domain/occurrences.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/tags.h"
#include "store/fixture.h"
#include "store/sqlite/fragments.h"

namespace stele::tests {
namespace {

using domain::Caller;
using domain::Transaction;

// Tables of which a company has many rows.
constexpr std::string_view large[] = {
    "organization", "person",           "deal",         "activity",    "note",
    "file",         "mail_message",     "mail_address", "mail_link",   "mail_thread",
    "change",       "person_contact",   "follower",     "person_link", "custom_field_value",
    "event",        "deal_participant", "record_tag",   "occurrence",  "person_organization"};

class WritePlans : public testing::Test {
   protected:
    WritePlans()
        : house_([this](store::SqliteOptions& options) {
              options.on_prepare = [this](std::string_view text) {
                  const std::lock_guard lock(mutex_);
                  statements_.emplace(text);
              };
          }) {
        make_company(house_.engine(), 1);
        statements_.clear();  // migrations are of all companies
        EXPECT_EQ(sqlite3_open(house_.file().c_str(), &raw_), SQLITE_OK);
    }
    ~WritePlans() override { sqlite3_close(raw_); }

    void write(FunctionRef<Result<void>(Transaction&, const Caller&)> body) {
        must_write(house_.engine(), 1, [&](Transaction& transaction) -> Result<void> {
            const auto directory = transaction.directory();
            if (!directory) return fail(directory);
            const Caller caller{directory->get(), (*directory)->user(1), domain::Scope::admin, domain::Source::pipedrive,
                                "test",           house_.clock().now()};
            return body(transaction, caller);
        });
    }

    // Steps of the statement's plan that begin at a company and nothing else of it, a line each.
    std::string wide_steps(const std::string& statement) {
        std::string sql = "EXPLAIN QUERY PLAN " + store::expand_fragments(statement, store::sqlite_fragments);
        std::ranges::replace(sql, '$', '?');
        sqlite3_stmt* prepared = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(raw_, sql.c_str(), -1, &prepared, nullptr), SQLITE_OK) << sqlite3_errmsg(raw_) << sql;
        std::string steps;
        while (sqlite3_step(prepared) == SQLITE_ROW) {
            const std::string step = reinterpret_cast<const char*>(sqlite3_column_text(prepared, 3));
            if (is_wide(step)) steps += step + "\n";
        }
        sqlite3_finalize(prepared);
        return steps;
    }

    // Says how many there were.
    [[nodiscard]] std::size_t judge_all() {
        std::size_t seen = 0;
        for (const std::string& statement : statements()) {
            if (!statement.starts_with("INSERT") && !statement.starts_with("UPDATE") && !statement.starts_with("DELETE") &&
                !statement.starts_with("SELECT"))
                continue;
            ++seen;
            EXPECT_EQ(wide_steps(statement), "") << statement;
        }
        return seen;
    }

   private:
    [[nodiscard]] std::set<std::string> statements() {
        const std::lock_guard lock(mutex_);
        return statements_;
    }

    static bool is_wide(const std::string& step) {
        const bool scans = step.starts_with("SCAN ");
        if (!scans && !step.starts_with("SEARCH ")) return false;
        const std::string table = step.substr(scans ? 5 : 7, step.find(' ', scans ? 5 : 7) - (scans ? 5 : 7));
        if (std::ranges::find(large, table) == std::end(large) && table != "through") return false;
        return scans || step.ends_with("(company_id=?)") || step.ends_with("(company_id=? AND kind=?)") ||
               step.ends_with("(company_id=? AND status=?)");
    }

    std::mutex mutex_;
    std::set<std::string> statements_;
    SqliteHouse house_;
    sqlite3* raw_ = nullptr;
};

TEST_F(WritePlans, a_write_visits_what_it_is_about) {
    write([](Transaction& transaction, const Caller& caller) -> Result<void> {
        domain::OrganizationPatch organization;
        organization.name = "One";
        const auto one = domain::add_organization(transaction, caller, organization);
        const auto two = domain::add_organization(transaction, caller, organization);
        if (!one || !two) return fail(one ? two : one);
        domain::PersonPatch person;
        person.name = "Ines";
        person.emails = {{"ines@nortevidros.example", "work", true}};
        person.organization_id.emplace(one->id);
        const auto ines = domain::add_person(transaction, caller, person);
        if (!ines) return fail(ines);
        domain::PersonPatch moved;
        moved.organization_id.emplace(two->id);
        moved.emails = {{"ines@other.example", "work", true}};
        if (auto done = domain::update_person(transaction, caller, ines->id, moved); !done) return fail(done);
        domain::DealPatch deal;
        deal.title = "Panes";
        deal.organization_id.emplace(two->id);
        deal.person_id.emplace(ines->id);
        const auto panes = domain::add_deal(transaction, caller, deal);
        if (!panes) return fail(panes);
        domain::DealPatch won;
        won.status = domain::DealStatus::won;
        won.organization_id.emplace(one->id);
        if (auto done = domain::update_deal(transaction, caller, panes->id, won); !done) return fail(done);
        domain::ActivityPatch activity;
        activity.subject = "Call";
        activity.organization_id.emplace(two->id);
        if (auto done = domain::add_activity(transaction, caller, activity); !done) return fail(done);
        domain::NotePatch note;
        note.content = "Called";
        note.organization_id.emplace(two->id);
        if (auto done = domain::add_note(transaction, caller, note); !done) return fail(done);
        if (auto done = domain::merge_organizations(transaction, caller, one->id, two->id); !done) return fail(done);
        return {};
    });
    EXPECT_GT(judge_all(), 50U);
}

TEST_F(WritePlans, people_who_move_together_are_all_that_is_visited) {
    write([](Transaction& transaction, const Caller& caller) -> Result<void> {
        domain::OrganizationPatch organization;
        organization.name = "One";
        const auto one = domain::add_organization(transaction, caller, organization);
        const auto two = domain::add_organization(transaction, caller, organization);
        if (!one || !two) return fail(one ? two : one);
        domain::PersonPatch person;
        person.name = "Ines";
        person.emails = {{"ines@nortevidros.example", "work", true}};
        person.organization_id.emplace(one->id);
        const auto ines = domain::add_person(transaction, caller, person);
        if (!ines) return fail(ines);
        domain::NewMail mail;
        mail.key = "m1";
        mail.parties.push_back({0, domain::MailRole::from, "ines@nortevidros.example", "Ines"});
        mail.body = {false, "Text"};
        if (auto done = domain::add_mail(transaction, caller, mail); !done) return fail(done);
        domain::DealPatch deal;
        deal.title = "Panes";
        deal.person_id.emplace(ines->id);
        if (auto done = domain::add_deal(transaction, caller, deal); !done) return fail(done);
        if (auto done = domain::add_members(transaction, caller, two->id, std::span(&ines->id, 1), 10); !done)
            return fail(done);
        if (auto done = domain::remove_members(transaction, caller, two->id, std::span(&ines->id, 1)); !done)
            return fail(done);
        const auto archived =
            domain::archive_organizations(transaction, caller, std::span(&two->id, 1), domain::ArchivedPeople::drop);
        return archived ? Result<void>() : fail(archived);
    });
    EXPECT_GT(judge_all(), 30U);
}

TEST_F(WritePlans, tags_and_occurrences_are_those_of_the_record) {
    write([](Transaction& transaction, const Caller& caller) -> Result<void> {
        domain::PersonPatch patch;
        patch.name = "Ines";
        const auto one = domain::add_person(transaction, caller, patch);
        const auto two = domain::add_person(transaction, caller, patch);
        if (!one || !two) return fail(one ? two : one);
        const auto tag = domain::find_or_add_tag(transaction, caller, "customer");
        if (!tag) return fail(tag);
        const domain::RecordRef record{domain::Kind::person, one->id};
        if (auto done = domain::change_tags(transaction, caller, record, std::span(&tag->id, 1), {}); !done)
            return fail(done);
        if (auto done = domain::add_occurrence(transaction, caller, record, {"paid", {}, "", "k", 1.0}); !done)
            return fail(done);
        if (auto done = domain::merge_persons(transaction, caller, one->id, two->id); !done) return fail(done);
        if (auto done =
                domain::change_tags(transaction, caller, {domain::Kind::person, two->id}, {}, std::span(&tag->id, 1));
            !done)
            return fail(done);
        if (auto done = domain::delete_tag(transaction, caller, tag->id); !done) return done;
        return domain::delete_person(transaction, caller, two->id);
    });
    EXPECT_GT(judge_all(), 30U);
}

}  // namespace
}  // namespace stele::tests
