// Phone numbers as Ortto spells them: {"c": "61", "n": "401234567"}. They are kept as "+61401234567"; base/phone.h splits them.
#pragma once

#include <optional>
#include <string>

#include "base/json_reader.h"
#include "base/phone.h"

namespace stele::dialect::ortto {

// {"c", "n"}; {"phone", "parse_with_country_code"}; or a text. As it is kept. Nothing for any other value, an unknown country code,
// or a number that is to be parsed with its country code and has none.
[[nodiscard]] std::optional<std::string> read_phone(const JsonValue& value);

}  // namespace stele::dialect::ortto
