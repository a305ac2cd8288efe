// Ids of what may fulfil a predicate, found in indexes alone.
//
// A filter of several conditions that each leave tens of thousands would look at as many records, one by one, for a page. The
// lists of ids behind the conditions are read at a tenth of that price, and what stands in all of them is little.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/predicate.h"
#include "store/session.h"

namespace stele::store {

[[nodiscard]] bool is_in_order_of_ids(domain::Kind kind, const domain::RecordQuery& query);

// Whether to look for candidates: the query is in the order of the ids, and two conditions or more have an index. Or, in any order,
// when one of them looks at all e-mail addresses: that is done once.
[[nodiscard]] bool may_have_candidates(const Session& session, domain::Kind kind, const domain::RecordQuery& query);

// A query for the next few ids alone, and one for what lies behind them; of a query that may have candidates. A condition that
// many records fulfil has its page there. Nothing when the order falls.
struct Window {
    domain::RecordQuery first;
    domain::RecordQuery rest;
};
[[nodiscard]] std::optional<Window> window_of(domain::Kind kind, const domain::RecordQuery& query);

// In the order of the query where that is the ids', else rising; only these need to be asked whether they fulfil the predicate. Nothing when all conditions are wide.
[[nodiscard]] Result<std::optional<std::vector<std::int64_t>>> find_candidates(Session& session, domain::CompanyId company,
                                                                               domain::Kind kind,
                                                                               const domain::RecordQuery& query);

// So many candidates are asked in one statement.
inline constexpr std::size_t candidates_asked = 512;

}  // namespace stele::store
