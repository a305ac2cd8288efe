// What was changed, as the changelog and the flow of a record tell it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json_writer.h"
#include "dialect/dialect.h"
#include "domain/change.h"
#include "domain/company.h"

namespace stele::dialect::pipedrive {

// The history's names of fields, where Pipedrive has others.
[[nodiscard]] std::string_view change_key(std::string_view field);

// Values are texts; times as Pipedrive writes them, and what was deleted is not active.
void write_change_value(JsonWriter& writer, const domain::Company& company, std::string_view field,
                        const std::optional<std::string>& value);

// The kind of the records whose ids are the values of a field, if they are.
[[nodiscard]] std::optional<domain::Kind> named_kind(const Context& context, domain::Kind kind, std::string_view field);

// The change as the caller may know it; nothing when nothing is left of it.
[[nodiscard]] Result<std::optional<domain::Change>> shown_change(Context& context, const domain::Change& change);

}  // namespace stele::dialect::pipedrive
