// JSON values as text again.
#pragma once

#include <string>

#include "base/json_reader.h"
#include "base/json_writer.h"

namespace stele {

// The value as the writer's next one, without white space. Members stay in their order.
void copy_json(JsonWriter& writer, const JsonValue& value);
[[nodiscard]] std::string json_text(const JsonValue& value);

}  // namespace stele
