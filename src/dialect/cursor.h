// Opaque page markers: where a page ended and what it was a page of, so that another query's marker is refused.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "dialect/dialect.h"

namespace stele::dialect {

struct Cursor {
    std::int64_t value = 0;  // of the field that the page is ordered by; unused when that is the id
    std::int64_t id = 0;     // of the last record
};

// A digest of the company, the path and every query parameter but `cursor`, `limit` and a token.
[[nodiscard]] std::string query_digest(const Request& request, domain::CompanyId company);

[[nodiscard]] std::string encode_cursor(const Cursor& cursor, std::string_view digest);

// Error: invalid, for what is no cursor and for one of another query.
[[nodiscard]] Result<Cursor> decode_cursor(std::string_view text, std::string_view digest);

}  // namespace stele::dialect
