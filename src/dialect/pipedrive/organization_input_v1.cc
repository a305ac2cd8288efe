#include <algorithm>
#include <cmath>

#include "base/time_text.h"
#include "dialect/pipedrive/organization_input.h"

namespace stele::dialect::pipedrive {

namespace {

using enum WireType;
using Target = OrganizationInput;

std::unexpected<Error> bad(std::string_view name, std::string_view what) {
    return fail(ErrorCode::invalid, std::string(name).append(" must be ").append(what), std::string(name));
}

// A number, or a text that spells one.
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

// Forms send what was not filled in.
bool is_left_out(const JsonValue& value) { return value.is_null() || (value.is_string() && value.string().empty()); }

Result<void> read_name(const JsonValue& value, std::string_view name, Target& target) {
    auto text = as_text(value);
    if (!text) return bad(name, "a text");
    target.patch.name = std::move(*text);
    return {};
}

// A number, or the object that replies have in its place, so that what was read can be written.
Result<void> read_owner(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) return {};
    const auto inner = value.find("value");
    const auto id = as_integer(inner ? *inner : value);
    if (!id) return bad(name, "a number");
    target.patch.owner_id = *id;
    return {};
}

Result<void> read_visible_to(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) return {};
    const auto level = as_integer(value);
    if (!level || *level < 0 || *level > 9) return bad(name, "one of 1, 3, 5, 7");
    target.patch.visible_to = static_cast<int>(*level);
    return {};
}

Result<void> read_add_time(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) return {};
    const auto time = value.is_string() ? parse_time(value.string()) : std::nullopt;
    if (!time) return bad(name, "a time as YYYY-MM-DD HH:MM:SS");
    target.patch.add_time = *time;
    return {};
}

// Null, an empty text and 0 clear the labels.
Result<void> read_label(const JsonValue& value, std::string_view name, Target& target) {
    const bool empty = value.is_null() || (value.is_string() && value.string().empty());
    const auto id = empty ? std::optional<std::int64_t>(0) : as_integer(value);
    if (!id) return bad(name, "a number");
    target.patch.label_ids = *id == 0 ? std::vector<std::int64_t>() : std::vector<std::int64_t>{*id};
    return {};
}

void add_label(std::vector<std::int64_t>& ids, std::int64_t id) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

// A list; or a text of numbers between commas, as forms send it.
Result<void> read_label_ids(const JsonValue& value, std::string_view name, Target& target) {
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
    target.label_ids = std::move(ids);
    return {};
}

// The parts are derived from the text; nothing is known of them but the whole.
Result<void> read_address(const JsonValue& value, std::string_view name, Target& target) {
    auto text = value.is_null() ? std::optional<std::string>("") : as_text(value);
    if (!text) return bad(name, "a text");
    domain::Address address;
    address.formatted_address = *text;
    address.value = std::move(*text);
    target.patch.address = std::move(address);
    return {};
}

// true, 1, "1" and "true" are one.
Result<void> read_active(const JsonValue& value, std::string_view name, Target& target) {
    std::optional<std::int64_t> flag = as_integer(value);
    if (value.kind() == JsonKind::boolean) flag = value.boolean() ? 1 : 0;
    if (value.is_string() && value.string() == "true") flag = 1;
    if (value.is_string() && value.string() == "false") flag = 0;
    if (!flag || (*flag != 0 && *flag != 1)) return bad(name, "true or false");
    target.active = flag;
    return {};
}

constexpr InputField<Target> create_fields[] = {
    {"name", string, true, read_name, "The name"},
    {"add_time", time, false, read_add_time, "When it was added, UTC: YYYY-MM-DD HH:MM:SS"},
    {"owner_id", integer, false, read_owner, "The owner; the caller when left out"},
    {"label", integer, false, read_label, "The label; overwrites label_ids"},
    {"label_ids", integers, false, read_label_ids, "The labels; sets label to the first"},
    {"visible_to", string, false, read_visible_to, "Who sees it; the caller's default when left out"},
    {"address", string, false, read_address, "The address in one line"},
};

constexpr InputField<Target> update_fields[] = {
    {"name", string, false, read_name, "The name"},
    {"owner_id", integer, false, read_owner, "The owner; stays when left out"},
    {"label", integer, false, read_label, "The label; overwrites label_ids"},
    {"label_ids", integers, false, read_label_ids, "The labels; sets label to the first"},
    {"visible_to", string, false, read_visible_to, "Who sees it; stays when left out"},
    {"address", string, false, read_address, "The address in one line"},
    {"add_time", time, false, read_add_time, "When it was added, UTC: YYYY-MM-DD HH:MM:SS"},
    {"active_flag", boolean, false, read_active, "False deletes the organization"},
};

// Members that are no fields are ignored, as are keys of custom fields that are gone.
Result<OrganizationInput> read(JsonValue body, std::span<const InputField<Target>> fields) {
    OrganizationInput input;
    for (const JsonValue member : body) {
        const auto* field = find_input(fields, member.name());
        if (field == nullptr) continue;
        if (auto done = field->read(member, field->name, input); !done) return fail(done);
    }
    if (input.label_ids) input.patch.label_ids = input.label_ids;
    return input;
}

}  // namespace

const Shape organization_create_shape_v1{"AddOrganizationRequest", [] { return describe(create_fields); }};
const Shape organization_update_shape_v1{"UpdateOrganizationRequest", [] { return describe(update_fields); }};

Result<OrganizationInput> read_create_v1(JsonValue body) {
    if (body.find("id")) return fail(ErrorCode::invalid, "Inserting ID with POST request is not allowed", "id");
    const auto name = body.find("name");
    const bool blank = !name || name->is_null() ||
                       (name->is_string() && name->string().find_first_not_of(" \t\r\n") == std::string_view::npos);
    if (blank) return fail(ErrorCode::invalid, "Name must be given.", "name");
    return read(body, create_fields);
}

Result<OrganizationInput> read_update_v1(JsonValue body) {
    const auto name = body.find("name");
    if (name && name->is_string() && name->string().find_first_not_of(" \t\r\n") == std::string_view::npos)
        return fail(ErrorCode::invalid, "Name must be given.", "name");
    return read(body, update_fields);
}

}  // namespace stele::dialect::pipedrive
