// The record that every dialect spells its own way.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/address.h"
#include "domain/custom_field.h"
#include "domain/ids.h"

namespace stele::domain {

// Stored counters. Closed deals and undone activities follow from them.
enum class Counter : std::uint8_t {
    open_deals,
    won_deals,
    lost_deals,
    related_open_deals,
    related_won_deals,
    related_lost_deals,
    email_messages,
    people,
    activities,
    done_activities,
    files,
    notes,
    followers,
};
inline constexpr std::size_t counter_count = 13;

using Counters = std::array<std::int64_t, counter_count>;

// The next or last activity of a record, as far as it is kept on the record itself.
struct ActivityMark {
    std::int64_t id = 0;  // 0: there is none
    std::string date;     // YYYY-MM-DD
    std::string time;     // HH:MM:SS; empty for a whole day

    bool operator==(const ActivityMark&) const = default;
};

// Levels of visibility, rising; the same whatever the company's scheme is, so that a change of scheme rewrites nothing. The
// simple scheme has the first (the owner and followers) and the last.
inline constexpr int visible_to_owner = 1;
inline constexpr int visible_to_group = 3;            // the owner's group
inline constexpr int visible_to_group_and_below = 5;  // and the groups below it
inline constexpr int visible_to_everyone = 7;

struct Organization {
    OrganizationId id = 0;
    std::string name;
    UserId owner_id = 0;
    int visible_to = visible_to_everyone;
    Micros add_time = 0;
    Micros update_time = 0;
    std::optional<Micros> delete_time;
    std::optional<Micros> archive_time;
    std::vector<std::int64_t> label_ids;  // options of the label field; the first is "the" label
    Address address;
    std::string country_code;  // ISO 3166 alpha-2, from the address's country; empty when not known
    std::string website;
    std::string linkedin;
    std::optional<std::int64_t> industry;
    std::optional<std::int64_t> employee_count;
    std::optional<double> annual_revenue;
    std::optional<std::int64_t> picture_id;
    Counters counters{};
    ActivityMark next_activity;
    ActivityMark last_activity;
    CustomValues custom;

    // Made from the name on every write (base/text.h); read back only where a list needs it.
    std::string first_char;

    [[nodiscard]] std::int64_t count(Counter counter) const { return counters[static_cast<std::size_t>(counter)]; }
    [[nodiscard]] std::int64_t& count(Counter counter) { return counters[static_cast<std::size_t>(counter)]; }
    bool operator==(const Organization&) const = default;
};

// What a write may change: absent members stay as they are. An address without a value, an empty text and an absent inner
// number clear the field.
struct OrganizationPatch {
    std::optional<std::string> name;
    std::optional<UserId> owner_id;
    std::optional<int> visible_to;
    std::optional<Micros> add_time;
    std::optional<std::vector<std::int64_t>> label_ids;
    std::optional<Address> address;
    std::optional<std::string> address_line;  // in place of `address`: another line than the present one has no parts
    std::optional<std::string> website;
    std::optional<std::string> linkedin;
    std::optional<std::optional<std::int64_t>> industry;
    std::optional<std::optional<std::int64_t>> employee_count;
    std::optional<std::optional<double>> annual_revenue;
    std::optional<std::optional<Micros>> archive_time;
    std::optional<std::optional<std::int64_t>> picture_id;
    CustomPatches custom;
};

}  // namespace stele::domain
