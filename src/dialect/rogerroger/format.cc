#include "dialect/rogerroger/format.h"

#include <charconv>
#include <string>

namespace stele::dialect::rogerroger {

namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// What stands before the next `delimiter`; takes both away.
std::string_view take(std::string_view& text, char delimiter) {
    const auto at = text.find(delimiter);
    const std::string_view part = trimmed(text.substr(0, at));
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return part;
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    return result;
}

// The weight of a media range, of its parameters.
double quality_of(std::string_view parameters) {
    while (!parameters.empty()) {
        const std::string parameter = lower(take(parameters, ';'));
        if (!parameter.starts_with("q=")) continue;
        double quality = 1;
        const auto [end, error] = std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), quality);
        return error == std::errc() ? quality : 1;
    }
    return 1;
}

std::optional<Format> format_of(std::string_view range) {
    if (range == "application/ld+json" || range == "application/*" || range == "*/*" || range == "*") return Format::json_ld;
    if (range == "application/json") return Format::json;
    return std::nullopt;
}

}  // namespace

std::optional<Format> accepted_format(const http::Request& request) {
    std::string_view ranges = request.header("accept").value_or("");
    if (trimmed(ranges).empty()) return Format::json_ld;
    std::optional<Format> best;
    double best_quality = 0;
    while (!ranges.empty()) {
        std::string_view parameters = take(ranges, ',');
        const std::string range = lower(take(parameters, ';'));
        const auto format = format_of(range);
        const double quality = quality_of(parameters);
        if (!format || quality <= best_quality) continue;  // of two that weigh the same the first
        best = format;
        best_quality = quality;
    }
    return best;
}

bool accepts_body(const http::Request& request) {
    std::string_view header = request.header("content-type").value_or("");
    const std::string type = lower(take(header, ';'));
    if (type == "application/ld+json" || type == "application/json") return true;
    return request.method == http::Method::patch && type == "application/merge-patch+json";
}

}  // namespace stele::dialect::rogerroger
