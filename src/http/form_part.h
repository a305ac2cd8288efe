// A part of a multipart/form-data body. RFC 7578.
#pragma once

#include <optional>
#include <string>

#include "base/spooled_file.h"

namespace stele::http {

// Moved, never copied. All texts are well-formed UTF-8 without control characters, but for `value`, which is as sent.
struct FormPart {
    std::string name;
    std::optional<std::string> file_name;  // the last component of what was sent; may be empty. Absent: a plain value
    std::string content_type;              // as sent; empty when none was
    std::string value;                     // of a plain value
    SpooledFile file;                      // of a file
};

}  // namespace stele::http
