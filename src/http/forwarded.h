// Who asks, when proxies stand between.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/request.h"

namespace stele::http {

// Ranges of IPv4 and IPv6 addresses. An IPv4 address written as IPv6 (::ffff:10.0.0.1) is the IPv4 one.
class AddressRanges {
   public:
    // "10.0.0.0/8, 192.168.1.7, fd00::/8"; the empty text is no range. Error: invalid, naming the part.
    [[nodiscard]] static Result<AddressRanges> parse(std::string_view list);

    [[nodiscard]] bool empty() const { return ranges_.empty(); }
    // `text` is a numeric address, without a port. False for anything else.
    [[nodiscard]] bool contains(std::string_view text) const;

   private:
    struct Range {
        std::array<std::uint8_t, 16> network;
        std::size_t bits;  // that count, of the 16 bytes
        bool is_v4;
    };

    std::vector<Range> ranges_;
};

// The client's address. `peer` unless that is a trusted proxy: then the last address of the X-Forwarded-For headers that is
// none itself, or the first where all are. A malformed one, or more than limits::forwarded_hops, and it is the peer again.
[[nodiscard]] std::string client_address(const std::string& peer, std::span<const NameValue> headers,
                                         const AddressRanges& trusted);

}  // namespace stele::http
