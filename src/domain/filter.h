// A filter that a user keeps: a name for a predicate over records of one kind. Pipedrive: filters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "domain/ids.h"
#include "domain/organization.h"

namespace stele::domain {

struct Filter {
    std::int64_t id = 0;
    std::string name;
    Kind kind = Kind::organization;  // of the records that it lists
    UserId user_id = 0;              // whose it is
    int visible_to = visible_to_owner;
    bool is_temporary = false;  // made for one look; kept like any other
    // In the words of the API that wrote them, since they may name what changes with the day and with who asks.
    Source source = Source::pipedrive;
    std::string conditions;
    Micros add_time = 0;
    Micros update_time = 0;
    bool operator==(const Filter&) const = default;
};

struct FilterPatch {
    std::optional<std::string> name;
    std::optional<int> visible_to;
    std::optional<bool> is_temporary;
    std::optional<std::string> conditions;
};

}  // namespace stele::domain
