// How deals go through a pipeline in some time: which stages they leave for which, and how many come, are won and lost. Counted
// are live deals of one owner that are in the pipeline now, as far as the caller sees them; where they were before is told by
// their changes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/caller.h"
#include "domain/store.h"

namespace stele::domain {

// From `from` on, before `until`.
struct StatisticsQuery {
    PipelineId pipeline_id = 0;
    UserId owner_id = 0;
    Micros from = 0;
    Micros until = 0;
};

// Of the deals that were in a stage meanwhile, how many reached the next one; of those that were in the pipeline, how many were
// won and lost. In percent, 0 of none.
struct StageConversion {
    StageId from = 0;
    StageId to = 0;
    std::int64_t rate = 0;
};
struct ConversionStatistics {
    std::vector<StageConversion> stages;  // of neighbours, in the order of the pipeline
    std::int64_t won_rate = 0;
    std::int64_t lost_rate = 0;
};
[[nodiscard]] Result<ConversionStatistics> conversion_statistics(Transaction& transaction, const Caller& caller,
                                                                 const StatisticsQuery& query);

struct CountedDeals {
    std::vector<DealId> ids;               // rising
    std::map<std::string, double> values;  // by currency
};
struct MovementStatistics {
    std::int64_t movements = 0;  // from stage to stage
    CountedDeals added;
    CountedDeals left_open;  // at the end
    CountedDeals won;
    CountedDeals lost;
    // How many days deals had been in a stage when they left it, or at the end; 0 of none.
    std::int64_t average_days = 0;
    std::vector<std::pair<StageId, std::int64_t>> average_days_of_stages;  // in the order of the pipeline
};
[[nodiscard]] Result<MovementStatistics> movement_statistics(Transaction& transaction, const Caller& caller,
                                                             const StatisticsQuery& query);

}  // namespace stele::domain
