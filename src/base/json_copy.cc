#include "base/json_copy.h"

namespace stele {

void copy_json(JsonWriter& writer, const JsonValue& value) {
    switch (value.kind()) {
        case JsonKind::null:
            return writer.null();
        case JsonKind::boolean:
            return writer.boolean(value.boolean());
        case JsonKind::integer:
            return writer.integer(value.integer());
        case JsonKind::real:
            return writer.real(value.real());
        case JsonKind::string:
            return writer.string(value.string());
        case JsonKind::array:
            writer.begin_array();
            for (const JsonValue element : value) copy_json(writer, element);
            return writer.end_array();
        case JsonKind::object:
            writer.begin_object();
            for (const JsonValue member : value) {
                writer.key(member.name());
                copy_json(writer, member);
            }
            return writer.end_object();
    }
}

std::string json_text(const JsonValue& value) {
    std::string text;
    JsonWriter writer(text);
    copy_json(writer, value);
    return text;
}

}  // namespace stele
