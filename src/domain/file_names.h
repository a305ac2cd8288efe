// Names of files as they come from outside: what is kept of them is safe to show, to send in a header, and to save under.
#pragma once

#include <string>
#include <string_view>

namespace stele::domain {

// The last component, without control characters, in well-formed UTF-8, at most limits::file_name_size bytes; "file" where
// nothing is left.
[[nodiscard]] std::string safe_file_name(std::string_view name);
// "pdf" of "Price list.PDF"; empty when there is none.
[[nodiscard]] std::string extension_of(std::string_view file_name);
// Small letters and digits, as far as they go.
[[nodiscard]] std::string safe_file_type(std::string_view type);
// "text/plain" of "Text/Plain; charset=x"; empty when it is not well-formed.
[[nodiscard]] std::string safe_content_type(std::string_view type);
// "price-list_8f0a.pdf" of "price-list.pdf" and "8f0a".
[[nodiscard]] std::string marked_file_name(std::string_view file_name, std::string_view mark);

}  // namespace stele::domain
