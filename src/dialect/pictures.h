// Pictures as every dialect takes them in and shows them: by an address that needs no key and that nobody can guess.
#pragma once

#include <span>
#include <string>

#include "dialect/dialect.h"
#include "domain/picture.h"

namespace stele::dialect {

// Stores the squares of the picture that came as the form's only file, which has to be named `file`; nothing where there is no file.
// crop_x, crop_y, crop_width and crop_height say which part of it is meant, in pixels of how it is shown.
// Waits, and takes time. Error: invalid, with the field, for what is no picture.
[[nodiscard]] Result<std::vector<Upload>> store_picture(domain::Blobs& blobs, domain::CompanyId company,
                                                        std::vector<http::FormPart>& parts);

// Of what store_picture() made.
[[nodiscard]] domain::NewPicture new_picture(std::span<const Upload> uploads);

// One of its squares, in pixels of domain::picture_sides.
[[nodiscard]] std::string picture_url(const Settings& settings, domain::CompanyId company, const domain::Picture& picture,
                                      int side);

}  // namespace stele::dialect
