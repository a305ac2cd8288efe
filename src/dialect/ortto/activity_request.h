// What an activity of a call says: whose it is, and what happened.
#pragma once

#include <span>
#include <string_view>

#include "base/json_reader.h"
#include "base/result.h"
#include "dialect/ortto/merge_request.h"
#include "domain/occurrences.h"

namespace stele::dialect::ortto {

struct Activity {
    MergeOptions options;
    MergeRecord record;
    domain::NewOccurrence occurrence;
};

// `body` is the whole call, which says of all activities what they do not say themselves. `ids` are the names under which an activity
// may have the id of its record; with it, fields and keys are passed over. Error: invalid, about this activity.
[[nodiscard]] Result<Activity> read_activity(const Fields& fields, std::span<const std::string_view> ids,
                                             const JsonValue& body, const JsonValue& value);

}  // namespace stele::dialect::ortto
