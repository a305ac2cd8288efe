// Sample deals of an organization: what they are follows from its number and the company's users and stages alone.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/demo_activities.h"
#include "domain/company.h"
#include "domain/deal.h"

namespace stele::app {

inline constexpr std::size_t demo_deals_most = 3;  // of an organization

struct DemoDeal {
    domain::DealPatch patch;                 // without what it is with
    std::optional<std::size_t> person;       // of the organization's people, by number
    std::optional<std::size_t> participant;  // another of them
    std::vector<DemoActivity> activities;    // about it
};

// Of two organizations in three, as a rule; none in a company without a stage. `number` counts from 0; the directory has an
// active user.
[[nodiscard]] std::vector<DemoDeal> make_demo_deals(std::int64_t number, std::size_t people,
                                                    const domain::Directory& directory);

}  // namespace stele::app
