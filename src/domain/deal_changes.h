// What a patch changes of a deal. The patch was checked.
#pragma once

#include <vector>

#include "base/result.h"
#include "domain/deal.h"
#include "domain/field_change.h"

namespace stele::domain {

// What it is with, and its custom fields, are the caller's business. `time` is that of the write. Error: invalid, for what does
// not fit the status that the deal has then, or a stage that is not there.
[[nodiscard]] Result<std::vector<FieldChange>> apply_patch(const Directory& directory, Deal& deal, const DealPatch& patch,
                                                           Micros time);

}  // namespace stele::domain
