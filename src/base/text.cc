#include "base/text.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <unordered_map>
#include <vector>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>
#include <unicode/uversion.h>

namespace stele {
namespace {

// ICU fails only when its data is missing or memory is out: nothing can be compared then.
void must(UErrorCode status, const char* what) {
    if (U_SUCCESS(status)) return;
    std::fprintf(stderr, "stele: ICU: %s: %s\n", what, u_errorName(status));
    std::abort();
}

bool is_ascii(std::string_view text) {
    unsigned char all = 0;
    for (const char c : text) all |= static_cast<unsigned char>(c);
    return all < 0x80;
}

std::string lower_ascii(std::string_view text) {
    std::string lower;
    lower.resize_and_overwrite(text.size(), [&](char* to, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) {
            const char c = text[i];
            to[i] = static_cast<char>(c + (c >= 'A' && c <= 'Z' ? 'a' - 'A' : 0));
        }
        return size;
    });
    return lower;
}

const icu::Normalizer2& casefolder() {
    static const icu::Normalizer2& instance = [] -> const icu::Normalizer2& {
        UErrorCode status = U_ZERO_ERROR;
        const icu::Normalizer2* made = icu::Normalizer2::getNFKCCasefoldInstance(status);
        must(status, "NFKC_Casefold");
        return *made;
    }();
    return instance;
}

const icu::Normalizer2& decomposer() {
    static const icu::Normalizer2& instance = [] -> const icu::Normalizer2& {
        UErrorCode status = U_ZERO_ERROR;
        const icu::Normalizer2* made = icu::Normalizer2::getNFDInstance(status);
        must(status, "NFD");
        return *made;
    }();
    return instance;
}

std::string normalized(const icu::Normalizer2& form, std::string_view text) {
    std::string result;
    result.reserve(text.size() + text.size() / 2);
    icu::StringByteSink<std::string> sink(&result);
    UErrorCode status = U_ZERO_ERROR;
    form.normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr, status);
    must(status, "normalize");
    return result;
}

// Letters that no normalization form takes apart; they come folded, so only the small ones.
std::string_view plain_letters(UChar32 letter) {
    switch (letter) {
        case U'ø':
            return "o";
        case U'ł':
            return "l";
        case U'đ':
        case U'ð':
            return "d";
        case U'æ':
            return "ae";
        case U'œ':
            return "oe";
        case U'þ':
            return "th";
        case U'ı':
            return "i";
        default:
            return {};
    }
}

std::string without_marks(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    const char* bytes = text.data();
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < size;) {
        const std::int32_t begin = at;
        UChar32 letter;
        U8_NEXT(bytes, at, size, letter);
        if (letter < 0x80) {
            plain.append(bytes + begin, static_cast<std::size_t>(at - begin));
        } else if (u_charType(letter) != U_NON_SPACING_MARK) {
            const std::string_view letters = plain_letters(letter);
            plain += letters.empty() ? std::string_view(bytes + begin, static_cast<std::size_t>(at - begin)) : letters;
        }
    }
    return plain;
}

struct CloseCollator {
    void operator()(UCollator* collator) const { ucol_close(collator); }
};
using Collator = std::unique_ptr<UCollator, CloseCollator>;

// Normalization on, so that marks in any order compare as Unicode says; off, ICU trusts the text to be ordered.
Collator open_collator() {
    UErrorCode status = U_ZERO_ERROR;
    Collator collator(ucol_open("", &status));
    must(status, "root collation");
    ucol_setAttribute(collator.get(), UCOL_NORMALIZATION_MODE, UCOL_ON, &status);
    must(status, "root collation");
    return collator;
}

}  // namespace

std::string fold(std::string_view text) {
    if (is_ascii(text)) return lower_ascii(text);
    return without_marks(normalized(decomposer(), normalized(casefolder(), text)));
}

std::string fold_exact(std::string_view text) {
    if (is_ascii(text)) return lower_ascii(text);
    return normalized(casefolder(), text);
}

std::string sort_key(std::string_view text) {
    thread_local const Collator collator = open_collator();
    // UTF-16 never has more units than UTF-8 has bytes.
    std::array<UChar, 512> short_units;
    std::vector<UChar> long_units;
    UChar* units = short_units.data();
    if (text.size() > short_units.size()) {
        long_units.resize(text.size());
        units = long_units.data();
    }
    std::int32_t count = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8WithSub(units, static_cast<std::int32_t>(text.size()), &count, text.data(),
                         static_cast<std::int32_t>(text.size()), 0xfffd, nullptr, &status);
    if (status == U_STRING_NOT_TERMINATED_WARNING) status = U_ZERO_ERROR;
    must(status, "UTF-16");

    std::array<std::uint8_t, 1024> short_key;
    std::int32_t size =
        ucol_getSortKey(collator.get(), units, count, short_key.data(), static_cast<std::int32_t>(short_key.size()));
    if (static_cast<std::size_t>(size) <= short_key.size()) {
        return {reinterpret_cast<const char*>(short_key.data()), static_cast<std::size_t>(size - 1)};
    }
    std::string key(static_cast<std::size_t>(size), '\0');
    size = ucol_getSortKey(collator.get(), units, count, reinterpret_cast<std::uint8_t*>(key.data()), size);
    key.resize(static_cast<std::size_t>(size - 1));
    return key;
}

std::string first_char(std::string_view text) {
    const std::string folded = fold(text);
    const auto size = static_cast<std::int32_t>(folded.size());
    for (std::int32_t at = 0; at < size;) {
        const std::int32_t begin = at;
        UChar32 letter;
        U8_NEXT(folded.data(), at, size, letter);
        if (!u_isUWhiteSpace(letter)) {
            return folded.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
        }
    }
    return {};
}

std::string text_version() {
    UVersionInfo version;
    char icu_version[U_MAX_VERSION_STRING_LENGTH];
    char unicode_version[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(version);
    u_versionToString(version, icu_version);
    u_getUnicodeVersion(version);
    u_versionToString(version, unicode_version);
    return std::string(icu_version) + "/" + unicode_version;
}

bool is_clean_utf8(std::string_view text) {
    const char* bytes = text.data();
    const auto size = static_cast<std::int64_t>(text.size());
    for (std::int64_t at = 0; at < size;) {
        const char byte = bytes[at];
        if (byte > 0) {
            ++at;
            continue;
        }
        if (byte == 0) return false;
        UChar32 letter;
        U8_NEXT(bytes, at, size, letter);
        if (letter < 0) return false;
    }
    return true;
}

std::string to_clean_utf8(std::string_view text) {
    if (is_clean_utf8(text)) return std::string(text);
    std::string clean;
    const char* bytes = text.data();
    const auto size = static_cast<std::int64_t>(text.size());
    for (std::int64_t at = 0; at < size;) {
        const std::int64_t begin = at;
        UChar32 letter;
        U8_NEXT(bytes, at, size, letter);
        clean += letter < 0 ? std::string_view("\xef\xbf\xbd")
                            : std::string_view(bytes + begin, static_cast<std::size_t>(at - begin));
    }
    return clean;
}

std::size_t code_points(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return count;
}

namespace {

// Country names as people write them: folded, without punctuation, "the" or the difference between "&" and "and".
std::string country_key(std::string_view country) {
    std::string key;
    std::string word;
    const auto end_word = [&] {
        if (word == "st") word = "saint";
        if (!word.empty() && word != "the") key += (key.empty() ? "" : " ") + word;
        word.clear();
    };
    for (const char c : fold(country)) {
        const bool letter = (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
        if (letter) {
            word += c;
        } else if (c == '&') {
            end_word();
            word = "and";
            end_word();
        } else if (c != '.' && c != '\'') {
            end_word();
        }
    }
    end_word();
    return key;
}

struct CountryAlias {
    const char* name;
    const char* code;
};

// What people write beside the names CLDR prefers.
constexpr CountryAlias country_aliases[] = {
    {"UK", "GB"},
    {"Great Britain", "GB"},
    {"England", "GB"},
    {"Scotland", "GB"},
    {"Wales", "GB"},
    {"Northern Ireland", "GB"},
    {"United States of America", "US"},
    {"Czech Republic", "CZ"},
    {"Russian Federation", "RU"},
    {"Republic of Korea", "KR"},
    {"Korea", "KR"},
    {"Viet Nam", "VN"},
    {"Türkiye", "TR"},
    {"Hong Kong", "HK"},
    {"Macau", "MO"},
    {"Macao", "MO"},
    {"Holland", "NL"},
    {"Ivory Coast", "CI"},
    {"Cape Verde", "CV"},
    {"Swaziland", "SZ"},
    {"Burma", "MM"},
    {"Macedonia", "MK"},
    {"Palestine", "PS"},
    {"Vatican", "VA"},
    {"Holy See", "VA"},
    {"East Timor", "TL"},
    {"Democratic Republic of the Congo", "CD"},
    {"Republic of the Congo", "CG"},
    {"Republic of Ireland", "IE"},
};

std::unordered_map<std::string, std::string> country_codes() {
    std::unordered_map<std::string, std::string> codes;
    for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
        const std::string region = std::string("und_") + *code;
        UChar name[256];
        UErrorCode status = U_ZERO_ERROR;
        const std::int32_t size = uloc_getDisplayCountry(region.c_str(), "en", name, 256, &status);
        must(status, "country names");
        std::string utf8;
        icu::UnicodeString(name, size).toUTF8String(utf8);
        codes.emplace(country_key(utf8), *code);
        codes.emplace(country_key(*code), *code);
        codes.emplace(country_key(uloc_getISO3Country(region.c_str())), *code);
    }
    for (const CountryAlias& alias : country_aliases) codes.emplace(country_key(alias.name), alias.code);
    codes.erase("");
    return codes;
}

}  // namespace

std::string country_code_of(std::string_view country) {
    static const std::unordered_map<std::string, std::string> codes = country_codes();
    const auto found = codes.find(country_key(country));
    return found == codes.end() ? std::string() : found->second;
}

}  // namespace stele
