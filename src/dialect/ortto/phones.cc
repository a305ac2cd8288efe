#include "dialect/ortto/phones.h"

#include <algorithm>

namespace stele::dialect::ortto {

namespace {

// Clients send digits as texts and as numbers.
std::optional<std::string> text_of(const std::optional<JsonValue>& value) {
    if (!value || value->is_null()) return std::string();
    if (value->is_string()) return std::string(value->string());
    if (value->kind() == JsonKind::integer) return std::to_string(value->integer());
    return std::nullopt;
}

std::string digits_of(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

std::optional<std::string> read_parts(const JsonValue& value) {
    const auto code = text_of(value.find("c"));
    auto number = text_of(value.find("n"));
    if (!code || !number) return std::nullopt;
    if (code->empty()) return number;
    PhoneParts parts{digits_of(*code), digits_of(*number)};
    if (!is_calling_code(parts.code) || parts.number.empty()) return std::nullopt;
    return join_phone(parts);
}

std::optional<std::string> read_whole(const JsonValue& value) {
    auto text = text_of(value.find("phone"));
    if (!text) return std::nullopt;
    const auto flag = value.find("parse_with_country_code");
    if (flag && !flag->is_null() && flag->kind() != JsonKind::boolean) return std::nullopt;
    const bool has_code = flag && flag->kind() == JsonKind::boolean && flag->boolean();
    if (!has_code || text->empty()) return join_phone(split_phone(*text));
    const auto parts = parse_full_phone(*text);
    return parts ? std::optional(join_phone(*parts)) : std::nullopt;
}

}  // namespace

std::optional<std::string> read_phone(const JsonValue& value) {
    if (value.is_object()) return value.find("phone") ? read_whole(value) : read_parts(value);
    const auto text = text_of(value);
    return text ? std::optional(join_phone(split_phone(*text))) : std::nullopt;
}

}  // namespace stele::dialect::ortto
