// What a picture says of itself before it is decoded: PNG, JPEG, GIF or WebP.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stele {

enum class ImageType : std::uint8_t { png, jpeg, gif, webp };

struct ImageHeader {
    ImageType type = ImageType::png;
    std::int64_t width = 0;  // in pixels; of a GIF, of its first frame
    std::int64_t height = 0;
    int orientation = 1;  // as in EXIF, 1 to 8; of a JPEG alone
};

// Judges by the bytes alone. A picture that passes is whole, as far as its outline tells, and has no more than limits::picture_pixels.
// Error: invalid, with a sentence for whoever sent it.
[[nodiscard]] Result<ImageHeader> read_image_header(std::string_view bytes);

// A PNG that passed, without the chunks that only tell about it: texts and profiles, which may be packed a thousandfold.
[[nodiscard]] std::string without_png_metadata(std::string_view bytes);

}  // namespace stele
