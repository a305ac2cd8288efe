#include "domain/blobs.h"

#include <array>

#include "base/crypto.h"

namespace stele::domain {

namespace {
constexpr std::string_view digits = "0123456789abcdef";
constexpr std::size_t id_bytes = 16;
}  // namespace

BlobId make_blob_id() {
    std::array<std::uint8_t, id_bytes> bytes{};
    fill_random(bytes);
    BlobId id;
    id.reserve(2 * id_bytes);
    for (const std::uint8_t byte : bytes) {
        id += digits[byte >> 4];
        id += digits[byte & 15];
    }
    return id;
}

bool is_blob_id(std::string_view text) {
    return text.size() == 2 * id_bytes && text.find_first_not_of(digits) == std::string_view::npos;
}

}  // namespace stele::domain
