#include "dialect/rogerroger/addresses.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"

namespace stele::dialect::rogerroger {

namespace {

using domain::Address;
using domain::Contact;

constexpr std::string_view phone_types[] = {"fax", "home", "mobile", "work", "other"};

bool is_phone_type(std::string_view text) { return std::ranges::find(phone_types, text) != std::end(phone_types); }

// Of a label that another client chose.
std::string_view phone_type_of(std::string_view label) {
    if (label.empty() || is_phone_type(label)) return label;
    return "other";
}

std::string joined(std::string_view one, std::string_view separator, std::string_view other) {
    std::string text(one);
    if (!one.empty() && !other.empty()) text += separator;
    return text.append(other);
}

// "Keizersgracht 1, 1015 CJ Amsterdam, NL"
std::string line_of(const ShownAddress& address) {
    const std::string place = joined(address.postal_code, " ", address.city);
    return joined(joined(address.street, ", ", place), ", ", address.country);
}

Address changed(Address address, const ShownAddress& before, const ShownAddress& after) {
    if (before == after) return address;
    if (after == ShownAddress()) return {};
    if (before.street != after.street) {
        address.route = after.street;
        address.street_number.clear();
    } else if (address.route.empty() && address.street_number.empty()) {
        address.route = after.street;  // it was the line alone
    }
    address.locality = after.city;
    address.postal_code = after.postal_code;
    if (before.country != after.country) address.country = after.country;
    address.value = line_of(after);
    address.formatted_address = address.value;
    return address;
}

struct Part {
    std::string_view name;
    std::string ShownAddress::* member;
};
constexpr Part parts[] = {{"city", &ShownAddress::city},
                          {"postalCode", &ShownAddress::postal_code},
                          {"street", &ShownAddress::street},
                          {"country", &ShownAddress::country}};

Result<void> read_country(std::string& country, Violations& violations) {
    if (country.empty()) return {};
    const std::string code = country.size() == 2 ? country_code_of(country) : std::string();
    if (code.empty())
        violations.add("address.country", "The value you selected is not a valid choice.", violation_code::choice);
    country = code;
    return {};
}

std::string element_path(ContactKind kind, std::size_t index) {
    std::string path = kind == ContactKind::email ? "emailAddresses[" : "phoneNumbers[";
    return path.append(std::to_string(index)).append("]");
}

bool is_email(std::string_view text) {
    const auto at = text.find('@');
    return at != 0 && at != std::string_view::npos && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string_view::npos && text.find_first_of(" \t\r\n") == std::string_view::npos;
}

const Contact* find_equal(std::span<const Contact> contacts, const std::string& value) {
    const auto found = std::ranges::find(contacts, value, &Contact::value);
    return found != contacts.end() ? &*found : nullptr;
}

struct Element {
    ContactKind kind;
    std::size_t index;
};

// Nothing for an element without a value.
Result<std::optional<Contact>> read_contact(const JsonValue& element, const Element& at, std::span<const Contact> current,
                                            Violations& violations) {
    const bool is_email_element = at.kind == ContactKind::email;
    const std::string_view name = is_email_element ? "email" : "phoneNumber";
    const std::string element_at = element_path(at.kind, at.index);
    if (!element.is_object()) return wrong_type(element_at, "array", element);
    const std::string path = element_at + "." + std::string(name);
    const auto sent = element.find(name);
    auto text = read_text(sent ? *sent : json_null(), path);
    if (!text) return fail(text);
    if (text->empty()) return std::nullopt;
    violations.check_length(path, *text, limits::name_chars);
    if (is_email_element && !is_email(*text))
        violations.add(path, "This value is not a valid email address.", violation_code::email);
    const Contact* before = find_equal(current, *text);
    Contact contact{std::move(*text), before != nullptr ? before->label : std::string(),
                    before != nullptr && before->is_primary};
    const auto sent_type = is_email_element ? std::nullopt : element.find("phoneType");
    if (!sent_type) return contact;
    const std::string type_path = element_at + ".phoneType";
    const auto type = read_text(*sent_type, type_path);
    if (!type) return fail(type);
    if (!type->empty() && !is_phone_type(*type))
        violations.add(type_path, "The value you selected is not a valid choice.", violation_code::choice);
    if (*type != phone_type_of(contact.label)) contact.label = *type;
    return contact;
}

}  // namespace

ShownAddress shown_address(const Address& address) {
    ShownAddress shown{address.locality, address.postal_code, joined(address.route, " ", address.street_number),
                       address.country.empty() ? std::string() : country_code_of(address.country)};
    if (shown == ShownAddress()) shown.street = address.value;
    return shown;
}

Result<Address> read_address(const JsonValue& value, const Address& current, bool is_merge, Violations& violations) {
    if (value.is_null()) return Address();
    const bool is_empty_list = value.is_array() && value.size() == 0;  // as PHP writes an object without members
    if (!value.is_object() && !is_empty_list) return wrong_type("address", "array", value);
    const ShownAddress before = shown_address(current);
    ShownAddress after = is_merge ? before : ShownAddress();
    for (const Part& part : parts) {
        const auto sent = is_empty_list ? std::nullopt : value.find(part.name);
        if (!sent) continue;
        const std::string path = std::string("address.").append(part.name);
        auto text = read_text(*sent, path);
        if (!text) return fail(text);
        violations.check_length(path, *text, limits::name_chars);
        after.*part.member = std::move(*text);
    }
    if (after.country != before.country)
        if (auto read = read_country(after.country, violations); !read) return fail(read);
    return changed(current, before, after);
}

void write_address(Member& member, const Address& address, std::string_view owner_iri) {
    const ShownAddress shown = shown_address(address);
    if (shown == ShownAddress()) return;
    JsonWriter& writer = member.begin();
    writer.begin_object();
    if (member.is_linked_data()) {
        writer.key_literal("@id");
        writer.string(std::string(owner_iri).append("#address"));
        writer.key_literal("@type");
        writer.string_literal("AddressPayload");
    }
    for (const Part& part : parts) {
        if ((shown.*part.member).empty()) continue;
        writer.key_literal(part.name);
        writer.string(shown.*part.member);
    }
    writer.end_object();
}

Result<std::vector<Contact>> read_contacts(const JsonValue& value, ContactKind kind, std::span<const Contact> current,
                                           Violations& violations) {
    std::vector<Contact> contacts;
    if (value.is_null()) return contacts;
    const std::string_view name = kind == ContactKind::email ? "emailAddresses" : "phoneNumbers";
    if (!value.is_array()) return wrong_type(name, "array", value);
    if (value.size() > limits::contacts) {
        violations.add(std::string(name),
                       "This collection should contain " + std::to_string(limits::contacts) + " elements or less.",
                       violation_code::too_many);
        return contacts;
    }
    std::size_t index = 0;
    for (const JsonValue element : value) {
        auto contact = read_contact(element, {kind, index++}, current, violations);
        if (!contact) return fail(contact);
        if (*contact && find_equal(contacts, (*contact)->value) == nullptr) contacts.push_back(std::move(**contact));
    }
    return contacts;
}

void write_contacts(Member& member, ContactKind kind, std::span<const Contact> contacts) {
    const bool is_email_list = kind == ContactKind::email;
    JsonWriter& writer = member.begin();
    writer.begin_array();
    for (const Contact& contact : contacts) {
        writer.begin_object();
        if (member.is_linked_data()) {
            writer.key_literal("@type");
            writer.string_literal(is_email_list ? "EmailAddressPayload" : "PhoneNumberPayload");
        }
        writer.key_literal(is_email_list ? "email" : "phoneNumber");
        writer.string(contact.value);
        const std::string_view type = is_email_list ? std::string_view() : phone_type_of(contact.label);
        if (!type.empty()) {
            writer.key_literal("phoneType");
            writer.string_literal(type);
        }
        writer.end_object();
    }
    writer.end_array();
}

using enum WireType;

const Shape address_shape{
    "AddressPayload", [] {
        return std::vector<FieldDoc>{
            {"city", string, true, false, "The city"},
            {"postalCode", string, true, false, "The postal code"},
            {"street", string, true, false, "The street with its number"},
            {"country", string, true, false, "The country's code by ISO 3166-1 alpha-2", nullptr, country_codes()},
        };
    }};
const Shape emails_shape{"EmailAddressPayload",
                         [] { return std::vector<FieldDoc>{{"email", string, true, false, "The address"}}; }};
const Shape phones_shape{"PhoneNumberPayload", [] {
                             return std::vector<FieldDoc>{
                                 {"phoneNumber", string, true, false, "The number"},
                                 {"phoneType", string, true, false, "What kind of number it is", nullptr, phone_types},
                             };
                         }};

}  // namespace stele::dialect::rogerroger
