// How the values of headers are taken apart.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace stele::http {

// Without blanks at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

// Takes the text up to the separator away, and the separator. Trimmed.
std::string_view take_part(std::string_view& text, char separator);

// What stands behind a value: `; name=value; other="a \"quoted\" one"`. Names in lower case, in their order. In quotation marks a
// backslash counts before a mark and a backslash only: some clients send paths. Nothing when malformed, or when a name is repeated.
[[nodiscard]] std::optional<std::vector<NameValue>> parse_parameters(std::string_view text);

[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace stele::http
