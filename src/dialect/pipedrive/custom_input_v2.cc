#include <algorithm>

#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/custom_input.h"
#include "dialect/pipedrive/input_v2.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Address;
using domain::CustomData;
using domain::CustomField;
using domain::CustomPatch;
using domain::FieldType;
using domain::Money;
using domain::Span;

std::unexpected<Error> unknown_member(std::string_view name) {
    return fail(ErrorCode::invalid, "is not a known field", std::string(name));
}

std::string member_path(std::string_view name, const JsonValue& member) {
    return std::string(name).append(".").append(member.name());
}

Result<CustomData> read_number(const JsonValue& value, std::string_view name) {
    if (value.kind() != JsonKind::integer && value.kind() != JsonKind::real) return must_be(name, "a number or null");
    return value.real();
}

// Null stands for an empty text in a part.
Result<CustomData> read_money(const JsonValue& value, std::string_view name) {
    if (!value.is_object()) return must_be(name, "an object with value and currency, or null");
    Money money;
    if (!value.find("value")) return must_be(std::string(name) + ".value", "a number");
    for (const JsonValue member : value) {
        const std::string path = member_path(name, member);
        if (member.name() == "value") {
            const auto amount = read_number(member, path);
            if (!amount) return fail(amount);
            money.amount = std::get<double>(*amount);
        } else if (member.name() == "currency") {
            auto currency = nullable_text(member, path);
            if (!currency) return fail(currency);
            money.currency = std::move(*currency);
        } else {
            return unknown_member(path);
        }
    }
    return money;
}

// timezone_name is what replies show beside timezone_id; they say the same.
std::string* span_member(const CustomField& field, std::string_view name, Span& span) {
    if (name == "value") return &span.from;
    const bool is_range = field.type == FieldType::date_range || field.type == FieldType::time_range;
    if (name == "until" && is_range) return &span.until;
    const bool has_timezone = field.type == FieldType::time || field.type == FieldType::time_range;
    if ((name == "timezone_id" || name == "timezone_name") && has_timezone) return &span.timezone;
    return nullptr;
}

Result<CustomData> read_span(const CustomField& field, const JsonValue& value, std::string_view name) {
    if (!value.is_object()) return must_be(name, "an object with value, or null");
    Span span;
    for (const JsonValue member : value) {
        const std::string path = member_path(name, member);
        std::string* const into = span_member(field, member.name(), span);
        if (into == nullptr) return unknown_member(path);
        auto text = nullable_text(member, path);
        if (!text) return fail(text);
        if (!text->empty()) *into = std::move(*text);
    }
    if (span.from.empty()) return must_be(std::string(name) + ".value", "a string that is not empty");
    if (field.type != FieldType::date_range) {
        span.from = full_time(std::move(span.from));
        span.until = full_time(std::move(span.until));
    }
    return span;
}

std::string* address_part(std::string_view name, Address& address) {
    if (name == "value") return &address.value;
    for (const domain::PartName& part : domain::parts_of(FieldType::address))
        if (part.suffix.substr(1) == name) return &(address.*domain::address_member(part.part));
    return nullptr;
}

Result<CustomData> read_address(const JsonValue& value, std::string_view name) {
    if (!value.is_object()) return must_be(name, "an object with value, or null");
    Address address;
    for (const JsonValue member : value) {
        const std::string path = member_path(name, member);
        std::string* const into = address_part(member.name(), address);
        if (into == nullptr) return unknown_member(path);
        auto text = nullable_text(member, path);
        if (!text) return fail(text);
        *into = std::move(*text);
    }
    if (address.value.empty()) return must_be(std::string(name) + ".value", "a string that is not empty");
    return address;
}

// Pipedrive: an empty list is refused; null clears the field.
Result<CustomData> read_options(const JsonValue& value, std::string_view name) {
    if (!value.is_array() || value.size() == 0) return must_be(name, "a list of at least one number, or null");
    auto ids = strict_ids(value, name);
    if (!ids) return fail(ids);
    return std::move(*ids);
}

Result<CustomData> read_data(const CustomField& field, const JsonValue& value, std::string_view name) {
    switch (field.type) {
        case FieldType::varchar:
        case FieldType::varchar_auto:
        case FieldType::text:
        case FieldType::phone: {
            auto text = strict_text(value, name);
            if (!text) return fail(text);
            return std::move(*text);
        }
        case FieldType::number:
            return read_number(value, name);
        case FieldType::monetary:
            return read_money(value, name);
        case FieldType::set:
            return read_options(value, name);
        case FieldType::enumeration:
        case FieldType::user:
        case FieldType::organization:
        case FieldType::person: {
            const auto id = strict_number(value, name);
            if (!id) return fail(id);
            return *id;
        }
        case FieldType::date: {
            auto text = strict_text(value, name);
            if (!text) return fail(text);
            return Span{std::move(*text), {}, {}};
        }
        case FieldType::moment: {
            const auto text = strict_text(value, name);
            if (!text) return fail(text);
            auto moment = full_moment(*text);
            if (!moment) return must_be(name, "a time as YYYY-MM-DDTHH:MM:SSZ");
            return Span{std::move(*moment), {}, {}};
        }
        case FieldType::date_range:
        case FieldType::time:
        case FieldType::time_range:
            return read_span(field, value, name);
        case FieldType::address:
            return read_address(value, name);
        case FieldType::contacts:
            break;
    }
    return must_be(name, "of the field's type");
}

bool was_deleted(const domain::Directory& directory, domain::Kind kind, std::string_view key) {
    return std::ranges::any_of(directory.custom_fields, [&](const CustomField& field) {
        return field.kind == kind && field.delete_time && field.key == key;
    });
}

}  // namespace

Result<domain::CustomPatches> read_custom_fields_v2(const domain::Directory& directory, domain::Kind kind,
                                                    const JsonValue& value) {
    if (!value.is_object()) return must_be("custom_fields", "an object");
    domain::CustomPatches patches;
    for (const JsonValue member : value) {
        const std::string path = member_path("custom_fields", member);
        const CustomField* field = directory.custom_field(kind, member.name());
        if (field == nullptr && was_deleted(directory, kind, member.name())) continue;
        if (field == nullptr) return unknown_member(path);
        CustomPatch& patch = patches.emplace_back();
        patch.field_id = field->id;
        patch.sets = true;
        const bool clears = member.is_null() || (member.is_string() && member.string().empty());
        if (clears) continue;
        auto data = read_data(*field, member, path);
        if (!data) return fail(data);
        patch.data = std::move(*data);
    }
    return patches;
}

}  // namespace stele::dialect::pipedrive
