// What Stele does by itself beside its clients' requests: takes away what was deleted long ago, old events, jobs that ended long
// ago, and the bytes of files that are gone.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "domain/store.h"

namespace stele::app {

struct HousekeepingOptions {
    std::chrono::milliseconds delay{limits::housekeeping_delay_ms};  // before the first round
    std::chrono::milliseconds interval{limits::housekeeping_interval_ms};
    std::chrono::milliseconds pause{limits::housekeeping_pause_ms};  // after each step
};

// A thread that goes through all companies now and then. Each step is a small write among those of the clients; where nothing is
// due it only reads. Several processes at one database may do so: what one has taken away the others do not find.
class Housekeeping {
   public:
    // The engine is open until this is destroyed.
    Housekeeping(domain::Engine& engine, const Clock& clock, Log& log, HousekeepingOptions options = {});
    // Waits for the step that runs.
    ~Housekeeping();
    Housekeeping(const Housekeeping&) = delete;
    Housekeeping& operator=(const Housekeeping&) = delete;

   private:
    void run();
    void visit_companies();
    [[nodiscard]] Result<void> visit(domain::CompanyId company);
    [[nodiscard]] Result<void> purge(domain::CompanyId company);
    // Runs steps until one says that it was the last.
    [[nodiscard]] Result<void> expire(domain::CompanyId company, FunctionRef<Result<bool>(domain::Transaction&)> step);
    [[nodiscard]] Result<void> sweep_pictures(domain::CompanyId company);
    [[nodiscard]] Result<void> sweep_blobs(domain::CompanyId company);
    // False when it is to end.
    [[nodiscard]] bool wait(std::chrono::milliseconds time);

    domain::Engine& engine_;
    const Clock& clock_;
    Log& log_;
    HousekeepingOptions options_;
    std::mutex mutex_;
    std::condition_variable stopped_;
    bool is_stopped_ = false;
    std::thread thread_;
};

}  // namespace stele::app
