// Fields of records, built-in and custom, as Pipedrive shows them in its two versions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/dialect.h"
#include "dialect/pipedrive/built_in_fields.h"
#include "dialect/pipedrive/field_presentation.h"
#include "dialect/shape.h"
#include "domain/custom_field.h"

namespace stele::dialect::pipedrive {

// An option that every company of a scheme has.
struct Level {
    int number;
    std::string_view label;
};
[[nodiscard]] std::span<const Level> levels_of(const domain::Company& company);

class FieldList;

// A field of a company: its options and times are the company's. One of the two is set.
struct FieldView {
    const FieldList& list;
    const BuiltInField* built_in = nullptr;
    const domain::CustomField* custom = nullptr;
    int order = 0;
    const domain::PartName* part = nullptr;  // v1: this part of the field, which stands in lists as a field of its own
    FieldPresentation presentation;

    [[nodiscard]] bool has(FieldUse use) const;
    [[nodiscard]] std::string name() const;
    [[nodiscard]] std::string key() const;
    [[nodiscard]] std::string_view code() const;  // of v2
    [[nodiscard]] std::string_view type() const;
    [[nodiscard]] std::string_view type_v2() const;
    [[nodiscard]] OptionSource options() const { return built_in != nullptr ? built_in->options : OptionSource::none; }
    [[nodiscard]] std::span<const domain::PartName> parts() const;
};

// The fields of one kind of records of the caller's company, in order. Outlives its views.
class FieldList {
   public:
    FieldList(const Context& context, domain::Kind kind);

    [[nodiscard]] std::size_t size() const { return built_in_.size() + custom_.size(); }
    [[nodiscard]] FieldView at(std::size_t index) const;
    [[nodiscard]] std::optional<FieldView> find_by_id(std::int64_t id) const;
    [[nodiscard]] std::optional<FieldView> find_by_code(std::string_view code) const;  // of v2
    // A definition that the caller's directory may not know yet, or not as it is now. It outlives the view.
    [[nodiscard]] FieldView view_of(const domain::CustomField& field) const;

    [[nodiscard]] domain::Kind kind() const { return kind_; }
    [[nodiscard]] const domain::Company& company() const { return directory_.company; }
    [[nodiscard]] const std::vector<domain::LabelOption>& labels() const { return labels_; }
    // After a write: the context's directory is as before.
    void set_labels(std::vector<domain::LabelOption> labels) { labels_ = std::move(labels); }

   private:
    const domain::Directory& directory_;
    domain::Kind kind_;
    std::span<const BuiltInField> built_in_;
    std::vector<const domain::CustomField*> custom_;
    std::vector<domain::LabelOption> labels_;  // in their order
};

[[nodiscard]] std::unexpected<Error> field_not_found();

using FieldTable = std::span<const Field<FieldView>>;
[[nodiscard]] FieldTable field_table_v1();
[[nodiscard]] FieldTable subfield_table_v1();  // beside them, of parts
[[nodiscard]] FieldTable field_table_v2();
[[nodiscard]] FieldTable field_include_table();  // v2: beside them when asked for

[[nodiscard]] http::Response field_reply(FieldTable table, const FieldView& view);

extern const Shape field_shape_v1;
extern const Shape field_list_shape_v1;
extern const Shape field_shape_v2;
extern const Shape field_list_shape_v2;

}  // namespace stele::dialect::pipedrive
