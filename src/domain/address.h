#pragma once

#include <string>

namespace stele::domain {

// Parts that are not known are empty. `value` is the text that a person wrote; an address exists when it has one.
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

    [[nodiscard]] bool exists() const { return !value.empty(); }
    bool operator==(const Address&) const = default;
};

}  // namespace stele::domain
