#include "store/candidates.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "store/leads.h"

namespace stele::store {

namespace {

using domain::Comparison;
using domain::Predicate;

// Lists are read up to these bounds first. Those of equalities may be short for a part of the ids alone: a walk sees to that.
struct ListLimits {
    std::int64_t equality;
    std::int64_t other;
};
constexpr ListLimits short_lists{2'000, 8'000};
constexpr ListLimits long_lists{long_list, long_list};
// Rows that lie side by side cost a tenth of others.
constexpr std::int64_t window = 2'000;
constexpr std::size_t asked_at_once = 512;

bool falls(const domain::RecordQuery& query) { return !query.sort.empty() && query.sort.front().descending; }

// What stands in all lists that are worth their reading.
Result<std::optional<Ids>> read_lists(const IdReading& reading, const std::vector<Lead>& leads, ListLimits limits) {
    std::optional<Ids> candidates;
    for (const Lead& lead : leads) {
        std::int64_t limit = is_equality(*lead.comparisons.front()) ? limits.equality : limits.other;
        if (candidates) limit = std::min(long_list, ids_a_record * std::ssize(*candidates));
        auto list = reading.read(lead, limit);
        if (!list) return fail(list);
        if (*list) candidates = candidates ? intersection(*candidates, **list) : std::move(**list);
    }
    return candidates;
}

// A value may stand more than once in a list; what a page begins behind is no candidate.
void tidy(Ids& candidates, const RecordSql& record, const domain::RecordQuery& query) {
    candidates.erase(std::ranges::unique(candidates).begin(), candidates.end());
    (void)demands(query.where, [&](const Predicate& comparison) {
        const auto* bound = std::get_if<std::int64_t>(&comparison.value);
        if (comparison.field != record.id_field || bound == nullptr) return false;
        if (comparison.comparison == Comparison::greater)
            candidates.erase(candidates.begin(), std::ranges::upper_bound(candidates, *bound));
        if (comparison.comparison == Comparison::less)
            candidates.erase(std::ranges::lower_bound(candidates, *bound), candidates.end());
        return false;
    });
    if (is_in_order_of_ids(record.id_field.kind, query) && falls(query)) std::ranges::reverse(candidates);
}

std::int64_t first_id(const RecordSql& record, const Predicate& where) {
    std::int64_t first = 0;
    (void)demands(where, [&](const Predicate& comparison) {
        const auto* bound = std::get_if<std::int64_t>(&comparison.value);
        if (comparison.field == record.id_field && comparison.comparison == Comparison::greater && bound != nullptr)
            first = std::max(first, *bound);
        return false;
    });
    return first;
}

}  // namespace

bool is_in_order_of_ids(domain::Kind kind, const domain::RecordQuery& query) {
    return query.sort.empty() || query.sort.front().field == record_sql(kind).id_field;
}

bool may_have_candidates(const Session& session, domain::Kind kind, const domain::RecordQuery& query) {
    const RecordSql& record = record_sql(kind);
    if (!session.is_embedded() || needs_ids(record, query.where)) return false;
    const std::vector<Lead> leads = leads_of(record, query.where);
    return std::ranges::any_of(leads, &Lead::scans) || (leads.size() > 1 && is_in_order_of_ids(kind, query));
}

std::optional<Window> window_of(domain::Kind kind, const domain::RecordQuery& query) {
    if (falls(query) || !is_in_order_of_ids(kind, query)) return std::nullopt;
    const domain::FieldRef id = record_sql(kind).id_field;
    const std::int64_t last = first_id(record_sql(kind), query.where) + window;
    Window parts{query, query};
    parts.first.where = Predicate::all({Predicate::compare(id, Comparison::less_or_equal, last), query.where});
    parts.first.limit = query.offset + query.limit;
    parts.first.offset = 0;
    parts.rest.where = Predicate::all({Predicate::compare(id, Comparison::greater, last), query.where});
    return parts;
}

Result<std::optional<Candidates>> Candidates::find(Session& session, domain::CompanyId company, domain::Kind kind,
                                                   const domain::RecordQuery& query) {
    const RecordSql& record = record_sql(kind);
    const IdReading reading{session, company, record};
    std::vector<Lead> leads = leads_of(record, query.where);
    // What looks at everything is asked when nothing else finds few, and one such is enough.
    std::vector<Lead> scans;
    std::ranges::copy_if(leads, std::back_inserter(scans), &Lead::scans);
    std::erase_if(leads, [](const Lead& lead) { return lead.scans(); });
    scans.resize(std::min<std::size_t>(scans.size(), 1));

    const auto listed = [&](const std::vector<Lead>& asked, ListLimits limits) -> Result<std::optional<Candidates>> {
        auto ids = read_lists(reading, asked, limits);
        if (!ids) return fail(ids);
        if (!*ids) return std::nullopt;
        tidy(**ids, record, query);
        return Candidates(std::move(**ids), is_in_order_of_ids(kind, query) ? asked_at_once : long_list);
    };
    for (const auto& [asked, limits] : {std::pair(&leads, short_lists), std::pair(&scans, long_lists)})
        if (auto found = listed(*asked, limits); !found || *found) return found;
    if (is_in_order_of_ids(kind, query) && !falls(query)) {
        auto walk = IdWalk::begin(reading, leads, first_id(record, query.where));
        if (!walk) return fail(walk);
        if (*walk) return Candidates(std::move(**walk), asked_at_once);
    }
    return listed(leads, long_lists);
}

Result<std::span<const std::int64_t>> Candidates::next() {
    if (given_ == ids_.size() && walk_) {
        auto ids = walk_->next();
        if (!ids) return fail(ids);
        ids_ = std::move(*ids);
        given_ = 0;
    }
    const auto asked = std::span<const std::int64_t>(ids_).subspan(given_, std::min(ids_.size() - given_, at_once_));
    given_ += asked.size();
    return asked;
}

}  // namespace stele::store
