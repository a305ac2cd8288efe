// Filters: who sees and changes them. A private one is its owner's alone, and administrators'; others see what the level of
// visibility lets them (a filter has no followers). What a caller may not see is not found.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "domain/caller.h"
#include "domain/filter.h"
#include "domain/store.h"

namespace stele::domain {

[[nodiscard]] Result<Filter> find_filter(Transaction& transaction, const Caller& caller, std::int64_t id);
// One that lists records of that kind; another is not found either.
[[nodiscard]] Result<Filter> find_filter(Transaction& transaction, const Caller& caller, std::int64_t id, Kind kind);
// Those that the caller sees, by id, without their conditions; of all kinds when none is given.
[[nodiscard]] Result<std::vector<Filter>> list_filters(Transaction& transaction, const Caller& caller,
                                                       std::optional<Kind> kind);

// The patch has a name and conditions. Errors: invalid for what it may not hold, or when the company has too many.
[[nodiscard]] Result<Filter> add_filter(Transaction& transaction, const Caller& caller, Kind kind, const FilterPatch& patch);
// Error: forbidden for one of another user, unless the caller is an administrator.
[[nodiscard]] Result<Filter> update_filter(Transaction& transaction, const Caller& caller, std::int64_t id,
                                           const FilterPatch& patch);
// A write of Stele's own, whoever's the filter is: what its conditions named is called otherwise now.
[[nodiscard]] Result<void> rewrite_filter(Transaction& transaction, const Caller& caller, Filter filter,
                                          std::string conditions);
[[nodiscard]] Result<void> delete_filter(Transaction& transaction, const Caller& caller, std::int64_t id);
// Those that are there and the caller's to delete, and says which.
[[nodiscard]] Result<std::vector<std::int64_t>> delete_filters(Transaction& transaction, const Caller& caller,
                                                               std::span<const std::int64_t> ids);

}  // namespace stele::domain
