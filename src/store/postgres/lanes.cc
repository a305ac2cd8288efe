#include "store/postgres/lanes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/crypto.h"
#include "base/limits.h"

namespace stele::store::postgres {

namespace {

constexpr int attempts = 3;

std::string random_name() {
    std::array<std::uint8_t, 8> bytes{};
    fill_random(bytes);
    return to_hex(bytes);
}

Error unknown_outcome_error() {
    return {
        ErrorCode::unavailable, "the connection to the database was lost: whether this was written is not known", {}, {}};
}

void set_outcomes(std::span<Item> items, const Error& error) {
    for (Item& item : items) item.outcome = std::unexpected(error);
}

}  // namespace

Lanes::Lane::Lane(Shared& shared, const std::string& writer)
    : session(shared.connection(shared.options.write_timeout), shared.options.on_prepare), batch(shared, session, writer) {}

Lanes::Lanes(Shared& shared) : shared_(shared) {
    const std::string process = random_name();
    for (std::size_t i = 0; i < shared.options.lanes; ++i)
        lanes_.push_back(std::make_unique<Lane>(shared, process + '.' + std::to_string(i)));
    for (const auto& lane : lanes_) lane->thread = std::thread([this, own = lane.get()] { run(*own); });
}

void Lanes::submit(domain::CompanyId company, std::unique_ptr<domain::Work> work) {
    bool stopped = false;
    {
        const std::lock_guard lock(mutex_);
        stopped = stopped_;
        if (!stopped && waiting_ < limits::waiting_writes) {
            Company& found = companies_[company];
            if (found.waiting.empty() && !found.is_served) {
                ready_.push_back(company);
                arrived_.notify_one();
            }
            found.waiting.push_back({company, std::move(work), std::chrono::steady_clock::now(), {}});
            ++waiting_;
            return;
        }
    }
    work->done(std::unexpected(stopped ? stopped_error() : overloaded_error()));
}

void Lanes::expire(SteadyTime time) {
    std::vector<Item> late;
    {
        const std::lock_guard lock(mutex_);
        for (auto& [id, company] : companies_) {
            while (!company.waiting.empty() && company.waiting.front().since < time) {
                late.push_back(std::move(company.waiting.front()));
                company.waiting.pop_front();
                --waiting_;
            }
        }
    }
    for (Item& item : late) item.work->done(std::unexpected(waited_error()));
}

void Lanes::stop() noexcept {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    arrived_.notify_all();
    stopping_.notify_all();
    for (const auto& lane : lanes_)
        if (lane->thread.joinable()) lane->thread.join();
}

void Lanes::run(Lane& lane) {
    std::vector<Item> items;
    items.reserve(limits::batch_writes);
    while (const domain::CompanyId company = take(items)) {
        if (!items.empty()) process(lane, company, items);
        for (Item& item : items) item.work->done(std::move(item.outcome));
        items.clear();
        give_back(company);
    }
}

domain::CompanyId Lanes::take(std::vector<Item>& items) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return stopped_ || !ready_.empty(); });
    if (ready_.empty()) return 0;
    const domain::CompanyId id = ready_.front();
    ready_.pop_front();
    Company& company = companies_[id];
    company.is_served = true;
    while (!company.waiting.empty() && items.size() < limits::batch_writes) {
        items.push_back(std::move(company.waiting.front()));
        company.waiting.pop_front();
        --waiting_;
    }
    return id;
}

void Lanes::give_back(domain::CompanyId company) {
    const std::lock_guard lock(mutex_);
    const auto found = companies_.find(company);
    if (found->second.waiting.empty()) {
        companies_.erase(found);
        return;
    }
    found->second.is_served = false;
    ready_.push_back(company);
    arrived_.notify_one();
}

void Lanes::process(Lane& lane, domain::CompanyId company, std::span<Item> items) {
    for (int attempt = 1; attempt <= attempts; ++attempt) {
        Ended ended = lane.batch.attempt(company, items);
        if (ended == Ended::unknown) ended = settle(lane, company);
        if (ended == Ended::committed) return;
        if (ended == Ended::unknown) {
            set_outcomes(items, unknown_outcome_error());
            return;
        }
        const Failure failure = lane.batch.failure();
        if (failure != Failure::conflict && failure != Failure::lost) break;
    }
    const bool one_of_them = lane.batch.failure() == Failure::statement || lane.batch.failure() == Failure::timeout;
    if (one_of_them && lane.batch.has_begun() && items.size() > 1)
        process_alone(lane, company, items);
    else
        set_outcomes(items, lane.batch.error());
}

// One of them may be the cause. Not for long: behind a lock that does not go away, all would wait for it in turn.
void Lanes::process_alone(Lane& lane, domain::CompanyId company, std::span<Item> items) {
    const SteadyTime end = std::chrono::steady_clock::now() + shared_.options.wait_timeout;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (std::chrono::steady_clock::now() >= end) {
            set_outcomes(items.subspan(i), lane.batch.error());
            return;
        }
        process(lane, company, items.subspan(i, 1));
    }
}

// Until it is known, no write of this company goes on.
Ended Lanes::settle(Lane& lane, domain::CompanyId company) {
    shared_.log.write(LogLevel::warning, "a connection was lost during a commit; its outcome is asked for");
    const SteadyTime end = std::chrono::steady_clock::now() + shared_.options.settle_timeout;
    while (true) {
        const Ended ended = lane.batch.settle(company);
        if (ended != Ended::unknown) return ended;
        std::unique_lock lock(mutex_);
        stopping_.wait_for(lock, shared_.options.retry_pause, [this] { return stopped_; });
        if (stopped_ || std::chrono::steady_clock::now() >= end) return Ended::unknown;
    }
}

}  // namespace stele::store::postgres
