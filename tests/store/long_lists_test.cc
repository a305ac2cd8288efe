// Lists and totals of records whose ids are given, in any number, against a naive scan, on every engine.

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "base/text.h"
#include "store/contract.h"

namespace stele::tests {
namespace {

using domain::Comparison;
using domain::Kind;
using domain::Organization;
using domain::OrganizationField;
using domain::Predicate;
using domain::Transaction;

using Ids = std::vector<std::int64_t>;

constexpr std::int64_t organizations = 300;

class LongLists : public Contract {
   protected:
    std::uint64_t below(std::uint64_t end) { return random_() % end; }

    void fill() {
        must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
            for (std::int64_t i = 1; i <= organizations; ++i) {
                const auto id = transaction.next_id(Kind::organization);
                if (!id) return fail(id);
                Organization organization;
                organization.id = *id;
                organization.name = std::string(1, static_cast<char>('a' + below(5))) + std::to_string(below(20));
                organization.owner_id = 1;
                organization.visible_to = below(2) == 0 ? 1 : 7;
                organization.add_time = ManualClock::first + static_cast<Micros>(below(50));
                organization.update_time = organization.add_time;
                if (auto inserted = transaction.organizations().insert(organization); !inserted) return inserted;
                if (below(10) == 0) {
                    organization.delete_time = organization.add_time;
                    if (auto updated = transaction.organizations().update(organization); !updated) return updated;
                } else if (auto counted = transaction.add_to_record_count(Kind::organization, 1); !counted) {
                    return counted;
                }
                records_.push_back(std::move(organization));
            }
            return {};
        });
    }

    // Some of what there is, and of a long one more that there is not.
    Ids draw_ids() {
        constexpr std::int64_t sizes[] = {1, 60, 64, 65, 200, 20'000};
        const std::int64_t size = sizes[below(std::size(sizes))];
        const std::int64_t last = std::max<std::int64_t>(size, organizations + 20);
        Ids ids;
        for (std::int64_t id = 1; id <= last; ++id)
            if (below(static_cast<std::uint64_t>(last)) < static_cast<std::uint64_t>(size)) ids.push_back(id);
        if (below(4) == 0) ids.push_back(std::int64_t{1} << 50);
        if (below(3) == 0) std::ranges::shuffle(ids, random_);
        return ids;
    }

    domain::OrganizationQuery draw_query() {
        static constexpr OrganizationField orders[] = {OrganizationField::id, OrganizationField::name,
                                                       OrganizationField::add_time};
        domain::OrganizationQuery query;
        ids_ = draw_ids();
        is_negated_ = below(5) == 0;
        sees_some_ = below(3) == 0;
        is_live_ = below(5) != 0;
        auto in = Predicate::compare(OrganizationField::id, Comparison::in, ids_);
        std::vector<Predicate> conditions;
        conditions.push_back(is_negated_ ? Predicate::negate(std::move(in)) : std::move(in));
        if (is_live_) conditions.push_back(Predicate::compare(OrganizationField::delete_time, Comparison::is_null));
        if (sees_some_)
            conditions.push_back(
                Predicate::compare(OrganizationField::visible_to, Comparison::greater_or_equal, std::int64_t{7}));
        query.where = Predicate::all(std::move(conditions));
        if (below(3) != 0) query.sort = {{orders[below(std::size(orders))], below(2) == 0}};
        query.limit = 1 + static_cast<std::int64_t>(below(50));
        query.offset = static_cast<std::int64_t>(below(3) * below(40));
        return query;
    }

    // All that fulfil the query, in its order.
    [[nodiscard]] Ids naive(const domain::OrganizationQuery& query) const {
        std::vector<const Organization*> found;
        for (const Organization& record : records_) {
            const bool is_listed = std::ranges::find(ids_, record.id) != ids_.end();
            if (is_listed != is_negated_ && (!is_live_ || !record.delete_time) && (!sees_some_ || record.visible_to == 7))
                found.push_back(&record);
        }
        const auto key = [&](const Organization& record) {
            const bool by_name = !query.sort.empty() && query.sort.front().field == OrganizationField::name;
            const bool by_time = !query.sort.empty() && query.sort.front().field == OrganizationField::add_time;
            return std::tuple(by_name ? sort_key(record.name) : std::string(), by_time ? record.add_time : 0, record.id);
        };
        std::ranges::sort(found, {}, [&](const Organization* record) { return key(*record); });
        if (!query.sort.empty() && query.sort.front().descending) std::ranges::reverse(found);
        Ids ids;
        for (const Organization* record : found) ids.push_back(record->id);
        return ids;
    }

    void compare(const domain::OrganizationQuery& query) {
        const Ids all = naive(query);
        Ids listed;
        std::int64_t total = 0;
        must_read(engine(), 1, [&](Transaction& transaction) -> Result<void> {
            const auto counted = transaction.organizations().count(query.where);
            if (!counted) return fail(counted);
            total = *counted;
            return transaction.organizations().list(query, [&](const Organization& record) {
                listed.push_back(record.id);
                return true;
            });
        });
        EXPECT_EQ(total, std::ssize(all)) << ids_.size() << " ids";
        const std::int64_t from = std::min<std::int64_t>(query.offset, std::ssize(all));
        const std::int64_t to = std::min<std::int64_t>(query.offset + query.limit, std::ssize(all));
        EXPECT_EQ(listed, Ids(all.begin() + from, all.begin() + to)) << ids_.size() << " ids";
    }

    std::mt19937_64 random_;

   private:
    std::vector<Organization> records_;
    Ids ids_;
    bool is_negated_ = false;
    bool sees_some_ = false;
    bool is_live_ = true;
};

INSTANTIATE_TEST_SUITE_P(Engines, LongLists, testing::ValuesIn(engine_kinds), engine_name);

TEST_P(LongLists, pages_and_totals_are_what_a_scan_finds) {
    constexpr std::uint64_t seed = 11;
    SCOPED_TRACE("seed " + std::to_string(seed));
    random_.seed(seed);
    fill();
    for (int i = 0; i < 200; ++i) compare(draw_query());
}

}  // namespace
}  // namespace stele::tests
