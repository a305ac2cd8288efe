// Digests, random bytes and their spellings.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace stele {

using Sha256 = std::array<std::uint8_t, 32>;

[[nodiscard]] Sha256 sha256(std::span<const std::uint8_t> bytes);
[[nodiscard]] Sha256 sha256(std::string_view bytes);

// From the operating system's generator; ends the process when there is none.
void fill_random(std::span<std::uint8_t> bytes);

// In a time that depends on the sizes alone; for tokens and digests.
[[nodiscard]] bool constant_time_equal(std::string_view a, std::string_view b);

[[nodiscard]] std::string to_base64url(std::string_view bytes);  // no padding
// Nothing for padding, white space, other characters, or bits left over that are not zero: each value has one spelling.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);
// Lower case.
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);

// Version 4, lower case.
[[nodiscard]] std::string random_uuid();

}  // namespace stele
