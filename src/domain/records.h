// What all kinds of records have, for rules that do not care which kind it is. Kinds: organization, person, deal.
#pragma once

#include <optional>

#include "domain/caller.h"
#include "domain/recording.h"
#include "domain/store.h"

namespace stele::domain {

struct RecordHead {
    UserId owner_id = 0;
    int visible_to = visible_to_everyone;
    std::optional<Micros> delete_time;
};

// Deleted ones too. Error: not_found for what is absent or invisible.
[[nodiscard]] Result<RecordHead> find_record(Transaction& transaction, const Caller& caller, RecordRef record);

// As find_record(), but not what was deleted.
[[nodiscard]] Result<void> check_live_record(Transaction& transaction, const Caller& caller, RecordRef record);

}  // namespace stele::domain
