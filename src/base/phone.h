// Phone numbers that say which country they are of: "+61401234567". Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stele {

struct PhoneParts {
    std::string code;    // of the country, digits alone: "61"; empty where the text does not say it
    std::string number;  // digits alone behind a code; else the text as it is
    bool operator==(const PhoneParts&) const = default;
};

// "+61 401 234 567", "+61(401)234-567" and "0061401234567" are 61 and 401234567. What begins with no known code is a number alone.
[[nodiscard]] PhoneParts split_phone(std::string_view text);
// As above, of a text that begins with a code, whether or not '+' or "00" stands before it. Nothing when it does not.
[[nodiscard]] std::optional<PhoneParts> parse_full_phone(std::string_view text);
// "+61401234567"; the number as it is where there is no code.
[[nodiscard]] std::string join_phone(const PhoneParts& parts);

[[nodiscard]] bool is_calling_code(std::string_view code);
// What numbers of a country begin with behind '+', by its ISO 3166 alpha-2 code in either case: "44"; of those that share a code
// and have an area of their own, with it ("1242"). Empty when unknown.
[[nodiscard]] std::string_view calling_code_of(std::string_view country);

}  // namespace stele
