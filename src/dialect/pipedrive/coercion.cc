#include "dialect/pipedrive/coercion.h"

#include <algorithm>
#include <cmath>

#include "base/time_text.h"

namespace stele::dialect::pipedrive {

namespace {

void add_label(std::vector<std::int64_t>& ids, std::int64_t id) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

bool is_blank(const JsonValue& name) {
    return name.is_null() || (name.is_string() && name.string().find_first_not_of(" \t\r\n") == std::string_view::npos);
}

std::unexpected<Error> no_name() { return fail(ErrorCode::invalid, "Name must be given.", "name"); }

}  // namespace

std::unexpected<Error> bad(std::string_view name, std::string_view what) {
    return fail(ErrorCode::invalid, std::string(name).append(" must be ").append(what), std::string(name));
}

std::optional<std::int64_t> as_integer(const JsonValue& value) {
    switch (value.kind()) {
        case JsonKind::integer:
            return value.integer();
        case JsonKind::real:
            if (std::abs(value.real()) < 9e15 && value.real() == std::floor(value.real()))
                return static_cast<std::int64_t>(value.real());
            return std::nullopt;
        case JsonKind::string:
            return parse_integer(value.string());
        case JsonKind::boolean:
        case JsonKind::null:
        case JsonKind::array:
        case JsonKind::object:
            return std::nullopt;
    }
    return std::nullopt;
}

std::optional<std::int64_t> as_reference(const JsonValue& value) {
    const auto inner = value.find("value");
    return as_integer(inner ? *inner : value);
}

bool is_left_out(const JsonValue& value) { return value.is_null() || (value.is_string() && value.string().empty()); }

std::optional<std::string> as_text(const JsonValue& value) {
    switch (value.kind()) {
        case JsonKind::string:
            return std::string(value.string());
        case JsonKind::integer:
            return std::to_string(value.integer());
        case JsonKind::real: {
            std::string text;
            JsonWriter(text).real(value.real());
            return text;
        }
        case JsonKind::boolean:
        case JsonKind::null:
        case JsonKind::array:
        case JsonKind::object:
            return std::nullopt;
    }
    return std::nullopt;
}

Result<bool> as_flag(const JsonValue& value, std::string_view name) {
    std::optional<std::int64_t> flag = as_integer(value);
    if (value.kind() == JsonKind::boolean) flag = value.boolean() ? 1 : 0;
    if (value.is_string() && value.string() == "true") flag = 1;
    if (value.is_string() && value.string() == "false") flag = 0;
    if (!flag || (*flag != 0 && *flag != 1)) return bad(name, "true or false");
    return *flag == 1;
}

Result<std::vector<std::int64_t>> as_label(const JsonValue& value, std::string_view name) {
    const bool empty = value.is_null() || (value.is_string() && value.string().empty());
    const auto id = empty ? std::optional<std::int64_t>(0) : as_integer(value);
    if (!id) return bad(name, "a number");
    return *id == 0 ? std::vector<std::int64_t>() : std::vector<std::int64_t>{*id};
}

Result<std::vector<std::int64_t>> as_label_ids(const JsonValue& value, std::string_view name) {
    std::vector<std::int64_t> ids;
    if (value.is_array()) {
        for (const JsonValue element : value) {
            const auto id = as_integer(element);
            if (!id) return bad(name, "a list of numbers");
            add_label(ids, *id);
        }
    } else if (value.is_string()) {
        std::string_view rest = value.string();
        while (!rest.empty()) {
            const auto comma = std::min(rest.find(','), rest.size());
            const auto id = parse_integer(rest.substr(0, comma));
            if (!id) return bad(name, "a list of numbers");
            add_label(ids, *id);
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
    } else if (!value.is_null()) {
        const auto id = as_integer(value);
        if (!id) return bad(name, "a list of numbers");
        ids.push_back(*id);
    }
    return ids;
}

std::optional<std::string> full_moment(std::string_view text) {
    auto time = parse_rfc3339(text, true);
    if (!time) time = parse_time(text);
    return time ? std::optional(std::string(format_rfc3339(*time).view())) : std::nullopt;
}

std::string full_time(std::string text) {
    if (text.size() == 5 && text[2] == ':') text += ":00";
    return text;
}

Result<void> check_creation(JsonValue body) {
    if (body.find("id")) return fail(ErrorCode::invalid, "Inserting ID with POST request is not allowed", "id");
    const auto name = body.find("name");
    if (!name || is_blank(*name)) return no_name();
    return {};
}

Result<void> check_update(JsonValue body) {
    const auto name = body.find("name");
    if (name && name->is_string() && is_blank(*name)) return no_name();
    return {};
}

}  // namespace stele::dialect::pipedrive
