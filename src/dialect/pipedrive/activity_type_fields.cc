#include "dialect/pipedrive/activity_type_fields.h"

#include "base/time_text.h"
#include "dialect/pipedrive/field_writers.h"

namespace stele::dialect::pipedrive {

namespace {

using Type = domain::ActivityType;
using enum WireType;

constexpr Field<Type> fields[] = {
    {"id", integer, false, [](JsonWriter& w, const Type& t) { w.integer(t.id); }, "The type's id"},
    {"name", string, false, [](JsonWriter& w, const Type& t) { w.string(t.name); }, "The name"},
    {"icon_key", string, false, [](JsonWriter& w, const Type& t) { w.string(t.icon_key); }, "The picture"},
    {"color", string, true, [](JsonWriter& w, const Type& t) { write_text_or_null(w, t.color); }, "Six hexadecimal digits"},
    {"order_nr", integer, false, [](JsonWriter& w, const Type& t) { w.integer(t.position); },
     "Where it stands among the others"},
    {"key_string", string, false, [](JsonWriter& w, const Type& t) { w.string(t.key); }, "What activities name it by"},
    {"active_flag", boolean, false, [](JsonWriter& w, const Type& t) { w.boolean(t.is_active); }, "False when deleted"},
    {"is_custom_flag", boolean, false, [](JsonWriter& w, const Type& t) { w.boolean(t.is_custom); },
     "Whether the company added it"},
    {"add_time", string, false, [](JsonWriter& w, const Type& t) { w.string_literal(format_space(t.add_time).view()); },
     "When it was added"},
    {"update_time", string, false,
     [](JsonWriter& w, const Type& t) { w.string_literal(format_space(t.update_time).view()); }, "When it was last changed"},
};

}  // namespace

std::span<const Field<Type>> activity_type_fields() { return fields; }

const Shape activity_type_shape{"ActivityType", [] { return describe(fields); }};
const Shape activity_type_list_shape{"ActivityType", [] { return describe(fields); }, true};

}  // namespace stele::dialect::pipedrive
