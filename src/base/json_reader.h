// A JSON text, parsed and checked: a light, read-only tree.
//
// Refused, with the reason in the message: trailing bytes, invalid UTF-8, lone surrogates, U+0000 in any string,
// duplicate members (compared decoded), depth over limits::json_depth, more than limits::json_values values, and a number that
// fits neither a signed 64-bit integer nor a finite double.
//
// A number is an integer when it is written as one and fits 64 bits; an integer beyond that is a real, rounded to the nearest
// double. "1.0" and "1e0" are reals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stele {

enum class JsonKind : std::uint8_t { null, boolean, integer, real, string, array, object };

namespace detail {
struct JsonNode;
}

// A value inside a JsonDocument; valid as long as the document is, moved or not. Cheap to copy.
class JsonValue {
   public:
    [[nodiscard]] JsonKind kind() const;
    [[nodiscard]] bool is_null() const { return kind() == JsonKind::null; }
    [[nodiscard]] bool is_string() const { return kind() == JsonKind::string; }
    [[nodiscard]] bool is_object() const { return kind() == JsonKind::object; }
    [[nodiscard]] bool is_array() const { return kind() == JsonKind::array; }

    // Asserted to be of the kind named.
    [[nodiscard]] bool boolean() const;
    [[nodiscard]] std::int64_t integer() const;
    [[nodiscard]] double real() const;  // of an integer or a real
    [[nodiscard]] std::string_view string() const;

    // Of an array: its elements. Of an object: its members' values. In the order of the text. Anything else has none.
    [[nodiscard]] std::size_t size() const;
    class Iterator {
       public:
        explicit Iterator(const detail::JsonNode* node) : node_(node) {}
        JsonValue operator*() const { return JsonValue(node_); }
        Iterator& operator++();
        bool operator==(const Iterator&) const = default;

       private:
        const detail::JsonNode* node_;
    };
    [[nodiscard]] Iterator begin() const;
    [[nodiscard]] Iterator end() const;

    // Of an object's member: its name. Empty for anything else.
    [[nodiscard]] std::string_view name() const;
    // Of an object: the member of that name, if there is one; walks the members. Nothing of anything else.
    [[nodiscard]] std::optional<JsonValue> find(std::string_view name) const;

   private:
    friend class JsonDocument;
    explicit JsonValue(const detail::JsonNode* node) : node_(node) {}
    const detail::JsonNode* node_;
};

// Owns what its values show: the text may go away after parse(). Any thread may parse, and any number may read one document.
// One made without a text is null.
class JsonDocument {
   public:
    JsonDocument();
    ~JsonDocument();
    JsonDocument(JsonDocument&&) noexcept;
    JsonDocument& operator=(JsonDocument&&) noexcept;

    // Error: invalid, with a message that says what is wrong and a byte offset where known.
    [[nodiscard]] static Result<JsonDocument> parse(std::string_view text);
    [[nodiscard]] JsonValue root() const;

   private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace stele
