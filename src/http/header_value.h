// How the values of headers are taken apart.
#pragma once

#include <string>
#include <string_view>

namespace stele::http {

// Without blanks at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

// Takes the text up to the separator away, and the separator. Trimmed.
std::string_view take_part(std::string_view& text, char separator);

[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace stele::http
