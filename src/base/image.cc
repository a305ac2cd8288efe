#include "base/image.h"

#include <algorithm>
#include <cstdarg>
#include <memory>
#include <mutex>
#include <optional>
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

ImagePart whole(const Image& image) { return {0, 0, gdImageSX(image.get()), gdImageSY(image.get())}; }

// The middle of a part of the image as it is stored.
Image cut_square(const Image& image, int side, const ImagePart& part) {
    Image square = make_square(side);
    if (square == nullptr) return square;
    const int cut = std::min(part.width, part.height);
    const int x = part.x + (part.width - cut) / 2;
    const int y = part.y + (part.height - cut) / 2;
    gdImageCopyResampled(square.get(), image.get(), 0, 0, x, y, side, side, cut, cut);
    return square;
}

using Place = std::pair<int, int>;

// Where the pixel of an upright image stands in one of that orientation, whose last pixel is `last`.
Place place_of(Place upright, Place last, int orientation) {
    const auto [x, y] = upright;
    const auto [last_x, last_y] = last;
    switch (orientation) {
        case 2:
            return {last_x - x, y};
        case 3:
            return {last_x - x, last_y - y};
        case 4:
            return {x, last_y - y};
        case 5:
            return {y, x};
        case 6:
            return {y, last_y - x};
        case 7:
            return {last_x - y, last_y - x};
        case 8:
            return {last_x - y, x};
        default:
            return {x, y};
    }
}

// The part as the image is stored; nothing when it is not within the image.
std::optional<ImagePart> stored_part(const Image& image, const ImagePart& part, int orientation) {
    constexpr int first_turned = 5;
    const ImagePart all = whole(image);
    const bool is_turned = orientation >= first_turned;
    const int width = is_turned ? all.height : all.width;
    const int height = is_turned ? all.width : all.height;
    if (part.x < 0 || part.y < 0 || part.width <= 0 || part.height <= 0) return std::nullopt;
    if (part.x > width - part.width || part.y > height - part.height) return std::nullopt;
    const Place last{all.width - 1, all.height - 1};
    const Place from = place_of({part.x, part.y}, last, orientation);
    const Place to = place_of({part.x + part.width - 1, part.y + part.height - 1}, last, orientation);
    const auto [left, right] = std::minmax(from.first, to.first);
    const auto [top, bottom] = std::minmax(from.second, to.second);
    return ImagePart{left, top, right - left + 1, bottom - top + 1};
}

Image upright(Image square, int orientation) {
    if (orientation == 1) return square;
    const int side = gdImageSX(square.get());
    Image turned = make_square(side);
    if (turned == nullptr) return turned;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const auto [from_x, from_y] = place_of({x, y}, {side - 1, side - 1}, orientation);
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

Result<std::vector<EncodedImage>> square_images(std::string_view bytes, std::span<const int> sides,
                                                const std::optional<ImagePart>& part) {
    const auto header = read_image_header(bytes);
    if (!header) return fail(header);
    // Whatever the number of threads, this much memory is needed once. Of the process, as is what libgd says of errors.
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    gdSetErrorMethod(say_nothing);
    Image image = decode(bytes, header->type);
    if (image == nullptr) return is_broken();
    const auto shown = part ? stored_part(image, *part, header->orientation) : std::optional(whole(image));
    if (!shown) return fail(ErrorCode::invalid, "What is to be cut out is not within the picture.");
    std::vector<EncodedImage> images;
    bool as_png = false;
    for (const int side : sides) {
        image = cut_square(image, side, images.empty() ? *shown : whole(image));  // the next one is made of this one
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
