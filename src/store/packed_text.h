// Texts one after the other in one text: each as its size in bytes, ':' and itself ("4:work").
#pragma once

#include <charconv>
#include <string>
#include <string_view>

namespace stele::store {

inline void append_packed(std::string& to, std::string_view text) {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, text.size()).ptr;
    to.append(digits, end);
    to += ':';
    to += text;
}

// Takes a text off the beginning of `from`. False when there is none.
[[nodiscard]] inline bool take_packed(std::string_view& from, std::string_view& into) {
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(from.data(), from.data() + from.size(), size);
    if (error != std::errc()) return false;
    from.remove_prefix(static_cast<std::size_t>(end - from.data()));
    if (!from.starts_with(':') || size > from.size() - 1) return false;
    into = from.substr(1, size);
    from.remove_prefix(1 + size);
    return true;
}

}  // namespace stele::store
