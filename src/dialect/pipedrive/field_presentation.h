// Where clients are to show a custom field, and when they ask for a value: v2's ui_visibility, important_fields and
// required_fields. Stele keeps what it is told and shows it again; it asks for no value itself, as Pipedrive's API does not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "base/result.h"
#include "dialect/shape.h"
#include "domain/ids.h"

namespace stele::dialect::pipedrive {

// A dialog that adds a record of another kind.
struct FieldInDialog {
    bool show = false;
    std::optional<std::int64_t> order;
};

// The outcomes of deals in a pipeline at which a value is asked for.
struct PipelineStatuses {
    std::string pipeline_id;
    std::vector<std::string> statuses;
};

struct FieldPresentation {
    bool shown_in_details = true;
    FieldInDialog add_deal_dialog;
    FieldInDialog add_person_dialog;
    bool shown_in_projects = false;
    bool shown_in_all_pipelines = true;
    std::vector<std::int64_t> pipeline_ids;
    bool important = false;
    std::vector<std::int64_t> important_stages;
    bool required = false;
    std::vector<std::int64_t> required_stages;
    std::vector<PipelineStatuses> required_statuses;

    [[nodiscard]] std::string encode() const;
    // Of a text that encode() wrote; an empty one says nothing.
    [[nodiscard]] static FieldPresentation decode(std::string_view text);
};

// A field with its presentation, and whether the form of a new record shows it.
struct ShownField {
    const FieldPresentation& presentation;
    bool shown_on_add = false;
};

// Members that are named change; others stay. `shown_on_add` is add_visible_flag of ui_visibility. Errors: invalid.
[[nodiscard]] Result<void> read_ui_visibility(const JsonValue& value, FieldPresentation& into,
                                              std::optional<bool>& shown_on_add);
[[nodiscard]] Result<void> read_important_fields(const JsonValue& value, FieldPresentation& into);
[[nodiscard]] Result<void> read_required_fields(const JsonValue& value, FieldPresentation& into);

// ui_visibility as replies of that kind show it.
[[nodiscard]] std::span<const Field<ShownField>> visibility_table(domain::Kind kind);
[[nodiscard]] std::span<const Field<ShownField>> important_table();
[[nodiscard]] std::span<const Field<ShownField>> required_table(domain::Kind kind);

extern const Shape visibility_shape;
extern const Shape important_shape;
extern const Shape required_shape;
extern const Shape visibility_input_shape;
extern const Shape important_input_shape;
extern const Shape required_input_shape;

}  // namespace stele::dialect::pipedrive
