// The rules of deals, whichever dialect asks. Errors: not_found for what is absent or invisible; invalid with the field;
// forbidden.
#pragma once

#include <span>
#include <vector>

#include "domain/caller.h"
#include "domain/predicate.h"
#include "domain/recording.h"
#include "domain/store.h"

namespace stele::domain {

// Deleted ones too, until they are gone.
[[nodiscard]] Result<Deal> find_deal(Transaction& transaction, const Caller& caller, DealId id);
[[nodiscard]] Result<Deal> find_live_deal(Transaction& transaction, const Caller& caller, DealId id);

// The title is required. Without a stage it begins at the first one of the pipeline, or else of the first pipeline.
[[nodiscard]] Result<Deal> add_deal(Transaction& transaction, const Caller& caller, const DealPatch& wanted);
// A patch that changes nothing leaves no trace.
[[nodiscard]] Result<Deal> update_deal(Transaction& transaction, const Caller& caller, DealId id, const DealPatch& wanted);
[[nodiscard]] Result<void> delete_deal(Transaction& transaction, const Caller& caller, DealId id);
[[nodiscard]] Result<void> delete_deal(Transaction& transaction, const Caller& caller, Deal& deal);
// Skips unknown ones; says which it found, in the order given, each once.
[[nodiscard]] Result<std::vector<DealId>> delete_deals(Transaction& transaction, const Caller& caller,
                                                       std::span<const DealId> ids);
// A new deal with the same fields, which is open and nobody else follows.
[[nodiscard]] Result<Deal> duplicate_deal(Transaction& transaction, const Caller& caller, DealId id);

// Of a live deal. A person who takes part already is that participant; the deal's own person cannot go.
[[nodiscard]] Result<Participant> add_participant(Transaction& transaction, const Caller& caller, DealId id,
                                                  PersonId person);
[[nodiscard]] Result<void> remove_participant(Transaction& transaction, const Caller& caller, DealId id,
                                              std::int64_t participant);

// What it is worth by its probability, or else its stage's where the pipeline counts these.
[[nodiscard]] double weighted_value(const Directory& directory, const Deal& deal);

// A record (organization, person) that is merged hands its deals over, deleted ones too; a person also what it takes part in.
// Both records are as they will be: the counters of the survivor are made again.
[[nodiscard]] Result<void> move_deals(Transaction& transaction, const Caller& caller, RecordRef from, std::int64_t to,
                                      Micros time);
// A record (organization, person) that is purged is no longer with its deals. Says how many rows that touched: when these are
// fewer than `limit`, all are released.
[[nodiscard]] Result<std::int64_t> release_deals(Transaction& transaction, const Caller& caller, RecordRef record,
                                                 Micros time, std::int64_t limit);

}  // namespace stele::domain
