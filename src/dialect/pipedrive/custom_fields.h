// Values of custom fields as Pipedrive's two versions write them.
//
// v1: members of the record by the field's key, with a member for each further part ("<key>_currency"). v2: members of the
// object custom_fields, an object each where a value has parts.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "dialect/dialect.h"
#include "domain/custom_field.h"

namespace stele::dialect::pipedrive {

// Pipedrive's name of a type: "varchar", "enum", ...
[[nodiscard]] std::string_view type_name(domain::FieldType type);
[[nodiscard]] std::optional<domain::FieldType> type_of_name(std::string_view name);
// All of them, between commas.
[[nodiscard]] std::string type_names();

// The custom fields of one kind of records that a reply shows, as its caller sees them. The context outlives it.
class ShownCustomFields {
   public:
    ShownCustomFields(const Context& context, domain::Kind kind);

    // v2: of those fields only these, by key. Unknown ones are passed over.
    void choose(std::span<const std::string_view> keys);
    // v2: options as {"id", "label"}.
    void show_option_labels() { has_option_labels_ = true; }

    // Null where the record has no value. Of names that are not empty, only those that are named.
    void write_v1(JsonWriter& writer, const domain::CustomValues& values,
                  std::span<const std::string_view> names = {}) const;
    void write_v2(JsonWriter& writer, const domain::CustomValues& values) const;

   private:
    [[nodiscard]] std::optional<domain::CustomData> shown_value(const domain::CustomField& field,
                                                                const domain::CustomValues& values) const;

    const Context& context_;
    std::vector<const domain::CustomField*> fields_;
    bool has_option_labels_ = false;
};

}  // namespace stele::dialect::pipedrive
