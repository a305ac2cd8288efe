// The header that names a file: as it is sent, and as it is received.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stele::http {

// `attachment; filename="…"`, and `filename*` where the name is more than ASCII. RFC 6266. Whatever the name is (UTF-8), it
// neither ends the header nor leads out of a folder; an empty one is "file".
[[nodiscard]] std::string content_disposition(std::string_view file_name);

// Of a part of a form. Without control characters.
struct FormDisposition {
    std::string name;
    std::optional<std::string> file_name;  // the last component alone: some clients send a path
};

// `form-data; name="…"; filename="…"`. RFC 7578, with `filename*` of RFC 8187, which wins. Nothing when it has no name, or
// when it is malformed.
[[nodiscard]] std::optional<FormDisposition> parse_form_disposition(std::string_view value);

}  // namespace stele::http
