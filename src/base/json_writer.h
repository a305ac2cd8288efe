// Writes JSON text to the end of a string. Commas and quotes are its business; what is well-formed is asserted, not checked.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace stele {

// A member name that needs no escaping, ready to be copied: `,"name":`. For tables; a name that is too long does not compile.
class JsonKey {
   public:
    static constexpr std::size_t copied = 40;  // always so many bytes, since a copy of fixed size is a few instructions

    constexpr explicit JsonKey(std::string_view name) : size_(name.size() + 4) {
        char* to = text_.data();
        *to++ = ',';
        *to++ = '"';
        to = std::copy(name.begin(), name.end(), to);
        *to++ = '"';
        *to++ = ':';
    }

    // At least `copied` bytes can be read.
    [[nodiscard]] constexpr const char* with_comma() const { return text_.data(); }
    [[nodiscard]] constexpr const char* without_comma() const { return text_.data() + 1; }
    [[nodiscard]] constexpr std::size_t size() const { return size_; }  // with the comma

   private:
    std::array<char, copied + 1> text_{};
    std::uint8_t size_;
};

// One writer writes one value; a nested value is written by the same writer (pass it on by reference). Until the value is
// complete the string is the writer's: it holds more than was written. A value that never comes to its end leaves it so.
class JsonWriter {
   public:
    explicit JsonWriter(std::string& out) : out_(out), at_(out.data() + out.size()), end_(at_) {}

    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void end_array() { close(']'); }

    // The next value's member name. key_literal takes a name that needs no escaping (field tables hold plain names only).
    void key(std::string_view name);
    void key(const JsonKey& name);
    void key_literal(std::string_view name);

    void null() { bare("null"); }
    void boolean(bool value) { value ? bare("true") : bare("false"); }
    void integer(std::int64_t value);
    // Shortest text that reads back as the same double; whole numbers below 2^53 without a point, and -0.0 as 0. Asserted
    // finite.
    void real(double value);
    // Valid UTF-8, escaped as JSON asks and no further.
    void string(std::string_view value);
    // A string that needs no escaping (digits, times, keys).
    void string_literal(std::string_view value);
    // A value that is JSON already; never empty.
    void raw(std::string_view json) {
        assert(!json.empty());
        bare(json);
    }

    // A part of what was written. Values alone can be repeated.
    struct Piece {
        std::size_t begin = 0;
        std::size_t size = 0;
    };
    // What `write` writes, which is one value.
    template <class Write>
    Piece piece(Write write);
    void repeat(Piece piece);

   private:
    // Where the next value or name goes, with room for `most` bytes; its comma stands there.
    char* begin(std::size_t most);
    void end_value(char* at);
    void end_key(char* at);
    void open(char bracket);
    void close(char bracket);
    void bare(std::string_view text);
    void escaped(std::string_view text);

    void make_room(std::size_t size) {
        if (static_cast<std::size_t>(end_ - at_) < size) [[unlikely]]
            grow(size);
    }
    void grow(std::size_t size);
    void finish();

    std::string& out_;
    char* at_;   // the end of what was written
    char* end_;  // of the string
    std::size_t depth_ = 0;
    bool comma_due_ = false;
};

namespace detail {

using Word = std::uint64_t;

[[nodiscard]] inline Word load_word(const char* from) {
    Word word;
    std::memcpy(&word, from, sizeof word);
    return word;
}

// Whether JSON asks for an escape of any of eight bytes: control characters, quotes and backslashes.
[[nodiscard]] inline bool word_needs_escape(Word word) {
    constexpr Word ones = 0x0101'0101'0101'0101;
    constexpr Word highs = ones * 0x80;
    const Word quote = word ^ (ones * '"');
    const Word backslash = word ^ (ones * '\\');
    return ((((word - ones * 0x20) & ~word) | ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash)) & highs) != 0;
}

[[nodiscard]] inline bool byte_needs_escape(char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte < 0x20 || byte == '"' || byte == '\\';
}

[[nodiscard]] inline bool needs_escape(std::string_view text) {
    const char* at = text.data();
    const char* const end = at + text.size();
    for (; end - at >= static_cast<std::ptrdiff_t>(sizeof(Word)); at += sizeof(Word))
        if (word_needs_escape(load_word(at))) return true;
    return std::any_of(at, end, byte_needs_escape);
}

// Copies the text and returns the end of the copy; null when a byte needs an escape.
[[nodiscard]] inline char* copy_plain(char* to, std::string_view text) {
    const char* from = text.data();
    const char* const end = from + text.size();
    if (text.size() < sizeof(Word)) {
        for (; from != end; *to++ = *from++)
            if (byte_needs_escape(*from)) return nullptr;
        return to;
    }
    char* const copy_end = to + text.size();
    const auto copy_word = [](char* target, const char* source) {
        const Word word = load_word(source);
        std::memcpy(target, &word, sizeof word);
        return !word_needs_escape(word);
    };
    for (; end - from > static_cast<std::ptrdiff_t>(sizeof(Word)); from += sizeof(Word), to += sizeof(Word))
        if (!copy_word(to, from)) return nullptr;
    return copy_word(copy_end - sizeof(Word), end - sizeof(Word)) ? copy_end : nullptr;  // may overlap the word before it
}

}  // namespace detail

inline char* JsonWriter::begin(std::size_t most) {
    make_room(most + 1);
    *at_ = ',';
    return at_ + (comma_due_ ? 1 : 0);
}

inline void JsonWriter::end_value(char* at) {
    at_ = at;
    comma_due_ = true;
    if (depth_ == 0) finish();
}

inline void JsonWriter::end_key(char* at) {
    at_ = at;
    comma_due_ = false;
}

inline void JsonWriter::open(char bracket) {
    char* to = begin(1);
    *to++ = bracket;
    ++depth_;
    end_key(to);  // no comma either before what comes next
}

inline void JsonWriter::close(char bracket) {
    assert(depth_ > 0);
    make_room(1);
    *at_ = bracket;
    --depth_;
    end_value(at_ + 1);
}

inline void JsonWriter::bare(std::string_view text) {
    char* to = begin(text.size());
    std::memcpy(to, text.data(), text.size());
    end_value(to + text.size());
}

inline void JsonWriter::key(const JsonKey& name) {
    make_room(JsonKey::copied);
    std::memcpy(at_, comma_due_ ? name.with_comma() : name.without_comma(), JsonKey::copied);
    end_key(at_ + name.size() - (comma_due_ ? 0 : 1));
}

inline void JsonWriter::key_literal(std::string_view name) {
    assert(!detail::needs_escape(name));
    char* to = begin(name.size() + 3);
    *to++ = '"';
    to = std::copy(name.begin(), name.end(), to);
    *to++ = '"';
    *to++ = ':';
    end_key(to);
}

inline void JsonWriter::string_literal(std::string_view value) {
    assert(!detail::needs_escape(value));
    char* to = begin(value.size() + 2);
    *to++ = '"';
    to = std::copy(value.begin(), value.end(), to);
    *to++ = '"';
    end_value(to);
}

inline void JsonWriter::string(std::string_view value) {
    char* const begun = begin(value.size() + 2);
    *begun = '"';
    char* const copied = detail::copy_plain(begun + 1, value);
    if (copied == nullptr) return escaped(value);
    *copied = '"';
    end_value(copied + 1);
}

inline void JsonWriter::integer(std::int64_t value) {
    constexpr std::size_t longest = 20;  // -9223372036854775808
    char* const to = begin(longest);
    if (value >= 0 && value < 10) {  // as most counters are
        *to = static_cast<char>('0' + value);
        return end_value(to + 1);
    }
    end_value(std::to_chars(to, to + longest, value).ptr);
}

template <class Write>
JsonWriter::Piece JsonWriter::piece(Write write) {
    const std::size_t before = static_cast<std::size_t>(at_ - out_.data()) + (comma_due_ ? 1 : 0);
    write();
    return {before, static_cast<std::size_t>(at_ - out_.data()) - before};
}

inline void JsonWriter::repeat(Piece piece) {
    char* const to = begin(piece.size);
    std::memcpy(to, out_.data() + piece.begin, piece.size);
    end_value(to + piece.size);
}

}  // namespace stele
