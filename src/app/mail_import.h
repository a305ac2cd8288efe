// `stele mail import`: asks for one slice of the file after the other, so that a running server may stop in between.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/command_runner.h"

namespace stele::app {

struct MailImportOptions {
    domain::CompanyId company = 1;
    std::string file;  // an mbox, or one message
    std::string user;  // the e-mail address of whose mailbox it is; empty: the first admin
    bool is_private = false;
};

// Prints what became of the messages; 1 when some of them were refused.
[[nodiscard]] int import_mail(CommandRunner& runner, const MailImportOptions& options);

struct ItemImportOptions {
    domain::CompanyId company = 1;
    std::string file;  // a JSON object a line; see dialect/rogerroger/import.h
};

// `stele import`: the same of organizations, people and their notes. Prints what became of the lines; 1 when some were refused.
[[nodiscard]] int import_items(CommandRunner& runner, const ItemImportOptions& options);

// What a slice did.
struct MailSlice {
    struct Refused {
        std::uint64_t offset = 0;  // of the message, or the line, in the file
        std::string reason;
    };

    std::uint64_t next_offset = 0;
    bool is_last = false;
    std::int64_t added = 0;
    std::int64_t known = 0;  // the mailbox had them already; items that were changed
    std::vector<Refused> refused;
};

// Lines of columns between tabs, as a server and the called program tell each other.
[[nodiscard]] std::string to_text(const MailSlice& slice);
// Nothing for a text that to_text() did not write.
[[nodiscard]] std::optional<MailSlice> mail_slice_from_text(std::string_view text);

}  // namespace stele::app
