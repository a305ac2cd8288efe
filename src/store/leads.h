// What of a predicate an index can find: the comparisons that it demands, each with the index, or the values of custom fields,
// that hold what fulfils it.
#pragma once

#include <algorithm>
#include <vector>

#include "domain/predicate.h"
#include "store/built_sql.h"
#include "store/comparison_sql.h"
#include "store/record_sql.h"

namespace stele::store {

// Comparisons that a predicate demands, and that are found together: by an index of the records, or by rows of custom fields'
// values.
struct Lead {
    const IndexSql* index = nullptr;                      // null: by values, tags, or contacts
    std::vector<const domain::Predicate*> comparisons{};  // all of one field

    // Whether it looks at all that an index holds, which takes as long whether it finds many or few.
    [[nodiscard]] bool scans() const { return index == nullptr && scans_contacts(*comparisons.front()); }
};

// They refer to the predicate.
[[nodiscard]] std::vector<Lead> leads_of(const RecordSql& record, const domain::Predicate& where);

// FROM ... WHERE ...: the rows that the lead finds, of live records or of values.
void add_lead_rows(BuiltSql& sql, const RecordSql& record, const Lead& lead, ValueRows rows);

// " AND ...": what rows of the records fulfil that the lead, which has an index, finds.
void add_lead_conditions(BuiltSql& sql, const RecordSql& record, const Lead& lead);

[[nodiscard]] inline bool is_equality(const domain::Predicate& comparison) {
    return comparison.comparison == domain::Comparison::equals || comparison.comparison == domain::Comparison::in;
}

// Whether `wanted` holds for a comparison that the whole predicate demands.
template <class Wanted>
bool demands(const domain::Predicate& predicate, const Wanted& wanted) {
    if (predicate.node == domain::Predicate::Node::compare) return wanted(predicate);
    return predicate.node == domain::Predicate::Node::all &&
           std::ranges::any_of(predicate.children, [&](const domain::Predicate& child) { return demands(child, wanted); });
}

// Nothing but the ids finds what an index of live records may not hold, or what is asked for by its id.
[[nodiscard]] bool needs_ids(const RecordSql& record, const domain::Predicate& where);

}  // namespace stele::store
