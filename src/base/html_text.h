// The text of HTML, as a reader sees it.
#pragma once

#include <string>
#include <string_view>

namespace stele {

// Without tags, comments, scripts and styles, with entities decoded, and with one space in place of white space and of each tag
// that begins or ends a block. What is not well-formed is text. Input and output are valid UTF-8.
[[nodiscard]] std::string html_text(std::string_view html);

}  // namespace stele
