#include "dialect/pipedrive/input_v2.h"
#include "dialect/pipedrive/person_fields.h"
#include "dialect/pipedrive/person_input.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Contact;
using Target = domain::PersonPatch;
using enum WireType;

constexpr InputField<Contact> contact_fields[] = {
    {"value", string, true, read_into<&Contact::value, strict_text>, "The address or number"},
    {"primary", boolean, false, read_into<&Contact::is_primary, strict_flag>, "Whether it is the first to use"},
    {"label", string, false, read_into<&Contact::label, strict_text>, "What it is for; work when left out"},
};
const Shape contact_input_shape{"PersonContactRequest", [] { return describe(contact_fields); }};

Result<std::vector<Contact>> strict_contacts(const JsonValue& value, std::string_view name) {
    if (!value.is_array()) return must_be(name, "an array");
    std::vector<Contact> contacts;
    for (const JsonValue element : value) {
        if (!element.is_object()) return must_be(name, "an array of objects");
        if (!element.find("value")) return fail(ErrorCode::invalid, "is required", std::string(name) + ".value");
        Contact& contact = contacts.emplace_back();
        contact.label = "work";
        const std::span<const InputField<Contact>> members = contact_fields;
        if (auto read = read_members(members, element, std::string(name) + ".", contact); !read) return fail(read);
    }
    return contacts;
}

Result<void> read_organization(const JsonValue& value, std::string_view name, Target& target) {
    target.organization_id.emplace(std::nullopt);
    if (value.is_null()) return {};
    const auto id = strict_number(value, name);
    if (!id) return must_be(name, "a number or null");
    target.organization_id.emplace(*id);
    return {};
}

Result<domain::MarketingStatus> strict_marketing_status(const JsonValue& value, std::string_view name) {
    const auto status = value.is_string() ? marketing_status(value.string()) : std::nullopt;
    if (!status) return must_be(name, "one of no_consent, unsubscribed, subscribed, archived");
    return *status;
}

constexpr InputField<Target> fields[] = {
    {"name", string, true, read_into<&Target::name, strict_text>, "The name"},
    {"owner_id", integer, false, read_into<&Target::owner_id, strict_number>, "The owner; the caller when left out"},
    {"org_id", integer, false, read_organization, "The organization; null for none"},
    {"add_time", time, false, read_into<&Target::add_time, strict_time>, "When it was added"},
    {"update_time", time, false, check_update_time<Target>, "Checked, and left to the server"},
    {"emails", objects, false, read_into<&Target::emails, strict_contacts>, "E-mail addresses", &contact_input_shape},
    {"phones", objects, false, read_into<&Target::phones, strict_contacts>, "Phone numbers", &contact_input_shape},
    {"visible_to", integer, false, read_into<&Target::visible_to, strict_level>,
     "Who sees it; the caller's default when left out"},
    {"label_ids", integers, false, read_into<&Target::label_ids, strict_ids>, "The labels"},
    {"marketing_status", string, false, read_into<&Target::marketing_status, strict_marketing_status>,
     "Of companies with campaigns; can be set once"},
    {"custom_fields", object, false, leave_custom_fields<Target>, "Values of custom fields by their keys"},
};

constexpr std::span<const InputField<Target>> table = fields;

}  // namespace

const Shape person_create_shape_v2{"AddPersonRequest", [] { return describe(table); }};
const Shape person_update_shape_v2{"UpdatePersonRequest", [] { return describe_update(table); }};

Result<domain::PersonPatch> read_person_creation_v2(const domain::Directory& directory, JsonValue body) {
    return read_creation(table, directory, domain::Kind::person, body);
}

Result<domain::PersonPatch> read_person_update_v2(const domain::Directory& directory, JsonValue body) {
    return read_update(table, directory, domain::Kind::person, body);
}

}  // namespace stele::dialect::pipedrive
