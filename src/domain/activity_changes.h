// What writes of activities have in common.
#pragma once

#include <vector>

#include "domain/caller.h"
#include "domain/field_change.h"
#include "domain/recording.h"
#include "domain/store.h"

namespace stele::domain {

// The patch as it is to be applied: without what only says again what the caller was shown, and with what is hidden from them.
// Errors: invalid with the field.
[[nodiscard]] Result<ActivityPatch> check_patch(Transaction& transaction, const Caller& caller, const Activity& activity,
                                                const ActivityPatch& wanted);

// Applies a checked patch. `person_id` is among its `person_ids`.
[[nodiscard]] std::vector<FieldChange> apply_patch(Activity& activity, const ActivityPatch& patch, Micros time);

// Brings the counters and marks of what the activity was and is about up to date. It is written already; null: it was not there,
// or is gone.
[[nodiscard]] Result<void> account_for(Transaction& transaction, const Activity* before, const Activity* after);

}  // namespace stele::domain
