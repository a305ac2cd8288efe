// How a deal went through its stages, beside how deals were won of late. Pipedrive: the details of a deal.
#pragma once

#include <optional>
#include <vector>

#include "domain/caller.h"
#include "domain/store.h"

namespace stele::domain {

struct StageStay {
    StageId stage = 0;
    Micros time = 0;  // all of its stays together
};

struct DealJourney {
    Micros age = 0;                // from when it was added until it was closed, or now
    std::vector<StageStay> stays;  // in the order in which it first came to the stages
    // Of the latest limits::won_deals that the caller sees; nothing when none was won.
    std::optional<Micros> time_to_won;
    std::optional<double> stage_progress;  // the place of the stage that they were won in, from 1
};

// Of a deal that the caller sees. Of a deal whose stage changed more often than limits::stage_changes, the latest changes count.
[[nodiscard]] Result<DealJourney> deal_journey(Transaction& transaction, const Caller& caller, const Deal& deal);

}  // namespace stele::domain
