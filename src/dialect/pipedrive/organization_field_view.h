// Fields of organizations as Pipedrive shows them in its two versions.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "dialect/dialect.h"
#include "dialect/shape.h"

namespace stele::dialect::pipedrive {

// Where a field's options come from.
enum class OptionSource : std::uint8_t { none, labels, levels };

// A field that every company has.
struct BuiltInField {
    int id;                 // what filters name it by
    std::string_view key;   // v1
    std::string_view code;  // v2; empty: the same
    std::string_view name;
    std::string_view type;
    std::string_view type_v2;  // empty: the same
    int use;
    bool optional_in_v2;  // shown only when asked for
    OptionSource options = OptionSource::none;
};

// What may be done with a field.
enum FieldUse : std::uint8_t { plain = 0, editable = 1, searchable = 2, mandatory = 4, shown_on_add = 8 };

// An option that every company of a scheme has.
struct Level {
    int number;
    std::string_view label;
};
[[nodiscard]] std::span<const Level> levels_of(const domain::Company& company);

class FieldList;

// A field of a company: its options and times are the company's.
struct FieldView {
    const BuiltInField& field;
    const FieldList& list;
    int order;

    [[nodiscard]] bool has(FieldUse use) const { return (field.use & use) != 0; }
};

// The fields of the caller's company, in order. Outlives its views.
class FieldList {
   public:
    explicit FieldList(const Context& context);

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] FieldView at(std::size_t index) const;
    [[nodiscard]] std::optional<FieldView> find_by_id(std::int64_t id) const;
    [[nodiscard]] std::optional<FieldView> find_by_code(std::string_view code) const;  // of v2

    [[nodiscard]] const domain::Company& company() const { return company_; }
    [[nodiscard]] const std::vector<domain::LabelOption>& labels() const { return labels_; }
    // After a write: the context's directory is as before.
    void set_labels(std::vector<domain::LabelOption> labels) { labels_ = std::move(labels); }

   private:
    const domain::Company& company_;
    std::vector<domain::LabelOption> labels_;  // in their order
};

[[nodiscard]] std::unexpected<Error> field_not_found();

using FieldTable = std::span<const Field<FieldView>>;
[[nodiscard]] FieldTable field_table_v1();
[[nodiscard]] FieldTable field_table_v2();
[[nodiscard]] FieldTable field_include_table();  // v2: beside them when asked for

[[nodiscard]] http::Response field_reply(FieldTable table, const FieldView& view);

extern const Shape field_shape_v1;
extern const Shape field_list_shape_v1;
extern const Shape field_shape_v2;
extern const Shape field_list_shape_v2;

}  // namespace stele::dialect::pipedrive
