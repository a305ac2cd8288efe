// In what form a reply is wanted: JSON-LD unless the request accepts plain JSON alone, or rather.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/request.h"

namespace stele::dialect::rogerroger {

enum class Format : std::uint8_t { json_ld, json };

// Nothing when the request accepts neither (406).
[[nodiscard]] std::optional<Format> accepted_format(const http::Request& request);

[[nodiscard]] constexpr std::string_view content_type_of(Format format) {
    return format == Format::json_ld ? "application/ld+json; charset=utf-8" : "application/json; charset=utf-8";
}

// Whether a body of that type is read: JSON, JSON-LD, and of PATCH also a JSON merge patch. All are read as the method asks.
[[nodiscard]] bool accepts_body(const http::Request& request);

}  // namespace stele::dialect::rogerroger
