#include "base/limits.h"
#include "dialect/pipedrive/input_v2.h"
#include "dialect/pipedrive/organization_input.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Address;
using Target = domain::OrganizationPatch;
using enum WireType;

constexpr InputField<Address> address_fields[] = {
    {"value", string, true, read_into<&Address::value, nullable_text>, "The address in one line"},
    {"country", string, false, read_into<&Address::country, nullable_text>, "Country"},
    {"admin_area_level_1", string, false, read_into<&Address::admin_area_level_1, nullable_text>, "State or region"},
    {"admin_area_level_2", string, false, read_into<&Address::admin_area_level_2, nullable_text>, "County"},
    {"locality", string, false, read_into<&Address::locality, nullable_text>, "City"},
    {"sublocality", string, false, read_into<&Address::sublocality, nullable_text>, "District"},
    {"route", string, false, read_into<&Address::route, nullable_text>, "Street"},
    {"street_number", string, false, read_into<&Address::street_number, nullable_text>, "House number"},
    {"subpremise", string, false, read_into<&Address::subpremise, nullable_text>, "Apartment or suite"},
    {"postal_code", string, false, read_into<&Address::postal_code, nullable_text>, "Postal code"},
    {"formatted_address", string, false, read_into<&Address::formatted_address, nullable_text>, "The address, formatted"},
};
const Shape address_input_shape{"OrganizationAddressRequest", [] { return describe(address_fields); }};

// Parts that are left out become empty.
Result<void> read_address(const JsonValue& value, std::string_view name, Target& target) {
    target.address.emplace();
    if (value.is_null()) return {};
    if (!value.is_object()) return must_be(name, "an object or null");
    const std::span<const InputField<Address>> parts = address_fields;
    if (auto read = read_members(parts, value, std::string(name) + ".", *target.address); !read) return read;
    // What other dialects wrote has no line, and may be written back as it is shown.
    const bool is_shown = value.find("value") && target.address->exists();
    if (target.address->value.empty() && !is_shown)
        return must_be(std::string(name) + ".value", "a string that is not empty");
    return {};
}

template <auto Member>
Result<void> read_count(const JsonValue& value, std::string_view name, Target& target) {
    if (value.is_null()) {
        (target.*Member).emplace(std::nullopt);
        return {};
    }
    if (value.kind() != JsonKind::integer || value.integer() < 0 || value.integer() > limits::exact_number)
        return must_be(name, "a whole number up to 2^53 - 1, or null");
    (target.*Member).emplace(value.integer());
    return {};
}

Result<void> read_revenue(const JsonValue& value, std::string_view name, Target& target) {
    if (value.is_null()) {
        target.annual_revenue.emplace(std::nullopt);
        return {};
    }
    if (value.kind() != JsonKind::integer && value.kind() != JsonKind::real) return must_be(name, "a number or null");
    target.annual_revenue.emplace(value.real());
    return {};
}

constexpr InputField<Target> fields[] = {
    {"name", string, true, read_into<&Target::name, strict_text>, "The name"},
    {"owner_id", integer, false, read_into<&Target::owner_id, strict_number>, "The owner; the caller when left out"},
    {"add_time", time, false, read_into<&Target::add_time, strict_time>, "When it was added"},
    {"update_time", time, false, check_update_time<Target>, "Checked, and left to the server"},
    {"visible_to", integer, false, read_into<&Target::visible_to, strict_level>,
     "Who sees it; the caller's default when left out"},
    {"label_ids", integers, false, read_into<&Target::label_ids, strict_ids>, "The labels"},
    {"address", object, false, read_address, "The address", &address_input_shape},
    {"website", string, false, read_into<&Target::website, nullable_text>, "The website"},
    {"linkedin", string, false, read_into<&Target::linkedin, nullable_text>, "The address of its LinkedIn page"},
    {"industry", integer, false, read_count<&Target::industry>, "The industry's number"},
    {"annual_revenue", number, false, read_revenue, "The yearly revenue"},
    {"employee_count", integer, false, read_count<&Target::employee_count>, "How many work there"},
    {"custom_fields", object, false, leave_custom_fields<Target>, "Values of custom fields by their keys"},
};

constexpr std::span<const InputField<Target>> table = fields;

}  // namespace

const Shape organization_create_shape_v2{"AddOrganizationRequest", [] { return describe(table); }};
const Shape organization_update_shape_v2{"UpdateOrganizationRequest", [] { return describe_update(table); }};

Result<domain::OrganizationPatch> read_create_v2(const domain::Directory& directory, JsonValue body) {
    return read_creation(table, directory, domain::Kind::organization, body);
}

Result<domain::OrganizationPatch> read_update_v2(const domain::Directory& directory, JsonValue body) {
    return read_update(table, directory, domain::Kind::organization, body);
}

}  // namespace stele::dialect::pipedrive
