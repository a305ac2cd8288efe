// How a deal went through its stages, as v1 shows it in the details of one deal.
#pragma once

#include "base/json_writer.h"
#include "dialect/shape.h"
#include "domain/deal_journey.h"

namespace stele::dialect::pipedrive {

[[nodiscard]] std::span<const Field<domain::DealJourney>> deal_journey_fields();

}  // namespace stele::dialect::pipedrive
