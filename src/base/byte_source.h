// Bytes that are read in order, as they are asked for.
#pragma once

#include <cstddef>
#include <span>

#include "base/result.h"

namespace stele {

// Any thread, one at a time. May wait for a disk or another machine: never read on an I/O loop.
class ByteSource {
   public:
    virtual ~ByteSource() = default;
    // How many bytes were put at the beginning of `into`; 0 at the end.
    [[nodiscard]] virtual Result<std::size_t> read(std::span<char> into) = 0;
};

}  // namespace stele
