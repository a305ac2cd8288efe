#include "domain/pipeline_statistics.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "base/limits.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max();
constexpr Micros never = std::numeric_limits<Micros>::max();

// A deal in a stage.
struct Visit {
    StageId stage = 0;
    Micros from = 0;
    Micros until = never;
};

// What the statistics ask of a deal.
struct Journey {
    DealId id = 0;
    StageId stage = 0;  // where it is now
    DealStatus status = DealStatus::open;
    Micros add_time = 0;
    Micros end = never;  // when it was won or lost
    std::optional<Micros> won_time;
    std::optional<Micros> lost_time;
    std::string currency;
    double value = 0;
    std::vector<Visit> visits;
};

StageId stage_of(const std::optional<std::string>& text) {
    StageId id = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), id);
    return id;
}

bool overlaps(const StatisticsQuery& query, Micros from, Micros until) { return from < query.until && until > query.from; }
bool falls_into(const StatisticsQuery& query, const std::optional<Micros>& time) {
    return time && *time >= query.from && *time < query.until;
}

Result<std::vector<Journey>> read_deals(Transaction& transaction, const Caller& caller, const StatisticsQuery& query) {
    std::vector<Predicate> conditions{
        Predicate::compare(DealField::pipeline_id, Comparison::equals, query.pipeline_id),
        Predicate::compare(DealField::owner_id, Comparison::equals, query.owner_id),
        Predicate::compare(DealField::delete_time, Comparison::is_null),
    };
    if (auto visible = visible_deals(caller); !visible.always()) conditions.push_back(std::move(visible));
    std::vector<Journey> journeys;
    const auto listed = transaction.deals().list(
        {Predicate::all(std::move(conditions)), {{DealField::id}}, all, 0, {}, {}, {}}, [&](const Deal& deal) {
            journeys.push_back({deal.id,
                                deal.stage_id,
                                deal.status,
                                deal.add_time,
                                deal.close_time.value_or(never),
                                deal.won_time,
                                deal.lost_time,
                                deal.currency,
                                deal.value,
                                {}});
            return true;
        });
    if (!listed) return fail(listed);
    return journeys;
}

// Both are in the order of their deals.
Result<void> read_visits(Transaction& transaction, std::vector<Journey>& journeys) {
    auto journey = journeys.begin();
    const auto listed = transaction.history().list_field_changes(Kind::deal, field_key::stage, [&](const Change& change) {
        while (journey != journeys.end() && journey->id < change.record_id) ++journey;
        if (journey == journeys.end()) return false;
        if (journey->id != change.record_id) return true;
        if (journey->visits.empty()) journey->visits.push_back({stage_of(change.old_value), journey->add_time, change.time});
        journey->visits.back().until = change.time;
        journey->visits.push_back({stage_of(change.new_value), change.time, never});
        return true;
    });
    if (!listed) return listed;
    for (Journey& each : journeys) {
        if (each.visits.empty()) each.visits.push_back({each.stage, each.add_time, never});
        each.visits.back().until = std::max(each.visits.back().from, each.end);
    }
    return {};
}

Result<std::vector<Journey>> read_journeys(Transaction& transaction, const Caller& caller, const StatisticsQuery& query) {
    auto journeys = read_deals(transaction, caller, query);
    if (!journeys) return journeys;
    if (auto read = read_visits(transaction, *journeys); !read) return fail(read);
    return journeys;
}

std::int64_t percent(std::int64_t part, std::int64_t whole) { return whole == 0 ? 0 : (part * 100 + whole / 2) / whole; }

// The place of a stage in its pipeline; nothing for one of another pipeline.
std::optional<std::size_t> place_of(const std::vector<const Stage*>& stages, StageId id) {
    const auto found = std::ranges::find(stages, id, &Stage::id);
    return found == stages.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - stages.begin()));
}

// Whether it was in the stage of that place meanwhile, and whether it came to a later one from there.
struct Passage {
    bool was_there = false;
    bool went_on = false;
};
Passage passage_of(const Journey& journey, const std::vector<const Stage*>& stages, std::size_t place,
                   const StatisticsQuery& query) {
    Passage passage;
    for (const Visit& visit : journey.visits) {
        const auto at = place_of(stages, visit.stage);
        if (at == place && overlaps(query, visit.from, visit.until)) passage.was_there = true;
        if (passage.was_there && at && *at > place && falls_into(query, visit.from)) passage.went_on = true;
    }
    return passage;
}

void count(CountedDeals& counted, const Journey& journey) {
    counted.ids.push_back(journey.id);
    counted.values[journey.currency] += journey.value;
}

// How long visits took, until then.
struct Stay {
    Micros time = 0;
    std::int64_t visits = 0;

    void add(const Visit& visit, Micros until) {
        time += std::max<Micros>(0, std::min(visit.until, until) - visit.from);
        ++visits;
    }
    [[nodiscard]] std::int64_t average_days() const { return visits == 0 ? 0 : time / visits / limits::day_us; }
};

}  // namespace

Result<ConversionStatistics> conversion_statistics(Transaction& transaction, const Caller& caller,
                                                   const StatisticsQuery& query) {
    const auto journeys = read_journeys(transaction, caller, query);
    if (!journeys) return fail(journeys);
    const auto stages = caller.directory->stages_of(query.pipeline_id);
    ConversionStatistics statistics;
    for (std::size_t place = 0; place + 1 < stages.size(); ++place) {
        std::int64_t there = 0;
        std::int64_t went_on = 0;
        for (const Journey& journey : *journeys) {
            const Passage passage = passage_of(journey, stages, place, query);
            there += passage.was_there ? 1 : 0;
            went_on += passage.went_on ? 1 : 0;
        }
        statistics.stages.push_back({stages[place]->id, stages[place + 1]->id, percent(went_on, there)});
    }
    std::int64_t present = 0;
    std::int64_t won = 0;
    std::int64_t lost = 0;
    for (const Journey& journey : *journeys) {
        if (!overlaps(query, journey.add_time, std::max(journey.add_time, journey.end))) continue;
        ++present;
        won += falls_into(query, journey.won_time) ? 1 : 0;
        lost += falls_into(query, journey.lost_time) ? 1 : 0;
    }
    statistics.won_rate = percent(won, present);
    statistics.lost_rate = percent(lost, present);
    return statistics;
}

Result<MovementStatistics> movement_statistics(Transaction& transaction, const Caller& caller,
                                               const StatisticsQuery& query) {
    const auto journeys = read_journeys(transaction, caller, query);
    if (!journeys) return fail(journeys);
    const auto stages = caller.directory->stages_of(query.pipeline_id);
    MovementStatistics statistics;
    const Micros end = std::min(query.until, caller.now);
    Stay whole;
    std::vector<Stay> stays(stages.size());
    for (const Journey& journey : *journeys) {
        if (falls_into(query, journey.add_time)) count(statistics.added, journey);
        if (falls_into(query, journey.won_time)) count(statistics.won, journey);
        if (falls_into(query, journey.lost_time)) count(statistics.lost, journey);
        if (journey.add_time < query.until && journey.end >= query.until) count(statistics.left_open, journey);
        for (std::size_t i = 0; i < journey.visits.size(); ++i) {
            const Visit& visit = journey.visits[i];
            const auto place = place_of(stages, visit.stage);
            if (!place) continue;
            const bool moved_within = i > 0 && place_of(stages, journey.visits[i - 1].stage);
            if (moved_within && falls_into(query, visit.from)) ++statistics.movements;
            if (!overlaps(query, visit.from, visit.until)) continue;
            stays[*place].add(visit, end);
            whole.add(visit, end);
        }
    }
    statistics.average_days = whole.average_days();
    for (std::size_t i = 0; i < stages.size(); ++i)
        statistics.average_days_of_stages.emplace_back(stages[i]->id, stays[i].average_days());
    return statistics;
}

}  // namespace stele::domain
