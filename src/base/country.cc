#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "base/text.h"

namespace stele {
namespace {

// A country's name as a list of folded words with one space between: "St. Kitts & Nevis" -> "saint kitts and nevis".
class CountryKey {
   public:
    explicit CountryKey(std::string_view country) {
        const std::string folded = fold(country);
        const auto size = static_cast<std::int32_t>(folded.size());
        for (std::int32_t at = 0; at < size;) {
            const std::int32_t begin = at;
            UChar32 letter;
            U8_NEXT(folded.data(), at, size, letter);
            if (u_isalpha(letter)) {
                word_.append(folded, static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
            } else if (letter == '&') {
                end_word();
                word_ = "and";
                end_word();
            } else if (letter != '.' && letter != '\'' && letter != U'\u2019') {
                end_word();
            }
        }
        end_word();
    }

    [[nodiscard]] const std::string& text() const { return text_; }

   private:
    void end_word() {
        if (word_ == "st") word_ = "saint";
        if (!word_.empty() && word_ != "the") text_ += (text_.empty() ? "" : " ") + word_;
        word_.clear();
    }

    std::string text_;
    std::string word_;
};

struct CountryAlias {
    const char* name;
    const char* code;
};

// What people write, or an address service answers, beside the names of CLDR.
constexpr CountryAlias country_aliases[] = {
    {"UK", "GB"},
    {"Great Britain", "GB"},
    {"England", "GB"},
    {"Scotland", "GB"},
    {"Wales", "GB"},
    {"Northern Ireland", "GB"},
    {"Republic of Ireland", "IE"},
    {"Holland", "NL"},
    {"Canary Islands", "ES"},
    {"Ceuta & Melilla", "ES"},
    {"Czech Republic", "CZ"},
    {"Slovak Republic", "SK"},
    {"Macedonia", "MK"},
    {"Türkiye", "TR"},
    {"Russian Federation", "RU"},
    {"Vatican", "VA"},
    {"Holy See", "VA"},
    {"United States of America", "US"},
    {"Korea", "KR"},
    {"Republic of Korea", "KR"},
    {"Viet Nam", "VN"},
    {"Hong Kong", "HK"},
    {"Macau", "MO"},
    {"Macao", "MO"},
    {"Myanmar", "MM"},
    {"Burma", "MM"},
    {"East Timor", "TL"},
    {"Palestine", "PS"},
    {"Ivory Coast", "CI"},
    {"Cabo Verde", "CV"},
    {"Swaziland", "SZ"},
    {"Democratic Republic of the Congo", "CD"},
    {"Republic of the Congo", "CG"},
};

std::string english_name(const std::string& region) {
    UChar name[128];
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t size = uloc_getDisplayCountry(region.c_str(), "en", name, 128, &status);
    std::string utf8;
    if (U_SUCCESS(status)) icu::UnicodeString(name, size).toUTF8String(utf8);
    return utf8;
}

std::unordered_map<std::string, std::string> codes_by_key() {
    std::unordered_map<std::string, std::string> codes;
    for (const CountryAlias& alias : country_aliases) codes.emplace(CountryKey(alias.name).text(), alias.code);
    for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
        const std::string region = std::string("und_") + *code;
        codes.emplace(CountryKey(*code).text(), *code);
        codes.emplace(CountryKey(uloc_getISO3Country(region.c_str())).text(), *code);
        codes.emplace(CountryKey(english_name(region)).text(), *code);
    }
    codes.erase("");
    return codes;
}

}  // namespace

std::string country_code_of(std::string_view country) {
    static const std::unordered_map<std::string, std::string> codes = codes_by_key();
    const auto found = codes.find(CountryKey(country).text());
    return found == codes.end() ? std::string() : found->second;
}

std::span<const std::string_view> country_codes() {
    static const std::vector<std::string_view> codes = [] {
        std::vector<std::string_view> all;
        for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) all.emplace_back(*code);
        std::ranges::sort(all);
        return all;
    }();
    return codes;
}

}  // namespace stele
