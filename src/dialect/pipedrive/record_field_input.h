// Writing fields of records: their definitions and options. Admins alone. See domain/custom_fields.h, domain/label_options.h.
#pragma once

#include <optional>
#include <vector>

#include "dialect/dialect.h"
#include "dialect/pipedrive/record_field_view.h"
#include "domain/custom_fields.h"

namespace stele::dialect::pipedrive {

extern const Shape field_create_shape_v1;
extern const Shape field_update_shape_v1;
extern const Shape field_create_shape_v2;
extern const Shape field_update_shape_v2;
extern const Shape option_add_shape;
extern const Shape option_update_shape;
extern const Shape option_delete_shape;

// Bodies. Errors: invalid. v2's patch of a field that is there begins with its presentation.
[[nodiscard]] Result<domain::CustomFieldPatch> read_field_create_v1(JsonValue body);
[[nodiscard]] Result<domain::CustomFieldPatch> read_field_update_v1(JsonValue body);
[[nodiscard]] Result<domain::CustomFieldPatch> read_field_create_v2(JsonValue body);
[[nodiscard]] Result<domain::CustomFieldPatch> read_field_update_v2(JsonValue body, const FieldView& field);

using OptionPatches = std::vector<domain::LabelOptionPatch>;
[[nodiscard]] Result<OptionPatches> read_options_to_add(JsonValue body);
[[nodiscard]] Result<OptionPatches> read_options_to_update(JsonValue body);
[[nodiscard]] Result<OptionPatches> read_options_to_delete(JsonValue body);

// A client may send back what it read of a field that every company has; it cannot change it. Options of labels may change.
[[nodiscard]] Result<void> check_built_in(const FieldView& view, const domain::CustomFieldPatch& patch);

}  // namespace stele::dialect::pipedrive
