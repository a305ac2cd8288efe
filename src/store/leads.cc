#include "store/leads.h"

namespace stele::store {

namespace {

using domain::Comparison;
using domain::Predicate;

bool is_range(const Predicate& comparison) {
    return comparison.comparison >= Comparison::less && comparison.comparison <= Comparison::greater_or_equal;
}
static_assert(Comparison::less_or_equal > Comparison::less && Comparison::greater < Comparison::greater_or_equal);

bool is_prefix(const Predicate& comparison) {
    return comparison.comparison == Comparison::matches || comparison.comparison == Comparison::begins_with;
}

// The index that finds what fulfils the comparison; null when there is none.
const IndexSql* index_of(const RecordSql& record, const Predicate& comparison) {
    if (comparison.field.is_custom()) return nullptr;
    if (is_prefix(comparison)) return record.index(comparison.field, true);
    return is_equality(comparison) || is_range(comparison) ? record.index(comparison.field, false) : nullptr;
}

// Of a field that holds one value only, two bounds are one range.
bool is_same_range(const Predicate& comparison, const Predicate& other) {
    return comparison.field == other.field && comparison.field.custom == domain::CustomForm::time && is_range(comparison) &&
           is_range(other);
}

void add_lead(std::vector<Lead>& leads, const RecordSql& record, const Predicate& comparison) {
    const IndexSql* index = index_of(record, comparison);
    if (index == nullptr && !finds_by_value(comparison)) return;
    for (Lead& lead : leads) {
        if (lead.index != index) continue;
        if (index == nullptr && !is_same_range(comparison, *lead.comparisons.front())) continue;
        lead.comparisons.push_back(&comparison);
        return;
    }
    leads.push_back({index, {&comparison}});
}

}  // namespace

std::vector<Lead> leads_of(const RecordSql& record, const Predicate& where) {
    std::vector<Lead> leads;
    (void)demands(where, [&](const Predicate& comparison) {
        add_lead(leads, record, comparison);
        return false;
    });
    return leads;
}

void add_lead_rows(BuiltSql& sql, const RecordSql& record, const Lead& lead, ValueRows rows) {
    if (lead.index == nullptr) {
        add_value_rows(sql, record, lead.comparisons, rows);
        return;
    }
    sql.add("FROM ").add(record.table).add(" {use_index ").add(lead.index->name);
    sql.add("} WHERE company_id = $1 AND delete_time IS NULL");
    add_lead_conditions(sql, record, lead);
}

void add_lead_conditions(BuiltSql& sql, const RecordSql& record, const Lead& lead) {
    for (const Predicate* comparison : lead.comparisons) {
        sql.add(" AND ");
        add_comparison(sql, record, *comparison, false);
    }
}

bool needs_ids(const RecordSql& record, const Predicate& where) {
    const auto live = [&](const Predicate& comparison) {
        return comparison.field == record.delete_time_field && comparison.comparison == Comparison::is_null;
    };
    const auto wants_ids = [&](const Predicate& comparison) {
        return comparison.field == record.id_field && is_equality(comparison);
    };
    return !demands(where, live) || demands(where, wants_ids);
}

}  // namespace stele::store
