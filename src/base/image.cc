#include "base/image.h"

#include <algorithm>
#include <cstdarg>
#include <memory>
#include <mutex>
#include <utility>

#include <gd.h>

#include "base/image_header.h"

namespace stele {

namespace {

struct Destroy {
    void operator()(gdImagePtr image) const { gdImageDestroy(image); }
};
using Image = std::unique_ptr<gdImage, Destroy>;

constexpr int jpeg_quality = 85;
constexpr int png_level = 6;

std::unexpected<Error> is_broken() { return fail(ErrorCode::invalid, "The picture cannot be decoded."); }

// libgd says on standard error what it finds wrong with a picture.
void say_nothing(int /*priority*/, const char* /*format*/, std::va_list /*arguments*/) {}

Image decode(std::string_view bytes, ImageType type) {
    std::string png;
    if (type == ImageType::png) bytes = png = without_png_metadata(bytes);
    const int size = static_cast<int>(bytes.size());
    void* data = const_cast<char*>(bytes.data());  // it is read only
    switch (type) {
        case ImageType::png:
            return Image(gdImageCreateFromPngPtr(size, data));
        case ImageType::jpeg:
            return Image(gdImageCreateFromJpegPtrEx(size, data, 1));  // 1: what other programs show is taken
        case ImageType::gif:
            return Image(gdImageCreateFromGifPtr(size, data));
        case ImageType::webp:
            return Image(gdImageCreateFromWebpPtr(size, data));
    }
    return nullptr;
}

Image make_square(int side) {
    Image square(gdImageCreateTrueColor(side, side));
    if (square == nullptr) return square;
    gdImageAlphaBlending(square.get(), 0);
    gdImageSaveAlpha(square.get(), 1);
    return square;
}

Image cut_square(const Image& image, int side) {
    Image square = make_square(side);
    if (square == nullptr) return square;
    const int width = gdImageSX(image.get());
    const int height = gdImageSY(image.get());
    const int cut = std::min(width, height);
    gdImageCopyResampled(square.get(), image.get(), 0, 0, (width - cut) / 2, (height - cut) / 2, side, side, cut, cut);
    return square;
}

// Where the pixel of an upright square stands in one of that orientation.
std::pair<int, int> place_of(int x, int y, int last, int orientation) {
    switch (orientation) {
        case 2:
            return {last - x, y};
        case 3:
            return {last - x, last - y};
        case 4:
            return {x, last - y};
        case 5:
            return {y, x};
        case 6:
            return {y, last - x};
        case 7:
            return {last - y, last - x};
        case 8:
            return {last - y, x};
        default:
            return {x, y};
    }
}

Image upright(Image square, int orientation) {
    if (orientation == 1) return square;
    const int side = gdImageSX(square.get());
    Image turned = make_square(side);
    if (turned == nullptr) return turned;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const auto [from_x, from_y] = place_of(x, y, side - 1, orientation);
            gdImageSetPixel(turned.get(), x, y, gdImageGetTrueColorPixel(square.get(), from_x, from_y));
        }
    return turned;
}

bool shines_through(const Image& square) {
    const int side = gdImageSX(square.get());
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            if (gdTrueColorGetAlpha(gdImageGetTrueColorPixel(square.get(), x, y)) != gdAlphaOpaque) return true;
    return false;
}

Result<EncodedImage> encode(const Image& square, bool as_png) {
    int size = 0;
    const std::unique_ptr<void, void (*)(void*)> bytes(
        as_png ? gdImagePngPtrEx(square.get(), &size, png_level) : gdImageJpegPtr(square.get(), &size, jpeg_quality),
        gdFree);
    if (bytes == nullptr) return fail(ErrorCode::unavailable, "The picture could not be stored.", {}, "libgd has no memory");
    return EncodedImage{as_png ? "image/png" : "image/jpeg",
                        std::string(static_cast<const char*>(bytes.get()), static_cast<std::size_t>(size))};
}

}  // namespace

Result<std::vector<EncodedImage>> square_images(std::string_view bytes, std::span<const int> sides) {
    const auto header = read_image_header(bytes);
    if (!header) return fail(header);
    static std::mutex one_at_a_time;  // whatever the number of threads, this much memory is needed once
    const std::lock_guard lock(one_at_a_time);
    gdSetErrorMethod(say_nothing);
    Image image = decode(bytes, header->type);
    std::vector<EncodedImage> images;
    bool as_png = false;
    for (const int side : sides) {
        if (image == nullptr) return is_broken();
        image = cut_square(image, side);  // the next one is made of this one
        if (images.empty() && image != nullptr) {
            image = upright(std::move(image), header->orientation);
            as_png = image != nullptr && shines_through(image);
        }
        if (image == nullptr) return is_broken();
        auto encoded = encode(image, as_png);
        if (!encoded) return fail(encoded);
        images.push_back(std::move(*encoded));
    }
    return images;
}

}  // namespace stele
