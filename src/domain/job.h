// Work that goes on after its request was answered.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "domain/ids.h"

namespace stele::domain {

using JobId = std::int64_t;

// What is to be done. How its arguments are spelled is the business of the dialect that it came through. The numbers are stored;
// never reuse one.
enum class JobKind : std::uint8_t {
    put_persons = 1,
    put_organizations = 2,
    put_occurrences = 3,  // of persons
    change_archived = 4,
    put_organization_occurrences = 5,
};

// The numbers are stored. A job is unfinished up to `running`.
enum class JobState : std::uint8_t { waiting = 1, running = 2, done = 3, failed = 4 };

struct Job {
    JobId id = 0;
    JobKind kind = JobKind::put_persons;
    UserId user_id = 0;  // on whose behalf
    Source source = Source::pipedrive;
    std::string user_agent;
    std::string arguments;  // kept until it is done
    std::string cursor;     // how far it is, as its handler has put it; empty before the first step
    JobState state = JobState::waiting;
    std::int64_t attempts = 0;  // at the next step, that failed
    // Until then it is the holder's alone, and nobody's where there is none.
    Micros lease_until = 0;
    std::string lease_holder;  // the process that runs it
    std::string last_error;    // empty: the last step went well
    Micros add_time = 0;
    Micros update_time = 0;  // of the last step, and of its end
    bool operator==(const Job&) const = default;

    [[nodiscard]] bool is_finished() const { return state == JobState::done || state == JobState::failed; }
};

}  // namespace stele::domain
