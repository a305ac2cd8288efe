// What happened around a record (organization, person, deal), newest first: a reading of its changes and of what is about it.
// Pipedrive: flow.
#pragma once

#include <cstdint>
#include <vector>

#include "domain/caller.h"
#include "domain/recording.h"
#include "domain/store.h"

namespace stele::domain {

// Equal times stand in this order.
enum class FlowObject : std::uint8_t { change, activity, note, file, deal, follower, participant, mail_message };

struct FlowEntry {
    FlowObject object = FlowObject::change;
    std::int64_t id = 0;  // of the change, the activity ...
    Micros time = 0;      // when it was changed, added or sent

    bool operator==(const FlowEntry&) const = default;
};

// What a caller may ask for alone.
struct FlowItems {
    bool changes = false;
    bool custom_changes = false;  // those of custom fields too, where there are changes
    bool done_activities = false;
    bool planned_activities = false;
    bool notes = false;
    bool files = false;
    bool activity_files = false;  // those about activities, which are files too
    bool deals = false;           // of an organization or a person
    bool followers = false;
    bool participants = false;  // of a deal, of an organization's deals, or as which a person takes part
    bool mail = false;
    bool mail_with_attachments = false;  // which is mail too

    bool operator==(const FlowItems&) const = default;
};
// Everything but the changes of custom fields.
inline constexpr FlowItems all_flow_items{true, false, true, true, true, true, true, true, true, true, true, true};

struct FlowQuery {
    RecordRef record;
    FlowItems items = all_flow_items;
    std::int64_t offset = 0;
    std::int64_t limit = 0;
};

// What the caller sees of it. Error: not_found for a record that is absent or invisible.
[[nodiscard]] Result<std::vector<FlowEntry>> list_flow(Transaction& transaction, const Caller& caller,
                                                       const FlowQuery& query);

}  // namespace stele::domain
