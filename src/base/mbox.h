// Messages of mail in a file, one after the other: an mbox, or a single message as it came (.eml).
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stele {

struct RawMail {
    std::uint64_t offset = 0;   // where it begins in the file
    std::string bytes;          // without the mbox's own line, and with that quoting undone
    bool is_too_large = false;  // longer than limits::mail_message_size; `bytes` is its beginning
};

// Reads one message at a time, and never holds more than that. One thread.
//
// A message of an mbox begins with a line "From somebody Fri Jul 8 12:08:34 2011", the first or one behind an empty line; within
// it such lines are quoted by ">" (mboxo and mboxrd). A file that begins otherwise is one message.
class MboxReader {
   public:
    // `offset` is 0, or what offset() said before. Error: invalid, for a file that cannot be read.
    [[nodiscard]] static Result<MboxReader> open(const std::string& path, std::uint64_t offset);

    // Nothing at the end. Error: unavailable when the file cannot be read on.
    [[nodiscard]] Result<std::optional<RawMail>> next();
    // Where the next message begins.
    [[nodiscard]] std::uint64_t offset() const { return offset_; }

   private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    using File = std::unique_ptr<std::FILE, Close>;

    explicit MboxReader(File file, std::uint64_t offset) : file_(std::move(file)), offset_(offset) {}

    // The next line with its end, or a part of a long one; empty at the end of the file.
    [[nodiscard]] std::string_view read_line();

    File file_;
    std::uint64_t offset_ = 0;
    std::string line_;
    bool is_mbox_ = false;
};

}  // namespace stele
