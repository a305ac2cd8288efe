#include "http/request.h"

#include <cctype>

#include "base/limits.h"
#include "base/text.h"

namespace stele::http {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Where the `c` at `at`, plain or percent-encoded, ends; 0 when it is not there.
std::size_t end_of(std::string_view text, std::size_t at, char c) {
    if (at >= text.size()) return 0;
    if (text[at] == c) return at + 1;
    if (text[at] != '%' || at + 2 >= text.size()) return 0;
    return hex_digit(text[at + 1]) * 16 + hex_digit(text[at + 2]) == c ? at + 3 : 0;
}

std::size_t size_without_closing(std::string_view path) {
    if (path.ends_with(')')) return path.size() - 1;
    if (path.size() >= 3 && end_of(path, path.size() - 3, ')') == path.size()) return path.size() - 3;
    return 0;
}

struct Selector {
    std::size_t begin = 0;  // of the colon
    std::string_view inside;
};

// The selector `:(...)` at the end of the path, still encoded.
std::optional<Selector> find_selector(std::string_view path) {
    const std::size_t inside_end = size_without_closing(path);
    if (inside_end == 0) return std::nullopt;
    for (std::size_t at = path.rfind('/') + 1; at < inside_end; ++at) {
        const std::size_t after_colon = end_of(path, at, ':');
        if (after_colon == 0) continue;
        const std::size_t inside = end_of(path, after_colon, '(');
        if (inside != 0 && inside <= inside_end) return Selector{at, path.substr(inside, inside_end - inside)};
    }
    return std::nullopt;
}

// Past a leading /v<digits> or /api/v<digits>; 0 when there is none.
std::size_t end_of_version_prefix(std::string_view path) {
    std::size_t at = path.starts_with("/api/") ? 4 : 0;
    if (!path.substr(at).starts_with("/v")) return 0;
    at += 2;
    const std::size_t digits = at;
    while (at < path.size() && path[at] >= '0' && path[at] <= '9') ++at;
    return at > digits && at < path.size() && path[at] == '/' ? at : 0;
}

std::string fold_slashes(std::string_view path, std::size_t from) {
    std::string folded(path.substr(0, from));
    for (const char c : path.substr(from)) {
        if (c != '/' || folded.back() != '/') folded += c;
    }
    return folded;
}

// Nothing but ASCII, and no escapes.
bool is_plain(std::string_view text) {
    bool plain = true;
    for (const char c : text) plain &= c > 0 && c != '%';
    return plain;
}

// Well-formed escapes that decode to clean text.
bool decodes(std::string_view text) { return is_plain(text) || percent_decode(text, false).has_value(); }

std::size_t count_parts(std::string_view text) {
    std::size_t count = 1;
    for (const char c : text) count += c == '&';
    return count;
}

// Nothing when malformed.
std::optional<std::string> decode_form_part(std::string_view text) {
    if (text.find_first_of("%+") == std::string_view::npos) {
        if (!is_clean_utf8(text)) return std::nullopt;
        return std::string(text);
    }
    return percent_decode(text, true);
}

}  // namespace

std::string_view to_string(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::delete_:
            return "DELETE";
        case Method::options:
            return "OPTIONS";
    }
    return "";
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            decoded += ' ';
        } else if (text[i] != '%') {
            decoded += text[i];
        } else {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[i + 1]);
            const int low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    if (!is_clean_utf8(decoded)) return std::nullopt;
    return decoded;
}

std::optional<std::vector<NameValue>> parse_form(std::string_view text) {
    std::vector<NameValue> parts;
    if (text.empty()) return parts;
    // Empty parts ("a=1&&b=2") count against the bound, too: they cost time.
    const std::size_t count = count_parts(text);
    if (count > limits::query_params) return std::nullopt;
    parts.reserve(count);
    while (true) {
        const std::size_t end = text.find('&');
        const std::string_view part = text.substr(0, end);
        if (!part.empty()) {
            const std::size_t equals = part.find('=');
            auto name = decode_form_part(part.substr(0, equals));
            auto value = decode_form_part(equals == std::string_view::npos ? "" : part.substr(equals + 1));
            if (!name || !value) return std::nullopt;
            parts.push_back({std::move(*name), std::move(*value)});
        }
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::optional<std::string_view> Request::query(std::string_view name) const {
    for (const NameValue& param : query_) {
        if (param.name == name) return param.value;
    }
    return std::nullopt;
}

std::vector<std::string_view> Request::query_list(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const NameValue& param : query_) {
        if (param.name != name) continue;
        std::string_view rest = param.value;
        while (!rest.empty()) {
            const std::size_t comma = rest.find(',');
            if (comma != 0) values.push_back(rest.substr(0, comma));
            rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
        }
    }
    return values;
}

std::optional<std::string_view> Request::header(std::string_view name) const {
    for (const NameValue& header : headers) {
        if (header.name == name) return header.value;
    }
    return std::nullopt;
}

std::string_view Request::path_param(std::string_view name) const {
    for (const NameValue& param : path_params_) {
        if (param.name == name) return param.value;
    }
    return {};
}

bool Request::prepare() {
    path_.clear();
    selector_.clear();
    query_.clear();
    const std::string_view whole = target;
    const std::size_t question = whole.find('?');
    std::string_view path = whole.substr(0, question);
    const bool asterisk = path == "*" && method == Method::options;
    if (!path.starts_with('/') && !asterisk) return false;
    if (!decodes(path)) return false;

    if (const auto selector = find_selector(path)) {
        auto inside = percent_decode(selector->inside, false);
        if (!inside) return false;
        selector_ = std::move(*inside);
        path = path.substr(0, selector->begin);
    }
    const std::size_t prefix = end_of_version_prefix(path);
    if (prefix != 0 && path.find("//", prefix) != std::string_view::npos) {
        folded_path_ = true;
        path_ = fold_slashes(path, prefix);
    } else {
        folded_path_ = false;
        path_size_ = path.size();
    }
    if (question == std::string_view::npos) return true;
    auto query = parse_form(whole.substr(question + 1));
    if (!query) return false;
    query_ = std::move(*query);
    return true;
}

}  // namespace stele::http
