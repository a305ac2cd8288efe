#include "app/demo_activities.h"

#include <string_view>

#include "app/demo_random.h"
#include "base/limits.h"
#include "base/time_text.h"

namespace stele::app {

namespace {

constexpr std::int64_t seed = 0x0ac7'1517;           // others than those of the organizations
constexpr Micros first_day = 1'767'225'600'000'000;  // 2026-01-01
constexpr std::size_t days = 365;
constexpr std::size_t days_done = 250;  // what was due before is done, but for some

struct Sample {
    std::string_view type;
    std::string_view subject;
    std::string_view due_time;  // empty: the whole day
    std::string_view duration;
};

constexpr Sample samples[] = {{"call", "Ask about the offer", "09:30:00", "00:15:00"},
                              {"call", "First call", "11:00:00", "00:30:00"},
                              {"meeting", "Kick-off", "10:00:00", "01:30:00"},
                              {"meeting", "Visit", "14:00:00", "02:00:00"},
                              {"task", "Send samples", "", ""},
                              {"task", "Check the drawings", "", "00:45:00"},
                              {"deadline", "Offer is due", "", ""},
                              {"email", "Send the contract", "16:15:00", ""},
                              {"lunch", "Lunch", "12:00:00", "01:00:00"}};

}  // namespace

std::vector<DemoActivity> make_demo_activities(std::int64_t number, std::size_t people, const domain::Directory& directory) {
    DemoRandom random(number ^ seed);
    std::vector<domain::UserId> users;
    for (const auto& user : directory.users)
        if (user.is_active) users.push_back(user.id);
    std::vector<DemoActivity> activities;
    if (random.one_in(2)) return activities;
    for (std::size_t left = 1 + random.below(demo_activities_most); left > 0; --left) {
        const Sample& sample = random.of(samples);
        const std::size_t day = random.below(days);
        DemoActivity& activity = activities.emplace_back();
        activity.patch.type = sample.type;
        activity.patch.subject = sample.subject;
        activity.patch.due_date = format_space(first_day + static_cast<Micros>(day) * limits::day_us).view().substr(0, 10);
        activity.patch.due_time = sample.due_time;
        activity.patch.duration = sample.duration;
        activity.patch.owner_id = random.of(users);
        activity.patch.done = day < days_done && !random.one_in(8);
        if (people > 0 && !random.one_in(4)) activity.person = random.below(people);
    }
    return activities;
}

}  // namespace stele::app
