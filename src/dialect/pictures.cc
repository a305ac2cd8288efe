#include "dialect/pictures.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "base/image.h"
#include "base/limits.h"
#include "dialect/uploads.h"

namespace stele::dialect {

namespace {

std::unexpected<Error> refused(std::string_view reason) { return fail(ErrorCode::invalid, std::string(reason), "file"); }

Result<std::string> read_file(const SpooledFile& file) {
    std::string bytes(static_cast<std::size_t>(file.size()), '\0');
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened(std::fopen(file.path().c_str(), "rb"), std::fclose);
    if (opened == nullptr || std::fread(bytes.data(), 1, bytes.size(), opened.get()) != bytes.size())
        return fail(ErrorCode::unavailable, "The file could not be read.", {}, file.path() + ": " + std::strerror(errno));
    return bytes;
}

// A plain value of the form.
std::optional<std::string_view> value_of(std::span<const http::FormPart> parts, std::string_view name) {
    const auto found =
        std::ranges::find_if(parts, [&](const http::FormPart& part) { return part.name == name && !part.file_name; });
    return found == parts.end() || found->value.empty() ? std::nullopt : std::optional<std::string_view>(found->value);
}

// What the form says is to be cut out: all four numbers, or none.
Result<std::optional<ImagePart>> read_part(std::span<const http::FormPart> parts) {
    constexpr std::pair<std::string_view, int ImagePart::*> members[] = {{"crop_x", &ImagePart::x},
                                                                         {"crop_y", &ImagePart::y},
                                                                         {"crop_width", &ImagePart::width},
                                                                         {"crop_height", &ImagePart::height}};
    ImagePart part;
    std::size_t sent = 0;
    for (const auto& [name, member] : members) {
        const auto text = value_of(parts, name);
        if (!text) continue;
        const auto number = parse_integer(*text);
        if (!number || *number < 0 || *number > limits::picture_pixels)
            return fail(ErrorCode::invalid, "There has to be a number of pixels.", std::string(name));
        part.*member = static_cast<int>(*number);
        ++sent;
    }
    if (sent == 0) return std::nullopt;
    if (sent < std::size(members)) return fail(ErrorCode::invalid, "Four numbers say what is to be cut out.", "crop_x");
    return part;
}

Result<Upload> store_square(domain::Blobs& blobs, domain::CompanyId company, const EncodedImage& image) {
    auto file = SpooledFile::create(blobs.spool_folder());
    if (!file) return fail(file);
    if (auto written = file->write(image.bytes); !written) return fail(written);
    auto blob = blobs.put(company, std::move(*file));
    if (!blob) return fail(blob);
    return Upload{"file", {}, image.content_type, static_cast<std::int64_t>(image.bytes.size()), std::move(*blob)};
}

}  // namespace

Result<std::vector<Upload>> store_picture(domain::Blobs& blobs, domain::CompanyId company,
                                          std::vector<http::FormPart>& parts) {
    const auto is_file = [](const http::FormPart& part) { return part.file_name.has_value(); };
    const auto part = std::ranges::find_if(parts, is_file);
    std::vector<Upload> uploads;
    if (part == parts.end()) return uploads;
    if (part->name != "file" || std::ranges::count_if(parts, is_file) > 1)
        return refused("There has to be one file, named \"file\".");
    const auto cut = read_part(parts);
    if (!cut) return fail(cut);
    const auto bytes = read_file(part->file);
    if (!bytes) return fail(bytes);
    const auto images = square_images(*bytes, domain::picture_sides, *cut);
    if (!images) return images.error().code == ErrorCode::invalid ? refused(images.error().message) : fail(images);
    for (const EncodedImage& image : *images) {
        auto upload = store_square(blobs, company, image);
        if (!upload) {
            remove_files(blobs, company, uploads);
            return fail(upload);
        }
        uploads.push_back(std::move(*upload));
    }
    return uploads;
}

domain::NewPicture new_picture(std::span<const Upload> uploads) {
    domain::NewPicture picture;
    picture.content_type = uploads.front().content_type;
    for (std::size_t i = 0; i < picture.squares.size(); ++i) picture.squares[i] = {uploads[i].blob, uploads[i].size};
    return picture;
}

std::string picture_url(const Settings& settings, domain::CompanyId company, const domain::Picture& picture, int side) {
    std::string url = settings.public_url;
    url.append("/pictures/").append(std::to_string(company)).append("/").append(picture.name).append("/");
    return url.append(std::to_string(side));
}

}  // namespace stele::dialect
