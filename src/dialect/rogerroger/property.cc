#include "dialect/rogerroger/property.h"

namespace stele::dialect::rogerroger {

std::string format_date(Micros time) {
    const TimeText text = format_rfc3339(time);
    return std::string(text.view().substr(0, text.view().size() - 1)).append("+00:00");
}

std::vector<FieldDoc> describe_reply(std::span<const PropertyDoc> properties) {
    std::vector<FieldDoc> docs{{"@id", WireType::string, false, false, "The IRI, in JSON-LD"},
                               {"@type", WireType::string, false, false, "The name of the resource, in JSON-LD"}};
    for (const PropertyDoc& each : properties)
        if (each.readable) docs.push_back({each.name, each.type, true, false, each.text, each.range.shape});
    return docs;
}

std::vector<FieldDoc> describe_body(std::span<const PropertyDoc> properties, bool is_patch) {
    std::vector<FieldDoc> docs;
    for (const PropertyDoc& each : properties)
        if (each.writable)
            docs.push_back({each.name, each.type, true, each.required && !is_patch, each.text, each.range.shape});
    return docs;
}

std::vector<FieldDoc> describe_collection(const Shape& member) {
    return {{"member", WireType::objects, false, true, "The items of the page", &member},
            {"totalItems", WireType::integer, false, true, "How many there are on all pages"},
            {"view", WireType::object, true, false, "Links to the first, last, previous and next page"},
            {"search", WireType::object, true, false, "What the list may be asked for, as an IRI template"}};
}

JsonValue json_null() {
    static const JsonDocument null;
    return null.root();
}

void begin_item(JsonWriter& writer, Format format, const ItemHead& head, Place place) {
    writer.begin_object();
    if (format != Format::json_ld) return;
    if (place == Place::alone) {
        writer.key_literal("@context");
        writer.string(std::string("/contexts/").append(head.type));
    }
    writer.key_literal("@id");
    writer.string(head.iri);
    writer.key_literal("@type");
    writer.string(head.type);
}

}  // namespace stele::dialect::rogerroger
