#include "domain/deal_journey.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/limits.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

StageId stage_of(const std::optional<std::string>& text) {
    StageId id = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), id);
    return id;
}

// Of the deal's stage, oldest first.
Result<std::vector<Change>> read_moves(Transaction& transaction, DealId deal) {
    std::vector<Change> moves;
    std::int64_t before = 0;
    for (bool is_end = false; !is_end;) {
        std::int64_t visited = 0;
        const auto listed = transaction.history().list_changes(Kind::deal, deal, ChangeSet::fields, before, limits::page_max,
                                                               [&](const Change& change) {
                                                                   ++visited;
                                                                   before = change.id;
                                                                   if (change.field == field_key::stage)
                                                                       moves.push_back(change);
                                                                   return std::ssize(moves) < limits::stage_changes;
                                                               });
        if (!listed) return fail(listed);
        is_end = visited < limits::page_max || std::ssize(moves) == limits::stage_changes;
    }
    std::ranges::reverse(moves);
    return moves;
}

void add_stay(std::vector<StageStay>& stays, StageId stage, Micros from, Micros until) {
    auto stay = std::ranges::find(stays, stage, &StageStay::stage);
    if (stay == stays.end()) stay = stays.insert(stays.end(), {stage, 0});
    stay->time += std::max<Micros>(until - from, 0);
}

// From 1; nothing for a stage that is shown no longer.
std::optional<double> place_of(const Directory& directory, StageId id) {
    const Stage* stage = directory.stage(id);
    if (stage == nullptr) return std::nullopt;
    const auto stages = directory.stages_of(stage->pipeline_id);
    const auto place = std::ranges::find(stages, stage);
    if (place == stages.end()) return std::nullopt;
    return static_cast<double>(place - stages.begin()) + 1;
}

Result<void> add_averages(Transaction& transaction, const Caller& caller, DealJourney& journey) {
    Micros time = 0;
    double places = 0;
    std::int64_t won = 0;
    std::int64_t placed = 0;
    const auto listed = transaction.deals().list_won(visible_deals(caller), limits::won_deals, [&](const WonDeal& deal) {
        ++won;
        time += deal.time_to_won;
        const auto place = place_of(*caller.directory, deal.stage_id);
        if (!place) return true;
        ++placed;
        places += *place;
        return true;
    });
    if (!listed) return listed;
    if (won > 0) journey.time_to_won = time / won;
    if (placed > 0) journey.stage_progress = places / static_cast<double>(placed);
    return {};
}

}  // namespace

Result<DealJourney> deal_journey(Transaction& transaction, const Caller& caller, const Deal& deal) {
    const auto moves = read_moves(transaction, deal.id);
    if (!moves) return fail(moves);
    const Micros end = deal.close_time.value_or(caller.now);
    DealJourney journey;
    journey.age = std::max<Micros>(end - deal.add_time, 0);
    StageId stage = moves->empty() ? deal.stage_id : stage_of(moves->front().old_value);
    Micros from = deal.add_time;
    for (const Change& move : *moves) {
        add_stay(journey.stays, stage, from, move.time);
        stage = stage_of(move.new_value);
        from = move.time;
    }
    add_stay(journey.stays, stage, from, end);
    if (auto added = add_averages(transaction, caller, journey); !added) return fail(added);
    return journey;
}

}  // namespace stele::domain
