// The rules of activities, whichever dialect asks. An activity is seen by those who see the organization, the person or the deal
// that it is about, as long as that is not deleted; by its owner and its creator, whatever it is about; and by admins. Who sees it may
// change it. A person's activities are those whose primary participant they are. Errors: not_found for what is absent, deleted or
// invisible; invalid with the field; forbidden.
//
// Organizations, persons and deals know their next activity (not done, due first) and their last one (done, due last), and how many
// there are; all writes keep that true. What has no date is neither the next nor the last.
#pragma once

#include <span>
#include <vector>

#include "domain/caller.h"
#include "domain/predicate.h"
#include "domain/recording.h"
#include "domain/store.h"

namespace stele::domain {

// What this caller sees of activities, deleted ones too. Nothing else decides who reads one.
[[nodiscard]] Predicate visible_activities(const Caller& caller);

[[nodiscard]] Result<Activity> find_activity(Transaction& transaction, const Caller& caller, ActivityId id);

// Without a type it is of the first one; without a subject it is named after its type; without an owner it is the caller's. About a
// deal and without an organization or a person, it is about those of the deal that the caller sees.
[[nodiscard]] Result<Activity> add_activity(Transaction& transaction, const Caller& caller, const ActivityPatch& wanted);
// A patch that changes nothing leaves no trace. What the caller does not see of an activity stays as it is, unless another is put
// in its place.
[[nodiscard]] Result<Activity> update_activity(Transaction& transaction, const Caller& caller, ActivityId id,
                                               const ActivityPatch& wanted);
[[nodiscard]] Result<void> delete_activity(Transaction& transaction, const Caller& caller, ActivityId id);
// Those of them that the caller sees; returns their ids. Error: invalid for more than limits::bulk_ids.
[[nodiscard]] Result<std::vector<ActivityId>> delete_activities(Transaction& transaction, const Caller& caller,
                                                                std::span<const ActivityId> ids);

// What the record's next and last activities are now. Kinds: organization, person, deal.
[[nodiscard]] Result<void> refresh_activity_marks(Transaction& transaction, RecordRef record);

// A record that is merged hands its activities over, deleted ones too. The counters and marks are the caller's business.
[[nodiscard]] Result<void> move_activities(Transaction& transaction, const Caller& caller, RecordRef from, std::int64_t to,
                                           Micros time);
// A record that is purged takes along the activities that are about nothing else; others lose it. Says how many rows that
// touched: when these are fewer than `limit`, all are gone.
[[nodiscard]] Result<std::int64_t> release_activities(Transaction& transaction, const Caller& caller, RecordRef record,
                                                      Micros time, std::int64_t limit);
// Takes an activity away for good, with its changes, or the first of these. Says how many rows that touched: when these are more
// than `limit`, there is more of it.
[[nodiscard]] Result<std::int64_t> purge_activity(Transaction& transaction, const Caller& caller, ActivityId id,
                                                  std::int64_t limit);

}  // namespace stele::domain
