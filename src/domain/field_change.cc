#include "domain/field_change.h"

#include <charconv>

namespace stele::domain {

std::optional<std::string> history_text(const std::string& value) {
    return value.empty() ? std::optional<std::string>() : value;
}

std::optional<std::string> history_text(std::int64_t value) { return std::to_string(value); }

std::optional<std::string> history_text(int value) { return std::to_string(value); }

std::optional<std::string> history_text(double value) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
    return std::string(buffer, end.ptr);
}

std::optional<std::string> history_text(const std::vector<std::int64_t>& ids) {
    if (ids.empty()) return std::nullopt;
    std::string text;
    for (const std::int64_t id : ids) {
        if (!text.empty()) text += ',';
        text += std::to_string(id);
    }
    return text;
}

}  // namespace stele::domain
