#include "domain/attributes.h"

#include <algorithm>
#include <string_view>

namespace stele::domain {

namespace {

struct Row {
    Attribute attribute;
    FieldType type;
    std::string_view key;
    std::string_view name;
};

constexpr Row rows[] = {
    {Attribute::person_external_id, FieldType::varchar, "external_id", "External ID"},
    {Attribute::person_address, FieldType::address, "postal_address", "Address"},
    {Attribute::person_birthday, FieldType::date, "birthday", "Birthday"},
    {Attribute::person_gdpr, FieldType::number, "gdpr", "GDPR"},
    {Attribute::person_email_permission, FieldType::number, "email_permission", "Email permission"},
    {Attribute::person_sms_permission, FieldType::number, "sms_permission", "SMS permission"},
    {Attribute::person_language, FieldType::varchar, "language", "Language"},
    {Attribute::person_last_timezone, FieldType::varchar, "last_timezone", "Last timezone"},
    {Attribute::person_utm_content, FieldType::varchar, "utm_content", "Initial UTM content"},
    {Attribute::person_utm_medium, FieldType::varchar, "utm_medium", "Initial UTM medium"},
    {Attribute::person_utm_name, FieldType::varchar, "utm_name", "Initial UTM name"},
    {Attribute::person_utm_source, FieldType::varchar, "utm_source", "Initial UTM source"},
    {Attribute::person_utm_term, FieldType::varchar, "utm_term", "Initial UTM term"},
    {Attribute::person_subscribe_context, FieldType::varchar, "subscribe_context", "Subscribe context"},
    {Attribute::person_sms_subscribe_context, FieldType::varchar, "sms_subscribe_context", "SMS subscribe context"},
    {Attribute::person_unsubscribe_context, FieldType::varchar, "unsubscribe_context", "Unsubscribe context"},
    {Attribute::person_sms_unsubscribe_context, FieldType::varchar, "sms_unsubscribe_context", "SMS unsubscribe context"},
    {Attribute::person_archive_source, FieldType::varchar, "archive_source", "Archive source"},
    {Attribute::person_initial_source, FieldType::varchar, "initial_source", "Initial source"},
    {Attribute::person_initial_url, FieldType::varchar, "initial_url", "Initial URL"},
    {Attribute::person_last_browser, FieldType::varchar, "last_browser", "Last browser"},
    {Attribute::person_subscribed_via_url, FieldType::varchar, "subscribed_via_url", "Subscribed via URL"},
    {Attribute::person_last_location, FieldType::address, "last_location", "Last location"},
    {Attribute::person_latitude, FieldType::number, "latitude", "Latitude"},
    {Attribute::person_longitude, FieldType::number, "longitude", "Longitude"},
    {Attribute::person_engagement, FieldType::number, "engagement", "Engagement"},
    {Attribute::person_total_attributed, FieldType::number, "total_attributed", "Total attributed"},
    {Attribute::person_total_spent, FieldType::number, "total_spent", "Total spent"},
    {Attribute::person_hard_bounced, FieldType::number, "hard_bounced", "Hard bounced"},
    {Attribute::person_first_seen, FieldType::moment, "first_seen", "First seen"},
    {Attribute::person_last_seen, FieldType::moment, "last_seen", "Last seen"},
    {Attribute::person_restored, FieldType::moment, "restored", "Restored"},
    {Attribute::person_subscribed, FieldType::moment, "subscribed", "Subscribed"},
    {Attribute::person_unsubscribed, FieldType::moment, "unsubscribed", "Unsubscribed"},
    {Attribute::person_sms_subscribed, FieldType::moment, "sms_subscribed", "SMS subscribed"},
    {Attribute::person_sms_unsubscribed, FieldType::moment, "sms_unsubscribed", "SMS unsubscribed"},
    {Attribute::person_suppressed, FieldType::moment, "suppressed", "Suppressed"},
    {Attribute::person_unsuppressed, FieldType::moment, "unsuppressed", "Unsuppressed"},
    {Attribute::person_fcm_token, FieldType::text, "fcm_token", "FCM token"},
    {Attribute::person_apn_token, FieldType::text, "apn_token", "APN token"},
    {Attribute::person_android_token, FieldType::text, "android_token", "Android token"},
    {Attribute::person_additional_name, FieldType::varchar, "additional_name", "Additional name"},
    {Attribute::person_initials, FieldType::varchar, "initials", "Initials"},
    {Attribute::person_honorific_prefix, FieldType::varchar, "honorific_prefix", "Honorific prefix"},
    {Attribute::person_job_title, FieldType::varchar, "job_title", "Job title"},
    {Attribute::person_customer_id, FieldType::varchar, "customer_id", "Customer ID"},
    {Attribute::person_external_source, FieldType::varchar, "external_source", "External source"},
    {Attribute::person_linkedin_id, FieldType::varchar, "linkedin_id", "LinkedIn ID"},
    {Attribute::person_is_tracked, FieldType::number, "is_tracked", "Is tracked"},
    {Attribute::person_imported, FieldType::moment, "imported", "Imported"},
    {Attribute::person_integration_participants, FieldType::text, "integration_participants", "Integration participants"},
    {Attribute::person_foreign_uuid, FieldType::varchar, "uuid", "UUID"},
    {Attribute::organization_industry, FieldType::varchar, "industry_name", "Industry"},
    {Attribute::organization_source, FieldType::varchar, "initial_source", "Initial source"},
    {Attribute::organization_last_timezone, FieldType::varchar, "last_timezone", "Last timezone"},
    {Attribute::organization_archive_source, FieldType::varchar, "archive_source", "Archive source"},
    {Attribute::organization_engagement, FieldType::number, "engagement", "Engagement"},
    {Attribute::organization_last_location, FieldType::address, "last_location", "Last location"},
    {Attribute::organization_first_seen, FieldType::moment, "first_seen", "First seen"},
    {Attribute::organization_last_seen, FieldType::moment, "last_seen", "Last seen"},
    {Attribute::organization_restored, FieldType::moment, "restored", "Restored"},
    {Attribute::organization_description, FieldType::text, "description", "Description"},
    {Attribute::organization_customer_id, FieldType::varchar, "customer_id", "Customer ID"},
    {Attribute::organization_external_source, FieldType::varchar, "external_source", "External source"},
    {Attribute::organization_chamber_of_commerce_number, FieldType::varchar, "chamber_of_commerce_number",
     "Chamber of commerce number"},
    {Attribute::organization_linkedin_id, FieldType::varchar, "linkedin_id", "LinkedIn ID"},
    {Attribute::organization_linkedin_public_identifier, FieldType::varchar, "linkedin_public_identifier",
     "LinkedIn public identifier"},
    {Attribute::organization_linkedin_internal_id, FieldType::varchar, "linkedin_internal_id", "LinkedIn internal ID"},
    {Attribute::organization_enrichment, FieldType::number, "enrichment", "Company enrichment"},
    {Attribute::organization_imported, FieldType::moment, "imported", "Imported"},
    {Attribute::organization_integration_participants, FieldType::text, "integration_participants",
     "Integration participants"},
    {Attribute::organization_emails, FieldType::contacts, "emails", "E-mail addresses"},
    {Attribute::organization_phones, FieldType::contacts, "phones", "Phone numbers"},
    {Attribute::organization_foreign_uuid, FieldType::varchar, "uuid", "UUID"},
};
static_assert(std::ranges::is_sorted(rows, {}, &Row::attribute));

std::vector<CustomField> make_attributes() {
    std::vector<CustomField> fields;
    for (const Row& row : rows) {
        CustomField& field = fields.emplace_back();
        field.id = id_of(row.attribute);
        field.kind = row.attribute < Attribute::organization_industry ? Kind::person : Kind::organization;
        field.type = row.type;
        field.key = row.key;
        field.name = row.name;
    }
    return fields;
}

}  // namespace

std::span<const CustomField> attributes() {
    static const std::vector<CustomField> fields = make_attributes();
    return fields;
}

const CustomField* find_attribute(std::int64_t id) {
    const auto all = attributes();
    const auto found = std::ranges::lower_bound(all, id, {}, &CustomField::id);
    return found != all.end() && found->id == id ? &*found : nullptr;
}

bool is_attribute(Kind kind, std::string_view field) {
    return std::ranges::any_of(attributes(), [&](const CustomField& attribute) {
        if (attribute.kind != kind || !field.starts_with(attribute.key)) return false;
        const std::string_view suffix = field.substr(attribute.key.size());
        const auto parts = parts_of(attribute.type);
        return suffix.empty() || std::ranges::find(parts, suffix, &PartName::suffix) != parts.end();
    });
}

}  // namespace stele::domain
