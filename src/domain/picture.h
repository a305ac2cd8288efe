// A picture of an organization or a person, as two squares of it. It never changes; another one takes its place.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/clock.h"
#include "domain/blobs.h"
#include "domain/ids.h"

namespace stele::domain {

using PictureId = std::int64_t;

// In pixels, falling.
inline constexpr std::array<int, 2> picture_sides{512, 128};

// One of its squares.
struct PictureSquare {
    BlobId blob_id;
    std::int64_t size = 0;  // in bytes

    bool operator==(const PictureSquare&) const = default;
};

struct Picture {
    PictureId id = 0;
    std::string name;    // of its address, which nobody can guess: 32 hex digits
    UserId user_id = 0;  // who brought it in
    std::string content_type;
    std::array<PictureSquare, picture_sides.size()> squares;  // by picture_sides
    Micros add_time = 0;

    bool operator==(const Picture&) const = default;
};

// One that comes in; the bytes are in the blobs already.
struct NewPicture {
    std::string content_type;
    std::array<PictureSquare, picture_sides.size()> squares;
};

}  // namespace stele::domain
