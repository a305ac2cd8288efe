// How lists are narrowed by a kept filter.
#pragma once

#include <optional>

#include "base/result.h"
#include "dialect/dialect.h"
#include "domain/predicate.h"
#include "domain/recording.h"

namespace stele::dialect::pipedrive {

// What `filter_id` of the query asks of records of that kind; nothing when there is none (v1: an empty one and 0 are none). It
// stands in place of user_id, owner_id and ids. Errors: not_found for a filter that is not there, not seen, or of another kind;
// v2: invalid for what is no number.
[[nodiscard]] Result<std::optional<domain::Predicate>> filter_predicate(const Request& request, Context& context,
                                                                        domain::Kind kind);

// A record was merged into another: kept filters that name it name the other, whoever's they are. In the transaction of the merge.
[[nodiscard]] Result<void> rename_in_filters(Context& context, domain::RecordRef absorbed, std::int64_t survivor);

}  // namespace stele::dialect::pipedrive
