#include "app/demo_deals.h"

#include <string>
#include <string_view>

#include "app/demo_random.h"
#include "base/limits.h"
#include "base/time_text.h"

namespace stele::app {

namespace {

constexpr std::int64_t seed = 0x6465'616c;           // others than those of the organizations
constexpr Micros first_day = 1'735'689'600'000'000;  // 2025-01-01
constexpr std::size_t days = 600;

constexpr std::string_view kinds[] = {"New", "Second", "Yearly", "Trial", "Larger"};
constexpr std::string_view things[] = {"order", "service contract", "delivery", "framework contract", "training"};
constexpr std::string_view currencies[] = {"EUR", "EUR", "EUR", "USD", "GBP"};
constexpr std::string_view reasons[] = {"Too expensive", "Somebody else was faster", "No budget this year"};

Micros time_of_day(std::size_t day, DemoRandom& random) {
    constexpr Micros minute_us = 60'000'000;
    return first_day + static_cast<Micros>(day) * limits::day_us + static_cast<Micros>(480 + random.below(540)) * minute_us;
}

std::string day_text(std::size_t day) {
    return std::string(format_space(first_day + static_cast<Micros>(day) * limits::day_us).view().substr(0, 10));
}

// Won and lost ones closed some weeks after they were added.
void close(domain::DealPatch& patch, std::size_t day, DemoRandom& random) {
    if (random.one_in(2)) return;
    const Micros time = time_of_day(day + 7 + random.below(60), random);
    if (random.one_in(3)) {
        patch.status = domain::DealStatus::lost;
        patch.lost_reason = random.of(reasons);
        patch.lost_time.emplace(time);
    } else {
        patch.status = domain::DealStatus::won;
        patch.won_time.emplace(time);
    }
}

DemoDeal make_deal(const std::vector<domain::UserId>& users, const std::vector<const domain::Stage*>& stages,
                   std::size_t people, DemoRandom& random) {
    DemoDeal deal;
    domain::DealPatch& patch = deal.patch;
    const std::size_t day = random.below(days);
    patch.title = std::string(random.of(kinds)).append(" ").append(random.of(things));
    patch.owner_id = random.of(users);
    patch.add_time = time_of_day(day, random);
    patch.value = static_cast<double>(1 + random.below(400)) * 250;
    patch.currency = random.of(currencies);
    patch.stage_id = random.of(stages)->id;
    if (random.one_in(3)) patch.probability.emplace(static_cast<std::int64_t>(10 * random.below(11)));
    if (!random.one_in(4)) patch.expected_close_date = day_text(day + 30 + random.below(90));
    close(patch, day, random);
    if (people > 0 && !random.one_in(4)) deal.person = random.below(people);
    if (people > 1 && random.one_in(3)) deal.participant = random.below(people);
    return deal;
}

}  // namespace

std::vector<DemoDeal> make_demo_deals(std::int64_t number, std::size_t people, const domain::Directory& directory) {
    DemoRandom random(number ^ seed);
    std::vector<domain::UserId> users;
    for (const auto& user : directory.users)
        if (user.is_active) users.push_back(user.id);
    const auto pipelines = directory.shown_pipelines();
    const auto stages = pipelines.empty() ? std::vector<const domain::Stage*>() : directory.stages_of(pipelines.front()->id);
    std::vector<DemoDeal> deals;
    if (stages.empty() || random.one_in(3)) return deals;
    for (std::size_t left = 1 + random.below(demo_deals_most); left > 0; --left) {
        DemoDeal& deal = deals.emplace_back(make_deal(users, stages, people, random));
        if (random.one_in(2))
            deal.activities = make_demo_activities(number ^ static_cast<std::int64_t>(left) << 40, 0, directory);
    }
    return deals;
}

}  // namespace stele::app
