// Pages of filters whose conditions each leave many records: put together from lists of ids, and as if they were not.

#include <algorithm>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "store/fixture.h"

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

    [[nodiscard]] Ids list(const domain::OrganizationQuery& query) { return first_of(query, organizations); }

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

   private:
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

// What `holds` of, in order, from `offset` on.
template <class Holds>
Ids expected(const Holds& holds, bool descending, std::int64_t offset, std::int64_t limit) {
    Ids ids;
    for (std::int64_t id = 1; id <= organizations; ++id)
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

}  // namespace
}  // namespace stele::tests
