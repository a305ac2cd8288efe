// Sample activities of an organization: what they are follows from its number and the company's users alone.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/activity.h"
#include "domain/company.h"

namespace stele::app {

inline constexpr std::size_t demo_activities_most = 3;  // of an organization

struct DemoActivity {
    domain::ActivityPatch patch;        // without what it is about
    std::optional<std::size_t> person;  // of the organization's people, by number
};

// Of every second organization, as a rule. `number` counts from 0; the directory has an active user.
[[nodiscard]] std::vector<DemoActivity> make_demo_activities(std::int64_t number, std::size_t people,
                                                             const domain::Directory& directory);

}  // namespace stele::app
