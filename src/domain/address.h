#pragma once

#include <string>

namespace stele::domain {

// Parts that are not known are empty. `value` is the text that a person wrote; clients that know parts alone write none.
struct Address {
    std::string value;
    std::string subpremise;
    std::string street_number;
    std::string route;
    std::string sublocality;
    std::string locality;
    std::string admin_area_level_1;
    std::string admin_area_level_2;
    std::string country;
    std::string postal_code;
    std::string formatted_address;

    // Whether anything is known of it.
    [[nodiscard]] bool exists() const { return *this != Address(); }
    bool operator==(const Address&) const = default;
};

}  // namespace stele::domain
