// The types of activities that a company has. Pipedrive: activity types. Errors: forbidden for those who are not admins;
// not_found; invalid with the field.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "domain/caller.h"
#include "domain/store.h"

namespace stele::domain {

// Those that a new company has; migrations/0013.sql gave them to older ones.
[[nodiscard]] Result<void> insert_default_activity_types(Transaction& transaction);

// Names of the pictures that a type may have, as Pipedrive lists them.
[[nodiscard]] std::span<const std::string_view> activity_icons();

[[nodiscard]] Result<ActivityType> add_activity_type(Transaction& transaction, const Caller& caller,
                                                     const ActivityTypePatch& patch);
[[nodiscard]] Result<ActivityType> update_activity_type(Transaction& transaction, const Caller& caller, std::int64_t id,
                                                        const ActivityTypePatch& patch);
// It is not active any more; activities keep it. Deleting it again changes nothing.
[[nodiscard]] Result<ActivityType> delete_activity_type(Transaction& transaction, const Caller& caller, std::int64_t id);
// Those of them that there are; returns their ids. Error: invalid for more than limits::bulk_ids.
[[nodiscard]] Result<std::vector<std::int64_t>> delete_activity_types(Transaction& transaction, const Caller& caller,
                                                                      std::span<const std::int64_t> ids);

}  // namespace stele::domain
