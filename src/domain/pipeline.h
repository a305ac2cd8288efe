// The ways that deals take: pipelines, and their stages in order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "domain/ids.h"

namespace stele::domain {

struct Pipeline {
    PipelineId id = 0;
    std::string name;
    std::int64_t position = 0;       // pipelines are shown by it, rising
    bool has_probabilities = false;  // whether the probabilities of its stages count
    Micros add_time = 0;
    Micros update_time = 0;
    std::optional<Micros> delete_time;

    bool operator==(const Pipeline&) const = default;
};

struct Stage {
    StageId id = 0;
    PipelineId pipeline_id = 0;
    std::string name;
    std::int64_t position = 0;                 // within its pipeline
    std::int64_t probability = 100;            // in percent, that a deal here will be won
    bool rots = false;                         // whether deals that stay too long are marked
    std::optional<std::int64_t> rotting_days;  // how long that is
    Micros add_time = 0;
    Micros update_time = 0;
    std::optional<Micros> delete_time;

    bool operator==(const Stage&) const = default;
};

// What a write may change: absent members stay as they are.
struct PipelinePatch {
    std::optional<std::string> name;
    std::optional<std::int64_t> position;
    std::optional<bool> has_probabilities;
};

struct StagePatch {
    std::optional<std::string> name;
    std::optional<PipelineId> pipeline_id;
    std::optional<std::int64_t> position;
    std::optional<std::int64_t> probability;
    std::optional<bool> rots;
    std::optional<std::optional<std::int64_t>> rotting_days;
};

}  // namespace stele::domain
