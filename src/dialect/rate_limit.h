// How much a key and a company may ask. Off unless a setting says otherwise.
//
// The numbers are those of this process: where several serve one PostgreSQL database, each grants them anew.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "base/clock.h"
#include "domain/ids.h"

namespace stele::dialect {

struct RateLimits {
    std::int64_t requests = 0;      // of a key in a window of 2 seconds; 0: no limit
    std::int64_t searches = 10;     // the same of searches, which are counted apart, where requests are limited
    std::int64_t daily_tokens = 0;  // of a company in a day (UTC), whichever key spends them; 0: no limit

    [[nodiscard]] bool any() const { return requests > 0 || daily_tokens > 0; }
};

// What a request asks for. A search has a window of its own.
struct RateDemand {
    std::int64_t tokens = 0;
    bool is_search = false;
};

// Of a limit, with the request counted that asks.
struct RateNumbers {
    std::int64_t limit = 0;
    std::int64_t remaining = 0;
    std::int64_t reset_s = 0;  // until something counted is forgotten; whole, rounded up
};

// The numbers of the limits that are set.
struct RateState {
    std::optional<RateNumbers> window;
    std::optional<RateNumbers> day;
    std::optional<std::int64_t> retry_after_s;  // the request is over a limit, and counts for nothing
};

struct RateKey {
    domain::CompanyId company = 0;
    std::int64_t key = 0;  // its id in the company
    bool operator==(const RateKey&) const = default;
};

// Any thread. It remembers the keys that asked within the last minutes, and the companies that asked today.
class RateLimiter {
   public:
    RateLimiter(const RateLimits& limits, const Clock& clock) : limits_(limits), clock_(clock) {}

    // Counts the request unless it is over a limit.
    [[nodiscard]] RateState take(const RateKey& key, const RateDemand& demand);

    // How many keys and companies it remembers; for tests.
    [[nodiscard]] std::size_t remembered() const;

   private:
    // Requests of the last 2 seconds, in steps: what is older is forgotten a step late, never early.
    class Window {
       public:
        void move_to(std::int64_t step);
        void count();
        // Whether all that was counted is forgotten then.
        [[nodiscard]] bool is_past(std::int64_t step) const {
            return step < step_ || step - step_ >= static_cast<std::int64_t>(step_count);
        }
        [[nodiscard]] std::int64_t total() const { return total_; }
        // When the oldest that is counted will be forgotten.
        [[nodiscard]] std::int64_t next_step() const;

        static constexpr std::int64_t step_us = 100'000;

       private:
        static constexpr std::int64_t size_us = 2'000'000;
        static constexpr std::size_t step_count = size_us / step_us + 1;  // the first one is there in part
        std::array<std::uint32_t, step_count> counts_{};                  // of step N at N modulo the size
        std::int64_t step_ = 0;                                           // the newest
        std::int64_t total_ = 0;
    };
    struct KeyWindows {
        Window requests;
        Window searches;
    };
    struct Hash {
        [[nodiscard]] std::size_t operator()(const RateKey& key) const noexcept;
    };

    // A part of the keys; threads that serve different ones seldom meet.
    struct KeyShard {
        mutable std::mutex mutex;
        std::unordered_map<RateKey, KeyWindows, Hash> keys;
        Micros next_sweep = 0;
    };
    struct CompanyShard {
        mutable std::mutex mutex;
        std::unordered_map<domain::CompanyId, std::int64_t> spent;  // tokens of that day
        std::int64_t day = 0;                                       // since 1970-01-01
    };

    [[nodiscard]] static Window& window_of(KeyShard& shard, const RateKey& key, bool is_search, Micros now);
    [[nodiscard]] static std::int64_t& spent_of(CompanyShard& shard, domain::CompanyId company, Micros now);

    static constexpr std::size_t shard_count = 16;
    const RateLimits limits_;
    const Clock& clock_;
    std::array<KeyShard, shard_count> key_shards_;
    std::array<CompanyShard, shard_count> company_shards_;
};

}  // namespace stele::dialect
