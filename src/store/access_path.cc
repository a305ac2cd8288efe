#include "store/access_path.h"

#include <algorithm>
#include <optional>
#include <span>

#include "store/comparison_sql.h"
#include "store/long_id_list.h"
#include "store/predicate_sql.h"

namespace stele::store {

namespace {

using domain::Comparison;
using domain::Predicate;
using domain::SortKey;

// Ids in order cost less to look up than records of an index do.
constexpr std::int64_t narrow_keys = 10'000;
// Up to so many records are looked up one by one and sorted for a page: a millisecond or two.
constexpr std::int64_t narrow_range = 2'000;
// Values are ids of records and nothing else, in order before any record is looked at: so many take as long.
constexpr std::int64_t narrow_values = 10'000;

bool is_live(const RecordSql& record, const Predicate& comparison) {
    return comparison.node == Predicate::Node::compare && comparison.field == record.delete_time_field &&
           comparison.comparison == Comparison::is_null;
}

bool is_indexed(const RecordSql& record, const Predicate& comparison) {
    return !comparison.field.is_custom() && record.field(comparison.field).index != FieldIndex::none &&
           is_equality(comparison);
}

bool finds_equals(const Lead& lead) {
    return lead.index != nullptr && !lead.index->of_folds && is_equality(*lead.comparisons.front());
}

// How many records the lead finds, counted up to `limit`.
Result<std::int64_t> size_of(Session& session, domain::CompanyId company, const RecordSql& record, const Lead& lead,
                             std::int64_t limit) {
    BuiltSql sql(company);
    sql.add("SELECT count(*) FROM (SELECT 1 ");
    add_lead_rows(sql, record, lead, lead.scans() ? ValueRows::exactly : ValueRows::cheaply_counted);
    sql.add(" LIMIT ").add_value(limit).add(") AS visited");
    std::int64_t size = 0;
    const auto queried = session.query(sql.sql(), sql.values(), [&](const Row& row) {
        size = row.integer(0);
        return false;
    });
    if (!queried) return fail(queried);
    return size;
}

// The narrowest of those that are narrow.
Result<std::optional<Lead>> find_lead(Session& session, domain::CompanyId company, const RecordSql& record,
                                      const std::vector<Lead>& leads) {
    std::optional<Lead> narrowest;
    std::int64_t least = 0;
    for (const Lead& lead : leads) {
        const std::int64_t narrow = lead.index == nullptr ? narrow_values : narrow_range;
        const std::int64_t bound = narrowest ? std::min(narrow, least) : narrow;
        const auto size = size_of(session, company, record, lead, bound + 1);
        if (!size) return fail(size);
        if (*size > bound) continue;
        narrowest = lead;
        least = *size;
    }
    return narrowest;
}

bool walks_index(const RecordSql& record, std::span<const SortKey> sort) {
    if (sort.empty() || sort.front().field.is_custom()) return false;
    return record.field(sort.front().field).index == FieldIndex::sorts;
}

// Whether the predicate demands a record that was deleted.
bool demands_deleted(const RecordSql& record, const Predicate& predicate) {
    if (predicate.node == Predicate::Node::negation) return is_live(record, predicate.children.front());
    return predicate.node == Predicate::Node::all &&
           std::ranges::any_of(predicate.children, [&](const Predicate& child) { return demands_deleted(record, child); });
}

// Those have an index of their own, by their update time.
bool walks_deleted(const RecordSql& record, const domain::RecordQuery& query) {
    return !query.sort.empty() && query.sort.front().field == record.update_time_field &&
           demands_deleted(record, query.where);
}

// All of the text, in an index of texts.
bool is_of_like_texts(const Lead& lead) {
    return lead.index == nullptr && lead.comparisons.front()->comparison == Comparison::matches;
}

// By tags, or the beginnings of contacts.
bool is_of_values_beside(const Lead& lead) {
    return lead.index == nullptr && !lead.comparisons.front()->field.is_custom() && !lead.scans();
}

bool is_scan(const Lead& lead) { return lead.scans(); }

bool wants_index(const RecordSql& record, const Predicate& where) {
    return demands(where, [&](const Predicate& comparison) { return is_indexed(record, comparison); });
}

// How many ids a long list names that the predicate demands; nothing when there is none.
std::optional<std::int64_t> listed_ids(const Predicate& where) {
    std::optional<std::int64_t> size;
    (void)demands(where, [&](const Predicate& comparison) {
        if (is_long_id_list(comparison)) size = std::ssize(std::get<std::vector<std::int64_t>>(comparison.value));
        return size.has_value();
    });
    return size;
}

}  // namespace

Result<AccessPath> find_path(Session& session, domain::CompanyId company, domain::Kind kind,
                             const domain::RecordQuery& query) {
    const RecordSql& record = record_sql(kind);
    if (walks_deleted(record, query)) return AccessPath{AccessPath::Order::index};
    if (const auto ids = listed_ids(query.where)) {
        const bool walks_there = *ids > narrow_keys && walks_index(record, query.sort);
        return AccessPath{walks_there ? AccessPath::Order::index : AccessPath::Order::keys};
    }
    if (needs_ids(record, query.where)) return AccessPath{};
    std::vector<Lead> leads = leads_of(record, query.where);
    const bool walks = walks_index(record, query.sort);
    const bool of_filter =
        std::ranges::any_of(leads, [](const Lead& lead) { return lead.index == nullptr || lead.index->of_folds; });
    if (walks && !of_filter) return AccessPath{AccessPath::Order::index};
    if (leads.size() > 1 || (leads.size() == 1 && !finds_equals(leads.front()))) {
        auto lead = find_lead(session, company, record, leads);
        if (!lead) return fail(lead);
        if (*lead) return AccessPath{AccessPath::Order::lead, std::move(**lead)};
        // Records of one owner stand in the order of their ids: a page ends soon.
        const auto equality = std::ranges::find_if(leads, [](const Lead& each) { return finds_equals(each); });
        if (!walks && equality != leads.end()) return AccessPath{AccessPath::Order::lead, std::move(*equality)};
    }
    return AccessPath{walks || wants_index(record, query.where) ? AccessPath::Order::index : AccessPath::Order::id};
}

AccessPath path_of_total(domain::Kind kind, const Predicate& where) {
    const RecordSql& record = record_sql(kind);
    if (listed_ids(where)) return {AccessPath::Order::keys};
    if (needs_ids(record, where)) return {};
    const std::vector<Lead> leads = leads_of(record, where);
    // Texts that are alike are few; so are they who carry a tag, of many; and to look at all e-mail addresses is still less than
    // to look at all people.
    for (const auto& is_narrow : {is_of_like_texts, is_of_values_beside, is_scan}) {
        const auto narrow = std::ranges::find_if(leads, is_narrow);
        if (narrow != leads.end()) return {AccessPath::Order::lead, *narrow};
    }
    const bool uses_index =
        wants_index(record, where) || std::ranges::any_of(leads, [](const Lead& lead) { return lead.index != nullptr; });
    return {uses_index ? AccessPath::Order::index : AccessPath::Order::id};
}

}  // namespace stele::store
