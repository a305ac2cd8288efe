// Something that happened to an organization or a person, as a client tells it ("act:cm:booked").
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "domain/ids.h"

namespace stele::domain {

struct Occurrence {
    OccurrenceId id = 0;
    Kind kind = Kind::person;  // of the record: organization, person
    std::int64_t record_id = 0;
    std::string type;
    Micros time = 0;         // when it happened
    std::string attributes;  // a JSON object as text; empty for none
    std::string key;         // the client's own; empty for none. Of one record, type and time each key is there once
    std::optional<double> value;
    Micros add_time = 0;

    bool operator==(const Occurrence&) const = default;
};

// How often something of a type happened to a record, and when first and last.
struct OccurrenceSpan {
    std::int64_t record_id = 0;
    std::string type;
    Micros first = 0;
    Micros last = 0;
    std::int64_t count = 0;

    bool operator==(const OccurrenceSpan&) const = default;
};

}  // namespace stele::domain
