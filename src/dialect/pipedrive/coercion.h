// How v1 reads values: numbers and texts stand for each other, and flags for both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dialect/dialect.h"

namespace stele::dialect::pipedrive {

// "NAME must be WHAT"
[[nodiscard]] std::unexpected<Error> bad(std::string_view name, std::string_view what);

// A whole number, or a text that spells one.
[[nodiscard]] std::optional<std::int64_t> as_integer(const JsonValue& value);
// An id, or the object that replies have in its place (its `value`), so that what was read can be written.
[[nodiscard]] std::optional<std::int64_t> as_reference(const JsonValue& value);
// Forms send what was not filled in: null or an empty text.
[[nodiscard]] bool is_left_out(const JsonValue& value);
// A text, or a number as text.
[[nodiscard]] std::optional<std::string> as_text(const JsonValue& value);
// true, 1, "1" and "true" are one.
[[nodiscard]] Result<bool> as_flag(const JsonValue& value, std::string_view name);
// One label; null, an empty text and 0 are none.
[[nodiscard]] Result<std::vector<std::int64_t>> as_label(const JsonValue& value, std::string_view name);
// A list, or a text of numbers between commas, as forms send it. Null is none.
[[nodiscard]] Result<std::vector<std::int64_t>> as_label_ids(const JsonValue& value, std::string_view name);

// "09:30" is "09:30:00"; whether it is a time is the domain's business.
[[nodiscard]] std::string full_time(std::string text);
// An instant as custom fields keep it, from RFC 3339 or what replies of v1 show.
[[nodiscard]] std::optional<std::string> full_moment(std::string_view text);

// A body that adds a record: without `id`, and with a name that is not blank.
[[nodiscard]] Result<void> check_creation(JsonValue body);
// A body that changes one: a name, if any, is not blank.
[[nodiscard]] Result<void> check_update(JsonValue body);

}  // namespace stele::dialect::pipedrive
