// A message of mail, read from its bytes: headers, text and attachments, all of it decoded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/spooled_file.h"

namespace stele {

struct MimeAddress {
    std::string address;
    std::string name;  // may be empty
};

struct MimeAttachment {
    std::string name;  // as its sender calls it; may be empty
    std::string content_type;
    std::string content_id;  // without brackets; may be empty
    bool is_inline = false;  // shown within the text
    SpooledFile file;
};

// Texts are UTF-8 without U+0000.
struct MimeMessage {
    std::string message_id;               // without brackets; empty when there is none
    std::vector<std::string> references;  // the same, of what it answers, the nearest last
    std::string subject;
    std::vector<MimeAddress> from;
    std::vector<MimeAddress> to;
    std::vector<MimeAddress> cc;
    std::vector<MimeAddress> bcc;
    std::optional<Micros> date;
    bool is_html = false;
    std::string text;
    std::vector<MimeAttachment> attachments;
};

// Attachments come to stand in `spool_folder`, until they are kept or forgotten. Errors: invalid for what is no message; those of
// writing the attachments.
[[nodiscard]] Result<MimeMessage> parse_mime(std::string_view bytes, const std::string& spool_folder);

}  // namespace stele
