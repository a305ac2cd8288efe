#include "http/header_value.h"

#include <algorithm>
#include <utility>

namespace stele::http {
namespace {

// Takes the text in quotation marks with which `text` begins. Nothing when it does not end.
std::optional<std::string> take_quoted(std::string_view& text) {
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
        const bool is_escape = text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\');
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return value;
        }
        if (is_escape) ++i;
        value += text[i];
    }
    return std::nullopt;
}

// Without quotation marks: to the next blank or semicolon.
std::optional<std::string> take_plain(std::string_view& text) {
    std::string value(text.substr(0, text.find_first_of("; \t")));
    if (value.empty() || value.find('"') != std::string::npos) return std::nullopt;
    text.remove_prefix(value.size());
    return value;
}

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

}  // namespace

std::optional<std::vector<NameValue>> parse_parameters(std::string_view text) {
    std::vector<NameValue> parameters;
    for (text = trim(text); !text.empty(); text = trim(text)) {
        if (text[0] != ';') return std::nullopt;
        text = trim(text.substr(1));
        if (text.empty()) break;  // a semicolon too many
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos || !is_token(text.substr(0, equals))) return std::nullopt;
        std::string name = lower_case(text.substr(0, equals));
        text.remove_prefix(equals + 1);
        auto value = text.starts_with('"') ? take_quoted(text) : take_plain(text);
        if (!value || std::ranges::find(parameters, name, &NameValue::name) != parameters.end()) return std::nullopt;
        parameters.push_back({std::move(name), std::move(*value)});
    }
    return parameters;
}

std::string_view trim(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string_view take_part(std::string_view& text, char separator) {
    const auto end = std::min(text.find(separator), text.size());
    const auto part = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

std::string lower_case(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    return result;
}

}  // namespace stele::http
