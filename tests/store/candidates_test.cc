// Pages of filters whose conditions each leave many records: put together from lists of ids, and as if they were not.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "store/fixture.h"
#include "store/raw_file.h"

namespace stele::tests {
namespace {

using domain::Comparison;
using domain::Organization;
using domain::OrganizationField;
using domain::Predicate;
using domain::SortKey;
using domain::Transaction;

using Ids = std::vector<std::int64_t>;

constexpr std::int64_t organizations = 6'000;
constexpr std::int64_t many = 60'000;

// No order of the ids.
std::int64_t place_of(std::int64_t id) { return id * 2'741 % organizations; }

Organization organization_of(std::int64_t id) {
    Organization organization;
    organization.id = id;
    organization.name = (id % 3 == 0 ? "third " : "other ") + std::to_string(id);
    organization.owner_id = 1;
    organization.add_time = ManualClock::first + place_of(id);
    organization.update_time = ManualClock::first + organizations - id;
    return organization;
}

class Candidates : public testing::Test {
   protected:
    Candidates() {
        make_company(house_.engine(), 1);
        must_write(house_.engine(), 1, [](Transaction& transaction) -> Result<void> {
            for (std::int64_t i = 1; i <= organizations; ++i) {
                const auto id = transaction.next_id(domain::Kind::organization);
                if (!id) return fail(id);
                if (auto inserted = transaction.organizations().insert(organization_of(*id)); !inserted) return inserted;
            }
            return {};
        });
    }

    [[nodiscard]] Ids list(const domain::OrganizationQuery& query) { return first_of(query, many); }

    // Visits so many.
    [[nodiscard]] Ids first_of(const domain::OrganizationQuery& query, std::int64_t wanted) {
        Ids ids;
        must_read(house_.engine(), 1, [&](Transaction& transaction) {
            return transaction.organizations().list(query, [&](const Organization& organization) {
                ids.push_back(organization.id);
                return std::ssize(ids) < wanted;
            });
        });
        return ids;
    }

    // So many that pages are found on a walk from window to window (store/id_walk.h).
    void become_many() {
        house_.close();
        run_raw(house_.file(),
                "PRAGMA foreign_keys = OFF; CREATE TEMP TABLE made AS WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i "
                "+ 1 FROM n "
                "WHERE i < " +
                    std::to_string(many) +
                    ") SELECT organization.* FROM n, organization WHERE id = 1;"
                    "UPDATE made SET id = rowid, key = (1 << 40) + rowid, " +
                    many_values() +
                    ";"
                    "DELETE FROM organization; INSERT INTO organization SELECT * FROM made;"
                    "UPDATE company_state SET last_organization_id = " +
                    std::to_string(many));
        house_.open();
    }

   private:
    // As the functions about them say.
    static std::string many_values() {
        const std::string first = std::to_string(ManualClock::first);
        return "owner_id = CASE WHEN rowid % 12 = 0 THEN 2 ELSE 1 END, add_time = " + first +
               " + rowid * 2741 % 60000, "
               "update_time = " +
               first +
               " + CASE WHEN rowid < 4000 THEN rowid % 996 = 0 WHEN rowid < 8000 THEN 0 "
               "ELSE rowid % 3 = 0 END, delete_time = CASE WHEN rowid % 10 = 3 THEN " +
               first + " END";
    }

    SqliteHouse house_;
};

Predicate live() { return Predicate::compare(OrganizationField::delete_time, Comparison::is_null); }
Predicate begins(const char* text) {
    return Predicate::compare(OrganizationField::name, Comparison::begins_with, std::string(text));
}
Predicate added_from(std::int64_t place) {
    return Predicate::compare(OrganizationField::add_time, Comparison::greater_or_equal, ManualClock::first + place);
}
Predicate behind(std::int64_t id) { return Predicate::compare(OrganizationField::id, Comparison::greater, id); }

Predicate changed() { return Predicate::compare(OrganizationField::update_time, Comparison::greater, ManualClock::first); }
Predicate of_second_owner() { return Predicate::compare(OrganizationField::owner_id, Comparison::equals, std::int64_t{2}); }

// Of many: few of the first blocks of ids changed, none of the next, and every third one of the others.
bool is_changed(std::int64_t id) {
    if (id < 4'000) return id % 996 == 0;
    return id >= 8'000 && id % 3 == 0;
}
bool is_live(std::int64_t id) { return id % 10 != 3; }
bool is_of_second_owner(std::int64_t id) { return id % 12 == 0; }
bool is_added_from(std::int64_t id, std::int64_t place) { return id * 2'741 % many >= place; }

// What `holds` of, in order, from `offset` on.
template <class Holds>
Ids expected(const Holds& holds, bool descending, std::int64_t offset, std::int64_t limit,
             std::int64_t last = organizations) {
    Ids ids;
    for (std::int64_t id = 1; id <= last; ++id)
        if (holds(id)) ids.push_back(id);
    if (descending) std::ranges::reverse(ids);
    const std::int64_t from = std::min<std::int64_t>(offset, std::ssize(ids));
    const std::int64_t to = std::min<std::int64_t>(offset + limit, std::ssize(ids));
    return {ids.begin() + from, ids.begin() + to};
}

// From 2 of a hundred to all: what the first ids fill, what short lists find, and what only long ones do.
TEST_F(Candidates, every_page_of_a_filter_is_what_fulfils_it) {
    for (const std::int64_t from : {std::int64_t{0}, organizations / 2, organizations * 8 / 10, organizations * 98 / 100}) {
        const auto holds = [&](std::int64_t id) { return id % 3 == 0 && place_of(id) >= from; };
        for (const bool descending : {false, true}) {
            const std::vector<SortKey> sort{{OrganizationField::id, descending}};
            for (const std::int64_t offset : {0, 1, 40, 700, 3'000}) {
                const domain::OrganizationQuery query{Predicate::all({live(), begins("third"), added_from(from)}), sort, 101,
                                                      offset};
                EXPECT_EQ(list(query), expected(holds, descending, offset, 101)) << from << " " << offset << descending;
            }
        }
    }
}

TEST_F(Candidates, a_page_behind_a_cursor_begins_there) {
    for (const std::int64_t cursor : {std::int64_t{0}, std::int64_t{17}, std::int64_t{3'000}, organizations}) {
        const auto holds = [&](std::int64_t id) { return id > cursor && id % 3 == 0 && place_of(id) >= 4'000; };
        const domain::OrganizationQuery query{
            Predicate::all({behind(cursor), Predicate::all({live(), begins("third"), added_from(4'000)})}), {}, 300, 0};
        EXPECT_EQ(list(query), expected(holds, false, 0, 300)) << cursor;
    }
}

TEST_F(Candidates, a_visit_ends_when_the_visitor_says_so) {
    for (const std::int64_t wanted : {1, 200, 620}) {
        const domain::OrganizationQuery query{
            Predicate::all({live(), begins("third"), added_from(organizations / 2)}), {}, 900, 0};
        const auto all = list(query);
        ASSERT_GT(std::ssize(all), wanted);
        EXPECT_EQ(first_of(query, wanted), Ids(all.begin(), all.begin() + wanted));
    }
}

TEST_F(Candidates, a_walk_finds_what_a_look_at_every_record_would) {
    become_many();
    for (const std::int64_t from : {std::int64_t{0}, many / 2, many * 9 / 10}) {
        for (const std::int64_t offset : {0, 1, 700}) {
            for (const std::int64_t limit : {101, 4'000}) {
                domain::OrganizationQuery query{Predicate::all({live(), changed(), added_from(from)}), {}, limit, offset};
                const auto changed_late = [&](std::int64_t id) {
                    return is_live(id) && is_changed(id) && is_added_from(id, from);
                };
                EXPECT_EQ(list(query), expected(changed_late, false, offset, limit, many)) << from << " " << offset;
                query.sort = {{OrganizationField::id, true}};  // which no walk does
                EXPECT_EQ(list(query), expected(changed_late, true, offset, limit, many)) << from << " " << offset;
                query.sort = {};
                query.where = Predicate::all({live(), of_second_owner(), added_from(from)});
                const auto owned_late = [&](std::int64_t id) {
                    return is_live(id) && is_of_second_owner(id) && is_added_from(id, from);
                };
                EXPECT_EQ(list(query), expected(owned_late, false, offset, limit, many)) << from << " " << offset;
            }
        }
    }
}

TEST_F(Candidates, a_walk_may_pass_over_all_but_a_few_blocks) {
    become_many();
    for (const std::int64_t cursor : {std::int64_t{0}, std::int64_t{996}, std::int64_t{3'000}, many - 10, many}) {
        const domain::OrganizationQuery query{
            Predicate::all({behind(cursor), live(), changed(), of_second_owner()}), {}, 101, 0};
        const auto holds = [&](std::int64_t id) {
            return id > cursor && is_live(id) && is_changed(id) && is_of_second_owner(id);
        };
        EXPECT_EQ(list(query), expected(holds, false, 0, 101, many)) << cursor;
    }
}

TEST_F(Candidates, a_walk_ends_when_the_visitor_says_so) {
    become_many();
    const domain::OrganizationQuery query{Predicate::all({live(), changed(), added_from(many / 2)}), {}, 9'000, 0};
    const auto all = list(query);
    for (const std::int64_t wanted : {1, 3, 200, 5'000}) {
        ASSERT_GT(std::ssize(all), wanted);
        EXPECT_EQ(first_of(query, wanted), Ids(all.begin(), all.begin() + wanted));
    }
}

}  // namespace
}  // namespace stele::tests
