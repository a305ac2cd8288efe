// One field that a write changes, as the history keeps it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stele::domain {

struct FieldChange {
    std::string_view field;  // of domain/change.h, or an address part ("address", "address_locality", ...)
    std::optional<std::string> old_value;
    std::optional<std::string> new_value;
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

// Sets one member, when the patch has it and it differs.
template <class T>
void apply_field(std::vector<FieldChange>& changes, std::string_view field, T& member, const std::optional<T>& value) {
    if (!value || *value == member) return;
    changes.push_back({field, history_text(member), history_text(*value)});
    member = *value;
}

}  // namespace stele::domain
