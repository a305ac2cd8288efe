#include "base/image_header.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/limits.h"

namespace stele {

namespace {

constexpr std::string_view png_signature = "\x89PNG\r\n\x1a\n";
constexpr std::string_view jpeg_signature = "\xff\xd8\xff";

std::unexpected<Error> refused(std::string_view reason) { return fail(ErrorCode::invalid, std::string(reason)); }
std::unexpected<Error> is_cut() { return refused("The picture is not complete."); }
std::unexpected<Error> is_unknown() { return refused("The file is no picture: PNG, JPEG, GIF and WebP are taken."); }

// Takes numbers from the front of bytes. What is not there is nothing, and stays so.
class Cursor {
   public:
    explicit Cursor(std::string_view bytes) : rest_(bytes) {}

    [[nodiscard]] bool has(std::size_t size) const { return rest_.size() >= size; }
    [[nodiscard]] std::string_view rest() const { return rest_; }

    std::optional<std::string_view> take(std::size_t size) {
        if (!has(size)) {
            rest_ = {};
            return std::nullopt;
        }
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    bool skip(std::size_t size) { return take(size).has_value(); }
    std::optional<std::uint32_t> big(std::size_t size) { return number(size, true); }
    std::optional<std::uint32_t> little(std::size_t size) { return number(size, false); }

   private:
    std::optional<std::uint32_t> number(std::size_t size, bool is_big) {
        const auto bytes = take(size);
        if (!bytes) return std::nullopt;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < size; ++i)
            value = value << 8 | static_cast<unsigned char>((*bytes)[is_big ? i : size - 1 - i]);
        return value;
    }

    std::string_view rest_;
};

// --- PNG ---------------------------------------------------------------------------------------------------------------

struct PngChunk {
    std::string_view type;
    std::string_view data;
    std::string_view whole;  // with its length and its checksum
};

std::optional<PngChunk> take_png_chunk(Cursor& cursor) {
    const std::string_view before = cursor.rest();
    const auto length = cursor.big(4);
    const auto type = cursor.take(4);
    if (!length || !type) return std::nullopt;
    const auto data = cursor.take(*length);
    if (!data || !cursor.skip(4)) return std::nullopt;
    return PngChunk{*type, *data, before.substr(0, before.size() - cursor.rest().size())};
}

Result<ImageHeader> read_png(std::string_view bytes) {
    Cursor cursor(bytes.substr(png_signature.size()));
    const auto first = take_png_chunk(cursor);
    if (!first) return is_cut();
    if (first->type != "IHDR") return is_unknown();
    Cursor head(first->data);
    const auto width = head.big(4);
    const auto height = head.big(4);
    if (!width || !height) return is_cut();
    while (const auto chunk = take_png_chunk(cursor))
        if (chunk->type == "IEND") return ImageHeader{ImageType::png, *width, *height};
    return is_cut();
}

// --- JPEG --------------------------------------------------------------------------------------------------------------

constexpr std::uint32_t end_of_image = 0xd9;
constexpr std::uint32_t start_of_scan = 0xda;
constexpr std::uint32_t first_application = 0xe1;  // where EXIF is

bool is_frame(std::uint32_t marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}
bool stands_alone(std::uint32_t marker) { return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8); }

// 1 where nothing else is said.
int exif_orientation(std::string_view segment) {
    constexpr std::string_view name("Exif\0\0", 6);
    constexpr std::uint32_t orientation_tag = 0x0112;
    if (!segment.starts_with(name)) return 1;
    const std::string_view tiff = segment.substr(name.size());
    const bool is_big = tiff.starts_with("MM");
    if (!is_big && !tiff.starts_with("II")) return 1;
    Cursor cursor(tiff);
    const auto take = [&](std::size_t size) { return is_big ? cursor.big(size) : cursor.little(size); };
    cursor.skip(4);
    const auto offset = take(4);
    if (!offset || *offset > tiff.size()) return 1;
    cursor = Cursor(tiff.substr(*offset));
    const std::uint32_t entries = take(2).value_or(0);
    for (std::uint32_t i = 0; i < entries && cursor.has(12); ++i) {
        const auto tag = take(2);
        cursor.skip(6);  // its type and count
        const auto value = take(2);
        cursor.skip(2);
        if (tag == orientation_tag) return value && *value >= 1 && *value <= 8 ? static_cast<int>(*value) : 1;
    }
    return 1;
}

// The marker that comes next, after what is no marker.
std::optional<std::uint32_t> take_marker(Cursor& cursor) {
    while (cursor.has(2)) {
        const auto at = cursor.rest().find('\xff');
        if (at == std::string_view::npos || !cursor.skip(at + 1)) return std::nullopt;
        while (cursor.rest().starts_with('\xff')) cursor.skip(1);  // they fill
        const auto marker = cursor.big(1);
        if (!marker) return std::nullopt;
        if (*marker != 0 && !stands_alone(*marker)) return marker;
    }
    return std::nullopt;
}

Result<ImageHeader> read_jpeg(std::string_view bytes) {
    ImageHeader header{ImageType::jpeg};
    std::size_t scans = 0;
    Cursor cursor(bytes.substr(2));
    while (const auto marker = take_marker(cursor)) {
        if (*marker == end_of_image) return scans > 0 ? Result<ImageHeader>(header) : is_cut();
        const auto length = cursor.big(2);
        if (!length || *length < 2) return is_cut();
        const auto segment = cursor.take(*length - 2);
        if (!segment) return is_cut();
        if (*marker == first_application && header.orientation == 1) header.orientation = exif_orientation(*segment);
        if (*marker == start_of_scan && ++scans > limits::picture_scans) return refused("The picture has too many scans.");
        if (!is_frame(*marker)) continue;
        Cursor frame(*segment);
        frame.skip(1);
        const auto height = frame.big(2);
        const auto width = frame.big(2);
        if (!width || !height || header.width != 0) return is_cut();
        header.width = *width;
        header.height = *height;
    }
    return is_cut();
}

// --- GIF ---------------------------------------------------------------------------------------------------------------

std::size_t color_table_size(std::uint32_t flags) {
    constexpr std::uint32_t has_table = 0x80;
    return (flags & has_table) != 0 ? std::size_t{3} << ((flags & 7) + 1) : 0;
}

bool skip_gif_blocks(Cursor& cursor) {
    while (const auto size = cursor.big(1)) {
        if (*size == 0) return true;
        if (!cursor.skip(*size)) return false;
    }
    return false;
}

// The first frame; those behind it are not looked at.
Result<ImageHeader> read_gif_frame(Cursor& cursor, std::uint32_t screen_width, std::uint32_t screen_height) {
    const auto left = cursor.little(2);
    const auto top = cursor.little(2);
    const auto width = cursor.little(2);
    const auto height = cursor.little(2);
    const auto flags = cursor.big(1);
    if (!flags) return is_cut();
    if (*left + *width > screen_width || *top + *height > screen_height) return refused("The picture's frame is too large.");
    const bool is_whole = cursor.skip(color_table_size(*flags) + 1) && skip_gif_blocks(cursor);
    return is_whole ? Result<ImageHeader>(ImageHeader{ImageType::gif, *width, *height}) : is_cut();
}

Result<ImageHeader> read_gif(std::string_view bytes) {
    constexpr std::uint32_t extension = 0x21;
    constexpr std::uint32_t frame = 0x2c;
    Cursor cursor(bytes.substr(6));
    const auto width = cursor.little(2);
    const auto height = cursor.little(2);
    const auto flags = cursor.big(1);
    if (!flags || !cursor.skip(2 + color_table_size(*flags))) return is_cut();
    while (const auto block = cursor.big(1)) {
        if (*block == frame) return read_gif_frame(cursor, *width, *height);
        if (*block != extension || !cursor.skip(1) || !skip_gif_blocks(cursor)) break;
    }
    return is_cut();
}

// --- WebP --------------------------------------------------------------------------------------------------------------

// Of frames that were packed with losses.
Result<ImageHeader> read_vp8(Cursor chunk) {
    constexpr std::uint32_t side = 0x3fff;
    chunk.skip(3);
    const auto start = chunk.take(3);
    const auto width = chunk.little(2);
    const auto height = chunk.little(2);
    if (!height || *start != "\x9d\x01\x2a") return is_cut();
    return ImageHeader{ImageType::webp, *width & side, *height & side};
}

Result<ImageHeader> read_vp8_lossless(Cursor chunk) {
    constexpr std::uint32_t side = 0x3fff;
    const auto start = chunk.take(1);
    const auto sides = chunk.little(4);
    if (!sides || *start != "\x2f") return is_cut();
    return ImageHeader{ImageType::webp, (*sides & side) + 1, (*sides >> 14 & side) + 1};
}

Result<ImageHeader> read_vp8_extended(Cursor chunk) {
    constexpr std::uint32_t is_animated = 2;
    const auto flags = chunk.big(1);
    chunk.skip(3);
    const auto width = chunk.little(3);
    const auto height = chunk.little(3);
    if (!height) return is_cut();
    if ((*flags & is_animated) != 0) return refused("Animated WebP pictures are not taken.");
    return ImageHeader{ImageType::webp, std::int64_t{*width} + 1, std::int64_t{*height} + 1};
}

Result<ImageHeader> read_webp(std::string_view bytes) {
    Cursor cursor(bytes.substr(4));
    const auto size = cursor.little(4);
    if (!size || !cursor.has(*size) || !cursor.skip(4)) return is_cut();
    const auto type = cursor.take(4);
    if (!type || !cursor.skip(4)) return is_cut();
    if (*type == "VP8 ") return read_vp8(cursor);
    if (*type == "VP8L") return read_vp8_lossless(cursor);
    return *type == "VP8X" ? read_vp8_extended(cursor) : Result<ImageHeader>(is_unknown());
}

Result<ImageHeader> read_any(std::string_view bytes) {
    if (bytes.starts_with(png_signature)) return read_png(bytes);
    if (bytes.starts_with(jpeg_signature)) return read_jpeg(bytes);
    if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return read_gif(bytes);
    if (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP")) return read_webp(bytes);
    return is_unknown();
}

}  // namespace

Result<ImageHeader> read_image_header(std::string_view bytes) {
    auto header = read_any(bytes);
    if (!header) return header;
    if (header->width <= 0 || header->height <= 0) return refused("The picture has no pixels.");
    if (header->width > limits::picture_pixels / header->height)
        return refused("The picture has more than " + std::to_string(limits::picture_pixels / 1'000'000) +
                       " million pixels.");
    return header;
}

std::string without_png_metadata(std::string_view bytes) {
    constexpr std::array<std::string_view, 5> kept{"IHDR", "PLTE", "tRNS", "IDAT", "IEND"};
    std::string result(png_signature);
    Cursor cursor(bytes.substr(png_signature.size()));
    while (const auto chunk = take_png_chunk(cursor))
        if (std::ranges::find(kept, chunk->type) != kept.end()) result.append(chunk->whole);
    return result;
}

}  // namespace stele
