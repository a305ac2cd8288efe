#include "domain/organization_changes.h"

#include "base/text.h"
#include "domain/archiving.h"
#include "domain/change.h"
#include "domain/visibility.h"

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

void apply_address(std::vector<FieldChange>& changes, Organization& organization, const Address& address) {
    for (const AddressPart& part : address_parts) {
        const std::string& before = organization.address.*part.member;
        const std::string& after = address.*part.member;
        if (before != after) changes.emplace_back(part.field, history_text(before), history_text(after));
    }
    organization.address = address;
    organization.country_code = address.country.empty() ? std::string() : country_code_of(address.country);
}

// Nothing is known of another address but its line; that of the present one takes no parts away.
void apply_address_line(std::vector<FieldChange>& changes, Organization& organization, const std::string& line) {
    if (line == organization.address.value) return;
    Address address;
    address.value = line;
    address.formatted_address = line;
    apply_address(changes, organization, address);
}

}  // namespace

std::vector<FieldChange> apply_patch(const Directory& directory, Organization& organization,
                                     const OrganizationPatch& patch) {
    const auto same_level = [&](int stored, int written) { return same_visibility(directory.company, stored, written); };
    const auto same_shown_labels = [&](const auto& stored, const auto& written) {
        return same_labels(directory.label_options, stored, written);
    };
    std::vector<FieldChange> changes;
    apply_field(changes, field_key::name, organization.name, patch.name);
    apply_field(changes, field_key::owner, organization.owner_id, patch.owner_id);
    apply_field(changes, field_key::visible_to, organization.visible_to, patch.visible_to, same_level);
    apply_field(changes, field_key::add_time, organization.add_time, patch.add_time, same_time);
    apply_field(changes, field_key::labels, organization.label_ids, patch.label_ids, same_shown_labels);
    if (patch.address) apply_address(changes, organization, *patch.address);
    if (patch.address_line) apply_address_line(changes, organization, *patch.address_line);
    apply_field(changes, field_key::website, organization.website, patch.website);
    apply_field(changes, field_key::linkedin, organization.linkedin, patch.linkedin);
    apply_field(changes, field_key::industry, organization.industry, patch.industry);
    apply_field(changes, field_key::employee_count, organization.employee_count, patch.employee_count);
    apply_field(changes, field_key::annual_revenue, organization.annual_revenue, patch.annual_revenue);
    apply_archive_time(changes, organization.archive_time, patch.archive_time);
    apply_field(changes, field_key::picture, organization.picture_id, patch.picture_id);
    if (patch.name) organization.first_char = first_char(organization.name);
    return changes;
}

}  // namespace stele::domain
