#include <algorithm>

#include "base/limits.h"
#include "base/time_text.h"
#include "dialect/pipedrive/organization_input.h"
#include "dialect/pipedrive/visible_level.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Address;
using Target = domain::OrganizationPatch;
using enum WireType;

std::unexpected<Error> bad(std::string_view name, std::string_view what) {
    return fail(ErrorCode::invalid, std::string("must be ").append(what), std::string(name));
}

Result<void> read_name(const JsonValue& value, std::string_view name, Target& target) {
    if (!value.is_string()) return bad(name, "a string");
    target.name = std::string(value.string());
    return {};
}

Result<void> read_owner(const JsonValue& value, std::string_view name, Target& target) {
    if (value.kind() != JsonKind::integer) return bad(name, "a number");
    target.owner_id = value.integer();
    return {};
}

Result<void> read_visible_to(const JsonValue& value, std::string_view name, Target& target) {
    if (value.kind() != JsonKind::integer) return bad(name, "a number");
    if (value.integer() < 0 || value.integer() > 9) return bad(name, "one of 1, 3, 5, 7");
    target.visible_to = static_cast<int>(value.integer());
    return {};
}

Result<Micros> read_time(const JsonValue& value, std::string_view name) {
    const auto time = value.is_string() ? parse_rfc3339(value.string(), false) : std::nullopt;
    if (!time) return bad(name, "an RFC 3339 time in whole seconds");
    return *time;
}

Result<void> read_add_time(const JsonValue& value, std::string_view name, Target& target) {
    const auto time = read_time(value, name);
    if (!time) return fail(time);
    target.add_time = *time;
    return {};
}

// Older documents list it; an order of changes that clients could set would lose them changes, so it is checked only.
Result<void> read_update_time(const JsonValue& value, std::string_view name, Target& target) {
    (void)target;
    const auto time = read_time(value, name);
    if (!time) return fail(time);
    return {};
}

Result<void> read_label_ids(const JsonValue& value, std::string_view name, Target& target) {
    if (!value.is_array() && !value.is_null()) return bad(name, "an array or null");
    std::vector<std::int64_t> ids;
    for (const JsonValue element : value) {
        if (element.kind() != JsonKind::integer) return bad(name, "an array of numbers");
        if (std::find(ids.begin(), ids.end(), element.integer()) == ids.end()) ids.push_back(element.integer());
    }
    target.label_ids = std::move(ids);
    return {};
}

template <auto Part>
Result<void> read_part(const JsonValue& value, std::string_view name, Address& address) {
    if (!value.is_string() && !value.is_null()) return bad(name, "a string or null");
    if (value.is_string()) address.*Part = std::string(value.string());
    return {};
}

constexpr InputField<Address> address_fields[] = {
    {"value", string, true, read_part<&Address::value>, "The address in one line"},
    {"country", string, false, read_part<&Address::country>, "Country"},
    {"admin_area_level_1", string, false, read_part<&Address::admin_area_level_1>, "State or region"},
    {"admin_area_level_2", string, false, read_part<&Address::admin_area_level_2>, "County"},
    {"locality", string, false, read_part<&Address::locality>, "City"},
    {"sublocality", string, false, read_part<&Address::sublocality>, "District"},
    {"route", string, false, read_part<&Address::route>, "Street"},
    {"street_number", string, false, read_part<&Address::street_number>, "House number"},
    {"subpremise", string, false, read_part<&Address::subpremise>, "Apartment or suite"},
    {"postal_code", string, false, read_part<&Address::postal_code>, "Postal code"},
    {"formatted_address", string, false, read_part<&Address::formatted_address>, "The address, formatted"},
};
const Shape address_input_shape{"OrganizationAddressRequest", [] { return describe(address_fields); }};

// Parts that are left out become empty.
Result<void> read_address(const JsonValue& value, std::string_view name, Target& target) {
    target.address.emplace();
    if (value.is_null()) return {};
    if (!value.is_object()) return bad(name, "an object or null");
    for (const JsonValue member : value) {
        const auto* field = find_input(std::span<const InputField<Address>>(address_fields), member.name());
        const std::string path = std::string(name).append(".").append(member.name());
        if (field == nullptr) return fail(ErrorCode::invalid, "is not a known field", path);
        if (auto done = field->read(member, path, *target.address); !done) return done;
    }
    if (!target.address->exists()) return bad(std::string(name) + ".value", "a string that is not empty");
    return {};
}

template <auto Member>
Result<void> read_text(const JsonValue& value, std::string_view name, Target& target) {
    if (!value.is_string() && !value.is_null()) return bad(name, "a string or null");
    target.*Member = value.is_string() ? std::string(value.string()) : std::string();
    return {};
}

template <auto Member>
Result<void> read_count(const JsonValue& value, std::string_view name, Target& target) {
    if (value.is_null()) {
        (target.*Member).emplace(std::nullopt);
        return {};
    }
    if (value.kind() != JsonKind::integer || value.integer() < 0 || value.integer() > limits::exact_number)
        return bad(name, "a whole number up to 2^53 - 1, or null");
    (target.*Member).emplace(value.integer());
    return {};
}

Result<void> read_revenue(const JsonValue& value, std::string_view name, Target& target) {
    if (value.is_null()) {
        target.annual_revenue.emplace(std::nullopt);
        return {};
    }
    if (value.kind() != JsonKind::integer && value.kind() != JsonKind::real) return bad(name, "a number or null");
    target.annual_revenue.emplace(value.real());
    return {};
}

// There are no custom fields yet, so any key is unknown.
Result<void> read_custom_fields(const JsonValue& value, std::string_view name, Target& target) {
    (void)target;
    if (!value.is_object()) return bad(name, "an object");
    if (value.size() == 0) return {};
    const JsonValue first = *value.begin();
    return fail(ErrorCode::invalid, "is not a known field", std::string(name).append(".").append(first.name()));
}

constexpr InputField<Target> create_fields[] = {
    {"name", string, true, read_name, "The name"},
    {"owner_id", integer, false, read_owner, "The owner; the caller when left out"},
    {"add_time", time, false, read_add_time, "When it was added"},
    {"update_time", time, false, read_update_time, "Checked, and left to the server"},
    {"visible_to", integer, false, read_visible_to, "Who sees it; the caller's default when left out"},
    {"label_ids", integers, false, read_label_ids, "The labels"},
    {"address", object, false, read_address, "The address", &address_input_shape},
    {"website", string, false, read_text<&Target::website>, "The website"},
    {"linkedin", string, false, read_text<&Target::linkedin>, "The address of its LinkedIn page"},
    {"industry", integer, false, read_count<&Target::industry>, "The industry's number"},
    {"annual_revenue", number, false, read_revenue, "The yearly revenue"},
    {"employee_count", integer, false, read_count<&Target::employee_count>, "How many work there"},
    {"custom_fields", object, false, read_custom_fields, "Values of custom fields by their keys"},
};

std::vector<FieldDoc> describe_update() {
    auto docs = describe(create_fields);
    for (FieldDoc& doc : docs) doc.required = false;
    return docs;
}

Result<Target> read(const domain::Company& company, JsonValue body) {
    Target patch;
    for (const JsonValue member : body) {
        const auto* field = find_input(std::span<const InputField<Target>>(create_fields), member.name());
        if (field == nullptr) return fail(ErrorCode::invalid, "is not a known field", std::string(member.name()));
        if (auto done = field->read(member, field->name, patch); !done) return fail(done);
    }
    if (auto level = read_level(company, patch.visible_to); !level) return fail(level);
    return patch;
}

}  // namespace

const Shape organization_create_shape_v2{"AddOrganizationRequest", [] { return describe(create_fields); }};
const Shape organization_update_shape_v2{"UpdateOrganizationRequest", describe_update};

Result<domain::OrganizationPatch> read_create_v2(const domain::Company& company, JsonValue body) {
    if (!body.find("name")) return fail(ErrorCode::invalid, "is required", "name");
    return read(company, body);
}

Result<domain::OrganizationPatch> read_update_v2(const domain::Company& company, JsonValue body) {
    return read(company, body);
}

}  // namespace stele::dialect::pipedrive
