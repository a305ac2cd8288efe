#include "base/phone.h"

#include <algorithm>
#include <array>

namespace stele {

namespace {

struct CallingCode {
    std::string_view country;
    std::string_view code;
};

// By country. ITU-T E.164; of the North American plan with the area.
constexpr CallingCode calling_codes[] = {
    {"AC", "247"}, {"AD", "376"},  {"AE", "971"},  {"AF", "93"},   {"AG", "1268"}, {"AI", "1264"}, {"AL", "355"},
    {"AM", "374"}, {"AO", "244"},  {"AR", "54"},   {"AS", "1684"}, {"AT", "43"},   {"AU", "61"},   {"AW", "297"},
    {"AX", "358"}, {"AZ", "994"},  {"BA", "387"},  {"BB", "1246"}, {"BD", "880"},  {"BE", "32"},   {"BF", "226"},
    {"BG", "359"}, {"BH", "973"},  {"BI", "257"},  {"BJ", "229"},  {"BL", "590"},  {"BM", "1441"}, {"BN", "673"},
    {"BO", "591"}, {"BQ", "599"},  {"BR", "55"},   {"BS", "1242"}, {"BT", "975"},  {"BW", "267"},  {"BY", "375"},
    {"BZ", "501"}, {"CA", "1"},    {"CC", "61"},   {"CD", "243"},  {"CF", "236"},  {"CG", "242"},  {"CH", "41"},
    {"CI", "225"}, {"CK", "682"},  {"CL", "56"},   {"CM", "237"},  {"CN", "86"},   {"CO", "57"},   {"CR", "506"},
    {"CU", "53"},  {"CV", "238"},  {"CW", "599"},  {"CX", "61"},   {"CY", "357"},  {"CZ", "420"},  {"DE", "49"},
    {"DJ", "253"}, {"DK", "45"},   {"DM", "1767"}, {"DO", "1809"}, {"DZ", "213"},  {"EC", "593"},  {"EE", "372"},
    {"EG", "20"},  {"EH", "212"},  {"ER", "291"},  {"ES", "34"},   {"ET", "251"},  {"FI", "358"},  {"FJ", "679"},
    {"FK", "500"}, {"FM", "691"},  {"FO", "298"},  {"FR", "33"},   {"GA", "241"},  {"GB", "44"},   {"GD", "1473"},
    {"GE", "995"}, {"GF", "594"},  {"GG", "44"},   {"GH", "233"},  {"GI", "350"},  {"GL", "299"},  {"GM", "220"},
    {"GN", "224"}, {"GP", "590"},  {"GQ", "240"},  {"GR", "30"},   {"GT", "502"},  {"GU", "1671"}, {"GW", "245"},
    {"GY", "592"}, {"HK", "852"},  {"HN", "504"},  {"HR", "385"},  {"HT", "509"},  {"HU", "36"},   {"ID", "62"},
    {"IE", "353"}, {"IL", "972"},  {"IM", "44"},   {"IN", "91"},   {"IO", "246"},  {"IQ", "964"},  {"IR", "98"},
    {"IS", "354"}, {"IT", "39"},   {"JE", "44"},   {"JM", "1876"}, {"JO", "962"},  {"JP", "81"},   {"KE", "254"},
    {"KG", "996"}, {"KH", "855"},  {"KI", "686"},  {"KM", "269"},  {"KN", "1869"}, {"KP", "850"},  {"KR", "82"},
    {"KW", "965"}, {"KY", "1345"}, {"KZ", "7"},    {"LA", "856"},  {"LB", "961"},  {"LC", "1758"}, {"LI", "423"},
    {"LK", "94"},  {"LR", "231"},  {"LS", "266"},  {"LT", "370"},  {"LU", "352"},  {"LV", "371"},  {"LY", "218"},
    {"MA", "212"}, {"MC", "377"},  {"MD", "373"},  {"ME", "382"},  {"MF", "590"},  {"MG", "261"},  {"MH", "692"},
    {"MK", "389"}, {"ML", "223"},  {"MM", "95"},   {"MN", "976"},  {"MO", "853"},  {"MP", "1670"}, {"MQ", "596"},
    {"MR", "222"}, {"MS", "1664"}, {"MT", "356"},  {"MU", "230"},  {"MV", "960"},  {"MW", "265"},  {"MX", "52"},
    {"MY", "60"},  {"MZ", "258"},  {"NA", "264"},  {"NC", "687"},  {"NE", "227"},  {"NF", "672"},  {"NG", "234"},
    {"NI", "505"}, {"NL", "31"},   {"NO", "47"},   {"NP", "977"},  {"NR", "674"},  {"NU", "683"},  {"NZ", "64"},
    {"OM", "968"}, {"PA", "507"},  {"PE", "51"},   {"PF", "689"},  {"PG", "675"},  {"PH", "63"},   {"PK", "92"},
    {"PL", "48"},  {"PM", "508"},  {"PR", "1787"}, {"PS", "970"},  {"PT", "351"},  {"PW", "680"},  {"PY", "595"},
    {"QA", "974"}, {"RE", "262"},  {"RO", "40"},   {"RS", "381"},  {"RU", "7"},    {"RW", "250"},  {"SA", "966"},
    {"SB", "677"}, {"SC", "248"},  {"SD", "249"},  {"SE", "46"},   {"SG", "65"},   {"SH", "290"},  {"SI", "386"},
    {"SJ", "47"},  {"SK", "421"},  {"SL", "232"},  {"SM", "378"},  {"SN", "221"},  {"SO", "252"},  {"SR", "597"},
    {"SS", "211"}, {"ST", "239"},  {"SV", "503"},  {"SX", "1721"}, {"SY", "963"},  {"SZ", "268"},  {"TC", "1649"},
    {"TD", "235"}, {"TG", "228"},  {"TH", "66"},   {"TJ", "992"},  {"TK", "690"},  {"TL", "670"},  {"TM", "993"},
    {"TN", "216"}, {"TO", "676"},  {"TR", "90"},   {"TT", "1868"}, {"TV", "688"},  {"TW", "886"},  {"TZ", "255"},
    {"UA", "380"}, {"UG", "256"},  {"US", "1"},    {"UY", "598"},  {"UZ", "998"},  {"VA", "39"},   {"VC", "1784"},
    {"VE", "58"},  {"VG", "1284"}, {"VI", "1340"}, {"VN", "84"},   {"VU", "678"},  {"WF", "681"},  {"WS", "685"},
    {"XK", "383"}, {"YE", "967"},  {"YT", "262"},  {"ZA", "27"},   {"ZM", "260"},  {"ZW", "263"},
};
static_assert(std::ranges::is_sorted(calling_codes, {}, &CallingCode::country));

// Codes that are no country's: freephone, shared cost, satellites, networks.
constexpr std::string_view other_codes[] = {"800", "808", "870", "878", "881", "882", "883", "888", "979"};

constexpr std::size_t longest_code = 3;
constexpr std::size_t longest_number = 15;  // E.164, with the code

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What people write between digits.
constexpr bool is_separator(char c) { return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/'; }

// The digits of a text that has nothing else but separators, and a '+' before them; empty for any other.
std::string digits_of(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (is_digit(c))
            digits += c;
        else if (!is_separator(c) && !(c == '+' && digits.empty()))
            return {};
    }
    return digits;
}

std::optional<PhoneParts> split_digits(std::string_view digits) {
    if (digits.size() > longest_number) return std::nullopt;
    for (std::size_t size = 1; size <= longest_code && size < digits.size(); ++size)  // no code begins with another
        if (is_calling_code(digits.substr(0, size)))
            return PhoneParts{std::string(digits.substr(0, size)), std::string(digits.substr(size))};
    return std::nullopt;
}

std::string_view without_spaces(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

}  // namespace

PhoneParts split_phone(std::string_view text) {
    const std::string_view begin = without_spaces(text);
    if (begin.starts_with('+') || begin.starts_with("00"))
        if (auto parts = parse_full_phone(begin)) return std::move(*parts);
    return {std::string(), std::string(text)};
}

std::optional<PhoneParts> parse_full_phone(std::string_view text) {
    const std::string all = digits_of(text);
    std::string_view digits = all;
    if (digits.starts_with("00")) digits.remove_prefix(2);
    return split_digits(digits);
}

std::string join_phone(const PhoneParts& parts) {
    return parts.code.empty() ? parts.number : "+" + parts.code + parts.number;
}

bool is_calling_code(std::string_view code) {
    if (code == "1") return true;  // all who share it have an area behind it
    if (code.size() > longest_code) return false;
    return std::ranges::find(calling_codes, code, &CallingCode::code) != std::end(calling_codes) ||
           std::ranges::find(other_codes, code) != std::end(other_codes);
}

std::string_view calling_code_of(std::string_view country) {
    if (country.size() != 2) return {};
    std::array<char, 2> upper{};
    std::ranges::transform(country, upper.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    const std::string_view wanted(upper.data(), upper.size());
    const auto* const found = std::ranges::lower_bound(calling_codes, wanted, {}, &CallingCode::country);
    return found != std::end(calling_codes) && found->country == wanted ? found->code : std::string_view();
}

}  // namespace stele
