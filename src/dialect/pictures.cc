#include "dialect/pictures.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

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
    const auto bytes = read_file(part->file);
    if (!bytes) return fail(bytes);
    const auto images = square_images(*bytes, domain::picture_sides);
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
