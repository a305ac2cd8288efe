// What sample records are made of: words of many countries, each with how it is spelt in an address of the web.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace stele::app {

struct Word {
    std::string_view text;
    std::string_view latin;  // lower case a to z
};

struct City {
    Word name;
    std::string_view region;
};

// One country. In formats stand the names of parts in braces.
struct Locale {
    std::string_view country;               // in English: the country's code follows from it
    std::string_view calling_code;          // "351"
    std::string_view company_format;        // {name} {trade} {form}
    std::string_view joiner;                // of two names in one: " & "
    std::string_view person_format;         // {first} {last}
    std::string_view address_format;        // {street} {number} {postal} {city} {region} {country}
    std::string_view postal_format;         // # is a digit
    std::array<std::string_view, 3> forms;  // legal ones: "Lda"
    std::array<Word, 8> names;              // of companies
    std::array<Word, 6> trades;
    std::array<Word, 8> first_names;
    std::array<Word, 8> last_names;
    std::array<City, 4> cities;
    std::array<std::string_view, 4> streets;
};

[[nodiscard]] std::span<const Locale> european_locales();
[[nodiscard]] std::span<const Locale> other_locales();

}  // namespace stele::app
