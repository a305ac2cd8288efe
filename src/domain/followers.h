// Who follows a record. Following makes a change (key `follower`) and moves a counter, but not the record's update time.
#pragma once

#include "domain/caller.h"
#include "domain/recording.h"
#include "domain/store.h"

namespace stele::domain {

// The owner's own following of a new record, which is no change. The record's counter is the caller's business.
[[nodiscard]] Result<void> follow_as_owner(Transaction& transaction, RecordRef record, UserId owner, Micros time);

// Following twice is as following once. Errors: not_found for a record that is absent, deleted or invisible; invalid for a
// user who is unknown or inactive.
[[nodiscard]] Result<Follower> add_follower(Transaction& transaction, const Caller& caller, RecordRef record, UserId user);

// Error: not_found, for a user who does not follow too.
[[nodiscard]] Result<void> remove_follower(Transaction& transaction, const Caller& caller, RecordRef record, UserId user);

}  // namespace stele::domain
