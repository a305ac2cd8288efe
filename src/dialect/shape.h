// Field tables: one row a wire field. Encoding, decoding, validation and the JSON Schema all walk them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "base/result.h"
#include "domain/predicate.h"

namespace stele::dialect {

enum class WireType : std::uint8_t { integer, number, string, boolean, object, integers, strings, objects, time, any };

struct Shape;

// What the documents say of a field.
struct FieldDoc {
    std::string_view name;
    WireType type = WireType::string;
    bool nullable = false;
    bool required = false;
    std::string_view text;
    const Shape* shape = nullptr;                // of an object, or of the elements of objects
    std::span<const std::string_view> values{};  // all that it may be; empty: anything of its type
};

// A named object of the wire, as the documents describe it.
struct Shape {
    std::string_view name;
    std::vector<FieldDoc> (*fields)();
    bool is_list = false;
};

// Of a reply that is a file's bytes, and no JSON.
inline const Shape bytes_shape{"Bytes", nullptr};

// A query parameter.
struct Parameter {
    std::string_view name;
    WireType type;
    std::string_view text;
};

// A field of a reply. `Source` is what the record is rendered from.
template <class Source>
struct Field {
    std::string_view name;
    WireType type;
    bool nullable;
    void (*write)(JsonWriter& writer, const Source& source);
    std::string_view text;
    const Shape* shape = nullptr;
    std::optional<domain::FieldRef> sort = std::nullopt;  // the order that a list may be asked for by this name
    JsonKey key{name};
};

// Which rows of a table are written. Empty means all.
using Selection = std::vector<bool>;

template <class Source>
void write_fields(JsonWriter& writer, std::span<const Field<Source>> fields, const Source& source,
                  const Selection& selection = {}) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!selection.empty() && !selection[i]) continue;
        writer.key(fields[i].key);
        fields[i].write(writer, source);
    }
}

template <class Source>
void write_object(JsonWriter& writer, std::span<const Field<Source>> fields, const Source& source,
                  const Selection& selection = {}) {
    writer.begin_object();
    write_fields(writer, fields, source, selection);
    writer.end_object();
}

template <class Source>
[[nodiscard]] std::vector<FieldDoc> describe(std::span<const Field<Source>> fields) {
    std::vector<FieldDoc> docs;
    for (const auto& field : fields) docs.push_back({field.name, field.type, field.nullable, true, field.text, field.shape});
    return docs;
}

// The same for a table in one piece.
template <class Source, std::size_t N>
void write_fields(JsonWriter& writer, const Field<Source> (&fields)[N], const Source& source) {
    write_fields(writer, std::span<const Field<Source>>(fields), source);
}
template <class Source, std::size_t N>
void write_object(JsonWriter& writer, const Field<Source> (&fields)[N], const Source& source) {
    write_object(writer, std::span<const Field<Source>>(fields), source);
}
template <class Source, std::size_t N>
[[nodiscard]] std::vector<FieldDoc> describe(const Field<Source> (&fields)[N]) {
    return describe(std::span<const Field<Source>>(fields));
}

// A field of a request's body, read into `Target`.
template <class Target>
struct InputField {
    std::string_view name;
    WireType type;
    bool required;
    Result<void> (*read)(const JsonValue& value, std::string_view name, Target& target);
    std::string_view text;
    const Shape* shape = nullptr;
};

template <class Target>
[[nodiscard]] const InputField<Target>* find_input(std::span<const InputField<Target>> fields, std::string_view name) {
    for (const auto& field : fields)
        if (field.name == name) return &field;
    return nullptr;
}

template <class Target>
[[nodiscard]] std::vector<FieldDoc> describe(std::span<const InputField<Target>> fields) {
    std::vector<FieldDoc> docs;
    for (const auto& field : fields)
        docs.push_back({field.name, field.type, !field.required, field.required, field.text, field.shape});
    return docs;
}

template <class Target, std::size_t N>
[[nodiscard]] std::vector<FieldDoc> describe(const InputField<Target> (&fields)[N]) {
    return describe(std::span<const InputField<Target>>(fields));
}

}  // namespace stele::dialect
