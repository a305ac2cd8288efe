#include "base/time_text.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/custom_input.h"
#include "dialect/pipedrive/organization_input.h"
#include "dialect/pipedrive/visible_level.h"

namespace stele::dialect::pipedrive {

namespace {

using enum WireType;
using Target = OrganizationInput;

Result<void> read_name(const JsonValue& value, std::string_view name, Target& target) {
    auto text = as_text(value);
    if (!text) return bad(name, "a text");
    target.patch.name = std::move(*text);
    return {};
}

Result<void> read_owner(const JsonValue& value, std::string_view name, Target& target) {
    if (is_left_out(value)) return {};
    const auto id = as_reference(value);
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

Result<void> read_label(const JsonValue& value, std::string_view name, Target& target) {
    auto ids = as_label(value, name);
    if (!ids) return fail(ids);
    target.patch.label_ids = std::move(*ids);
    return {};
}

Result<void> read_label_ids(const JsonValue& value, std::string_view name, Target& target) {
    auto ids = as_label_ids(value, name);
    if (!ids) return fail(ids);
    target.label_ids = std::move(*ids);
    return {};
}

Result<void> read_address(const JsonValue& value, std::string_view name, Target& target) {
    auto text = value.is_null() ? std::optional<std::string>("") : as_text(value);
    if (!text) return bad(name, "a text");
    target.patch.address_line = std::move(*text);
    return {};
}

Result<void> read_active(const JsonValue& value, std::string_view name, Target& target) {
    const auto flag = as_flag(value, name);
    if (!flag) return fail(flag);
    target.active = *flag;
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
Result<OrganizationInput> read(const domain::Directory& directory, JsonValue body,
                               std::span<const InputField<Target>> fields) {
    OrganizationInput input;
    for (const JsonValue member : body) {
        const auto* field = find_input(fields, member.name());
        const auto done = field != nullptr
                              ? field->read(member, field->name, input)
                              : read_custom_member_v1(directory, domain::Kind::organization, member, input.patch.custom);
        if (!done) return fail(done);
    }
    if (input.label_ids) input.patch.label_ids = input.label_ids;
    if (auto level = read_level(directory.company, input.patch.visible_to); !level) return fail(level);
    return input;
}

}  // namespace

const Shape organization_create_shape_v1{"AddOrganizationRequest", [] { return describe(create_fields); }};
const Shape organization_update_shape_v1{"UpdateOrganizationRequest", [] { return describe(update_fields); }};

Result<OrganizationInput> read_create_v1(const domain::Directory& directory, JsonValue body) {
    if (auto checked = check_creation(body); !checked) return fail(checked);
    return read(directory, body, create_fields);
}

Result<OrganizationInput> read_update_v1(const domain::Directory& directory, JsonValue body) {
    if (auto checked = check_update(body); !checked) return fail(checked);
    return read(directory, body, update_fields);
}

}  // namespace stele::dialect::pipedrive
