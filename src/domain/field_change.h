// One field that a write changes, as the history keeps it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "domain/company.h"

namespace stele::domain {

struct FieldChange {
    // Of domain/change.h; or an address part ("address", "address_locality", ...); or the key of a custom field, with the part's
    // name behind it ("<key>_currency").
    std::string field;
    std::optional<std::string> old_value;
    std::optional<std::string> new_value;

    FieldChange(std::string_view name, std::optional<std::string> before, std::optional<std::string> after)
        : field(name), old_value(std::move(before)), new_value(std::move(after)) {}
};

// How values are kept: empty is absent.
[[nodiscard]] std::optional<std::string> history_text(const std::string& value);
[[nodiscard]] std::optional<std::string> history_text(std::int64_t value);
[[nodiscard]] std::optional<std::string> history_text(int value);
[[nodiscard]] std::optional<std::string> history_text(double value);
[[nodiscard]] std::optional<std::string> history_text(const std::vector<std::int64_t>& ids);  // "5,6"
template <class T>
[[nodiscard]] std::optional<std::string> history_text(const std::optional<T>& value) {
    return value ? history_text(*value) : std::nullopt;
}

// What was read may be written back: whether replies cannot tell two values apart. No dialect shows more of a time than its
// second, nor a label whose option was removed.
[[nodiscard]] bool same_time(Micros stored, Micros written);
[[nodiscard]] bool same_labels(const std::vector<LabelOption>& options, const std::vector<std::int64_t>& stored,
                               const std::vector<std::int64_t>& written);

// Sets one member, when the patch has it and it differs.
template <class T, class Same = std::equal_to<>>
void apply_field(std::vector<FieldChange>& changes, std::string_view field, T& member, const std::optional<T>& value,
                 Same same = {}) {
    if (!value || same(member, *value)) return;
    changes.emplace_back(field, history_text(member), history_text(*value));
    member = *value;
}

}  // namespace stele::domain
