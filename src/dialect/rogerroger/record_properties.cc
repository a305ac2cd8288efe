// The properties of organizations and people.
#include <cmath>

#include "base/limits.h"
#include "base/text.h"
#include "dialect/rogerroger/record.h"

namespace stele::dialect::rogerroger {

namespace {

using domain::Attribute;
using domain::Contact;
using enum WireType;

using Source = RecordSource;
using Target = RecordTarget;

// --- replies -----------------------------------------------------------------------------------------------------------

template <Attribute Of>
void write_text(Member& member, const Source& source) {
    member.text(text_of(*source.custom, Of));
}
template <Attribute Of>
void write_flag(Member& member, const Source& source) {
    const auto number = number_of(*source.custom, Of);
    member.boolean(number ? std::optional(*number != 0) : std::nullopt);
}
template <Attribute Of>
void write_moment(Member& member, const Source& source) {
    const auto* data = domain::find_value(*source.custom, id_of(Of));
    const auto* span = data != nullptr ? std::get_if<domain::Span>(data) : nullptr;
    member.time(span != nullptr ? domain::moment_of(span->from) : std::nullopt);
}
// An array of texts, kept as JSON.
template <Attribute Of>
void write_json(Member& member, const Source& source) {
    const std::string json = text_of(*source.custom, Of);
    member.begin().raw(json.empty() ? "[]" : std::string_view(json));
}
template <std::string Source::* Of>
void write_own(Member& member, const Source& source) {
    member.text(source.*Of);
}
template <std::vector<std::string> RelatedIris::* Of>
void write_iris(Member& member, const Source& source) {
    member.texts(source.related.*Of);
}
void write_owner(Member& member, const Source& source) {
    member.text(iri_of(*source.context, Resource::user, source.owner_id));
}
void write_added(Member& member, const Source& source) { member.time(source.add_time); }
void write_updated(Member& member, const Source& source) { member.time(source.update_time); }
void write_archived(Member& member, const Source& source) { member.time(source.archive_time); }
void write_emails(Member& member, const Source& source) { write_contacts(member, ContactKind::email, source.emails); }
void write_phones(Member& member, const Source& source) { write_contacts(member, ContactKind::phone, source.phones); }
void write_place(Member& member, const Source& source) { write_address(member, source.address, source.iri); }
void write_picture(Member& member, const Source& source) { member.text(source.related.picture_url); }

// --- bodies ------------------------------------------------------------------------------------------------------------

std::size_t most_chars(Attribute attribute) {
    const bool is_long = domain::find_attribute(id_of(attribute))->type == domain::FieldType::text;
    return is_long ? limits::text_chars : limits::name_chars;
}

std::optional<domain::CustomData> data_of(std::string text) {
    return text.empty() ? std::nullopt : std::optional<domain::CustomData>(std::move(text));
}

template <Attribute Of>
Result<void> read_text_of(const JsonValue& value, std::string_view name, Target& target) {
    auto text = read_text(value, name);
    if (!text) return fail(text);
    target.violations.check_length(name, *text, most_chars(Of));
    target.set(Of, data_of(std::move(*text)));
    return {};
}

template <Attribute Of>
Result<void> read_flag_of(const JsonValue& value, std::string_view name, Target& target) {
    const auto flag = read_flag(value, name);
    if (!flag) return fail(flag);
    target.set(Of, *flag ? std::optional<domain::CustomData>(**flag ? 1.0 : 0.0) : std::nullopt);
    return {};
}

// Kept as they are: what they refer to is another system's.
template <Attribute Of>
Result<void> read_json_of(const JsonValue& value, std::string_view name, Target& target) {
    if (!value.is_null() && !value.is_array()) return wrong_type(name, "array", value);
    std::string json;
    JsonWriter writer(json);
    writer.begin_array();
    for (const JsonValue element : value) {
        if (!element.is_string()) return wrong_type(name, "string", element);
        writer.string(element.string());
    }
    writer.end_array();
    target.violations.check_length(name, json, limits::text_chars);
    target.set(Of, value.size() == 0 ? std::nullopt : data_of(std::move(json)));
    return {};
}

// Never blank.
template <std::optional<std::string> Target::* Into, std::size_t Most>
Result<void> read_name(const JsonValue& value, std::string_view name, Target& target) {
    auto text = read_text(value, name);
    if (!text) return fail(text);
    if (first_char(*text).empty())
        target.violations.add_blank(name);
    else
        target.violations.check_length(name, *text, Most);
    target.*Into = std::move(*text);
    return {};
}

constexpr std::size_t part_chars = limits::name_chars / 2;  // given and family name are one name of other clients

Result<void> read_given_name(const JsonValue& value, std::string_view name, Target& target) {
    auto text = read_text(value, name);
    if (!text) return fail(text);
    target.violations.check_length(name, *text, part_chars);
    target.given_name = std::move(*text);
    return {};
}

Result<void> read_website(const JsonValue& value, std::string_view name, Target& target) {
    auto text = read_text(value, name);
    if (!text) return fail(text);
    target.violations.check_length(name, *text, limits::text_chars);
    target.website = std::move(*text);
    return {};
}

// What has an owner keeps it when none is named: there is no organization and no person without one.
Result<void> read_owner(const JsonValue& value, std::string_view name, Target& target) {
    if (value.is_null()) return {};
    const auto number = read_reference(target.context, Resource::user, value, name);
    if (!number) return fail(number);
    const domain::User* user = target.context.caller.directory->user(*number);
    const bool is_kept = target.current != nullptr && target.current->owner_id == *number;
    if (!user->is_active && !is_kept)
        target.violations.add(std::string(name), "This user is not active.", violation_code::choice);
    target.owner = *number;
    return {};
}

Result<void> read_archived(const JsonValue& value, std::string_view name, Target& target) {
    const auto time = read_date(value, name, target.context.now);
    if (!time) return fail(time);
    target.archive_time = *time;
    const bool is_shown = target.current != nullptr && target.current->archive_time && *time &&
                          format_date(*target.current->archive_time) == format_date(**time);
    if (is_shown) target.archive_time.reset();  // what is shown has no fraction
    return {};
}

template <std::optional<std::vector<std::int64_t>> Target::* Into, Resource Of>
Result<void> read_links(const JsonValue& value, std::string_view name, Target& target) {
    constexpr std::size_t most =
        Of == Resource::person || Of == Resource::organization ? std::size_t{limits::linked_people} : limits::record_tags;
    auto numbers = read_references(target.context, Of, value, name, most);
    if (!numbers) return fail(numbers);
    target.*Into = std::move(*numbers);
    return {};
}

template <ContactKind Of, std::optional<std::vector<Contact>> Target::* Into>
Result<void> read_contacts_of(const JsonValue& value, std::string_view /*name*/, Target& target) {
    constexpr auto member = Of == ContactKind::email ? &Source::emails : &Source::phones;
    const auto current = target.current != nullptr ? target.current->*member : std::span<const Contact>();
    auto contacts = read_contacts(value, Of, current, target.violations);
    if (!contacts) return fail(contacts);
    target.*Into = std::move(*contacts);
    return {};
}
constexpr auto read_emails = read_contacts_of<ContactKind::email, &Target::emails>;
constexpr auto read_phones = read_contacts_of<ContactKind::phone, &Target::phones>;

Result<void> read_place(const JsonValue& value, std::string_view /*name*/, Target& target) {
    const domain::Address current = target.current != nullptr ? target.current->address : domain::Address();
    auto address = read_address(value, current, target.mode == WriteMode::merge, target.violations);
    if (!address) return fail(address);
    target.address = std::move(*address);
    return {};
}

// Null takes the picture away.
Result<void> read_avatar(const JsonValue& value, std::string_view name, Target& target) {
    target.picture.emplace();
    if (value.is_null()) return {};
    const auto number = read_reference(target.context, Resource::media_object, value, name);
    if (!number) return fail(number);
    target.picture = *number;
    return {};
}

// Only a new one may choose it.
Result<void> read_id(const JsonValue& value, std::string_view /*name*/, Target& target) {
    if (target.mode != WriteMode::create) return {};
    auto uuid = read_new_uuid(target.context, target.resource, value);
    if (!uuid) return fail(uuid);
    target.uuid = std::move(*uuid);
    return {};
}

// --- tables ------------------------------------------------------------------------------------------------------------

constexpr RecordProperty organization_table[] = {
    {"description", string, false, write_text<Attribute::organization_description>,
     read_text_of<Attribute::organization_description>, "What it is"},
    {"title", string, true, write_own<&Source::title>, read_name<&Target::title, limits::name_chars>,
     "The name; never blank"},
    {"website", string, false, write_own<&Source::website>, read_website, "The address of its pages"},
    {"customerId", string, false, write_text<Attribute::organization_customer_id>,
     read_text_of<Attribute::organization_customer_id>, "Its number as a customer"},
    {"externalSource", string, false, write_text<Attribute::organization_external_source>,
     read_text_of<Attribute::organization_external_source>, "Where it came from"},
    {"chamberOfCommerceNumber", string, false, write_text<Attribute::organization_chamber_of_commerce_number>,
     read_text_of<Attribute::organization_chamber_of_commerce_number>, "Its number in the register of companies"},
    {"linkedinId", string, false, write_text<Attribute::organization_linkedin_id>,
     read_text_of<Attribute::organization_linkedin_id>, "Its id at LinkedIn"},
    {"linkedinPublicIdentifier", string, false, write_text<Attribute::organization_linkedin_public_identifier>, nullptr,
     "Set by imports alone"},
    {"linkedinInternalId", string, false, write_text<Attribute::organization_linkedin_internal_id>, nullptr,
     "Set by imports alone"},
    {"createdAt", time, false, write_added, nullptr, "When it was added"},
    {"importedAt", time, false, write_moment<Attribute::organization_imported>, nullptr, "When it was imported"},
    {"updatedAt", time, false, write_updated, nullptr, "When it was changed last"},
    {"archivedAt", time, false, write_archived, read_archived, "When it was archived; null for one that is not"},
    {"owner", string, false, write_owner, read_owner, "Its owner; the key's user when none is named", {"User"}},
    {"people",
     strings,
     false,
     write_iris<&RelatedIris::links>,
     read_links<&Target::links, Resource::person>,
     "The people linked to it",
     {"Person"}},
    {"avatarUrl", string, false, write_picture, nullptr, "Where its picture is"},
    {"avatar",
     string,
     false,
     nullptr,
     read_avatar,
     "Its picture; left as it is when none is named, taken away by null",
     {"MediaObject"},
     true},
    {"tags", strings, false, write_iris<&RelatedIris::tags>, read_links<&Target::tags, Resource::tag>, "Its tags", {"Tag"}},
    {"segments",
     strings,
     false,
     write_iris<&RelatedIris::segments>,
     read_links<&Target::segments, Resource::segment>,
     "The lists that it is in",
     {"Segment"}},
    {"integrationParticipants", strings, false, write_json<Attribute::organization_integration_participants>,
     read_json_of<Attribute::organization_integration_participants>, "Kept as they are sent"},
    {"companyEnrichment", boolean, false, write_flag<Attribute::organization_enrichment>, nullptr, "Set by imports alone"},
    {"emailAddresses", objects, false, write_emails, read_emails, "Its e-mail addresses", {{}, &emails_shape}},
    {"phoneNumbers", objects, false, write_phones, read_phones, "Its phone numbers", {{}, &phones_shape}},
    {"address", object, false, write_place, read_place, "Its address", {{}, &address_shape}},
    {"id", string, false, write_own<&Source::uuid>, read_id, "A UUID, which a client may choose for a new one"},
};

constexpr RecordProperty person_table[] = {
    {"familyName", string, true, write_own<&Source::family_name>, read_name<&Target::family_name, part_chars>,
     "Never blank"},
    {"givenName", string, false, write_own<&Source::given_name>, read_given_name, "The first name"},
    {"additionalName", string, false, write_text<Attribute::person_additional_name>,
     read_text_of<Attribute::person_additional_name>, "What stands between the others"},
    {"initials", string, false, write_text<Attribute::person_initials>, read_text_of<Attribute::person_initials>,
     "Of the first names"},
    {"honorificPrefix", string, false, write_text<Attribute::person_honorific_prefix>,
     read_text_of<Attribute::person_honorific_prefix>, "What stands before the name"},
    {"jobTitle", string, false, write_text<Attribute::person_job_title>, read_text_of<Attribute::person_job_title>,
     "What the person does"},
    {"customerId", string, false, write_text<Attribute::person_customer_id>, read_text_of<Attribute::person_customer_id>,
     "The number as a customer"},
    {"externalSource", string, false, write_text<Attribute::person_external_source>,
     read_text_of<Attribute::person_external_source>, "Where the person came from"},
    {"linkedinId", string, false, write_text<Attribute::person_linkedin_id>, read_text_of<Attribute::person_linkedin_id>,
     "The id at LinkedIn"},
    {"isTracked", boolean, false, write_flag<Attribute::person_is_tracked>, read_flag_of<Attribute::person_is_tracked>,
     "Whether the person is followed"},
    {"createdAt", time, false, write_added, nullptr, "When the person was added"},
    {"importedAt", time, false, write_moment<Attribute::person_imported>, nullptr, "When the person was imported"},
    {"updatedAt", time, false, write_updated, nullptr, "When the person was changed last"},
    {"archivedAt", time, false, write_archived, read_archived, "When the person was archived; null for one who is not"},
    {"owner", string, false, write_owner, read_owner, "The owner; the key's user when none is named", {"User"}},
    {"organizations",
     strings,
     false,
     write_iris<&RelatedIris::links>,
     read_links<&Target::links, Resource::organization>,
     "The organizations that the person is linked to",
     {"Organization"}},
    {"avatarUrl", string, false, write_picture, nullptr, "Where the picture is"},
    {"avatar",
     string,
     false,
     nullptr,
     read_avatar,
     "The picture; left as it is when none is named, taken away by null",
     {"MediaObject"},
     true},
    {"tags", strings, false, write_iris<&RelatedIris::tags>, read_links<&Target::tags, Resource::tag>, "The tags", {"Tag"}},
    {"segments",
     strings,
     false,
     write_iris<&RelatedIris::segments>,
     read_links<&Target::segments, Resource::segment>,
     "The lists that the person is in",
     {"Segment"}},
    {"integrationParticipants", strings, false, write_json<Attribute::person_integration_participants>,
     read_json_of<Attribute::person_integration_participants>, "Kept as they are sent"},
    {"emailAddresses", objects, false, write_emails, read_emails, "The e-mail addresses", {{}, &emails_shape}},
    {"phoneNumbers", objects, false, write_phones, read_phones, "The phone numbers", {{}, &phones_shape}},
    {"address", object, false, write_place, read_place, "The address", {{}, &address_shape}},
    {"id", string, false, write_own<&Source::uuid>, read_id, "A UUID, which a client may choose for a new one"},
};

// --- imports -----------------------------------------------------------------------------------------------------------

std::optional<domain::CustomData> data_of(Micros moment) {
    return domain::CustomData(domain::Span{std::string(format_rfc3339(moment).view()), {}, {}});
}

constexpr RecordProperty imported_of_organizations[] = {
    {"linkedinPublicIdentifier",
     string,
     false,
     nullptr,
     read_text_of<Attribute::organization_linkedin_public_identifier>,
     {}},
    {"linkedinInternalId", string, false, nullptr, read_text_of<Attribute::organization_linkedin_internal_id>, {}},
    {"companyEnrichment", boolean, false, nullptr, read_flag_of<Attribute::organization_enrichment>, {}},
};

}  // namespace

Result<void> read_imported(const JsonValue& body, RecordTarget& target) {
    const bool is_person = target.resource == Resource::person;
    if (!is_person) {
        const std::span<const RecordProperty> properties(imported_of_organizations);
        if (auto read = read_properties(properties, body, WriteMode::merge, target); !read) return read;
    }
    const auto created = body.find("createdAt");
    const auto added = read_date(created ? *created : json_null(), "createdAt", target.context.now);
    if (!added) return fail(added);
    target.add_time = *added;
    const auto sent = body.find("importedAt");
    const auto imported = read_date(sent ? *sent : json_null(), "importedAt", target.context.now);
    if (!imported) return fail(imported);
    const bool is_known = target.current != nullptr && !*imported;
    if (!is_known)
        target.set(is_person ? Attribute::person_imported : Attribute::organization_imported,
                   data_of(imported->value_or(target.context.now)));
    return {};
}

std::span<const RecordProperty> organization_properties() { return organization_table; }
std::span<const RecordProperty> person_properties() { return person_table; }

}  // namespace stele::dialect::rogerroger
