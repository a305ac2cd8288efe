// Pictures made smaller: decoded, cut to a square, and encoded anew, which drops all that was told about them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stele {

struct EncodedImage {
    std::string_view content_type;  // "image/jpeg", or "image/png" of one that lets something shine through
    std::string bytes;
};

// A part of a picture, in pixels of how it is shown: upright.
struct ImagePart {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

// The square in the middle of a picture, or of a part of it, upright, in each of the sizes (sides in pixels, falling). Takes up to a second and four
// bytes a pixel, one picture at a time in the process: never on an I/O loop. Error: invalid, with a sentence for whoever sent it.
[[nodiscard]] Result<std::vector<EncodedImage>> square_images(std::string_view bytes, std::span<const int> sides,
                                                              const std::optional<ImagePart>& part = {});

}  // namespace stele
