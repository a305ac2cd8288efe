// One condition of a filter as a predicate over the records that it names.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "dialect/pipedrive/filter_fields.h"
#include "dialect/pipedrive/filter_operators.h"
#include "domain/caller.h"
#include "domain/predicate.h"

namespace stele::dialect::pipedrive {

// The operator is one that the field accepts; the value is empty where it takes none. Error: invalid, about `value`.
[[nodiscard]] Result<domain::Predicate> compare(const FilterField& field, Operator code, const std::string& value,
                                                const domain::Caller& caller);

// The kind of records whose ids the field's values are; nothing for a field of another type.
[[nodiscard]] std::optional<domain::Kind> named_kind(const FilterField& field);

// What the caller sees of a kind of records, and is not deleted.
[[nodiscard]] domain::Predicate seen_and_live(domain::Kind kind, const domain::Caller& caller);

}  // namespace stele::dialect::pipedrive
