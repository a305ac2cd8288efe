#include "http/content_disposition.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "http/header_value.h"

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

// Browsers write a quotation mark so, and nothing else: https://html.spec.whatwg.org, multipart/form-data.
std::string with_quotation_marks(std::string text) {
    for (std::size_t at = 0; (at = text.find("%22", at)) != std::string::npos; ++at) text.replace(at, 3, "\"");
    return text;
}

// RFC 8187: charset'language'text, percent-encoded.
std::optional<std::string> decode_extended(std::string_view value) {
    const std::string charset = lower_case(take_part(value, '\''));
    const std::size_t language_end = value.find('\'');
    if (charset != "utf-8" || language_end == std::string_view::npos) return std::nullopt;
    return percent_decode(value.substr(language_end + 1), false);
}

std::string last_component(std::string_view path) {
    const std::size_t separator = path.find_last_of("/\\");
    return std::string(separator == std::string_view::npos ? path : path.substr(separator + 1));
}

bool is_clean_name(std::string_view name) { return is_clean_utf8(name) && std::ranges::none_of(name, is_control); }

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

std::optional<FormDisposition> parse_form_disposition(std::string_view value) {
    const std::size_t type_end = std::min(value.find(';'), value.size());
    if (lower_case(trim(value.substr(0, type_end))) != "form-data") return std::nullopt;
    auto parameters = parse_parameters(value.substr(type_end));
    if (!parameters) return std::nullopt;
    FormDisposition disposition;
    bool is_named = false;
    bool is_extended = false;
    for (NameValue& parameter : *parameters) {
        if (parameter.name == "name") {
            is_named = true;
            disposition.name = with_quotation_marks(std::move(parameter.value));
        } else if (parameter.name == "filename*") {
            disposition.file_name = decode_extended(parameter.value);
            if (!disposition.file_name) return std::nullopt;
            is_extended = true;
        } else if (parameter.name == "filename" && !is_extended) {
            disposition.file_name = with_quotation_marks(std::move(parameter.value));
        } else if (parameter.name.starts_with("filename*")) {
            return std::nullopt;  // in pieces (RFC 2231): a file that would be taken for a value
        }
    }
    if (!is_named || !is_clean_name(disposition.name)) return std::nullopt;
    if (!disposition.file_name) return disposition;
    if (!is_clean_name(*disposition.file_name)) return std::nullopt;
    disposition.file_name = last_component(*disposition.file_name);
    return disposition;
}

}  // namespace stele::http
