// Reading what a call gives to the fields of a person or an account: {"str::first": "Ann", "geo::city": {"name": "Porto"}}. What is
// read here is checked against the schema alone; the domain checks the rest.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json_reader.h"
#include "base/result.h"
#include "dialect/ortto/fields.h"
#include "domain/custom_field.h"

namespace stele::dialect::ortto {

// A value for a field, in the form in which custom values are kept: texts, phone numbers, places and objects as a text, numbers and
// what is yes or no as a number (of thousandths the whole), dates and moments as a Span, options as their ids, amounts as Money
// without a currency. Without data the field is cleared, as null and an empty text do.
struct FieldWrite {
    FieldInfo field;
    std::optional<domain::CustomData> data;
};

// The data of one value; nothing for null and for an empty text. Error: invalid, in Ortto's words.
[[nodiscard]] Result<std::optional<domain::CustomData>> read_data(const domain::Directory& directory, const FieldInfo& field,
                                                                  const JsonValue& value);

// A field of the schema by its id. Error: invalid, in Ortto's words.
[[nodiscard]] Result<FieldInfo> find_field(const Fields& fields, std::string_view id);

// A member of `fields`. `keys` are ids of fields that may be named although nobody may write them. Errors: invalid: an unknown
// field, one that is read-only, a value of another form.
[[nodiscard]] Result<FieldWrite> read_field(const Fields& fields, const JsonValue& member,
                                            std::span<const std::string> keys);

// What `location` says of a person's address and last location, as if it were fields; null members are passed over. An address of
// the net says nothing here. Error: invalid.
[[nodiscard]] Result<std::vector<FieldWrite>> read_location(const JsonValue& location);

// What a moment is kept as.
[[nodiscard]] domain::Span moment_span(Micros time);
// {"year", "month", "day"}, or an ISO 8601 text. Nothing for any other.
[[nodiscard]] std::optional<Micros> read_moment(const JsonValue& value);

// "failed to validate field str::x in schema: …".
[[nodiscard]] std::unexpected<Error> invalid_value(std::string_view field, std::string_view what);

}  // namespace stele::dialect::ortto
