// HTML of strangers, made safe to be shown: what is on a list of allowed elements, attributes and addresses stays, and nothing else.
#pragma once

#include <string>
#include <string_view>

namespace stele {

// A fragment that any browser reads as we do: it is written anew from the tree that an HTML5 parser makes. No scripts, events,
// forms, frames, styles, and no addresses but https:, http:, mailto: and tel: in links, and https: and cid: in pictures. What
// is nested too deeply is left out. Input and output are valid UTF-8.
[[nodiscard]] std::string safe_html(std::string_view html);

// Plain text as HTML: escaped, with <br> in place of line ends.
[[nodiscard]] std::string text_as_html(std::string_view text);

}  // namespace stele
