// Takes deleted records away for good, and old events. In small steps, each a write of its own, so that the writes of others come
// in between. Pipedrive: what was deleted is unreachable after 30 days.
#pragma once

#include "domain/caller.h"
#include "domain/store.h"

namespace stele::domain {

struct Purged {
    std::int64_t organizations = 0;
    std::int64_t persons = 0;
    bool is_done = false;  // nothing is left that is old enough
};

// One step: takes away at most limits::purge_step_rows rows of records that were deleted longer than `age` before this write,
// with all that belongs to them. A record that has more than fits into a step goes with the last of its rows. Persons whose
// organization goes have none afterwards.
[[nodiscard]] Result<Purged> purge_step(Transaction& transaction, const Caller& caller, Micros age);

// One step: takes away events of before `time`. Says whether that was all of them.
[[nodiscard]] Result<bool> expire_events(Transaction& transaction, Micros time);

// What there is to do at a time, for a look before the writes.
struct Due {
    bool purge = false;   // of what was deleted longer than limits::deleted_kept_us ago
    bool events = false;  // older than limits::events_kept_us
    bool jobs = false;    // that ended longer than limits::jobs_kept_us ago
};
[[nodiscard]] Result<Due> find_due(Transaction& transaction, Micros now);

// On whose behalf Stele itself writes: the first active admin. `user_agent` outlives the caller. Error: not_found when there is
// none.
[[nodiscard]] Result<Caller> caller_of_stele(const Directory& directory, std::string_view user_agent);

}  // namespace stele::domain
