#include "domain/organization_changes.h"

#include <array>
#include <charconv>

#include "base/text.h"
#include "domain/change.h"

namespace stele::domain {

namespace {

struct AddressPart {
    std::string_view field;
    std::string Address::* member;
};

constexpr AddressPart address_parts[] = {
    {"address", &Address::value},
    {"address_subpremise", &Address::subpremise},
    {"address_street_number", &Address::street_number},
    {"address_route", &Address::route},
    {"address_sublocality", &Address::sublocality},
    {"address_locality", &Address::locality},
    {"address_admin_area_level_1", &Address::admin_area_level_1},
    {"address_admin_area_level_2", &Address::admin_area_level_2},
    {"address_country", &Address::country},
    {"address_postal_code", &Address::postal_code},
    {"address_formatted_address", &Address::formatted_address},
};

using Text = std::optional<std::string>;

Text text_of(const std::string& value) { return value.empty() ? Text() : Text(value); }
Text text_of(std::int64_t value) { return std::to_string(value); }
Text text_of(const std::vector<std::int64_t>& label_ids) { return labels_text(label_ids); }
Text text_of(double value) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
    return std::string(buffer, end.ptr);
}
Text text_of(int value) { return std::to_string(value); }
template <class T>
Text text_of(const std::optional<T>& value) {
    return value ? text_of(*value) : Text();
}

// Sets one member, when the patch has it and it differs.
template <class T>
void apply(std::vector<FieldChange>& changes, std::string_view field, T& member, const std::optional<T>& value) {
    if (!value || *value == member) return;
    changes.push_back({field, text_of(member), text_of(*value)});
    member = *value;
}

void apply_address(std::vector<FieldChange>& changes, Organization& organization, const Address& address) {
    for (const AddressPart& part : address_parts) {
        const std::string& before = organization.address.*part.member;
        const std::string& after = address.*part.member;
        if (before != after) changes.push_back({part.field, text_of(before), text_of(after)});
    }
    organization.address = address;
    organization.country_code = address.country.empty() ? std::string() : country_code_of(address.country);
}

}  // namespace

std::optional<std::string> labels_text(const std::vector<std::int64_t>& label_ids) {
    if (label_ids.empty()) return std::nullopt;
    std::string text;
    for (const std::int64_t id : label_ids) {
        if (!text.empty()) text += ',';
        text += std::to_string(id);
    }
    return text;
}

std::vector<FieldChange> apply_patch(Organization& organization, const OrganizationPatch& patch) {
    std::vector<FieldChange> changes;
    apply(changes, field_key::name, organization.name, patch.name);
    apply(changes, field_key::owner, organization.owner_id, patch.owner_id);
    apply(changes, field_key::visible_to, organization.visible_to, patch.visible_to);
    apply(changes, field_key::add_time, organization.add_time, patch.add_time);
    apply(changes, field_key::labels, organization.label_ids, patch.label_ids);
    if (patch.address) apply_address(changes, organization, *patch.address);
    apply(changes, field_key::website, organization.website, patch.website);
    apply(changes, field_key::linkedin, organization.linkedin, patch.linkedin);
    apply(changes, field_key::industry, organization.industry, patch.industry);
    apply(changes, field_key::employee_count, organization.employee_count, patch.employee_count);
    apply(changes, field_key::annual_revenue, organization.annual_revenue, patch.annual_revenue);
    if (patch.name) organization.first_char = first_char(organization.name);
    return changes;
}

}  // namespace stele::domain
