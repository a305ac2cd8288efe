#include "base/mbox.h"

#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>

#include "base/limits.h"

namespace stele {

namespace {

constexpr std::string_view separator = "From ";
constexpr std::size_t longest_line = 8192;  // read at once

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// "12:08" somewhere: a line of text that begins with "From" has seldom a time in it.
bool has_time(std::string_view line) {
    for (std::size_t at = line.find(':'); at != std::string_view::npos; at = line.find(':', at + 1))
        if (at >= 2 && at + 2 < line.size() && is_digit(line[at - 1]) && is_digit(line[at - 2]) && is_digit(line[at + 1]) &&
            is_digit(line[at + 2]))
            return true;
    return false;
}

bool separates(std::string_view line) { return line.starts_with(separator) && has_time(line); }

bool is_quoted(std::string_view line) {
    const auto end = line.find_first_not_of('>');
    return end != std::string_view::npos && end > 0 && line.substr(end).starts_with(separator);
}

bool is_blank(std::string_view line) { return line == "\n" || line == "\r\n"; }

std::unexpected<Error> cannot_read(const std::string& path) {
    return fail(ErrorCode::invalid, "cannot read " + path + ": " + std::strerror(errno));
}

}  // namespace

Result<MboxReader> MboxReader::open(const std::string& path, std::uint64_t offset) {
    File file(std::fopen(path.c_str(), "rbe"));
    if (!file) return cannot_read(path);
    std::array<char, separator.size()> beginning{};
    const std::size_t size = std::fread(beginning.data(), 1, beginning.size(), file.get());
    if (std::ferror(file.get()) != 0) return cannot_read(path);
    if (::fseeko(file.get(), static_cast<off_t>(offset), SEEK_SET) != 0) return cannot_read(path);
    MboxReader reader(std::move(file), offset);
    reader.is_mbox_ = std::string_view(beginning.data(), size) == separator;
    return reader;
}

std::string_view MboxReader::read_line() {
    line_.clear();
    // Bytes of zero are part of a line, so that fgets() would not do.
    for (int c = 0; line_.size() < longest_line && c != '\n';) {
        c = ::getc_unlocked(file_.get());
        if (c == EOF) break;
        line_ += static_cast<char>(c);
    }
    return line_;
}

Result<std::optional<RawMail>> MboxReader::next() {
    RawMail mail;
    mail.offset = offset_;
    bool is_first = true;
    bool begins_line = true;
    bool after_blank = true;
    while (true) {
        const std::string_view line = read_line();
        if (line.empty()) break;
        const bool is_separator = is_mbox_ && begins_line && after_blank && separates(line);
        if (is_separator && !is_first) {
            // Read again by the next call.
            if (::fseeko(file_.get(), static_cast<off_t>(offset_), SEEK_SET) != 0)
                return fail(ErrorCode::unavailable, std::string("cannot read the file: ") + std::strerror(errno));
            return mail;
        }
        offset_ += line.size();
        const bool is_own = is_first && is_mbox_ && line.starts_with(separator);
        is_first = false;
        const bool unquote = is_mbox_ && begins_line && is_quoted(line);
        if (!is_own) mail.bytes += unquote ? line.substr(1) : line;
        if (mail.bytes.size() > limits::mail_message_size) {
            mail.is_too_large = true;
            mail.bytes.resize(limits::mail_message_size);
        }
        after_blank = begins_line && is_blank(line);
        begins_line = line.back() == '\n';
    }
    if (std::ferror(file_.get()) != 0)
        return fail(ErrorCode::unavailable, std::string("cannot read the file: ") + std::strerror(errno));
    if (is_first) return std::nullopt;
    return mail;
}

}  // namespace stele
