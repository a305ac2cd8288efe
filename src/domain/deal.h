// A deal with a person or an organization, somewhere on its way through a pipeline.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/ids.h"
#include "domain/organization.h"

namespace stele::domain {

// The numbers are stored; never reuse one.
enum class DealStatus : std::uint8_t { open = 1, won = 2, lost = 3 };

struct Deal {
    DealId id = 0;
    std::string title;
    UserId creator_id = 0;
    UserId owner_id = 0;
    int visible_to = visible_to_everyone;
    Micros add_time = 0;
    Micros update_time = 0;
    std::optional<Micros> delete_time;
    std::optional<Micros> archive_time;
    std::vector<std::int64_t> label_ids;
    double value = 0;
    std::string currency;  // ISO 4217
    std::optional<PersonId> person_id;
    std::optional<OrganizationId> organization_id;
    PipelineId pipeline_id = 0;
    StageId stage_id = 0;
    DealStatus status = DealStatus::open;
    std::optional<std::int64_t> probability;  // in percent; of the stage when absent
    std::string lost_reason;                  // of a lost deal
    std::optional<Micros> stage_change_time;
    std::optional<Micros> close_time;  // of a deal that is not open
    std::optional<Micros> won_time;
    std::optional<Micros> first_won_time;  // stays when the deal is opened again
    std::optional<Micros> lost_time;
    std::string expected_close_date;  // YYYY-MM-DD
    std::optional<std::int64_t> channel;
    std::string channel_id;
    std::string origin;
    std::string origin_id;
    std::optional<double> acv;  // of its products; absent without any
    std::optional<double> arr;
    std::optional<double> mrr;
    ActivityMark next_activity;
    ActivityMark last_activity;
    std::optional<Micros> last_incoming_mail_time;
    std::optional<Micros> last_outgoing_mail_time;
    CustomValues custom;
    Counters counters{};  // of mail, activities, files, notes and followers; others are unused
    std::int64_t participants = 0;

    [[nodiscard]] std::int64_t count(Counter counter) const { return counters[static_cast<std::size_t>(counter)]; }
    [[nodiscard]] std::int64_t& count(Counter counter) { return counters[static_cast<std::size_t>(counter)]; }
    bool operator==(const Deal&) const = default;
};

// What a write may change: absent members stay as they are. An empty text and an absent inner value clear the field.
struct DealPatch {
    std::optional<std::string> title;
    std::optional<UserId> owner_id;
    std::optional<int> visible_to;
    std::optional<Micros> add_time;
    std::optional<std::vector<std::int64_t>> label_ids;
    std::optional<double> value;
    std::optional<std::string> currency;
    std::optional<std::optional<PersonId>> person_id;
    std::optional<std::optional<OrganizationId>> organization_id;
    std::optional<PipelineId> pipeline_id;  // begins at its first stage, unless the stage is given
    std::optional<StageId> stage_id;        // takes the deal to the stage's pipeline
    std::optional<DealStatus> status;
    std::optional<std::optional<std::int64_t>> probability;
    std::optional<std::string> lost_reason;
    std::optional<std::optional<Micros>> close_time;
    std::optional<std::optional<Micros>> won_time;
    std::optional<std::optional<Micros>> lost_time;
    std::optional<std::string> expected_close_date;
    std::optional<std::optional<std::int64_t>> channel;
    std::optional<std::string> channel_id;
    std::optional<std::string> origin_id;
    std::optional<bool> is_archived;
    std::optional<std::optional<Micros>> archive_time;
    CustomPatches custom;
};

// Deals of one currency and status together.
struct DealTotal {
    std::string currency;
    DealStatus status = DealStatus::open;
    std::int64_t count = 0;
    double value = 0;
    double weighted_value = 0;  // by their probability; see weighted_value() in domain/deals.h
};

// A person who takes part in a deal. The deal's own person always does.
// What averages over won deals ask of one.
struct WonDeal {
    Micros time_to_won = 0;  // from when it was added
    StageId stage_id = 0;
};

struct Participant {
    std::int64_t id = 0;
    DealId deal_id = 0;
    PersonId person_id = 0;
    UserId user_id = 0;  // who added them
    Micros add_time = 0;

    bool operator==(const Participant&) const = default;
};

}  // namespace stele::domain
