// Something that a user has to do, or has done: a call, a meeting, a task. It may be about an organization and a person.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/address.h"
#include "domain/ids.h"

namespace stele::domain {

using ActivityId = std::int64_t;

// Who takes part, as an invitation names them. All members may be empty.
struct Attendee {
    std::string email;
    std::string name;
    std::string status;  // "accepted"
    bool is_organizer = false;
    std::optional<PersonId> person_id;
    std::optional<UserId> user_id;

    bool operator==(const Attendee&) const = default;
};

struct Activity {
    ActivityId id = 0;
    std::string subject;
    std::string type;  // the key of an activity type
    UserId owner_id = 0;
    UserId creator_id = 0;
    UserId updater_id = 0;
    bool done = false;
    std::optional<Micros> done_time;  // when it was marked as done
    bool busy = false;                // whether its owner is not free meanwhile
    std::string due_date;             // YYYY-MM-DD; empty: none
    std::string due_time;             // HH:MM:SS UTC; empty: the whole day
    std::string duration;             // HH:MM:SS; empty: not known
    std::string note;                 // HTML
    std::string public_description;
    Address location;
    std::optional<OrganizationId> organization_id;
    std::vector<PersonId> person_ids;  // participants; the first is the primary one, whom it is about
    std::optional<std::int64_t> deal_id;
    std::vector<Attendee> attendees;
    std::optional<std::int64_t> priority;
    std::optional<std::int64_t> outcome;
    Micros add_time = 0;
    Micros update_time = 0;
    std::optional<Micros> delete_time;

    [[nodiscard]] std::optional<PersonId> person_id() const {
        return person_ids.empty() ? std::nullopt : std::optional(person_ids.front());
    }
    bool operator==(const Activity&) const = default;
};

// When it is due: a whole day at its beginning, and what has no date after all that has one.
inline constexpr Micros never_due = std::numeric_limits<Micros>::max();
[[nodiscard]] Micros due_of(const Activity& activity);

// What a write may change: absent members stay as they are; empty texts, absent inner numbers and a location without a value
// clear the field.
struct ActivityPatch {
    std::optional<std::string> subject;
    std::optional<std::string> type;
    std::optional<UserId> owner_id;
    std::optional<bool> done;
    std::optional<bool> busy;
    std::optional<std::string> due_date;
    std::optional<std::string> due_time;
    std::optional<std::string> duration;
    std::optional<std::string> note;
    std::optional<std::string> public_description;
    std::optional<Address> location;
    std::optional<std::string> location_line;  // in place of `location`: another line than the present one has no parts
    std::optional<std::optional<OrganizationId>> organization_id;
    std::optional<std::vector<PersonId>> person_ids;
    std::optional<std::optional<PersonId>> person_id;  // takes the place of the primary one, after `person_ids`
    std::optional<std::optional<std::int64_t>> deal_id;
    std::optional<std::vector<Attendee>> attendees;
    std::optional<std::optional<std::int64_t>> priority;
    std::optional<std::optional<std::int64_t>> outcome;
};

// What kinds of activities a company has. One that was deleted stays for the activities that have it.
struct ActivityType {
    std::int64_t id = 0;
    std::string name;
    std::string icon_key;
    std::string color;  // "FFFFFF"; empty: none
    std::int64_t position = 0;
    std::string key;  // what activities name it by; never changes
    bool is_active = true;
    bool is_custom = true;  // not one that every company began with
    Micros add_time = 0;
    Micros update_time = 0;
};

struct ActivityTypePatch {
    std::optional<std::string> name;
    std::optional<std::string> icon_key;
    std::optional<std::string> color;
    std::optional<std::int64_t> position;
};

// How many activities of one type one user has.
struct ActivityShare {
    UserId owner_id = 0;
    std::string type;
    std::int64_t count = 0;
};

}  // namespace stele::domain
