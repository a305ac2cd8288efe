// Writes JSON text to the end of a string. Commas and quotes are its business; what is well-formed is asserted, not checked.
#pragma once

#include <cassert>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace stele {

// A comma goes before a key or value unless it is the writer's first byte or follows one of { [ : , so one writer writes one
// value, and a nested value is written by the same writer (pass it on by reference; a second one would begin without a comma).
class JsonWriter {
   public:
    explicit JsonWriter(std::string& out) : out_(out), start_(out.size()) {}

    void begin_object() { bare("{"); }
    void end_object() { out_.push_back('}'); }
    void begin_array() { bare("["); }
    void end_array() { out_.push_back(']'); }

    // The next value's member name. key_literal takes a name that needs no escaping (field tables hold plain names only).
    void key(std::string_view name);
    void key_literal(std::string_view name) { quoted(name, "\":"); }

    void null() { bare("null"); }
    void boolean(bool value) { bare(value ? "true" : "false"); }
    void integer(std::int64_t value);
    // Shortest text that reads back as the same double; whole numbers below 2^53 without a point, and -0.0 as 0. Asserted
    // finite.
    void real(double value);
    // Valid UTF-8, escaped as JSON asks and no further.
    void string(std::string_view value);
    // A string that needs no escaping (digits, times, keys).
    void string_literal(std::string_view value) { quoted(value, "\""); }
    // A value that is JSON already; never empty.
    void raw(std::string_view json) {
        assert(!json.empty());
        bare(json);
    }

   private:
    [[nodiscard]] bool needs_comma() const;
    // Grows `out_` by what `write` wrote: it gets where to, at most `most` bytes, and returns the end.
    template <class Write>
    void append(std::size_t most, Write write);
    void bare(std::string_view text);
    void quoted(std::string_view plain, std::string_view closing);
    void escaped(std::string_view text, std::string_view closing);

    std::string& out_;
    std::size_t start_;
};

namespace detail {

// Whether JSON asks for an escape anywhere in the text: control characters, quotes and backslashes. Eight bytes at a time.
[[nodiscard]] inline bool needs_escape(std::string_view text) {
    constexpr std::uint64_t ones = 0x0101'0101'0101'0101;
    constexpr std::uint64_t highs = ones * 0x80;
    const auto special = [](std::uint64_t word) {
        const std::uint64_t quote = word ^ (ones * '"');
        const std::uint64_t backslash = word ^ (ones * '\\');
        return (((word - ones * 0x20) & ~word) | ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash)) & highs;
    };
    const char* at = text.data();
    std::size_t left = text.size();
    std::uint64_t word;
    for (; left >= sizeof word; at += sizeof word, left -= sizeof word) {
        std::memcpy(&word, at, sizeof word);
        if (special(word)) return true;
    }
    for (; left > 0; ++at, --left) {
        const auto byte = static_cast<unsigned char>(*at);
        if (byte < 0x20 || byte == '"' || byte == '\\') return true;
    }
    return false;
}

}  // namespace detail

inline bool JsonWriter::needs_comma() const {
    if (out_.size() == start_) return false;
    const char last = out_.back();
    return last != '{' && last != '[' && last != ':' && last != ',';
}

template <class Write>
void JsonWriter::append(std::size_t most, Write write) {
    const std::size_t size = out_.size();
    out_.resize_and_overwrite(size + most, [&](char* data, std::size_t) { return write(data + size) - data; });
}

inline void JsonWriter::bare(std::string_view text) {
    const bool comma = needs_comma();
    append(text.size() + 1, [&](char* to) {
        if (comma) *to++ = ',';
        std::memcpy(to, text.data(), text.size());
        return to + text.size();
    });
}

inline void JsonWriter::quoted(std::string_view plain, std::string_view closing) {
    assert(!detail::needs_escape(plain));
    const bool comma = needs_comma();
    append(plain.size() + closing.size() + 2, [&](char* to) {
        if (comma) *to++ = ',';
        *to++ = '"';
        if (!plain.empty()) std::memcpy(to, plain.data(), plain.size());
        to += plain.size();
        std::memcpy(to, closing.data(), closing.size());
        return to + closing.size();
    });
}

inline void JsonWriter::key(std::string_view name) {
    if (detail::needs_escape(name)) return escaped(name, "\":");
    quoted(name, "\":");
}

inline void JsonWriter::string(std::string_view value) {
    if (detail::needs_escape(value)) return escaped(value, "\"");
    quoted(value, "\"");
}

inline void JsonWriter::integer(std::int64_t value) {
    constexpr std::size_t longest = 20;  // -9223372036854775808
    const bool comma = needs_comma();
    append(longest + 1, [&](char* to) {
        if (comma) *to++ = ',';
        return std::to_chars(to, to + longest, value).ptr;
    });
}

}  // namespace stele
