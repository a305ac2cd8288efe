#include "http/forwarded.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

#include <arpa/inet.h>

#include "base/limits.h"
#include "http/header_value.h"

namespace stele::http {
namespace {

constexpr std::size_t address_bits = 128;
constexpr std::size_t v4_offset_bits = 96;  // an IPv4 address stands behind ::ffff:

struct Address {
    std::array<std::uint8_t, 16> bytes{};
    bool is_v4 = false;
};

std::optional<Address> parse_address(std::string_view text) {
    const std::string terminated(text);
    Address address;
    in_addr v4{};
    if (inet_pton(AF_INET, terminated.c_str(), &v4) == 1) {
        address.bytes[10] = address.bytes[11] = 0xff;
        std::memcpy(address.bytes.data() + 12, &v4, sizeof v4);
    } else if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) != 1) {
        return std::nullopt;
    }
    in6_addr v6{};
    std::memcpy(&v6, address.bytes.data(), sizeof v6);
    address.is_v4 = IN6_IS_ADDR_V4MAPPED(&v6);
    return address;
}

std::string format_address(const Address& address) {
    char text[INET6_ADDRSTRLEN] = "";
    if (address.is_v4) {
        inet_ntop(AF_INET, address.bytes.data() + 12, text, sizeof text);
    } else {
        inet_ntop(AF_INET6, address.bytes.data(), text, sizeof text);
    }
    return text;
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// As proxies write it: "203.0.113.9", "203.0.113.9:4711", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:4711".
std::optional<Address> parse_hop(std::string_view text) {
    const auto colon = text.rfind(':');
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view port = text.substr(end + 1);
        if (!port.empty() && (port[0] != ':' || !is_port(port.substr(1)))) return std::nullopt;
        return parse_address(text.substr(1, end - 1));
    }
    const bool has_port = colon != std::string_view::npos && text.find(':') == colon;
    if (!has_port) return parse_address(text);
    return is_port(text.substr(colon + 1)) ? parse_address(text.substr(0, colon)) : std::nullopt;
}

// Whether the first `bits` bits are the same.
bool shares_prefix(const std::array<std::uint8_t, 16>& a, const std::array<std::uint8_t, 16>& b, std::size_t bits) {
    const std::size_t whole = bits / 8;
    if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole), b.begin())) return false;
    const std::size_t rest = bits % 8;
    return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

// The last element of the lists in the headers before `at`, which moves before it. Nothing when there is none left.
class Hops {
   public:
    explicit Hops(std::span<const NameValue> headers) : headers_(headers), at_(headers.size()) {}

    std::optional<std::string_view> previous() {
        while (!has_rest_) {
            if (at_ == 0) return std::nullopt;
            --at_;
            has_rest_ = headers_[at_].name == "x-forwarded-for";
            rest_ = headers_[at_].value;
        }
        const auto comma = rest_.rfind(',');
        has_rest_ = comma != std::string_view::npos;
        const auto hop = has_rest_ ? rest_.substr(comma + 1) : rest_;
        if (has_rest_) rest_ = rest_.substr(0, comma);
        return trim(hop);
    }

   private:
    std::span<const NameValue> headers_;
    std::size_t at_;
    std::string_view rest_;
    bool has_rest_ = false;
};

}  // namespace

Result<AddressRanges> AddressRanges::parse(std::string_view list) {
    AddressRanges ranges;
    while (!list.empty()) {
        const std::string_view part = take_part(list, ',');
        const auto refused = [&] {
            return fail(ErrorCode::invalid, "'" + std::string(part) + "' is no address and no range of addresses");
        };

        const auto slash = part.find('/');
        const auto address = parse_address(part.substr(0, slash));
        if (!address) return refused();
        Range range{address->bytes, address_bits, address->is_v4};
        if (slash != std::string_view::npos) {
            const std::string_view digits = part.substr(slash + 1);
            const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), range.bits);
            if (error != std::errc() || end != digits.data() + digits.size()) return refused();
            if (part.find(':') == std::string_view::npos) range.bits += v4_offset_bits;
            if (range.bits > address_bits || (range.is_v4 && range.bits < v4_offset_bits)) return refused();
        }
        ranges.ranges_.push_back(range);
    }
    return ranges;
}

bool AddressRanges::contains(std::string_view text) const {
    if (ranges_.empty()) return false;
    const auto address = parse_address(text);
    return address && std::ranges::any_of(ranges_, [&](const Range& range) {
               return range.is_v4 == address->is_v4 && shares_prefix(range.network, address->bytes, range.bits);
           });
}

std::string client_address(const std::string& peer, std::span<const NameValue> headers, const AddressRanges& trusted) {
    if (!trusted.contains(peer)) return peer;
    Hops hops(headers);
    std::string client = peer;
    for (std::size_t count = 0; const auto hop = hops.previous(); ++count) {
        const auto address = parse_hop(*hop);
        if (!address || count == limits::forwarded_hops) return peer;
        client = format_address(*address);
        if (!trusted.contains(client)) return client;
    }
    return client;
}

}  // namespace stele::http
