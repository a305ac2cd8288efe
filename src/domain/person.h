// A person of a CRM, who may be linked to organizations.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/contact.h"
#include "domain/ids.h"
#include "domain/organization.h"

namespace stele::domain {

// Pipedrive: adding a person. Shown when the company has campaigns; set once, and only for a person with an e-mail address.
enum class MarketingStatus : std::uint8_t { no_consent = 1, unsubscribed = 2, subscribed = 3, archived = 4 };

struct Person {
    PersonId id = 0;
    std::string name;
    std::string first_name;
    std::string last_name;
    UserId owner_id = 0;
    int visible_to = visible_to_everyone;
    Micros add_time = 0;
    Micros update_time = 0;
    std::optional<Micros> delete_time;
    std::optional<Micros> archive_time;
    std::vector<std::int64_t> label_ids;
    std::optional<OrganizationId> organization_id;  // the primary one
    std::vector<Contact> emails;                    // exactly one is primary when there are any
    std::vector<Contact> phones;
    MarketingStatus marketing_status = MarketingStatus::no_consent;
    std::optional<std::int64_t> picture_id;
    Counters counters{};  // `people` is unused
    std::int64_t participant_open_deals = 0;
    std::int64_t participant_closed_deals = 0;
    ActivityMark next_activity;
    ActivityMark last_activity;
    std::optional<Micros> last_incoming_mail_time;
    std::optional<Micros> last_outgoing_mail_time;
    CustomValues custom;

    std::string first_char;  // made from the name on every write

    [[nodiscard]] std::int64_t count(Counter counter) const { return counters[static_cast<std::size_t>(counter)]; }
    [[nodiscard]] std::int64_t& count(Counter counter) { return counters[static_cast<std::size_t>(counter)]; }
    bool operator==(const Person&) const = default;
};

// What a write may change: absent members stay as they are.
struct PersonPatch {
    std::optional<std::string> name;  // split into first and last, unless these are given
    std::optional<std::string> first_name;
    std::optional<std::string> last_name;
    std::optional<UserId> owner_id;
    std::optional<int> visible_to;
    std::optional<Micros> add_time;
    std::optional<std::vector<std::int64_t>> label_ids;
    std::optional<std::optional<OrganizationId>> organization_id;  // an absent inner one drops the primary link
    std::optional<std::vector<Contact>> emails;
    std::optional<std::vector<Contact>> phones;
    std::optional<MarketingStatus> marketing_status;
    std::optional<std::optional<Micros>> archive_time;
    std::optional<std::optional<std::int64_t>> picture_id;
    CustomPatches custom;
};

// A person may be linked to several organizations, at most one of them primary.
struct Link {
    OrganizationId organization_id = 0;
    PersonId person_id = 0;
    bool is_primary = false;
    Micros add_time = 0;
};

}  // namespace stele::domain
