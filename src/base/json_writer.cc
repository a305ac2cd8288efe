#include "base/json_writer.h"

#include <array>
#include <cmath>

namespace stele {
namespace {

// Per byte: 0 when it stands for itself, the letter of its short escape, or 'u'.
constexpr auto escapes = [] {
    std::array<char, 256> table{};
    for (int byte = 0; byte < 0x20; ++byte) table[byte] = 'u';
    table['\b'] = 'b';
    table['\f'] = 'f';
    table['\n'] = 'n';
    table['\r'] = 'r';
    table['\t'] = 't';
    table['"'] = '"';
    table['\\'] = '\\';
    return table;
}();

constexpr double exact_integers = 9007199254740992.0;  // 2^53

}  // namespace

void JsonWriter::real(double value) {
    assert(std::isfinite(value));
    if (std::fabs(value) < exact_integers && value == std::trunc(value)) {
        return integer(static_cast<std::int64_t>(value));
    }
    constexpr std::size_t longest = 24;  // -2.2250738585072014e-308
    const bool comma = needs_comma();
    append(longest + 1, [&](char* to) {
        if (comma) *to++ = ',';
        return std::to_chars(to, to + longest, value).ptr;
    });
}

void JsonWriter::escaped(std::string_view text, std::string_view closing) {
    static constexpr char hex[] = "0123456789abcdef";
    out_ += needs_comma() ? ",\"" : "\"";
    const char* run = text.data();
    const char* const end = run + text.size();
    for (const char* at = run; at != end; ++at) {
        const auto byte = static_cast<unsigned char>(*at);
        const char escape = escapes[byte];
        if (escape == 0) continue;
        out_.append(run, at);
        const char sequence[] = {'\\', escape, '0', '0', hex[byte >> 4], hex[byte & 15]};
        out_.append(sequence, escape == 'u' ? 6 : 2);
        run = at + 1;
    }
    out_.append(run, end);
    out_ += closing;
}

}  // namespace stele
