// By what a list finds its records.
//
// SQLite guesses the same of every range, however many records lie in it: so the ranges that a predicate demands are counted, up
// to a bound, and the narrowest leads. PostgreSQL's planner knows better and is only told what it would find by itself.
#pragma once

#include <cstdint>
#include <span>

#include "domain/predicate.h"
#include "store/leads.h"
#include "store/session.h"

namespace stele::store {

struct AccessPath {
    enum class Order : std::uint8_t {
        id,      // the order of the ids, or the ids that are asked for
        index,   // an index of the records that are not deleted, or of those that are; which one is for the engine to say
        lead,    // what the lead finds, put in order
        listed,  // the candidates alone, put in order
        keys,    // the ids that are asked for, which are many: each is looked up, and what is left put in order
    };

    Order order = Order::id;
    Lead lead{};
    std::span<const std::int64_t> candidates{};
};

// Its lead refers to the query.
[[nodiscard]] Result<AccessPath> find_path(Session& session, domain::CompanyId company, domain::Kind kind,
                                           const domain::RecordQuery& query);

// The path of a count.
[[nodiscard]] AccessPath path_of_total(domain::Kind kind, const domain::Predicate& where);

}  // namespace stele::store
