#include "store/candidates.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "base/limits.h"
#include "store/leads.h"

namespace stele::store {

namespace {

using domain::Comparison;
using domain::Predicate;
using Ids = std::vector<std::int64_t>;

// A list is read up to the first bound, and when all are longer up to the second: some milliseconds.
constexpr std::int64_t short_list = 2'000;
constexpr std::int64_t long_list = 60'000;
// Rows that lie side by side cost a tenth of others.
constexpr std::int64_t window = 2'000;
// To look at a record costs as much as to read so many ids.
constexpr std::int64_t ids_a_record = 10;

// Rising; nothing when there are more than `limit`.
Result<std::optional<Ids>> read_list(Session& session, domain::CompanyId company, const RecordSql& record, const Lead& lead,
                                     std::int64_t limit) {
    BuiltSql sql(company);
    // The index holds what orders as the id, and not the id: that is its lower part.
    sql.add("SELECT ").add(lead.index == nullptr ? value_record(lead.comparisons.front()->field) : record.id).add(" ");
    add_lead_rows(sql, record, lead, ValueRows::exactly);
    sql.add(" LIMIT ").add_value(limit + 1);
    Ids ids;
    const auto queried = session.query(sql.sql(), sql.values(), [&](const Row& row) {
        ids.push_back(row.integer(0) & limits::id);
        return true;
    });
    if (!queried) return fail(queried);
    if (std::cmp_greater(ids.size(), limit)) return std::nullopt;
    if (!std::ranges::is_sorted(ids)) std::ranges::sort(ids);
    return ids;
}

Ids intersection(const Ids& one, const Ids& other) {
    Ids both;
    std::ranges::set_intersection(one, other, std::back_inserter(both));
    return both;
}

// What stands in all lists that are worth their reading.
Result<std::optional<Ids>> read_lists(Session& session, domain::CompanyId company, const RecordSql& record,
                                      const std::vector<Lead>& leads, std::int64_t limit) {
    std::optional<Ids> candidates;
    for (const Lead& lead : leads) {
        if (candidates) limit = std::min(long_list, ids_a_record * std::ssize(*candidates));
        auto list = read_list(session, company, record, lead, limit);
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
    const bool falls = !query.sort.empty() && query.sort.front().field == record.id_field && query.sort.front().descending;
    if (falls) std::ranges::reverse(candidates);
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
    if (!query.sort.empty() && (query.sort.front().descending || !is_in_order_of_ids(kind, query))) return std::nullopt;
    const domain::FieldRef id = record_sql(kind).id_field;
    const std::int64_t last = first_id(record_sql(kind), query.where) + window;
    Window parts{query, query};
    parts.first.where = Predicate::all({Predicate::compare(id, Comparison::less_or_equal, last), query.where});
    parts.first.limit = query.offset + query.limit;
    parts.first.offset = 0;
    parts.rest.where = Predicate::all({Predicate::compare(id, Comparison::greater, last), query.where});
    return parts;
}

Result<std::optional<std::vector<std::int64_t>>> find_candidates(Session& session, domain::CompanyId company,
                                                                 domain::Kind kind, const domain::RecordQuery& query) {
    const RecordSql& record = record_sql(kind);
    std::vector<Lead> leads = leads_of(record, query.where);
    // What looks at everything is asked when nothing else finds few, and one such is enough.
    std::vector<Lead> scans;
    std::ranges::copy_if(leads, std::back_inserter(scans), &Lead::scans);
    std::erase_if(leads, [](const Lead& lead) { return lead.scans(); });
    scans.resize(std::min<std::size_t>(scans.size(), 1));
    const std::pair<const std::vector<Lead>&, std::int64_t> steps[] = {
        {leads, short_list}, {scans, long_list}, {leads, long_list}};
    for (const auto& [asked, limit] : steps) {
        auto candidates = read_lists(session, company, record, asked, limit);
        if (!candidates) return fail(candidates);
        if (!*candidates) continue;
        tidy(**candidates, record, query);
        return candidates;
    }
    return std::nullopt;
}

}  // namespace stele::store
