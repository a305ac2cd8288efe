// Ids of what may fulfil a predicate, found in indexes alone.
//
// A filter of several conditions that each leave tens of thousands would look at as many records, one by one, for a page. The
// lists of ids behind the conditions are read at a tenth of that price, and what stands in all of them is little.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "domain/predicate.h"
#include "store/id_walk.h"
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

// In the order of the query where that is the ids', else rising; only these need to be asked whether they fulfil the predicate.
class Candidates {
   public:
    // Of a query that may have them, and that must outlive them. Nothing when all conditions are wide.
    [[nodiscard]] static Result<std::optional<Candidates>> find(Session& session, domain::CompanyId company,
                                                                domain::Kind kind, const domain::RecordQuery& query);

    // As many as are to be asked in one statement, all where the order is not the ids'; none at the end. Valid until the next
    // call.
    [[nodiscard]] Result<std::span<const std::int64_t>> next();

   private:
    Candidates(Ids ids, std::size_t at_once) : ids_(std::move(ids)), at_once_(at_once) {}
    Candidates(IdWalk walk, std::size_t at_once) : at_once_(at_once), walk_(std::move(walk)) {}

    Ids ids_{};
    std::size_t given_ = 0;
    std::size_t at_once_;
    std::optional<IdWalk> walk_{};  // where the next come from
};

}  // namespace stele::store
