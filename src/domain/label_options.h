// The options of label fields and of custom fields. Each kind of records has its own label field. A removed option's id is never used again, so that records
// which still carry it need not be rewritten: it is not shown, since it is no option.
//
// Only admins write them. Errors: forbidden; invalid with the member. All or nothing is written.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/caller.h"
#include "domain/store.h"

namespace stele::domain {

// An option as a write wants it. Absent members stay; one without an id is new and needs a label.
struct LabelOptionPatch {
    std::optional<std::int64_t> id;
    std::optional<std::string> label;
    std::optional<std::string> color;
};

// The label field of a kind of records, or a custom field.
struct OptionField {
    Kind kind = Kind::organization;
    std::int64_t custom_field_id = 0;  // 0: the label field

    OptionField(Kind of_kind, std::int64_t custom = 0)  // NOLINT(google-explicit-constructor): a kind has one label field
        : kind(of_kind), custom_field_id(custom) {}
};

// Who may change fields: admins.
[[nodiscard]] Result<void> check_field_editor(const Caller& caller);

// By position.
[[nodiscard]] std::vector<LabelOption> in_shown_order(std::vector<LabelOption> options);

// The field's options are these, in this order: others are removed. Returns them all.
[[nodiscard]] Result<std::vector<LabelOption>> set_label_options(Transaction& transaction, const Caller& caller,
                                                                 OptionField field,
                                                                 std::span<const LabelOptionPatch> wanted);

// Behind those that are there. Returns the new ones.
[[nodiscard]] Result<std::vector<LabelOption>> add_label_options(Transaction& transaction, const Caller& caller,
                                                                 OptionField field, std::span<const LabelOptionPatch> added);

// Returns those that were named, in the order of the patches, as they are now.
[[nodiscard]] Result<std::vector<LabelOption>> update_label_options(Transaction& transaction, const Caller& caller,
                                                                    OptionField field,
                                                                    std::span<const LabelOptionPatch> patches);

// Returns those that were removed, in the order of the ids.
[[nodiscard]] Result<std::vector<LabelOption>> remove_label_options(Transaction& transaction, const Caller& caller,
                                                                    OptionField field, std::span<const std::int64_t> ids);

}  // namespace stele::domain
