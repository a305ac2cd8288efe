// By what a list finds its records.
//
// SQLite guesses the same of every range, however many records lie in it: so the ranges that a predicate demands are counted, up
// to a bound, and the narrowest leads. PostgreSQL's planner knows better and is only told what it would find by itself.
#pragma once

#include <vector>

#include "domain/predicate.h"
#include "store/record_sql.h"
#include "store/session.h"

namespace stele::store {

// Comparisons that a predicate demands, and that are found together: by an index of the records, or by rows of custom fields'
// values.
struct Lead {
    const IndexSql* index = nullptr;                      // null: by values
    std::vector<const domain::Predicate*> comparisons{};  // all of one field
};

struct AccessPath {
    enum class Order : std::uint8_t {
        id,     // the order of the ids, or the ids that are asked for
        index,  // an index of the records that are not deleted, or of those that are; which one is for the engine to say
        lead,   // what the lead finds, put in order
    };

    Order order = Order::id;
    Lead lead;
};

// Its lead refers to the query.
[[nodiscard]] Result<AccessPath> find_path(Session& session, domain::CompanyId company, domain::Kind kind,
                                           const domain::RecordQuery& query);

// The path of a count.
[[nodiscard]] AccessPath path_of_total(domain::Kind kind, const domain::Predicate& where);

}  // namespace stele::store
