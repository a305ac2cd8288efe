#include "dialect/ortto/fields.h"

#include <algorithm>

#include "domain/attributes.h"

namespace stele::dialect::ortto {

namespace {

using domain::Attribute;
using domain::CustomForm;
using domain::CustomPart;
using domain::FieldFormat;
using domain::FieldRef;
using domain::FieldType;
using domain::Kind;
using domain::OrganizationField;
using domain::PersonField;
using enum ValueForm;

enum Flags : std::uint8_t { plain = 0, read_only = 1, hidden = 2, no_autocomplete = 4 };

struct BuiltIn {
    std::string_view id;
    std::string_view name;
    std::string_view display_type;
    std::string_view liquid_name;
    ValueForm form;
    FieldRef ref;
    int flags = plain;
};

constexpr CustomForm form_of(ValueForm form) {
    switch (form) {
        case integer:
        case thousandths:
        case boolean:
        case option:
        case options:
        case location:
            return CustomForm::number;
        case date:
        case moment:
            return CustomForm::time;
        case text:
        case phone:
        case geo:
        case tags:
        case account:
        case people:
        case object:
            return CustomForm::text;
    }
    return CustomForm::text;
}

constexpr FieldRef kept(Attribute attribute, ValueForm form, CustomPart part = CustomPart::value) {
    const Kind kind = attribute < Attribute::organization_industry ? Kind::person : Kind::organization;
    return {kind, domain::id_of(attribute), part, form_of(form)};
}

constexpr BuiltIn person_fields[] = {
    {"str::first", "First name", "text", "people.first-name", text, PersonField::first_name, no_autocomplete},
    {"str::last", "Last name", "text", "people.last-name", text, PersonField::last_name, no_autocomplete},
    {"str::name", "Name", "text", "people.name", text, PersonField::name},
    {"str::email", "Email", "email", "people.email", text, PersonField::email, no_autocomplete},
    {"phn::phone", "Phone number", "phone", "people.phone-number", phone, PersonField::phone},
    {"str::ei", "External ID", "text", "people.external-id", text, kept(Attribute::person_external_id, text)},
    {"geo::city", "City", "geo", "people.city", geo, kept(Attribute::person_address, geo, CustomPart::locality)},
    {"geo::region", "Region", "geo", "people.region", geo,
     kept(Attribute::person_address, geo, CustomPart::admin_area_level_1)},
    {"geo::country", "Country", "geo", "people.country", geo, kept(Attribute::person_address, geo, CustomPart::country)},
    {"str::postal", "Postal code", "text", "people.postal-code", text,
     kept(Attribute::person_address, text, CustomPart::postal_code)},
    {"dtz::b", "Birthday", "date", "people.birthday", date, kept(Attribute::person_birthday, date)},
    {"bol::gdpr", "GDPR", "bool", "people.gdpr", boolean, kept(Attribute::person_gdpr, boolean)},
    {"bol::p", "Email permission", "bool", "people.email-permission", boolean,
     kept(Attribute::person_email_permission, boolean)},
    {"bol::sp", "SMS permission", "bool", "people.sms-permission", boolean, kept(Attribute::person_sms_permission, boolean)},
    {"str::language", "Language", "single_select", "people.language", text, kept(Attribute::person_language, text)},
    {"str::lt", "Last timezone", "single_select", "people.last-timezone", text, kept(Attribute::person_last_timezone, text)},
    {"str::s-ctx", "Email subscribe context", "text", "people.email-subscribe-context", text,
     kept(Attribute::person_subscribe_context, text)},
    {"str::soi-ctx", "SMS subscribe context", "text", "people.sms-subscribe-context", text,
     kept(Attribute::person_sms_subscribe_context, text)},
    {"str::iuc", "Initial UTM campaign content", "text", "people.initial-utm-campaign-content", text,
     kept(Attribute::person_utm_content, text)},
    {"str::ium", "Initial UTM campaign medium", "text", "people.initial-utm-campaign-medium", text,
     kept(Attribute::person_utm_medium, text)},
    {"str::iun", "Initial UTM campaign name", "text", "people.initial-utm-campaign-name", text,
     kept(Attribute::person_utm_name, text)},
    {"str::ius", "Initial UTM campaign source", "text", "people.initial-utm-campaign-source", text,
     kept(Attribute::person_utm_source, text)},
    {"str::iut", "Initial UTM campaign term", "text", "people.initial-utm-campaign-term", text,
     kept(Attribute::person_utm_term, text)},
    {"idt::o", "Account", "id", "people.account", account, PersonField::organization_id, read_only},
    {"u4s::t", "Tag", "tags", "people.tag", tags, PersonField::tags, read_only},
    {"str::as", "Archive source", "text", "people.archive-source", text, kept(Attribute::person_archive_source, text),
     read_only},
    {"str::is", "Initial source", "text", "people.initial-source", text, kept(Attribute::person_initial_source, text),
     read_only},
    {"str::iu", "Initial URL", "text", "people.initial-url", text, kept(Attribute::person_initial_url, text), read_only},
    {"str::lb", "Last browser", "text", "people.last-browser", text, kept(Attribute::person_last_browser, text), read_only},
    {"str::su", "Subscribed via URL", "url", "people.subscribed-via-url", text,
     kept(Attribute::person_subscribed_via_url, text), read_only},
    {"str::u-ctx", "Email unsubscribe context", "text", "people.email-unsubscribe-context", text,
     kept(Attribute::person_unsubscribe_context, text), read_only},
    {"str::soo-ctx", "SMS unsubscribe context", "text", "people.sms-unsubscribe-context", text,
     kept(Attribute::person_sms_unsubscribe_context, text), read_only},
    {"geo::ll", "Last location", "geo", "people.last-location", geo, kept(Attribute::person_last_location, geo), read_only},
    {"geo::ll-cnt", "Last country", "geo", "people.last-country", geo,
     kept(Attribute::person_last_location, geo, CustomPart::country), read_only},
    {"geo::ll-cty", "Last city", "geo", "people.last-city", geo,
     kept(Attribute::person_last_location, geo, CustomPart::locality), read_only},
    {"geo::ll-r", "Last region", "geo", "people.last-region", geo,
     kept(Attribute::person_last_location, geo, CustomPart::admin_area_level_1), read_only},
    {"proximity::loc", "Proximity", "proximity", "people.proximity", location, kept(Attribute::person_latitude, location),
     read_only},
    {"int::e", "Engagement", "engagement", "people.engagement", integer, kept(Attribute::person_engagement, integer),
     read_only},
    {"int::ta", "Total attributed", "currency", "people.total-attributed", thousandths,
     kept(Attribute::person_total_attributed, thousandths), read_only},
    {"int::v", "Total spent", "currency", "people.total-spent", thousandths,
     kept(Attribute::person_total_spent, thousandths), read_only},
    {"bol::hb", "Hard bounced", "bool", "people.hard-bounced", boolean, kept(Attribute::person_hard_bounced, boolean),
     read_only | hidden},
    {"a", "Archived", "time", "people.archived", moment, PersonField::archive_time, read_only},
    {"c", "Created", "time", "people.created", moment, PersonField::add_time, read_only},
    {"e", "Edited", "time", "people.edited", moment, PersonField::update_time, read_only},
    {"f", "First seen", "time", "people.first-seen", moment, kept(Attribute::person_first_seen, moment), read_only},
    {"l", "Last seen", "time", "people.last-seen", moment, kept(Attribute::person_last_seen, moment), read_only},
    {"r", "Restored", "time", "people.restored", moment, kept(Attribute::person_restored, moment), read_only},
    {"s", "Email subscribe date", "time", "people.email-subscribe-date", moment, kept(Attribute::person_subscribed, moment),
     read_only},
    {"u", "Email unsubscribe date", "time", "people.email-unsubscribe-date", moment,
     kept(Attribute::person_unsubscribed, moment), read_only},
    {"o", "SMS subscribe date", "time", "people.sms-subscribe-date", moment, kept(Attribute::person_sms_subscribed, moment),
     read_only},
    {"tme::soo", "SMS unsubscribe date", "time", "people.sms-unsubscribe-date", moment,
     kept(Attribute::person_sms_unsubscribed, moment), read_only},
    {"tme::sa", "Suppressed at", "time", "people.suppressed-at", moment, kept(Attribute::person_suppressed, moment),
     read_only},
    {"tme::ua", "Unsuppressed at", "time", "people.unsuppressed-at", moment, kept(Attribute::person_unsuppressed, moment),
     read_only},
    {"str::fcm_ios_token", "FCM token for iOS", "text", "", text, kept(Attribute::person_fcm_token, text), hidden},
    {"str::apn_ios_token", "APN token for iOS", "text", "", text, kept(Attribute::person_apn_token, text), hidden},
    {"str::android_token", "Token for Android", "text", "", text, kept(Attribute::person_android_token, text), hidden},
};

constexpr BuiltIn account_fields[] = {
    {"str:o:name", "Name", "text", "account.name", text, OrganizationField::name, no_autocomplete},
    {"str:o:website", "Website", "link", "account.website", text, OrganizationField::website},
    {"int:o:employees", "Employees", "integer", "account.employees", integer, OrganizationField::employee_count},
    {"str:o:industry", "Industry", "text", "account.industry", text, kept(Attribute::organization_industry, text)},
    {"str:o:address", "Address", "text", "account.address", text, OrganizationField::address},
    {"geo:o:city", "City", "geo", "account.city", geo, OrganizationField::address_locality},
    {"geo:o:region", "Region", "geo", "account.region", geo, OrganizationField::address_admin_area_level_1},
    {"geo:o:country", "Country", "geo", "account.country", geo, OrganizationField::address_country},
    {"str:o:postal", "Postal code", "text", "account.postal-code", text, OrganizationField::address_postal_code},
    {"str:o:source", "Initial source", "text", "account.initial-source", text, kept(Attribute::organization_source, text)},
    {"str:o:owner", "Owner", "text", "account.owner", text, OrganizationField::owner_name},
    {"str:o:lt", "Last timezone", "single_select", "account.last-timezone", text,
     kept(Attribute::organization_last_timezone, text)},
    {"u4s:o:t", "Tag", "tags", "account.tag", tags, OrganizationField::tags},
    {"ids:o:p", "People", "people", "account.people", people, PersonField::id, read_only},
    {"int:o:e", "Engagement", "engagement", "account.engagement", integer, kept(Attribute::organization_engagement, integer),
     read_only},
    {"geo:o:ll", "Last location", "geo", "account.last-location", geo, kept(Attribute::organization_last_location, geo),
     read_only},
    {"geo:o:ll-cnt", "Last country", "geo", "account.last-country", geo,
     kept(Attribute::organization_last_location, geo, CustomPart::country), read_only},
    {"geo:o:ll-cty", "Last city", "geo", "account.last-city", geo,
     kept(Attribute::organization_last_location, geo, CustomPart::locality), read_only},
    {"geo:o:ll-r", "Last region", "geo", "account.last-region", geo,
     kept(Attribute::organization_last_location, geo, CustomPart::admin_area_level_1), read_only},
    {"oc", "Created", "time", "account.created", moment, OrganizationField::add_time, read_only},
    {"oe", "Edited", "time", "account.edited", moment, OrganizationField::update_time, read_only},
    {"of", "First seen", "time", "account.first-seen", moment, kept(Attribute::organization_first_seen, moment), read_only},
    {"ol", "Last seen", "time", "account.last-seen", moment, kept(Attribute::organization_last_seen, moment), read_only},
    {"str:o:as", "Archive source", "text", "account.archive-source", text,
     kept(Attribute::organization_archive_source, text), hidden},
};

// The first of a type is what fields of other dialects are shown as.
constexpr CustomType custom_types[] = {
    {"text", FieldType::varchar, FieldFormat::plain, "str", text},
    {"large_text", FieldType::text, FieldFormat::plain, "str", text},
    {"integer", FieldType::number, FieldFormat::whole, "int", integer},
    {"decimal", FieldType::number, FieldFormat::plain, "int", thousandths},
    {"currency", FieldType::monetary, FieldFormat::plain, "int", thousandths},
    {"price", FieldType::monetary, FieldFormat::price, "int", thousandths},
    {"date", FieldType::date, FieldFormat::plain, "dtz", date},
    {"time", FieldType::moment, FieldFormat::plain, "tme", moment},
    {"bool", FieldType::enumeration, FieldFormat::yes_no, "bol", boolean},
    {"phone", FieldType::phone, FieldFormat::plain, "phn", phone},
    {"single_select", FieldType::enumeration, FieldFormat::plain, "str", option},
    {"multi_select", FieldType::set, FieldFormat::plain, "sst", options},
    {"link", FieldType::varchar, FieldFormat::link, "str", text},
    {"object", FieldType::text, FieldFormat::object, "obj", object},
};
// What Ortto has no type of: it is shown, and other dialects write it.
constexpr CustomType shown_types[] = {
    {"text", FieldType::varchar_auto, FieldFormat::plain, "str", text},
    {"geo", FieldType::address, FieldFormat::plain, "geo", geo},
    {"date", FieldType::date_range, FieldFormat::plain, "dtz", date},
    {"text", FieldType::time, FieldFormat::plain, "str", text},
    {"text", FieldType::time_range, FieldFormat::plain, "str", text},
    {"integer", FieldType::user, FieldFormat::plain, "int", integer},
    {"integer", FieldType::organization, FieldFormat::plain, "int", integer},
    {"integer", FieldType::person, FieldFormat::plain, "int", integer},
};

const CustomType& type_of(const domain::CustomField& field) {
    for (const CustomType& type : custom_types)
        if (type.type == field.type && type.format == field.format) return type;
    const auto shown = std::ranges::find(shown_types, field.type, &CustomType::type);
    return shown != std::end(shown_types) ? *shown : custom_types[0];
}

bool is_written_elsewhere(FieldType type) {
    return std::ranges::find(shown_types, type, &CustomType::type) != std::end(shown_types);
}

std::span<const BuiltIn> built_in_of(Entity entity) {
    return entity == Entity::person ? std::span<const BuiltIn>(person_fields) : std::span<const BuiltIn>(account_fields);
}

FieldInfo info_of(const BuiltIn& field) {
    FieldInfo info;
    info.id = field.id;
    info.name = field.name;
    info.display_type = field.display_type;
    info.liquid_name = field.liquid_name;
    info.form = field.form;
    info.ref = field.ref;
    info.read_only = (field.flags & read_only) != 0;
    info.hidden = (field.flags & hidden) != 0;
    info.no_autocomplete = (field.flags & no_autocomplete) != 0;
    return info;
}

std::string_view custom_namespace(Entity entity) { return entity == Entity::person ? ":cm:" : ":oc:"; }

// "tme::act:cm:x!f" and "…!l": when something happened first and last.
std::optional<FieldInfo> find_occurrence(std::string_view id) {
    constexpr std::string_view begin = "tme::";
    constexpr std::size_t end_size = 2;
    if (!id.starts_with(begin) || !(id.ends_with("!f") || id.ends_with("!l")) || id.size() <= begin.size() + end_size)
        return std::nullopt;
    FieldInfo info;
    info.id = id;
    info.activity = id.substr(begin.size(), id.size() - begin.size() - end_size);
    info.is_first = id.ends_with("!f");
    info.name = std::string(info.is_first ? "First " : "Last ").append(info.activity);
    info.display_type = "time";
    info.form = moment;
    info.read_only = true;
    return info;
}

}  // namespace

std::optional<FieldInfo> Fields::find(std::string_view id) const {
    const auto built = built_in_of(entity_);
    if (const auto found = std::ranges::find(built, id, &BuiltIn::id); found != built.end()) return info_of(*found);
    if (auto occurrence = find_occurrence(id)) return occurrence;  // whose activity may be a custom one
    const std::string_view space = custom_namespace(entity_);
    const auto at = id.find(space);
    if (at != std::string_view::npos) {
        const std::string_view slug = id.substr(at + space.size());
        for (const domain::CustomField& field : directory_.custom_fields)
            if (field.kind == kind_of(entity_) && !field.delete_time && field.slug == slug) {
                auto info = of_custom(field);
                return info.id == id ? std::optional(std::move(info)) : std::nullopt;
            }
        return std::nullopt;
    }
    return std::nullopt;
}

std::vector<FieldInfo> Fields::built_in() const {
    std::vector<FieldInfo> fields;
    for (const BuiltIn& field : built_in_of(entity_)) fields.push_back(info_of(field));
    return fields;
}

std::vector<FieldInfo> Fields::custom() const {
    std::vector<const domain::CustomField*> shown;
    for (const domain::CustomField& field : directory_.custom_fields)
        if (field.kind == kind_of(entity_) && !field.delete_time) shown.push_back(&field);
    std::ranges::stable_sort(shown, {}, &domain::CustomField::position);
    std::vector<FieldInfo> fields;
    fields.reserve(shown.size());
    for (const domain::CustomField* field : shown) fields.push_back(of_custom(*field));
    return fields;
}

FieldInfo Fields::of_custom(const domain::CustomField& field) const {
    const CustomType& type = type_of(field);
    FieldInfo info;
    info.id = std::string(type.prefix).append(custom_namespace(entity_)).append(field.slug);
    info.name = field.name;
    info.display_type = type.name;
    info.liquid_name = std::string(entity_ == Entity::person ? "people.custom." : "account.custom.").append(field.slug);
    info.form = type.form;
    info.ref = {field.kind, field.id, CustomPart::value, form_of(type.form)};
    info.read_only = is_written_elsewhere(field.type);
    info.custom = &field;
    return info;
}

std::string_view display_type_of(const domain::CustomField& field) { return type_of(field).name; }

const CustomType* find_custom_type(std::string_view name) {
    const auto found = std::ranges::find(custom_types, name, &CustomType::name);
    return found != std::end(custom_types) ? found : nullptr;
}

}  // namespace stele::dialect::ortto
