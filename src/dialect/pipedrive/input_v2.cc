#include "dialect/pipedrive/input_v2.h"

#include <algorithm>

#include "base/time_text.h"

namespace stele::dialect::pipedrive {

std::unexpected<Error> must_be(std::string_view name, std::string_view what) {
    return fail(ErrorCode::invalid, std::string("must be ").append(what), std::string(name));
}

Result<std::string> strict_text(const JsonValue& value, std::string_view name) {
    if (!value.is_string()) return must_be(name, "a string");
    return std::string(value.string());
}

Result<std::string> nullable_text(const JsonValue& value, std::string_view name) {
    if (!value.is_string() && !value.is_null()) return must_be(name, "a string or null");
    return value.is_string() ? std::string(value.string()) : std::string();
}

Result<std::int64_t> strict_number(const JsonValue& value, std::string_view name) {
    if (value.kind() != JsonKind::integer) return must_be(name, "a number");
    return value.integer();
}

Result<bool> strict_flag(const JsonValue& value, std::string_view name) {
    if (value.kind() != JsonKind::boolean) return must_be(name, "true or false");
    return value.boolean();
}

Result<int> strict_level(const JsonValue& value, std::string_view name) {
    const auto level = strict_number(value, name);
    if (!level) return fail(level);
    if (*level < 0 || *level > 9) return must_be(name, "one of 1, 3, 5, 7");
    return static_cast<int>(*level);
}

Result<Micros> strict_time(const JsonValue& value, std::string_view name) {
    const auto time = value.is_string() ? parse_rfc3339(value.string(), false) : std::nullopt;
    if (!time) return must_be(name, "an RFC 3339 time in whole seconds");
    return *time;
}

Result<std::vector<std::int64_t>> strict_ids(const JsonValue& value, std::string_view name) {
    if (!value.is_array() && !value.is_null()) return must_be(name, "an array or null");
    std::vector<std::int64_t> ids;
    for (const JsonValue element : value) {
        if (element.kind() != JsonKind::integer) return must_be(name, "an array of numbers");
        if (std::ranges::find(ids, element.integer()) == ids.end()) ids.push_back(element.integer());
    }
    return ids;
}

}  // namespace stele::dialect::pipedrive
