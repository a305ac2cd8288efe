#include "dialect/rate_limit.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "dialect/pipedrive/pipedrive.h"

namespace stele::dialect {
namespace {

constexpr Micros second = 1'000'000;
constexpr Micros day = 86'400 * second;
constexpr Micros midnight = 20'000 * day;

class FakeClock final : public Clock {
   public:
    explicit FakeClock(Micros time) : time_(time) {}
    [[nodiscard]] Micros now() const override { return time_; }
    void set(Micros time) { time_ = time; }
    void pass(Micros duration) { time_ += duration; }

   private:
    Micros time_;
};

constexpr RateKey ann{1, 1};
constexpr RateKey bob{1, 2};
constexpr RateKey other_company{2, 1};
constexpr RateDemand request{2, false};
constexpr RateDemand search{40, true};

bool is_refused(RateLimiter& limiter, const RateKey& key, const RateDemand& demand = request) {
    return limiter.take(key, demand).retry_after_s.has_value();
}

TEST(RateLimiter, CountsTheRequestsOfAKeyInTwoSeconds) {
    FakeClock clock(midnight);
    RateLimiter limiter({.requests = 3}, clock);
    for (const std::int64_t remaining : {2, 1, 0}) {
        const RateState state = limiter.take(ann, request);
        ASSERT_TRUE(state.window);
        EXPECT_EQ(state.window->limit, 3);
        EXPECT_EQ(state.window->remaining, remaining);
        EXPECT_FALSE(state.retry_after_s);
        EXPECT_FALSE(state.day);
    }
    const RateState refused = limiter.take(ann, request);
    EXPECT_EQ(refused.window->remaining, 0);
    EXPECT_EQ(refused.retry_after_s, 3);  // two seconds and the step that the first request is in
    EXPECT_FALSE(is_refused(limiter, bob));
    EXPECT_FALSE(is_refused(limiter, other_company));
}

TEST(RateLimiter, NeverLetsMoreThroughInAnyTwoSeconds) {
    FakeClock clock(midnight + 12'345);
    RateLimiter limiter({.requests = 5}, clock);
    std::vector<Micros> let_through;
    for (int i = 0; i < 2'000; ++i) {
        clock.pass(7'919 + 31 * (i % 17));
        if (!is_refused(limiter, ann)) let_through.push_back(clock.now());
    }
    EXPECT_GT(let_through.size(), 5U * 6);
    for (std::size_t i = 5; i < let_through.size(); ++i) {
        EXPECT_GE(let_through[i] - let_through[i - 5], 2 * second);
        EXPECT_LE(let_through[i] - let_through[i - 5], 2 * second + 120'000);
    }
}

TEST(RateLimiter, RefusedRequestsCountForNothing) {
    FakeClock clock(midnight);
    RateLimiter limiter({.requests = 1, .daily_tokens = 4}, clock);
    EXPECT_FALSE(is_refused(limiter, ann));
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(is_refused(limiter, ann));
    clock.pass(2 * second + 100'000);
    const RateState state = limiter.take(ann, request);
    EXPECT_FALSE(state.retry_after_s);
    EXPECT_EQ(state.day->remaining, 0);
    EXPECT_EQ(state.window->remaining, 0);
    // The day is spent, and the window keeps its room.
    clock.pass(5 * second);
    EXPECT_EQ(limiter.take(ann, request).window->remaining, 1);
    EXPECT_EQ(limiter.take(ann, request).window->reset_s, 0);
}

TEST(RateLimiter, SearchesHaveAWindowOfTheirOwn) {
    FakeClock clock(midnight);
    RateLimiter limiter({.requests = 3, .searches = 2}, clock);
    EXPECT_EQ(limiter.take(ann, search).window->limit, 2);
    EXPECT_EQ(limiter.take(ann, search).window->remaining, 0);
    EXPECT_TRUE(is_refused(limiter, ann, search));
    EXPECT_EQ(limiter.take(ann, request).window->remaining, 2);
}

TEST(RateLimiter, ACompanysTokensAreThoseOfAllItsKeysUntilMidnight) {
    FakeClock clock(midnight + day - 90 * second);
    RateLimiter limiter({.daily_tokens = 100}, clock);
    EXPECT_EQ(limiter.take(ann, {60, false}).day->remaining, 40);
    const RateState state = limiter.take(bob, {30, false});
    EXPECT_EQ(state.day->remaining, 10);
    EXPECT_EQ(state.day->limit, 100);
    EXPECT_EQ(state.day->reset_s, 90);
    EXPECT_FALSE(state.window);
    EXPECT_EQ(limiter.take(ann, {11, false}).retry_after_s, 90);
    EXPECT_FALSE(is_refused(limiter, ann, {10, false}));
    EXPECT_FALSE(is_refused(limiter, ann, {0, false}));
    EXPECT_FALSE(is_refused(limiter, other_company, {100, false}));
    clock.pass(90 * second - 1);
    EXPECT_EQ(limiter.take(ann, {1, false}).retry_after_s, 1);
    clock.pass(1);
    EXPECT_EQ(limiter.take(ann, {1, false}).day->remaining, 99);
}

// Otherwise nothing would be forgotten until the clock has caught up.
TEST(RateLimiter, AClockThatWasSetBackStartsAnew) {
    FakeClock clock(midnight + 3'600 * second);
    RateLimiter limiter({.requests = 1}, clock);
    EXPECT_FALSE(is_refused(limiter, ann));
    EXPECT_TRUE(is_refused(limiter, ann));
    clock.set(midnight);
    EXPECT_FALSE(is_refused(limiter, ann));
    EXPECT_TRUE(is_refused(limiter, ann));
    clock.pass(3 * second);
    EXPECT_FALSE(is_refused(limiter, ann));
}

TEST(RateLimiter, ForgetsKeysThatAreIdleAndCompaniesOfYesterday) {
    FakeClock clock(midnight);
    RateLimiter limiter({.requests = 10, .daily_tokens = 1'000}, clock);
    for (std::int64_t company = 1; company <= 500; ++company) (void)limiter.take({company, 1}, request);
    EXPECT_EQ(limiter.remembered(), 1'000U);
    clock.pass(day);
    for (std::int64_t company = 501; company <= 600; ++company) (void)limiter.take({company, 1}, request);
    EXPECT_EQ(limiter.remembered(), 200U);
}

TEST(RateLimiter, LetsThreadsShareALimit) {
    constexpr std::int64_t limit = 1'000;
    const FakeClock clock(midnight);
    RateLimiter limiter({.requests = limit, .daily_tokens = 2 * 2 * limit}, clock);
    std::vector<std::int64_t> let_through(4);
    std::vector<std::thread> threads;
    for (std::int64_t& count : let_through)
        threads.emplace_back([&limiter, &count] {
            for (int i = 0; i < limit; ++i) {
                if (!is_refused(limiter, ann)) ++count;
                (void)limiter.take({1, 3 + i % 7}, {0, false});
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(let_through[0] + let_through[1] + let_through[2] + let_through[3], limit);
}

// Pipedrive's own numbers.
TEST(RateLimits, PipedriveHasACostForEachRow) {
    const auto cost = [](http::Method method, std::string_view pattern) -> std::int64_t {
        const Dialect& dialect = pipedrive::dialect();
        for (const RouteGroup& group : dialect.groups())
            for (const Route& route : group.routes)
                if (route.method == method && route.pattern == pattern)
                    return route.cost > 0 ? route.cost : dialect.default_cost(route);
        return -1;
    };
    using enum http::Method;
    EXPECT_EQ(cost(get, "/v1/organizations"), 20);
    EXPECT_EQ(cost(get, "/v1/organizations/collection"), 10);
    EXPECT_EQ(cost(get, "/v1/organizations/{id:number}"), 2);
    EXPECT_EQ(cost(post, "/v1/organizations"), 10);
    EXPECT_EQ(cost(put, "/v1/organizations/{id:number}"), 10);
    EXPECT_EQ(cost(delete_, "/v1/organizations/{id:number}"), 6);
    EXPECT_EQ(cost(delete_, "/v1/organizations"), 10);
    EXPECT_EQ(cost(get, "/v1/organizations/{id:number}/changelog"), 20);
    EXPECT_EQ(cost(get, "/v1/organizations/{id:number}/permittedUsers"), 10);
    EXPECT_EQ(cost(get, "/v1/organizations/{id:number}/followers"), 20);
    EXPECT_EQ(cost(get, "/api/v2/organizations"), 10);
    EXPECT_EQ(cost(get, "/api/v2/organizations/{id:number}"), 1);
    EXPECT_EQ(cost(post, "/api/v2/organizations"), 5);
    EXPECT_EQ(cost(delete_, "/api/v2/organizations/{id:number}"), 3);
    EXPECT_EQ(cost(get, "/v1/permissionSets/{id:text}"), 2);
}

TEST(RateLimits, PipedriveNamesTheNumbersOfLimitsThatAreSet) {
    const auto headers = [](const RateState& state, std::string_view path) {
        http::Response response;
        pipedrive::dialect().show_limits(state, path, response);
        std::string text;
        for (const auto& [name, value] : response.headers) text += name + "=" + value + " ";
        return text;
    };
    const RateNumbers window{20, 7, 2};
    const RateNumbers spent{1'000, 47, 600};
    EXPECT_EQ(headers({window, {}, {}}, "/v1/x"), "x-ratelimit-limit=20 x-ratelimit-remaining=7 x-ratelimit-reset=2 ");
    EXPECT_EQ(headers({{}, spent, {}}, "/v1/x"),
              "x-daily-ratelimit-token-limit=1000 x-daily-ratelimit-token-remaining=47 x-daily-requests-left=4 ");
    EXPECT_EQ(headers({{}, spent, 600}, "/api/v2/x"),
              "x-daily-ratelimit-token-limit=1000 x-daily-ratelimit-token-remaining=47 x-daily-requests-left=9 "
              "Retry-After=600 ");
    EXPECT_EQ(headers({}, "/v1/x"), "");
}

}  // namespace
}  // namespace stele::dialect
