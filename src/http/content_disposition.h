// The header that names a file: as it is sent, and as it is received.
#pragma once

#include <string>
#include <string_view>

namespace stele::http {

// `attachment; filename="…"`, and `filename*` where the name is more than ASCII. RFC 6266. Whatever the name is (UTF-8), it
// neither ends the header nor leads out of a folder; an empty one is "file".
[[nodiscard]] std::string content_disposition(std::string_view file_name);

}  // namespace stele::http
