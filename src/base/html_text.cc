#include "base/html_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>

namespace stele {

namespace {

// Those that do not part the words around them.
constexpr std::string_view inline_tags[] = {
    "a",    "abbr", "b", "bdi",  "bdo",   "cite", "code",   "del",    "dfn", "em",  "font", "i", "ins", "kbd",
    "mark", "q",    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt",   "u", "var", "wbr"};

// U+00A0 and those behind it.
constexpr std::string_view latin_entities[] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",   "ordf",   "laquo",
    "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",  "micro",  "para",   "middot",
    "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
    "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",
    "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",
    "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute",
    "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave", "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};
constexpr std::uint32_t first_latin = 0xa0;
static_assert(std::size(latin_entities) == 96);

struct Entity {
    std::string_view name;
    std::uint32_t code_point;
};
constexpr Entity other_entities[] = {
    {"amp", '&'},      {"lt", '<'},        {"gt", '>'},       {"quot", '"'},      {"apos", '\''},     {"euro", 0x20ac},
    {"ndash", 0x2013}, {"mdash", 0x2014},  {"lsquo", 0x2018}, {"rsquo", 0x2019},  {"sbquo", 0x201a},  {"ldquo", 0x201c},
    {"rdquo", 0x201d}, {"bdquo", 0x201e},  {"bull", 0x2022},  {"hellip", 0x2026}, {"trade", 0x2122},  {"oelig", 0x153},
    {"OElig", 0x152},  {"scaron", 0x161},  {"Scaron", 0x160}, {"lsaquo", 0x2039}, {"rsaquo", 0x203a}, {"ensp", 0x2002},
    {"emsp", 0x2003},  {"thinsp", 0x2009}, {"rarr", 0x2192},  {"larr", 0x2190},   {"zwnj", 0x200c},   {"zwj", 0x200d},
};
constexpr std::size_t longest_entity = 10;

constexpr std::uint32_t replacement = 0xfffd;
constexpr std::uint32_t no_break_space = 0xa0;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_white(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

std::optional<std::uint32_t> numeric_entity(std::string_view name) {
    name.remove_prefix(1);
    const bool is_hex = !name.empty() && lower(name.front()) == 'x';
    if (is_hex) name.remove_prefix(1);
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number, is_hex ? 16 : 10);
    if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
    const bool is_surrogate = number >= 0xd800 && number < 0xe000;
    return number == 0 || number > 0x10ffff || is_surrogate ? replacement : number;
}

// What stands between & and ;
std::optional<std::uint32_t> decode_entity(std::string_view name) {
    if (name.starts_with('#')) return numeric_entity(name);
    const auto* other = std::ranges::find(other_entities, name, &Entity::name);
    if (other != std::end(other_entities)) return other->code_point;
    const auto* latin = std::ranges::find(latin_entities, name);
    if (latin == std::end(latin_entities)) return std::nullopt;
    return first_latin + static_cast<std::uint32_t>(latin - std::begin(latin_entities));
}

// Goes through the HTML once.
class Reader {
   public:
    explicit Reader(std::string_view html) : rest_(html) {}

    std::string read() {
        while (!rest_.empty()) {
            const bool taken = (rest_.front() == '<' && take_markup()) || (rest_.front() == '&' && take_entity());
            if (!taken) take_char();
        }
        return std::move(text_);
    }

   private:
    void take_char() {
        const char c = rest_.front();
        rest_.remove_prefix(1);
        if (is_white(c))
            space_ = true;
        else
            append(std::string_view(&c, 1));
    }

    void append(std::string_view bytes) {
        if (space_ && !text_.empty()) text_ += ' ';
        space_ = false;
        text_ += bytes;
    }

    void append(std::uint32_t code_point) {
        std::array<char, 4> bytes{};
        std::size_t size = 0;
        const auto put = [&](std::uint32_t byte) { bytes.at(size++) = static_cast<char>(byte); };
        if (code_point < 0x80) {
            put(code_point);
        } else if (code_point < 0x800) {
            put(0xc0 | code_point >> 6);
        } else if (code_point < 0x10000) {
            put(0xe0 | code_point >> 12);
            put(0x80 | (code_point >> 6 & 0x3f));
        } else {
            put(0xf0 | code_point >> 18);
            put(0x80 | (code_point >> 12 & 0x3f));
            put(0x80 | (code_point >> 6 & 0x3f));
        }
        if (code_point >= 0x80) put(0x80 | (code_point & 0x3f));
        append(std::string_view(bytes.data(), size));
    }

    bool take_entity() {
        const auto end = rest_.substr(0, longest_entity + 2).find(';');
        if (end == std::string_view::npos || end < 2) return false;
        const auto code_point = decode_entity(rest_.substr(1, end - 1));
        if (!code_point) return false;
        rest_.remove_prefix(end + 1);
        if (*code_point <= ' ' || *code_point == no_break_space)
            space_ = true;
        else
            append(*code_point);
        return true;
    }

    bool take_markup() {
        if (rest_.starts_with("<!--")) return take_until("-->");
        const bool closes = rest_.starts_with("</");
        const std::size_t begin = closes ? 2 : 1;
        if (rest_.size() <= begin) return false;
        if (rest_[1] == '!' || rest_[1] == '?') return take_until(">");
        if (!is_letter(rest_[begin])) return false;
        return take_tag(begin, closes);
    }

    bool take_until(std::string_view mark) {
        const auto end = rest_.find(mark);
        if (end == std::string_view::npos) return false;
        rest_.remove_prefix(end + mark.size());
        return true;
    }

    // Where the tag's > stands; not one between quotes.
    [[nodiscard]] std::size_t end_of_tag() const {
        char quote = 0;
        for (std::size_t at = 0; at < rest_.size(); ++at) {
            const char c = rest_[at];
            if (quote != 0) {
                if (c == quote) quote = 0;
            } else if (c == '>') {
                return at;
            } else if (c == '"' || c == '\'') {
                quote = c;
            }
        }
        return rest_.find('>');
    }

    bool take_tag(std::size_t begin, bool closes) {
        const std::size_t end = end_of_tag();
        if (end == std::string_view::npos) return false;
        std::string name;
        for (std::size_t at = begin; at < end && !is_white(rest_[at]) && rest_[at] != '/'; ++at) name += lower(rest_[at]);
        rest_.remove_prefix(end + 1);
        if (std::ranges::find(inline_tags, name) == std::end(inline_tags)) space_ = true;
        if (!closes && (name == "script" || name == "style")) skip_element(name);
        return true;
    }

    void skip_element(std::string_view name) {
        const std::string closing = "</" + std::string(name);
        const auto found = std::search(rest_.begin(), rest_.end(), closing.begin(), closing.end(),
                                       [](char a, char b) { return lower(a) == b; });
        rest_.remove_prefix(static_cast<std::size_t>(found - rest_.begin()));
    }

    std::string_view rest_;
    std::string text_;
    bool space_ = false;  // before the next character
};

}  // namespace

std::string html_text(std::string_view html) { return Reader(html).read(); }

}  // namespace stele
