// What the domain asks of a store about jobs; see domain/store.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/function_ref.h"
#include "base/result.h"
#include "domain/job.h"

namespace stele::domain {

// Where it is not said otherwise jobs come without their arguments.
class Jobs {
   public:
    virtual ~Jobs() = default;
    [[nodiscard]] virtual Result<std::optional<Job>> find(JobId id) = 0;
    // The unfinished one with the least id.
    [[nodiscard]] virtual Result<std::optional<Job>> first_unfinished() = 0;
    [[nodiscard]] virtual Result<std::int64_t> unfinished_count() = 0;
    // Empty when there are none any more.
    [[nodiscard]] virtual Result<std::string> arguments(JobId id) = 0;
    // With its arguments.
    [[nodiscard]] virtual Result<void> insert(const Job& job) = 0;
    // How far it is: cursor, state, attempts, lease, error and update time.
    [[nodiscard]] virtual Result<void> update(const Job& job) = 0;
    [[nodiscard]] virtual Result<void> remove_arguments(JobId id) = 0;
    // With its arguments.
    [[nodiscard]] virtual Result<void> remove(JobId id) = 0;
    // Newest first; the reference is good during the call only.
    [[nodiscard]] virtual Result<void> list(std::int64_t limit, FunctionRef<bool(const Job&)> visit) = 0;
    // Those that ended before `time`, longest ago first.
    [[nodiscard]] virtual Result<std::vector<JobId>> finished_before(Micros time, std::int64_t limit) = 0;
};

}  // namespace stele::domain
