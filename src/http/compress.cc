#include "http/compress.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <zlib.h>

#include "base/limits.h"
#include "http/header_value.h"

namespace stele::http {
namespace {

// The fastest: on our JSON it saves nearly what the slower ones do.
constexpr int level = 1;
constexpr int gzip_window_bits = 15 + 16;  // a window of 32 KiB; 16 asks for gzip's framing
constexpr int memory_level = 8;

// Beginnings of the content types that shrink.
constexpr std::string_view compressible_types[] = {"application/json",         "application/ld+json",
                                                   "application/problem+json", "text/",
                                                   "application/javascript",   "image/svg+xml"};

// "0.25" -> 250. Nothing when malformed: at most three digits behind the point, and at most 1.
std::optional<int> parse_weight(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    int weight = (text[0] - '0') * 1000;
    if (text.size() > 1 && text[1] != '.') return std::nullopt;
    int unit = 100;
    for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (digit < '0' || digit > '9') return std::nullopt;
        weight += (digit - '0') * unit;
        unit /= 10;
    }
    return weight <= 1000 ? std::optional(weight) : std::nullopt;
}

// Of one element, "gzip;q=0.5", what stands behind the first semicolon. A malformed weight is none at all: 0.
int weight_of(std::string_view parameters) {
    while (!parameters.empty()) {
        std::string_view value = take_part(parameters, ';');
        if (lower_case(take_part(value, '=')) == "q") return parse_weight(trim(value)).value_or(0);
    }
    return 1000;
}

// One thread's, used again for each reply: its tables are 260 KiB.
class Deflater {
   public:
    Deflater() {
        ready_ = deflateInit2(&stream_, level, Z_DEFLATED, gzip_window_bits, memory_level, Z_DEFAULT_STRATEGY) == Z_OK;
    }
    ~Deflater() {
        if (ready_) deflateEnd(&stream_);
    }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;

    // Nothing when the result would not be smaller, or there was no memory.
    std::optional<std::string> run(std::string_view text) {
        if (!ready_ || deflateReset(&stream_) != Z_OK) return std::nullopt;
        bool ended = false;
        std::string compressed;
        compressed.resize_and_overwrite(text.size(), [&](char* out, std::size_t room) {
            stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
            stream_.avail_in = static_cast<uInt>(text.size());
            stream_.next_out = reinterpret_cast<Bytef*>(out);
            stream_.avail_out = static_cast<uInt>(room);
            ended = deflate(&stream_, Z_FINISH) == Z_STREAM_END;
            return room - stream_.avail_out;
        });
        if (!ended) return std::nullopt;
        compressed.shrink_to_fit();
        return compressed;
    }

   private:
    z_stream stream_{};
    bool ready_ = false;
};

}  // namespace

bool accepts_gzip(const Request& request) {
    int gzip = -1;
    int any = -1;
    int identity = -1;
    for (const NameValue& header : request.headers) {
        if (header.name != "accept-encoding") continue;
        std::string_view rest = header.value;
        while (!rest.empty()) {
            std::string_view element = take_part(rest, ',');
            const std::string coding = lower_case(take_part(element, ';'));
            if (coding == "gzip" || coding == "x-gzip") gzip = weight_of(element);
            if (coding == "identity") identity = weight_of(element);
            if (coding == "*") any = weight_of(element);
        }
    }
    if (gzip < 0) gzip = any;
    return gzip > 0 && gzip >= identity;
}

bool is_worth_compressing(const Response& response) {
    if (response.body.size() < limits::gzip_least_size) return false;
    const bool shrinks = std::ranges::any_of(compressible_types,
                                             [&](std::string_view type) { return response.content_type.starts_with(type); });
    return shrinks &&
           std::ranges::none_of(response.headers, [](const NameValue& header) { return header.name == "Content-Encoding"; });
}

void compress(Response& response) {
    thread_local const auto deflater = std::make_unique<Deflater>();
    auto compressed = deflater->run(response.body);
    if (!compressed) return;
    response.body = std::move(*compressed);
    response.headers.push_back({"Content-Encoding", "gzip"});
}

}  // namespace stele::http
