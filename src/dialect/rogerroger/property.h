// The properties of a resource: one row each, which replies, bodies, the API documentation and the OpenAPI document all walk.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "base/result.h"
#include "base/time_text.h"
#include "dialect/rogerroger/format.h"
#include "dialect/shape.h"

namespace stele::dialect::rogerroger {

// "2025-06-17T12:34:04+00:00"
[[nodiscard]] std::string format_date(Micros time);

// One member of a reply. What is not there is left out, as API Platform leaves out nulls.
class Member {
   public:
    Member(JsonWriter& writer, std::string_view name, Format format) : writer_(writer), name_(name), format_(format) {}

    void text(std::string_view value) {
        if (!value.empty()) begin().string(value);
    }
    void time(const std::optional<Micros>& value) {
        if (value) begin().string_literal(format_date(*value));
    }
    void boolean(const std::optional<bool>& value) {
        if (value) begin().boolean(*value);
    }
    void integer(const std::optional<std::int64_t>& value) {
        if (value) begin().integer(*value);
    }
    void texts(std::span<const std::string> values) {
        JsonWriter& writer = begin();
        writer.begin_array();
        for (const std::string& value : values) writer.string(value);
        writer.end_array();
    }
    // A value of another form; the caller writes exactly one.
    [[nodiscard]] JsonWriter& begin() {
        writer_.key_literal(name_);
        return writer_;
    }
    [[nodiscard]] bool is_linked_data() const { return format_ == Format::json_ld; }

   private:
    JsonWriter& writer_;
    std::string_view name_;
    Format format_;
};

// What a property's value is, where it is no plain value.
struct Range {
    std::string_view resource;  // "User": an IRI of one, or IRIs; empty: none
    const Shape* shape = nullptr;
};

template <class Source, class Target>
struct Property {
    std::string_view name;
    WireType type;
    bool required;                                                                        // of POST and PUT
    void (*write)(Member& member, const Source& source);                                  // null: write-only
    Result<void> (*read)(const JsonValue& value, std::string_view name, Target& target);  // null: read-only
    std::string_view text;
    Range range{};
    bool stays = false;  // as it is, when PUT leaves it out
};

// The same for documents, which do not care what it is read from.
struct PropertyDoc {
    std::string_view name;
    WireType type;
    bool required;
    bool readable;
    bool writable;
    std::string_view text;
    Range range;
};

template <class Source, class Target>
[[nodiscard]] std::vector<PropertyDoc> document(std::span<const Property<Source, Target>> properties) {
    std::vector<PropertyDoc> docs;
    for (const auto& each : properties)
        docs.push_back(
            {each.name, each.type, each.required, each.write != nullptr, each.read != nullptr, each.text, each.range});
    return docs;
}

// Of replies, and of bodies of POST and PUT, or of PATCH.
[[nodiscard]] std::vector<FieldDoc> describe_reply(std::span<const PropertyDoc> properties);
[[nodiscard]] std::vector<FieldDoc> describe_body(std::span<const PropertyDoc> properties, bool is_patch);

// A collection of that shape.
[[nodiscard]] std::vector<FieldDoc> describe_collection(const Shape& member);

// What a request does to a resource: makes it, puts another in its place, or changes what it names.
enum class WriteMode : std::uint8_t { create, replace, merge };

[[nodiscard]] JsonValue json_null();

// Reads what the body says, and what it says by leaving something out.
template <class Source, class Target>
[[nodiscard]] Result<void> read_properties(std::span<const Property<Source, Target>> properties, const JsonValue& body,
                                           WriteMode mode, Target& target) {
    for (const auto& property : properties) {
        if (property.read == nullptr) continue;
        const auto sent = body.find(property.name);
        const bool is_missed = mode == WriteMode::replace ? !property.stays : mode == WriteMode::create && property.required;
        if (!sent && !is_missed) continue;
        if (auto done = property.read(sent ? *sent : json_null(), property.name, target); !done) return done;
    }
    return {};
}

// What an item is, beside its properties.
struct ItemHead {
    std::string_view type;  // "Organization"
    std::string iri;
};

// Where an item stands: alone it says what its words mean.
enum class Place : std::uint8_t { alone, member };

void begin_item(JsonWriter& writer, Format format, const ItemHead& head, Place place);

template <class Source, class Target>
void write_item(JsonWriter& writer, Format format, const ItemHead& head, Place place,
                std::span<const Property<Source, Target>> properties, const Source& source) {
    begin_item(writer, format, head, place);
    for (const auto& property : properties) {
        if (property.write == nullptr) continue;
        Member member(writer, property.name, format);
        property.write(member, source);
    }
    writer.end_object();
}

}  // namespace stele::dialect::rogerroger
