#include "http/range.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "http/header_value.h"

namespace stele::http {
namespace {

// Digits alone. One that is too large is the largest: it lies behind the end anyway.
std::optional<std::uint64_t> number_of(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.empty() || !std::ranges::all_of(text, is_digit)) return std::nullopt;
    std::uint64_t number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc()) return UINT64_MAX;
    return number;
}

struct Asked {
    std::optional<std::uint64_t> first;  // absent: the last so many bytes
    std::optional<std::uint64_t> last;   // absent: to the end
};

// Nothing for whatever gives the whole.
std::optional<Asked> parse_range(std::string_view text) {
    const std::string_view unit = take_part(text, '=');
    if (lower_case(unit) != "bytes" || text.find(',') != std::string_view::npos) return std::nullopt;
    text = trim(text);
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const std::string_view first = text.substr(0, dash);
    const std::string_view last = text.substr(dash + 1);
    const Asked asked{number_of(first), number_of(last)};
    const bool is_malformed = (!first.empty() && !asked.first) || (!last.empty() && !asked.last);
    if (is_malformed || (!asked.first && !asked.last)) return std::nullopt;
    if (asked.first && asked.last && *asked.last < *asked.first) return std::nullopt;
    return asked;
}

std::optional<Asked> range_of(const Request& request, std::string_view etag) {
    if (request.method != Method::get) return std::nullopt;
    const auto range = request.header("range");
    if (!range) return std::nullopt;
    // RFC 9110, 13.1.5: compared strongly, so a weak tag names nothing. A date is no tag.
    const auto condition = request.header("if-range");
    if (condition && (*condition != etag || !etag.starts_with('"'))) return std::nullopt;
    return parse_range(*range);
}

}  // namespace

bool is_known(const Request& request, std::string_view etag) {
    const auto named = request.header("if-none-match");
    return named && (*named == "*" || named->find(etag) != std::string_view::npos);
}

RangeReply choose_range(const Request& request, std::uint64_t size, std::string_view etag) {
    RangeReply reply{.size = size, .headers = {{"Accept-Ranges", "bytes"}}};
    const auto asked = range_of(request, etag);
    if (!asked) return reply;
    const bool is_suffix = !asked->first;
    const std::uint64_t first = is_suffix ? size - std::min(size, *asked->last) : *asked->first;
    if (first >= size) {
        reply.status = 416;
        reply.size = 0;
        reply.headers.push_back({"Content-Range", "bytes */" + std::to_string(size)});
        return reply;
    }
    const std::uint64_t last = is_suffix ? size - 1 : std::min(asked->last.value_or(UINT64_MAX), size - 1);
    reply.status = 206;
    reply.offset = first;
    reply.size = last - first + 1;
    reply.headers.push_back(
        {"Content-Range", "bytes " + std::to_string(first) + '-' + std::to_string(last) + '/' + std::to_string(size)});
    return reply;
}

}  // namespace stele::http
