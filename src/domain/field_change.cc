#include "domain/field_change.h"

#include <algorithm>
#include <charconv>
#include <chrono>

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

bool same_time(Micros stored, Micros written) {
    using std::chrono::floor, std::chrono::microseconds, std::chrono::seconds;
    return floor<seconds>(microseconds(stored)) == floor<seconds>(microseconds(written));
}

bool same_labels(const std::vector<LabelOption>& options, const std::vector<std::int64_t>& stored,
                 const std::vector<std::int64_t>& written) {
    std::vector<std::int64_t> shown = stored;
    std::erase_if(shown, [&](std::int64_t id) { return std::ranges::find(options, id, &LabelOption::id) == options.end(); });
    return shown == written;
}

}  // namespace stele::domain
