#include "http/content_disposition.h"

#include <algorithm>

namespace stele::http {
namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

bool is_control(char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }

// RFC 8187: attr-char, which stands for itself.
bool is_attr_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$&+-.^_`|~").find(c) != std::string_view::npos;
}

// What a folder's separators and its own names, and the header's own characters, would say otherwise than as a name.
std::string harmless(std::string_view file_name) {
    std::string name(file_name);
    std::ranges::replace_if(name, [](char c) { return is_control(c) || c == '/' || c == '\\'; }, '_');
    if (name == "." || name == "..") std::ranges::fill(name, '_');
    return name.empty() ? "file" : name;
}

}  // namespace

std::string content_disposition(std::string_view file_name) {
    const std::string name = harmless(file_name);
    std::string plain;
    for (const char c : name) {
        const bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;  // of a character that has its '_' already
        if (continues) continue;
        // Some clients take a percent sign for an escape even here.
        plain += c < 0 || c == '"' || c == '%' ? '_' : c;
    }
    std::string header = "attachment; filename=\"" + plain + '"';
    if (plain == name) return header;
    header += "; filename*=UTF-8''";
    for (const char c : name) {
        if (is_attr_char(c)) {
            header += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        header += '%';
        header += hex_digits[byte >> 4];
        header += hex_digits[byte & 15];
    }
    return header;
}

}  // namespace stele::http
