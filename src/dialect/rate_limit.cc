#include "dialect/rate_limit.h"

#include <algorithm>
#include <cassert>

namespace stele::dialect {

namespace {

constexpr Micros second_us = 1'000'000;
constexpr Micros day_us = 86'400 * second_us;
constexpr Micros sweep_interval_us = 60 * second_us;

// Of a time that is still to come.
std::int64_t seconds_until(Micros time, Micros now) {
    return std::max<std::int64_t>(1, (time - now + second_us - 1) / second_us);
}

std::size_t shard_of(std::size_t hash, std::size_t count) { return (hash >> 32 ^ hash) % count; }

}  // namespace

// A clock that was set back starts the window anew: otherwise nothing would be forgotten until it has caught up.
void RateLimiter::Window::move_to(std::int64_t step) {
    if (is_past(step)) {
        counts_.fill(0);
        total_ = 0;
        step_ = step;
        return;
    }
    while (step_ < step) {
        ++step_;
        std::uint32_t& count = counts_[static_cast<std::size_t>(step_) % step_count];
        total_ -= count;
        count = 0;
    }
}

void RateLimiter::Window::count() {
    ++counts_[static_cast<std::size_t>(step_) % step_count];
    ++total_;
}

std::int64_t RateLimiter::Window::next_step() const {
    assert(total_ > 0);
    constexpr auto size = static_cast<std::int64_t>(step_count);
    std::int64_t oldest = step_ - size + 1;
    while (counts_[static_cast<std::size_t>(oldest) % step_count] == 0) ++oldest;
    return oldest + size;
}

std::size_t RateLimiter::Hash::operator()(const RateKey& key) const noexcept {
    // Both count from 1: a multiplication spreads them.
    const auto joined = static_cast<std::uint64_t>(key.company) << 40U ^ static_cast<std::uint64_t>(key.key);
    return joined * 0x9e3779b97f4a7c15ULL;
}

RateLimiter::Window& RateLimiter::window_of(KeyShard& shard, const RateKey& key, bool is_search, Micros now) {
    const std::int64_t step = now / Window::step_us;
    if (now >= shard.next_sweep || now < shard.next_sweep - sweep_interval_us) {
        shard.next_sweep = now + sweep_interval_us;
        std::erase_if(shard.keys, [step](const auto& entry) {
            return entry.second.requests.is_past(step) && entry.second.searches.is_past(step);
        });
    }
    KeyWindows& windows = shard.keys[key];
    Window& window = is_search ? windows.searches : windows.requests;
    window.move_to(step);
    return window;
}

std::int64_t& RateLimiter::spent_of(CompanyShard& shard, domain::CompanyId company, Micros now) {
    if (const std::int64_t day = now / day_us; day != shard.day) {
        shard.day = day;
        shard.spent.clear();
    }
    return shard.spent[company];
}

// The key's mutex is held while the company's is taken, never the other way round. The clock is read under the mutex, so that
// the times of a window rise.
RateState RateLimiter::take(const RateKey& key, const RateDemand& demand) {
    KeyShard& key_shard = key_shards_[shard_of(Hash{}(key), shard_count)];
    CompanyShard& company_shard = company_shards_[static_cast<std::size_t>(key.company) % shard_count];
    std::unique_lock<std::mutex> key_lock;
    std::unique_lock<std::mutex> company_lock;
    if (limits_.requests > 0) key_lock = std::unique_lock(key_shard.mutex);
    if (limits_.daily_tokens > 0) company_lock = std::unique_lock(company_shard.mutex);
    const Micros now = clock_.now();

    const std::int64_t window_limit = demand.is_search ? limits_.searches : limits_.requests;
    Window* window = key_lock ? &window_of(key_shard, key, demand.is_search, now) : nullptr;
    std::int64_t* spent = company_lock ? &spent_of(company_shard, key.company, now) : nullptr;
    const bool window_is_full = window != nullptr && window->total() >= window_limit;
    const bool day_is_spent = spent != nullptr && *spent + demand.tokens > limits_.daily_tokens;
    if (!window_is_full && !day_is_spent) {
        if (window != nullptr) window->count();
        if (spent != nullptr) *spent += demand.tokens;
    }

    RateState state;
    if (window != nullptr) {
        const bool is_empty = window->total() == 0;
        const std::int64_t reset_s = is_empty ? 0 : seconds_until(window->next_step() * Window::step_us, now);
        state.window = {window_limit, window_limit - window->total(), reset_s};
        if (window_is_full) state.retry_after_s = reset_s;
    }
    if (spent != nullptr) {
        state.day = {limits_.daily_tokens, limits_.daily_tokens - *spent, seconds_until((now / day_us + 1) * day_us, now)};
        if (day_is_spent) state.retry_after_s = std::max(state.retry_after_s.value_or(0), state.day->reset_s);
    }
    return state;
}

std::size_t RateLimiter::remembered() const {
    std::size_t count = 0;
    for (const KeyShard& shard : key_shards_) {
        const std::lock_guard lock(shard.mutex);
        count += shard.keys.size();
    }
    for (const CompanyShard& shard : company_shards_) {
        const std::lock_guard lock(shard.mutex);
        count += shard.spent.size();
    }
    return count;
}

}  // namespace stele::dialect
