// Text compared our way, never the engine's. All inputs and outputs are valid UTF-8; sort keys are bytes.
// Thread-safe; the collator behind it is made once a thread.
#pragma once

#include <string>
#include <string_view>

namespace stele {

// What search compares: NFKC case folding, NFD, marks dropped, then ø ł đ æ œ þ ð ı by table. "Ørsted" and "orsted" are one.
[[nodiscard]] std::string fold(std::string_view text);

// What exact matches compare: NFKC case folding, NFC; marks are kept.
[[nodiscard]] std::string fold_exact(std::string_view text);

// Bytes whose order is ICU's root collation, without the terminating zero.
[[nodiscard]] std::string sort_key(std::string_view text);

// The first user-perceived character of the folded text as one code point; empty for empty text.
[[nodiscard]] std::string first_char(std::string_view text);

// "72.1/15.0": ICU and Unicode version. Stored forms are rebuilt when it changes.
[[nodiscard]] std::string text_version();

// True for well-formed UTF-8 without U+0000.
[[nodiscard]] bool is_clean_utf8(std::string_view text);

// The text with U+FFFD in place of what is not UTF-8; for logs, where anything may come in.
[[nodiscard]] std::string to_clean_utf8(std::string_view text);

// The number of code points.
[[nodiscard]] std::size_t code_points(std::string_view text);

// ISO 3166 alpha-2 code of a country's English name or of a code itself ("Portugal", "pt" -> "PT"); empty when unknown.
[[nodiscard]] std::string country_code_of(std::string_view country);

}  // namespace stele
