// Text compared our way, never the engine's. All inputs and outputs are valid UTF-8; sort keys are bytes.
// Thread-safe; the collator behind it is made once a thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace stele {

// What search compares: NFKC case folding, NFD, marks dropped, then ø ł đ æ œ þ ð ı by table. "Ørsted" and "orsted" are one.
[[nodiscard]] std::string fold(std::string_view text);

// What exact matches compare: NFKC case folding, NFC; marks are kept.
[[nodiscard]] std::string fold_exact(std::string_view text);

// Bytes whose order is ICU's root collation, without the terminating zero.
[[nodiscard]] std::string sort_key(std::string_view text);

// The first code point of the folded text that is not white space; empty when there is none.
[[nodiscard]] std::string first_char(std::string_view text);

// "72.1/15.0": ICU and Unicode version. Stored forms are rebuilt when it changes.
[[nodiscard]] std::string text_version();

// How many bytes of the text's beginning are well-formed UTF-8 without U+0000 (so: where the first damage is).
[[nodiscard]] std::size_t clean_utf8_prefix(std::string_view text);
[[nodiscard]] inline bool is_clean_utf8(std::string_view text) { return clean_utf8_prefix(text) == text.size(); }

// The text with U+FFFD in place of each byte that is not clean; for logs, where anything may come in.
[[nodiscard]] std::string to_clean_utf8(std::string_view text);

// The largest size up to `size` that does not cut a code point in two.
[[nodiscard]] std::size_t cut_at_char(std::string_view text, std::size_t size);

// The least text that is greater, compared as bytes, than all that begin with this one; empty when there is none.
[[nodiscard]] std::string end_of_prefix(std::string_view prefix);

// The number of code points.
[[nodiscard]] std::size_t code_points(std::string_view text);

// Whether a word begins at this byte, where a character begins: at the beginning, behind a space, or where a letter or digit
// follows anything else. Marks count as letters.
[[nodiscard]] bool begins_word(std::string_view text, std::size_t at);

// The text with a space before each word that stands behind punctuation: "o'neil (hq)" is "o' neil ( hq)".
[[nodiscard]] std::string with_spaced_words(std::string_view text);

// ISO 3166 alpha-2 code of a country's English name, a usual other name, or an alpha-2 or alpha-3 code ("Portugal", "pt" and
// "prt" -> "PT"); empty when unknown. Case, marks, punctuation and "the" do not matter, and "&" is "and".
[[nodiscard]] std::string country_code_of(std::string_view country);

// All alpha-2 codes, in their order.
[[nodiscard]] std::span<const std::string_view> country_codes();

}  // namespace stele
