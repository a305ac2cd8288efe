#include "base/image.h"

#include <array>
#include <cstdint>
#include <memory>
#include <random>
#include <string>

#include <gd.h>
#include <gtest/gtest.h>

#include "base/image_header.h"
#include "base/limits.h"

namespace stele {

namespace {

using Image = std::unique_ptr<gdImage, void (*)(gdImagePtr)>;

constexpr std::array<int, 2> sides{512, 128};
constexpr int red = 0xff0000;
constexpr int blue = 0x0000ff;

// The left half red, the right one blue, or clear.
Image two_halves(int width, int height, int right = blue) {
    Image image(gdImageCreateTrueColor(width, height), gdImageDestroy);
    gdImageAlphaBlending(image.get(), 0);
    gdImageSaveAlpha(image.get(), 1);
    gdImageFilledRectangle(image.get(), 0, 0, width - 1, height - 1, red);
    gdImageFilledRectangle(image.get(), width / 2, 0, width - 1, height - 1, right);
    return image;
}

std::string taken(void* bytes, int size) {
    std::string text(static_cast<char*>(bytes), static_cast<std::size_t>(size));
    gdFree(bytes);
    return text;
}
std::string as_png(const Image& image) {
    int size = 0;
    void* bytes = gdImagePngPtr(image.get(), &size);
    return taken(bytes, size);
}
std::string as_jpeg(const Image& image, bool is_progressive = false) {
    int size = 0;
    gdImageInterlace(image.get(), is_progressive ? 1 : 0);
    void* bytes = gdImageJpegPtr(image.get(), &size, 95);
    return taken(bytes, size);
}
std::string as_gif(const Image& image) {
    int size = 0;
    void* bytes = gdImageGifPtr(image.get(), &size);
    return taken(bytes, size);
}
std::string as_webp(const Image& image) {
    int size = 0;
    void* bytes = gdImageWebpPtr(image.get(), &size);
    return taken(bytes, size);
}

std::vector<std::string> of_all_types(const Image& image) {
    return {as_png(image), as_jpeg(image), as_jpeg(image, true), as_gif(image), as_webp(image)};
}

Image decoded(const EncodedImage& image) {
    auto bytes = image.bytes;
    const int size = static_cast<int>(bytes.size());
    return {image.content_type == "image/png" ? gdImageCreateFromPngPtr(size, bytes.data())
                                              : gdImageCreateFromJpegPtr(size, bytes.data()),
            gdImageDestroy};
}

// What is seen at so many hundredths of the sides: 'r', 'b', '-' for clear, or '?'.
char seen_at(const Image& image, int x, int y) {
    const int color =
        gdImageGetTrueColorPixel(image.get(), gdImageSX(image.get()) * x / 100, gdImageSY(image.get()) * y / 100);
    if (gdTrueColorGetAlpha(color) > 100) return '-';
    const bool is_red = gdTrueColorGetRed(color) > 200 && gdTrueColorGetBlue(color) < 60;
    const bool is_blue = gdTrueColorGetBlue(color) > 200 && gdTrueColorGetRed(color) < 60;
    return is_red ? 'r' : is_blue ? 'b' : '?';
}

// An EXIF segment behind the first marker of a JPEG.
std::string oriented(const std::string& jpeg, char orientation) {
    std::string tiff("MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19);
    tiff += orientation;
    tiff.append(6, '\0');
    const std::string segment = std::string("Exif\0\0", 6) + tiff;
    const auto size = static_cast<char>(segment.size() + 2);
    return jpeg.substr(0, 2) + "\xff\xe1" + std::string(1, '\0') + size + segment + jpeg.substr(2);
}

std::string big(std::uint32_t number) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(number >> shift);
    return text;
}

std::string refusal(const std::string& bytes) {
    const auto header = read_image_header(bytes);
    return header ? "none" : header.error().message;
}

constexpr std::string_view unknown = "The file is no picture: PNG, JPEG, GIF and WebP are taken.";
constexpr std::string_view cut = "The picture is not complete.";
constexpr std::string_view too_many = "The picture has more than 25 million pixels.";

TEST(ImageHeader, OfEachTypeTellsTheSides) {
    const Image image = two_halves(300, 200);
    constexpr ImageType types[] = {ImageType::png, ImageType::jpeg, ImageType::jpeg, ImageType::gif, ImageType::webp};
    std::size_t number = 0;
    for (const std::string& bytes : of_all_types(image)) {
        const auto header = read_image_header(bytes);
        ASSERT_TRUE(header.has_value()) << header.error().message;
        EXPECT_EQ(header->type, types[number++]);
        EXPECT_EQ(header->width, 300);
        EXPECT_EQ(header->height, 200);
        EXPECT_EQ(header->orientation, 1);
    }
}

TEST(ImageHeader, NothingElseIsAPicture) {
    for (const std::string_view text :
         {"", "hello", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "%PDF-1.7", "\x89PNG", "RIFF\x10\0\0\0WAVE", "GIF88a"})
        EXPECT_EQ(refusal(std::string(text)), unknown) << text;
}

TEST(ImageHeader, OfTheBeginningOfAPictureIsRefused) {
    for (const std::string& bytes : of_all_types(two_halves(64, 48))) {
        const bool is_gif = bytes.starts_with("GIF");  // its last byte says that it ends, and may be missing
        for (std::size_t size = 0; size < bytes.size() - (is_gif ? 1 : 0); ++size)
            EXPECT_FALSE(read_image_header(bytes.substr(0, size)).has_value()) << size << " of " << bytes.size();
    }
}

TEST(ImageHeader, AsManyPixelsAsFitIntoMemoryAreTaken) {
    std::string png = as_png(two_halves(16, 16));
    const auto with_sides = [&](std::uint32_t width, std::uint32_t height) {
        return png.replace(16, 8, big(width) + big(height));
    };
    EXPECT_EQ(refusal(with_sides(5'000, 5'000)), "none");
    EXPECT_EQ(refusal(with_sides(5'000, 5'001)), too_many);
    EXPECT_EQ(refusal(with_sides(0xffffffff, 0xffffffff)), too_many);
    EXPECT_EQ(refusal(with_sides(0, 5)), "The picture has no pixels.");
    // A file of a hundred bytes that says it is large is not decoded.
    EXPECT_FALSE(square_images(with_sides(60'000, 60'000), sides).has_value());
}

TEST(ImageHeader, AFrameOfAGifMustBeWithinItsScreen) {
    std::string gif = as_gif(two_halves(16, 16));
    gif[6] = 15;
    EXPECT_EQ(refusal(gif), "The picture's frame is too large.");
}

TEST(ImageHeader, AJpegOfManyScansIsRefused) {
    const std::string jpeg = as_jpeg(two_halves(16, 16));
    const std::string scan("\xff\xda\0\x08\x01\x01\0\0\x3f\0", 10);
    std::string long_one = jpeg.substr(0, jpeg.size() - 2);
    for (std::size_t i = 0; i < limits::picture_scans; ++i) long_one += scan;
    EXPECT_EQ(refusal(long_one + "\xff\xd9"), "The picture has too many scans.");
}

TEST(Image, TheMiddleIsShown) {
    // Of a wide one the sides are cut away: the halves meet in the middle.
    for (const std::string& bytes : of_all_types(two_halves(1'200, 600))) {
        const auto images = square_images(bytes, sides);
        ASSERT_TRUE(images.has_value()) << images.error().message;
        ASSERT_EQ(images->size(), sides.size());
        for (std::size_t i = 0; i < sides.size(); ++i) {
            EXPECT_EQ((*images)[i].content_type, "image/jpeg");
            const Image shown = decoded((*images)[i]);
            ASSERT_NE(shown, nullptr);
            EXPECT_EQ(gdImageSX(shown.get()), sides[i]);
            EXPECT_EQ(gdImageSY(shown.get()), sides[i]);
            EXPECT_EQ(seen_at(shown, 40, 10), 'r');
            EXPECT_EQ(seen_at(shown, 60, 90), 'b');
        }
    }
}

TEST(Image, ASmallOneIsMadeLarger) {
    const auto images = square_images(as_png(two_halves(2, 1)), sides);
    ASSERT_TRUE(images.has_value());
    EXPECT_EQ(gdImageSX(decoded(images->front()).get()), 512);
}

TEST(Image, WhatShinesThroughStaysClear) {
    const int clear = gdTrueColorAlpha(0, 0, 0, gdAlphaTransparent);
    for (const std::string& bytes : {as_png(two_halves(100, 100, clear)), as_webp(two_halves(100, 100, clear))}) {
        const auto images = square_images(bytes, sides);
        ASSERT_TRUE(images.has_value()) << images.error().message;
        for (const EncodedImage& image : *images) {
            EXPECT_EQ(image.content_type, "image/png");
            const Image shown = decoded(image);
            EXPECT_EQ(seen_at(shown, 20, 50), 'r');
            EXPECT_EQ(seen_at(shown, 80, 50), '-');
        }
    }
}

TEST(Image, IsTurnedAsItsCameraWas) {
    const std::string jpeg = as_jpeg(two_halves(64, 64));
    const auto corners = [&](char orientation) {
        const auto images = square_images(oriented(jpeg, orientation), sides);
        if (!images) return images.error().message;
        const Image shown = decoded(images->front());
        return std::string{seen_at(shown, 10, 20), seen_at(shown, 90, 20), seen_at(shown, 10, 80), seen_at(shown, 90, 80)};
    };
    EXPECT_EQ(corners(1), "rbrb");
    EXPECT_EQ(corners(2), "brbr");
    EXPECT_EQ(corners(3), "brbr");
    EXPECT_EQ(corners(4), "rbrb");
    EXPECT_EQ(corners(5), "rrbb");
    EXPECT_EQ(corners(6), "rrbb");
    EXPECT_EQ(corners(7), "bbrr");
    EXPECT_EQ(corners(8), "bbrr");
    EXPECT_EQ(corners(9), "rbrb");
}

// The part is meant as it is shown, however it is stored.
TEST(Image, APartOfItIsCutOut) {
    const auto shown = [](const std::string& bytes, const ImagePart& part) {
        const auto images = square_images(bytes, sides, part);
        if (!images) return images.error().message;
        const Image square = decoded(images->back());
        return std::string{seen_at(square, 10, 10), seen_at(square, 90, 10), seen_at(square, 10, 90),
                           seen_at(square, 90, 90)};
    };
    const std::string outside = "What is to be cut out is not within the picture.";
    for (const std::string& bytes : of_all_types(two_halves(128, 64))) {
        EXPECT_EQ(shown(bytes, {0, 0, 64, 64}), "rrrr");
        EXPECT_EQ(shown(bytes, {64, 0, 64, 64}), "bbbb");
        EXPECT_EQ(shown(bytes, {32, 0, 64, 64}), "rbrb");
        EXPECT_EQ(shown(bytes, {0, 0, 128, 64}), "rbrb");
        EXPECT_EQ(shown(bytes, {65, 0, 64, 64}), outside);
        EXPECT_EQ(shown(bytes, {0, 1, 64, 64}), outside);
        EXPECT_EQ(shown(bytes, {0, 0, 0, 64}), outside);
        EXPECT_EQ(shown(bytes, {-1, 0, 64, 64}), outside);
    }
    const std::string jpeg = as_jpeg(two_halves(128, 64));
    for (const char orientation : {2, 3}) EXPECT_EQ(shown(oriented(jpeg, orientation), {0, 0, 64, 64}), "bbbb");
    EXPECT_EQ(shown(oriented(jpeg, 4), {0, 0, 64, 64}), "rrrr");
    for (const char orientation : {5, 6}) {
        EXPECT_EQ(shown(oriented(jpeg, orientation), {0, 0, 64, 64}), "rrrr");
        EXPECT_EQ(shown(oriented(jpeg, orientation), {0, 64, 64, 64}), "bbbb");
        EXPECT_EQ(shown(oriented(jpeg, orientation), {64, 0, 64, 64}), outside);
    }
    for (const char orientation : {7, 8}) EXPECT_EQ(shown(oriented(jpeg, orientation), {0, 0, 64, 64}), "bbbb");
}

TEST(Image, NothingThatWasToldAboutItIsKept) {
    const std::string secret = "Taken at home";
    const std::string jpeg = as_jpeg(two_halves(64, 64));
    const auto size = static_cast<char>(secret.size() + 2);
    const std::string comment = std::string("\xff\xfe\0", 3) + size + secret;
    std::string png = as_png(two_halves(64, 64));
    const std::string text = "tEXt" + secret;
    png.insert(33, big(static_cast<std::uint32_t>(secret.size())) + text + big(0));  // its checksum is wrong, too
    for (const std::string& bytes : {jpeg.substr(0, 2) + comment + jpeg.substr(2), png}) {
        const auto images = square_images(bytes, sides);
        ASSERT_TRUE(images.has_value()) << images.error().message;
        EXPECT_EQ(images->front().bytes.find(secret), std::string::npos);
    }
    EXPECT_EQ(without_png_metadata(png).find(secret), std::string::npos);
}

// Whatever comes, the answer is a picture or a refusal.
TEST(Image, BrokenOnesDoNoHarm) {
    std::mt19937_64 random(20261122);
    const auto draw = [&random](std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
    };
    std::size_t refused = 0;
    for (const std::string& whole : of_all_types(two_halves(40, 30)))
        for (int round = 0; round < 400; ++round) {
            std::string bytes = whole;
            for (std::size_t flips = 1 + draw(4); flips > 0; --flips)
                bytes[draw(bytes.size())] ^= static_cast<char>(1 << draw(8));
            if (draw(3) == 0) bytes.resize(draw(bytes.size()));
            if (draw(3) == 0) bytes.insert(draw(bytes.size() + 1), std::string(draw(20), static_cast<char>(draw(256))));
            const auto header = read_image_header(bytes);
            if (header && header->width * header->height > 100'000) continue;  // a large one takes long, that is all
            refused += square_images(bytes, std::span(sides).last(1)).has_value() ? 0 : 1;
        }
    EXPECT_GT(refused, 500U);
}

}  // namespace

}  // namespace stele
