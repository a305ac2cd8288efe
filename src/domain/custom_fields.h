// The rules of custom fields: their definitions, which admins write, and the values that records are given.
//
// Errors: forbidden; not_found; invalid with the field.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/caller.h"
#include "domain/field_change.h"
#include "domain/label_options.h"
#include "domain/store.h"

namespace stele::domain {

// What a write says of a definition. Absent members stay; a new one needs a name and a type, and options where the type has
// them.
struct CustomFieldPatch {
    std::optional<std::string> name;
    std::optional<FieldType> type;  // of a new one alone
    std::optional<bool> shown_on_add;
    std::optional<std::string> presentation;
    std::optional<FieldFormat> format;  // of a new one alone
    std::optional<bool> is_tracked;
    std::optional<std::vector<LabelOptionPatch>> options;  // all that are to be, in order; others are removed
};

[[nodiscard]] Result<CustomField> add_custom_field(Transaction& transaction, const Caller& caller, Kind kind,
                                                   const CustomFieldPatch& patch);

// The definition as it is now, which the caller's directory may not know yet. Error: not_found; of a deleted one with
// `deleted_field`.
[[nodiscard]] Result<CustomField> find_custom_field(Transaction& transaction, Kind kind, std::int64_t id);
inline constexpr std::string_view deleted_field = "The field is not found";

[[nodiscard]] Result<CustomField> update_custom_field(Transaction& transaction, const Caller& caller, Kind kind,
                                                      std::int64_t id, const CustomFieldPatch& patch);

// Notes on the definition that its options were changed.
[[nodiscard]] Result<void> touch_custom_field(Transaction& transaction, const Caller& caller, CustomField& field);

// It is gone from every record at once; what stood in it is not shown again, and can no longer be written.
[[nodiscard]] Result<CustomField> delete_custom_field(Transaction& transaction, const Caller& caller, Kind kind,
                                                      std::int64_t id);
// Skips unknown ones; says which it found, in the order given, each once.
[[nodiscard]] Result<std::vector<std::int64_t>> delete_custom_fields(Transaction& transaction, const Caller& caller,
                                                                     Kind kind, std::span<const std::int64_t> ids);

// The value as this caller is shown it: without options that were removed, and nothing where it names a record that the caller
// does not see.
[[nodiscard]] Result<std::optional<CustomData>> seen_data(Transaction& transaction, const Caller& caller,
                                                          const CustomField& field, const CustomData& data);

// Values that a write gives to a record of that kind. What is there already may stay: an option, a user or a record that has
// gone since. Returns those to apply: not one that clears what the caller was shown as nothing.
[[nodiscard]] Result<CustomPatches> check_custom(Transaction& transaction, const Caller& caller, Kind kind,
                                                 const CustomPatches& patches, const CustomValues& current);

// Patches that check_custom() let pass. One change a part that differs.
void apply_custom(const Directory& directory, CustomValues& values, const CustomPatches& patches,
                  std::vector<FieldChange>& changes);

}  // namespace stele::domain
