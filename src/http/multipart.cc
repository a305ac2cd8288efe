#include "http/multipart.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "http/content_disposition.h"
#include "http/header_value.h"

namespace stele::http {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest_boundary = 70;  // RFC 2046, 5.1.1

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return (c >= 0 && c < 0x20 && c != '\t') || c == 0x7f; });
}

// RFC 2046: bchars.
bool may_be_boundary(std::string_view text) {
    const auto is_boundary_char = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               "'()+_,-./:=? "sv.find(c) != std::string_view::npos;
    };
    return !text.empty() && text.size() <= longest_boundary && !text.ends_with(' ') &&
           std::ranges::all_of(text, is_boundary_char);
}

// RFC 7578, 4.7: parts come as they are.
bool is_plain_encoding(std::string_view value) {
    const std::string encoding = lower_case(value);
    return encoding == "7bit" || encoding == "8bit" || encoding == "binary";
}

// What a part's head says. Texts point into it.
struct PartHead {
    std::optional<std::string_view> disposition;
    std::optional<std::string_view> content_type;
    std::optional<std::string_view> encoding;
};

// False when a header is malformed, or repeated.
bool read_header(PartHead& head, std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || line.substr(0, colon).find_first_of(" \t") != std::string_view::npos)
        return false;
    const std::string name = lower_case(line.substr(0, colon));
    const std::string_view value = trim(line.substr(colon + 1));
    auto* place = name == "content-disposition"         ? &head.disposition
                  : name == "content-type"              ? &head.content_type
                  : name == "content-transfer-encoding" ? &head.encoding
                                                        : nullptr;
    if (place == nullptr) return true;
    if (*place) return false;
    *place = value;
    return true;
}

}  // namespace

bool is_multipart_form(std::string_view content_type) {
    return lower_case(take_part(content_type, ';')) == "multipart/form-data";
}

std::optional<std::string> multipart_boundary(std::string_view content_type) {
    content_type.remove_prefix(std::min(content_type.find(';'), content_type.size()));
    auto parameters = parse_parameters(content_type);
    if (!parameters) return std::nullopt;
    const auto boundary = std::ranges::find(*parameters, "boundary", &NameValue::name);
    if (boundary == parameters->end() || !may_be_boundary(boundary->value)) return std::nullopt;
    return std::move(boundary->value);
}

// The first boundary may stand at the very beginning: as if a line had ended before it.
MultipartReader::MultipartReader(std::string_view boundary, std::string folder)
    : delimiter_("\r\n--" + std::string(boundary)), folder_(std::move(folder)), held_("\r\n") {}

bool MultipartReader::take(std::string_view bytes) {
    const bool was_held = !held_.empty();
    if (was_held) held_ += bytes;
    std::string_view rest = was_held ? std::string_view(held_) : bytes;
    while (!rest.empty() && advance(rest)) {
    }
    if (was_held) {
        held_.erase(0, held_.size() - rest.size());
    } else {
        held_ = rest;
    }
    return state_ != State::refused;
}

bool MultipartReader::finish() {
    if (state_ == State::refused) return false;
    return state_ == State::epilogue || refuse(400, "the last boundary of the body is missing");
}

// Takes what can be read. False when more has to come first, or when it is refused.
bool MultipartReader::advance(std::string_view& rest) {
    switch (state_) {
        case State::preamble:
            return skip_to_boundary(rest);
        case State::boundary:
            return end_boundary(rest);
        case State::head:
            return read_head(rest);
        case State::content:
            return read_content(rest);
        case State::epilogue:
            rest = {};
            return false;
        case State::refused:
            return false;
    }
    return false;
}

bool MultipartReader::skip_to_boundary(std::string_view& rest) {
    const std::size_t size = content_before_boundary(rest);
    rest.remove_prefix(size);
    if (!rest.starts_with(delimiter_)) return false;
    rest.remove_prefix(delimiter_.size());
    state_ = State::boundary;
    return true;
}

bool MultipartReader::read_content(std::string_view& rest) {
    const std::size_t size = content_before_boundary(rest);
    if (!add_content(rest.substr(0, size))) return false;
    rest.remove_prefix(size);
    if (!rest.starts_with(delimiter_)) return false;
    rest.remove_prefix(delimiter_.size());
    state_ = State::boundary;
    return true;
}

// How much there is before the delimiter, or before what may become one.
std::size_t MultipartReader::content_before_boundary(std::string_view rest) const {
    const std::size_t found = rest.find(delimiter_);
    if (found != std::string_view::npos) return found;
    std::size_t at = rest.size() - std::min(rest.size(), delimiter_.size() - 1);
    while ((at = rest.find('\r', at)) != std::string_view::npos) {
        if (delimiter_.starts_with(rest.substr(at))) return at;
        ++at;
    }
    return rest.size();
}

// Behind a boundary: two hyphens for the last one; else blanks, which are allowed, and the end of the line.
bool MultipartReader::end_boundary(std::string_view& rest) {
    if (rest == "-") return false;
    if (rest.starts_with("--")) {
        state_ = State::epilogue;
        return true;
    }
    const std::size_t blanks = std::min(rest.find_first_not_of(" \t"), rest.size());
    if (blanks > limits::part_head_size) return refuse(400, "a boundary is followed by something else");
    const std::string_view line_end = rest.substr(blanks, 2);
    if (line_end == "\r\n") {
        rest.remove_prefix(blanks + 2);
        scanner_.reset(false);
        state_ = State::head;
        return true;
    }
    if (!"\r\n"sv.starts_with(line_end)) return refuse(400, "a boundary is followed by something else");
    return false;
}

bool MultipartReader::read_head(std::string_view& rest) {
    const auto outcome = scanner_.scan(rest);
    if (outcome == LineScanner::Outcome::refused) return refuse(400, scanner_.reason());
    if (scanner_.size() > limits::part_head_size || scanner_.lines() > limits::part_headers)
        return refuse(400, "the headers of a part are too large");
    if (outcome == LineScanner::Outcome::more) {
        if (rest.size() > limits::part_head_size) return refuse(400, "the headers of a part are too large");
        return false;
    }
    if (!begin_part(rest.substr(0, scanner_.size() - 2))) return false;
    rest.remove_prefix(scanner_.size());
    state_ = State::content;
    return true;
}

// `lines` are whole ones.
bool MultipartReader::begin_part(std::string_view lines) {
    PartHead head;
    for (std::size_t end; !lines.empty(); lines.remove_prefix(end + 2)) {
        end = lines.find("\r\n");
        const std::string_view line = lines.substr(0, end);
        if (has_control(line) || !is_clean_utf8(line) || !read_header(head, line))
            return refuse(400, "a header of a part is malformed");
    }
    if (parts_.size() == limits::form_parts) return refuse(400, "the body has too many parts");
    auto names = parse_form_disposition(head.disposition.value_or(""sv));
    if (!names) return refuse(400, "the Content-Disposition of a part is missing or malformed");
    FormPart part{.name = std::move(names->name),
                  .file_name = std::move(names->file_name),
                  .content_type = {},
                  .value = {},
                  .file = {}};
    part.content_type = head.content_type.value_or(""sv);
    if (lower_case(part.content_type).starts_with("multipart/")) return refuse(400, "a part has parts of its own");
    if (head.encoding && !is_plain_encoding(*head.encoding)) return refuse(400, "a part is encoded");
    if (part.file_name) {
        if (++files_ > limits::form_files) return refuse(400, "the body has too many files");
        auto file = SpooledFile::create(folder_);
        if (!file) return refuse(503, "the file could not be stored");
        part.file = std::move(*file);
    }
    parts_.push_back(std::move(part));
    return true;
}

bool MultipartReader::add_content(std::string_view bytes) {
    FormPart& part = parts_.back();
    if (part.file_name) return part.file.write(bytes).has_value() || refuse(503, "the file could not be stored");
    if (bytes.size() > limits::form_values_size - values_size_) return refuse(413, "the values of the body are too large");
    values_size_ += bytes.size();
    part.value += bytes;
    return true;
}

bool MultipartReader::refuse(int status, std::string_view reason) {
    refusal_ = {status, reason};
    state_ = State::refused;
    return false;
}

}  // namespace stele::http
