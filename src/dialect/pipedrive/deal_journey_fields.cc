#include "dialect/pipedrive/deal_journey_fields.h"

#include <array>
#include <string>

namespace stele::dialect::pipedrive {

namespace {

using domain::DealJourney;
using enum WireType;

constexpr Micros second_us = 1'000'000;

// {"y":..,"m":..,"d":..,"h":..,"i":..,"s":..,"total_seconds":..}: a year has 365 days and a month 30, as no calendar is meant.
void write_duration(JsonWriter& writer, Micros time) {
    const std::int64_t total = time / second_us;
    std::int64_t left = total;
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 6> units{
        {{"y", 31'536'000}, {"m", 2'592'000}, {"d", 86'400}, {"h", 3'600}, {"i", 60}, {"s", 1}}};
    writer.begin_object();
    for (const auto& [name, seconds] : units) {
        writer.key_literal(name);
        writer.integer(left / seconds);
        left %= seconds;
    }
    writer.key_literal("total_seconds");
    writer.integer(total);
    writer.end_object();
}

void write_stays(JsonWriter& writer, const DealJourney& journey) {
    writer.begin_object();
    writer.key_literal("times_in_stages");
    writer.begin_object();
    for (const domain::StageStay& stay : journey.stays) {
        writer.key_literal(std::to_string(stay.stage));
        writer.integer(stay.time / second_us);
    }
    writer.end_object();
    writer.key_literal("order_of_stages");
    writer.begin_array();
    for (const domain::StageStay& stay : journey.stays) writer.integer(stay.stage);
    writer.end_array();
    writer.end_object();
}

constexpr Field<DealJourney> fields[] = {
    {"average_time_to_won", object, false,
     [](JsonWriter& w, const DealJourney& j) { write_duration(w, j.time_to_won.value_or(0)); },
     "How long the deals that were won of late took"},
    {"average_stage_progress", number, false,
     [](JsonWriter& w, const DealJourney& j) { w.real(j.stage_progress.value_or(0)); },
     "In which stage of their pipeline they were, counted from 1"},
    {"age", object, false, [](JsonWriter& w, const DealJourney& j) { write_duration(w, j.age); },
     "How long the deal has been there, or was until it was closed"},
    {"stay_in_pipeline_stages", object, false, write_stays, "Seconds in each stage, and the order in which it came to them"},
};

}  // namespace

std::span<const Field<DealJourney>> deal_journey_fields() { return fields; }

}  // namespace stele::dialect::pipedrive
