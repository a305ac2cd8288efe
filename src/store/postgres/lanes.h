// The lanes of writes: threads with a connection each. A lane serves one company at a time, so a company's writes are serial
// within the process; the lock of its row makes them so among processes.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "domain/store.h"
#include "store/postgres/batch.h"
#include "store/postgres/shared.h"

namespace stele::store::postgres {

class Lanes {
   public:
    explicit Lanes(Shared& shared);
    ~Lanes() { stop(); }
    Lanes(const Lanes&) = delete;
    Lanes& operator=(const Lanes&) = delete;

    // Any thread. When the lanes are full or have stopped, the work is done with `unavailable` before this returns.
    void submit(domain::CompanyId company, std::unique_ptr<domain::Work> work);
    // Refuses what has waited since before `time`.
    void expire(SteadyTime time);
    // Does what waits and ends the threads.
    void stop() noexcept;

   private:
    struct Company {
        std::deque<Item> waiting;
        bool is_served = false;
    };
    struct Lane {
        Lane(Shared& shared, const std::string& writer);
        PostgresSession session;
        Batch batch;
        std::thread thread;
    };

    void run(Lane& lane);
    // Blocks until a company has writes that wait; returns 0 when it has stopped and nothing waits.
    [[nodiscard]] domain::CompanyId take(std::vector<Item>& items);
    void give_back(domain::CompanyId company);
    void process(Lane& lane, domain::CompanyId company, std::span<Item> items);
    void process_alone(Lane& lane, domain::CompanyId company, std::span<Item> items);
    [[nodiscard]] Ended settle(Lane& lane, domain::CompanyId company);

    Shared& shared_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::condition_variable stopping_;
    std::unordered_map<domain::CompanyId, Company> companies_;  // that have writes, waiting or running
    std::deque<domain::CompanyId> ready_;                       // of these, those that no lane serves
    std::size_t waiting_ = 0;
    bool stopped_ = false;
    std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace stele::store::postgres
