#include "base/text.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
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
    std::string lower(text);
    for (char& c : lower) c = static_cast<char>(c + (c >= 'A' && c <= 'Z' ? 'a' - 'A' : 0));
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

const icu::Normalizer2& composer() {
    static const icu::Normalizer2& instance = [] -> const icu::Normalizer2& {
        UErrorCode status = U_ZERO_ERROR;
        const icu::Normalizer2* made = icu::Normalizer2::getNFCInstance(status);
        must(status, "NFC");
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

std::string first_visible(std::string_view folded) {
    const auto size = static_cast<std::int32_t>(folded.size());
    for (std::int32_t at = 0; at < size;) {
        const std::int32_t begin = at;
        UChar32 letter;
        U8_NEXT(folded.data(), at, size, letter);
        if (!u_isUWhiteSpace(letter)) {
            return std::string(folded.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin)));
        }
    }
    return {};
}

// Of a word.
bool is_letter(UChar32 letter) {
    if (letter < 0x80)
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z');
    return (U_MASK(u_charType(letter)) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0;
}

UChar32 letter_at(std::string_view text, std::size_t at) {
    auto index = static_cast<std::int32_t>(at);
    UChar32 letter;
    U8_NEXT(text.data(), index, static_cast<std::int32_t>(text.size()), letter);
    return letter;
}

UChar32 letter_before(std::string_view text, std::size_t at) {
    auto index = static_cast<std::int32_t>(at);
    UChar32 letter;
    U8_PREV(text.data(), 0, index, letter);
    return letter;
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
    // Folding takes Hangul syllables apart; a first character is a whole one.
    const auto first_of = [](std::string_view part) {
        const std::string folded = fold(part);
        return first_visible(is_ascii(folded) ? folded : normalized(composer(), folded));
    };
    // Long enough for what stands before a first letter in practice.
    constexpr std::size_t prefix_size = 32;
    if (text.size() > prefix_size) {
        const std::string first = first_of(text.substr(0, cut_at_char(text, prefix_size)));
        if (!first.empty()) return first;
    }
    return first_of(text);
}

bool begins_word(std::string_view text, std::size_t at) {
    if (at == 0 || text[at - 1] == ' ') return true;
    return at < text.size() && is_letter(letter_at(text, at)) && !is_letter(letter_before(text, at));
}

std::string with_spaced_words(std::string_view text) {
    std::string spaced;
    spaced.reserve(text.size() + 8);
    bool behind_punctuation = false;
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < size;) {
        const std::int32_t begin = at;
        UChar32 letter;
        U8_NEXT(text.data(), at, size, letter);
        const bool in_word = is_letter(letter);
        if (in_word && behind_punctuation) spaced += ' ';
        behind_punctuation = !in_word && letter != ' ';
        spaced.append(text, static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
    }
    return spaced;
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

std::size_t clean_utf8_prefix(std::string_view text) {
    const char* bytes = text.data();
    const auto size = static_cast<std::int64_t>(text.size());
    std::int64_t at = 0;
    while (at < size) {
        const auto byte = static_cast<signed char>(bytes[at]);
        if (byte > 0) {
            ++at;
            continue;
        }
        const std::int64_t begin = at;
        UChar32 letter;
        U8_NEXT(bytes, at, size, letter);
        if (letter <= 0) return static_cast<std::size_t>(begin);
    }
    return text.size();
}

std::string to_clean_utf8(std::string_view text) {
    std::string clean;
    for (;;) {
        const std::size_t size = clean_utf8_prefix(text);
        clean += text.substr(0, size);
        if (size == text.size()) return clean;
        clean += "\xef\xbf\xbd";
        text.remove_prefix(size + 1);
    }
}

std::size_t cut_at_char(std::string_view text, std::size_t size) {
    if (text.size() <= size) return text.size();
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
    return size;
}

std::string end_of_prefix(std::string_view prefix) {
    std::string end(prefix);
    while (!end.empty()) {
        auto last = static_cast<int32_t>(end.size());
        UChar32 letter = 0;
        U8_PREV(end.data(), 0, last, letter);
        end.resize(static_cast<std::size_t>(last));
        if (letter < 0 || letter == 0x10FFFF) continue;  // nothing is greater
        constexpr UChar32 first_surrogate = 0xD800;
        constexpr UChar32 after_surrogates = 0xE000;
        const UChar32 next = letter + 1 == first_surrogate ? after_surrogates : letter + 1;
        char bytes[U8_MAX_LENGTH];
        int32_t size = 0;
        U8_APPEND_UNSAFE(bytes, size, next);
        end.append(bytes, static_cast<std::size_t>(size));
        return end;
    }
    return end;
}

std::size_t code_points(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return count;
}

}  // namespace stele
