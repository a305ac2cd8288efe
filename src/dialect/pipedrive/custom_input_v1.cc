#include <charconv>
#include <cmath>

#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/custom_input.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Address;
using domain::CustomData;
using domain::CustomField;
using domain::CustomPart;
using domain::CustomPatch;
using domain::FieldType;
using domain::Money;
using domain::Span;

constexpr std::size_t key_size = 40;

std::optional<double> as_number(const JsonValue& value) {
    if (value.kind() == JsonKind::integer || value.kind() == JsonKind::real) return value.real();
    if (!value.is_string()) return std::nullopt;
    const std::string_view text = value.string();
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
    return number;
}

bool is_of_days(FieldType type) { return type == FieldType::date || type == FieldType::date_range; }

Result<CustomData> read_span(const CustomField& field, const JsonValue& value, std::string_view name) {
    auto text = value.is_string() ? as_text(value) : std::nullopt;
    if (!text) return bad(name, is_of_days(field.type) ? "a date as YYYY-MM-DD" : "a time as HH:MM:SS");
    return Span{is_of_days(field.type) ? std::move(*text) : full_time(std::move(*text)), {}, {}};
}

Result<CustomData> read_moment(const JsonValue& value, std::string_view name) {
    const auto text = value.is_string() ? as_text(value) : std::nullopt;
    auto moment = text ? full_moment(*text) : std::nullopt;
    if (!moment) return bad(name, "a time as YYYY-MM-DDTHH:MM:SSZ");
    return Span{std::move(*moment), {}, {}};
}

Result<CustomData> read_id(const JsonValue& value, std::string_view name) {
    const auto id = as_reference(value);
    if (!id) return bad(name, "a number");
    return *id;
}

Result<CustomData> read_text(const JsonValue& value, std::string_view name) {
    auto text = as_text(value);
    if (!text) return bad(name, "a text");
    return std::move(*text);
}

Result<CustomData> read_address(const JsonValue& value, std::string_view name) {
    auto text = as_text(value);
    if (!text) return bad(name, "a text");
    Address address;
    address.value = *text;
    address.formatted_address = std::move(*text);
    return address;
}

Result<CustomData> read_options(const JsonValue& value, std::string_view name) {
    auto ids = as_label_ids(value, name);
    if (!ids) return fail(ids);
    return std::move(*ids);
}

// Of a value that is not left out.
Result<CustomData> read_data(const CustomField& field, const JsonValue& value, std::string_view name) {
    switch (field.type) {
        case FieldType::varchar:
        case FieldType::varchar_auto:
        case FieldType::text:
        case FieldType::phone:
            return read_text(value, name);
        case FieldType::number:
        case FieldType::monetary: {
            const auto number = as_number(value);
            if (!number) return bad(name, "a number");
            if (field.type == FieldType::number) return *number;
            return Money{*number, {}};
        }
        case FieldType::set:
            return read_options(value, name);
        case FieldType::enumeration:
        case FieldType::user:
        case FieldType::organization:
        case FieldType::person:
            return read_id(value, name);
        case FieldType::date:
        case FieldType::date_range:
        case FieldType::time:
        case FieldType::time_range:
            return read_span(field, value, name);
        case FieldType::moment:
            return read_moment(value, name);
        case FieldType::address:
            return read_address(value, name);
        case FieldType::contacts:
            break;
    }
    return bad(name, "of the field's type");
}

// An empty list and, of what has an id, 0 say the same as null.
bool says_nothing(const CustomField& field, const JsonValue& value) {
    if (is_left_out(value)) return true;
    if (field.type == FieldType::set) return value.is_array() && value.size() == 0;
    const bool has_id = field.type == FieldType::enumeration || field.type == FieldType::user ||
                        field.type == FieldType::organization || field.type == FieldType::person;
    return has_id && as_reference(value) == 0;
}

CustomPatch& patch_of(domain::CustomPatches& patches, std::int64_t field_id) {
    for (CustomPatch& patch : patches)
        if (patch.field_id == field_id) return patch;
    patches.push_back({});
    patches.back().field_id = field_id;
    return patches.back();
}

Result<void> read_part(const CustomField& field, CustomPart part, const JsonValue& value, domain::CustomPatches& patches) {
    if (field.type == FieldType::address) return {};
    auto text = value.is_null() ? std::optional<std::string>("") : as_text(value);
    if (!text) return bad(value.name(), "a text");
    if (part == CustomPart::until && !is_of_days(field.type)) text = full_time(std::move(*text));
    patch_of(patches, field.id).parts.push_back({part, std::move(*text)});
    return {};
}

}  // namespace

Result<void> read_custom_member_v1(const domain::Directory& directory, domain::Kind kind, const JsonValue& member,
                                   domain::CustomPatches& patches) {
    const std::string_view name = member.name();
    if (name.size() < key_size || directory.custom_fields.empty()) return {};
    const CustomField* field = directory.custom_field(kind, name.substr(0, key_size));
    if (field == nullptr) return {};
    if (name.size() > key_size) {
        for (const domain::PartName& part : domain::parts_of(field->type))
            if (name.substr(key_size) == part.suffix) return read_part(*field, part.part, member, patches);
        return {};
    }
    CustomPatch& patch = patch_of(patches, field->id);
    patch.sets = true;
    if (says_nothing(*field, member)) return {};
    auto data = read_data(*field, member, name);
    if (!data) return fail(data);
    patch.keeps_parts = true;
    patch.data = std::move(*data);
    return {};
}

}  // namespace stele::dialect::pipedrive
