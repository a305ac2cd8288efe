// The history: one row a changed field, one event a write.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "domain/ids.h"

namespace stele::domain {

// Names of fields as the history keeps them; a dialect spells them its own way. Values are texts: numbers in decimal, times in
// microseconds, labels as ids between commas.
namespace field_key {
inline constexpr std::string_view name = "name";
inline constexpr std::string_view owner = "owner";
inline constexpr std::string_view visible_to = "visible_to";
inline constexpr std::string_view add_time = "add_time";
inline constexpr std::string_view labels = "labels";
inline constexpr std::string_view website = "website";
inline constexpr std::string_view linkedin = "linkedin";
inline constexpr std::string_view industry = "industry";
inline constexpr std::string_view employee_count = "employee_count";
inline constexpr std::string_view annual_revenue = "annual_revenue";
inline constexpr std::string_view deleted = "deleted";
inline constexpr std::string_view follower = "follower";
inline constexpr std::string_view people = "people";              // of an organization: how many
inline constexpr std::string_view organization = "organization";  // of a person: the primary one
inline constexpr std::string_view first_name = "first_name";
inline constexpr std::string_view last_name = "last_name";
inline constexpr std::string_view emails = "emails";
inline constexpr std::string_view phones = "phones";
inline constexpr std::string_view marketing_status = "marketing_status";
inline constexpr std::string_view type = "type";  // of a relationship, as are the next two; also of an activity
inline constexpr std::string_view owner_organization = "owner_organization";
inline constexpr std::string_view linked_organization = "linked_organization";
inline constexpr std::string_view content = "content";  // of a note
inline constexpr std::string_view user = "user";        // its author
inline constexpr std::string_view person = "person";
inline constexpr std::string_view deal = "deal";
inline constexpr std::string_view pinned_to_organization = "pinned_to_organization";
inline constexpr std::string_view pinned_to_person = "pinned_to_person";
inline constexpr std::string_view pinned_to_deal = "pinned_to_deal";
inline constexpr std::string_view is_private = "private";  // also of a mail thread, as are the next two
inline constexpr std::string_view is_read = "read";
inline constexpr std::string_view is_archived = "archived";     // also of an organization and a person
inline constexpr std::string_view description = "description";  // of a file, as is the next one
inline constexpr std::string_view activity = "activity";
inline constexpr std::string_view title = "title";  // of a deal, as are the next ones
inline constexpr std::string_view value = "value";
inline constexpr std::string_view currency = "currency";
inline constexpr std::string_view pipeline = "pipeline";
inline constexpr std::string_view stage = "stage";
inline constexpr std::string_view status = "status";
inline constexpr std::string_view probability = "probability";
inline constexpr std::string_view lost_reason = "lost_reason";
inline constexpr std::string_view close_time = "close_time";
inline constexpr std::string_view won_time = "won_time";
inline constexpr std::string_view lost_time = "lost_time";
inline constexpr std::string_view expected_close_date = "expected_close_date";
inline constexpr std::string_view channel = "channel";
inline constexpr std::string_view channel_id = "channel_id";
inline constexpr std::string_view archive_time = "archive_time";
inline constexpr std::string_view participant = "participant";
inline constexpr std::string_view subject = "subject";    // of an activity, as is all that follows
inline constexpr std::string_view category = "category";  // of a note, as is the next one
inline constexpr std::string_view is_flagged = "flagged";
inline constexpr std::string_view segments = "segments";
inline constexpr std::string_view organizations = "organizations";  // of a person: all that it is linked to
inline constexpr std::string_view icon = "icon";                    // of a segment, as is the next one
inline constexpr std::string_view sequence = "sequence";
inline constexpr std::string_view done = "done";
inline constexpr std::string_view done_time = "done_time";
inline constexpr std::string_view busy = "busy";
inline constexpr std::string_view due_date = "due_date";
inline constexpr std::string_view due_time = "due_time";
inline constexpr std::string_view duration = "duration";
inline constexpr std::string_view note = "note";
inline constexpr std::string_view public_description = "public_description";
inline constexpr std::string_view location = "location";  // its parts stand behind a line: "location_route"
inline constexpr std::string_view participants = "participants";
inline constexpr std::string_view attendees = "attendees";
inline constexpr std::string_view priority = "priority";
inline constexpr std::string_view outcome = "outcome";
inline constexpr std::string_view picture = "picture";  // of an organization or a person
inline constexpr std::string_view tags = "tags";        // of an organization or a person: ids between commas
inline constexpr std::string_view background_color = "background_color";  // of a tag, as is the next one
inline constexpr std::string_view text_color = "text_color";
}  // namespace field_key

struct Change {
    std::int64_t id = 0;
    Kind kind = Kind::organization;
    std::int64_t record_id = 0;
    std::string field;
    std::optional<std::string> old_value;  // absent: was empty
    std::optional<std::string> new_value;
    UserId user_id = 0;
    Micros time = 0;
    Source source = Source::pipedrive;
    std::string user_agent;
    bool is_bulk = false;
};

// What a change was to one of many records.
struct ChangedRecord {
    std::int64_t record_id = 0;
    std::optional<std::string> old_value;
    std::optional<std::string> new_value;
};

// The numbers are stored; never reuse one.
enum class EventAction : std::uint8_t {
    added = 1,
    updated = 2,
    deleted = 3,  // also of a record that was merged into another
    follower_added = 4,
    follower_removed = 5,
    merged = 6,  // of the survivor
    undeleted = 7,
    purged = 8,
};

struct Event {
    EventAction action = EventAction::added;
    Kind kind = Kind::organization;
    std::int64_t record_id = 0;
    UserId user_id = 0;
    Source source = Source::pipedrive;
    bool is_bulk = false;
};

struct Follower {
    std::int64_t id = 0;
    Kind kind = Kind::organization;
    std::int64_t record_id = 0;
    UserId user_id = 0;
    Micros add_time = 0;
};

}  // namespace stele::domain
