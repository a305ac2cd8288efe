// Definitions of fields as Ortto shows them.
#pragma once

#include <string>
#include <vector>

#include "base/json_writer.h"
#include "dialect/ortto/fields.h"

namespace stele::dialect::ortto {

// Whether its values are labels that the field names.
[[nodiscard]] bool is_select(const FieldInfo& field);
// The labels of a select, in their order.
[[nodiscard]] std::vector<std::string> labels_of(const FieldInfo& field);
void write_labels(JsonWriter& writer, const FieldInfo& field);

// {"id", "name", "display_type", "liquid_name"}, with the flags that are true and `dic_items` of a select.
void write_definition(JsonWriter& writer, const FieldInfo& field);

}  // namespace stele::dialect::ortto
