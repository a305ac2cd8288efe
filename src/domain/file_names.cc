#include "domain/file_names.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"

namespace stele::domain {

namespace {

constexpr std::string_view fallback = "file";
constexpr std::size_t longest_type = 16;
constexpr std::size_t longest_content_type = 127;  // of each half; RFC 6838

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Of the parts of a media type. RFC 6838.
bool is_type_char(char c) { return is_plain(c) || std::string_view("!#$&-^_.+").find(c) != std::string_view::npos; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '.')) text.remove_suffix(1);
    return text;
}

}  // namespace

std::string safe_file_name(std::string_view name) {
    const auto cut = name.find_last_of("/\\");
    if (cut != std::string_view::npos) name.remove_prefix(cut + 1);
    std::string kept = to_clean_utf8(name);
    std::erase_if(kept, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
    std::string_view shown = trimmed(kept);
    shown = trimmed(shown.substr(0, cut_at_char(shown, limits::file_name_size)));
    return std::string(first_char(shown).empty() ? fallback : shown);
}

std::string extension_of(std::string_view file_name) {
    const auto dot = file_name.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return {};
    const std::string_view end = file_name.substr(dot + 1);
    std::string type = safe_file_type(end);
    return type.size() == end.size() ? type : std::string();
}

std::string safe_file_type(std::string_view type) {
    std::string kept;
    for (const char c : type.substr(0, longest_type)) {
        if (!is_plain(lower(c))) break;
        kept += lower(c);
    }
    return kept;
}

std::string safe_content_type(std::string_view type) {
    std::string kept(trimmed(type.substr(0, type.find(';'))));
    std::ranges::transform(kept, kept.begin(), lower);
    const auto slash = kept.find('/');
    const auto is_half = [](std::string_view half) {
        return !half.empty() && half.size() <= longest_content_type && is_plain(half.front()) &&
               std::ranges::all_of(half, is_type_char);
    };
    if (slash == std::string::npos) return {};
    const std::string_view whole = kept;
    return is_half(whole.substr(0, slash)) && is_half(whole.substr(slash + 1)) ? kept : std::string();
}

std::string marked_file_name(std::string_view file_name, std::string_view mark) {
    const std::string type = extension_of(file_name);
    std::string_view stem = type.empty() ? file_name : file_name.substr(0, file_name.size() - type.size() - 1);
    std::string marked(stem);
    marked.append("_").append(mark);
    if (!type.empty()) marked.append(".").append(type);
    return marked;
}

}  // namespace stele::domain
