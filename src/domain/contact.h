// How to reach somebody.
#pragma once

#include <string>

namespace stele::domain {

// An e-mail address or a phone number.
struct Contact {
    std::string value;
    std::string label;  // "work"
    bool is_primary = false;

    bool operator==(const Contact&) const = default;
};

}  // namespace stele::domain
