// The currencies of ISO 4217 that money is counted in, without funds, metals and test codes.
#pragma once

#include <span>
#include <string_view>

namespace stele {

struct Currency {
    std::string_view code;    // "EUR"
    int number = 0;           // of ISO 4217; never given to another currency
    std::string_view name;    // in English
    int decimals = 2;         // of an amount
    std::string_view symbol;  // the code where there is none of its own
};

// By code.
[[nodiscard]] std::span<const Currency> currencies();

// Of that code, in capital letters; null when there is none. What it points to lives as long as the program.
[[nodiscard]] const Currency* find_currency(std::string_view code);

}  // namespace stele
