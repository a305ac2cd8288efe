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
constexpr std::size_t least_growth = 200;              // a short reply

}  // namespace

void JsonWriter::key(std::string_view name) {
    if (!detail::needs_escape(name)) return key_literal(name);
    assert(depth_ > 0);
    string(name);
    make_room(1);
    *at_ = ':';
    end_key(at_ + 1);
}

void JsonWriter::real(double value) {
    assert(std::isfinite(value));
    if (std::fabs(value) < exact_integers && value == std::trunc(value)) {
        return integer(static_cast<std::int64_t>(value));
    }
    constexpr std::size_t longest = 24;  // -2.2250738585072014e-308
    char* const to = begin(longest);
    end_value(std::to_chars(to, to + longest, value).ptr);
}

void JsonWriter::escaped(std::string_view text) {
    static constexpr char hex[] = "0123456789abcdef";
    constexpr std::size_t longest = 6;
    char* to = begin(longest * text.size() + 2);
    *to++ = '"';
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        const char escape = escapes[byte];
        if (escape == 0) {
            *to++ = character;
            continue;
        }
        const char sequence[] = {'\\', escape, '0', '0', hex[byte >> 4], hex[byte & 15]};
        to = std::copy_n(sequence, escape == 'u' ? longest : 2, to);
    }
    *to++ = '"';
    end_value(to);
}

// To all the string has room for, or twice as much.
void JsonWriter::grow(std::size_t size) {
    const auto used = static_cast<std::size_t>(at_ - out_.data());
    const std::size_t wanted = std::max(out_.capacity(), used + std::max(size, least_growth));
    out_.resize_and_overwrite(wanted, [](char*, std::size_t all) { return all; });
    at_ = out_.data() + used;
    end_ = out_.data() + out_.size();
}

void JsonWriter::finish() {
    out_.resize(static_cast<std::size_t>(at_ - out_.data()));
    end_ = at_;
}

}  // namespace stele
