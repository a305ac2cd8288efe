// What some clients keep of people and organizations beyond the members of their structs: fields that every company has, kept as
// values of custom fields are, under ids below those of custom fields. A dialect that has no name for one leaves it as it is.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "domain/custom_field.h"

namespace stele::domain {

// The numbers are stored; never reuse one. Of people they begin at 15,001, of organizations at 15,201.
enum class Attribute : std::int64_t {
    person_external_id = 15'001,
    person_address,
    person_birthday,
    person_gdpr,  // 1 or 0, as all that are yes or no here
    person_email_permission,
    person_sms_permission,
    person_language,
    person_last_timezone,
    person_utm_content,
    person_utm_medium,
    person_utm_name,
    person_utm_source,
    person_utm_term,
    person_subscribe_context,
    person_sms_subscribe_context,
    person_unsubscribe_context,
    person_sms_unsubscribe_context,
    person_archive_source,
    person_initial_source,
    person_initial_url,
    person_last_browser,
    person_subscribed_via_url,
    person_last_location,
    person_latitude,
    person_longitude,
    person_engagement,
    person_total_attributed,
    person_total_spent,
    person_hard_bounced,
    person_first_seen,
    person_last_seen,
    person_restored,
    person_subscribed,
    person_unsubscribed,
    person_sms_subscribed,
    person_sms_unsubscribed,
    person_suppressed,
    person_unsuppressed,
    person_fcm_token,
    person_apn_token,
    person_android_token,
    person_additional_name,
    person_initials,
    person_honorific_prefix,
    person_job_title,
    person_customer_id,
    person_external_source,
    person_linkedin_id,
    person_is_tracked,
    person_imported,
    person_integration_participants,  // a JSON array of texts
    person_foreign_uuid,              // the id that a client chose or that came with it

    organization_industry = 15'201,  // as a text; Organization::industry is a number of one vendor's list
    organization_source,
    organization_last_timezone,
    organization_archive_source,
    organization_engagement,
    organization_last_location,
    organization_first_seen,
    organization_last_seen,
    organization_restored,
    organization_description,
    organization_customer_id,
    organization_external_source,
    organization_chamber_of_commerce_number,
    organization_linkedin_id,
    organization_linkedin_public_identifier,
    organization_linkedin_internal_id,
    organization_enrichment,
    organization_imported,
    organization_integration_participants,  // a JSON array of texts
    organization_emails,
    organization_phones,        // labels are their types
    organization_foreign_uuid,  // the id that a client chose or that came with it
};

// Among the custom fields that a search looks in: websites of organizations, which are no attribute.
inline constexpr std::int64_t searched_website = 15'401;

[[nodiscard]] constexpr std::int64_t id_of(Attribute attribute) { return static_cast<std::int64_t>(attribute); }

// By id. Their keys are what the history names them by; they have no slugs, and nobody may change them.
[[nodiscard]] std::span<const CustomField> attributes();
// Null when there is none.
[[nodiscard]] const CustomField* find_attribute(std::int64_t id);
// Whether the history of such a record names an attribute, or a part of one, so.
[[nodiscard]] bool is_attribute(Kind kind, std::string_view field);

}  // namespace stele::domain
