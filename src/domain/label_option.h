#pragma once

#include <cstdint>
#include <string>

namespace stele::domain {

// An option of a field.
struct LabelOption {
    std::int64_t id = 0;
    std::string label;
    std::string color;          // empty: none
    std::int64_t position = 0;  // options are shown by it, rising

    bool operator==(const LabelOption&) const = default;
};

}  // namespace stele::domain
