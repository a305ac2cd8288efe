// Runs every row the same way: match, authenticate, check the scope, parse the body, store its files, hand the handler to the engine.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "dialect/open_work.h"
#include "dialect/row_work.h"
#include "dialect/served_route.h"
#include "dialect/uploads.h"
#include "domain/store.h"
#include "http/router.h"
#include "http/server.h"

namespace stele::dialect {

[[nodiscard]] std::vector<ServedRoute> served_routes(std::span<const Dialect* const> dialects);

class Dispatcher final : public http::Application {
   public:
    // Error: conflict when two rows have one pattern.
    [[nodiscard]] static Result<std::unique_ptr<Dispatcher>> create(std::span<const Dialect* const> dialects,
                                                                    std::span<const OpenRoute> open_routes,
                                                                    domain::Engine& engine, const Settings& settings,
                                                                    JobSignal& jobs, const Clock& clock, Log& log);

    void handle(http::Request request, http::Responder responder) noexcept override;
    [[nodiscard]] std::optional<http::UploadPlan> plan_upload(const http::Request& head) noexcept override;
    void turn_ended() noexcept override { engine_.end_turn(); }
    [[nodiscard]] http::Response refuse(int status, std::string_view path, std::string_view reason,
                                        std::string_view remote_address) noexcept override;

   private:
    Dispatcher(domain::Engine& engine, const Settings& settings, JobSignal& jobs, const Clock& clock, Log& log)
        : engine_(engine), settings_(settings), jobs_(jobs), clock_(clock), log_(log) {
        if (settings.rate_limits.any()) limiter_ = std::make_unique<RateLimiter>(settings.rate_limits, clock);
    }

    [[nodiscard]] std::size_t upload_places_for(const ServedRoute& row, const http::Request& head) const;
    [[nodiscard]] const Dialect& dialect_of(std::string_view path) const;
    [[nodiscard]] std::optional<http::Response> open_response(const http::Request& request,
                                                              const http::RouteMatch& match) const;
    [[nodiscard]] http::Response unmatched_response(const http::Request& request, const http::RouteMatch& match,
                                                    const Result<RateKey>& authenticated) const;
    void answer_unmatched(http::Request request, http::Responder responder, http::RouteMatch match);
    void send_logged(const http::Request& request, http::Responder responder, http::Response response,
                     std::string_view route = {});

    std::vector<const Dialect*> dialects_;  // the last one answers for a path that none owns
    std::vector<ServedRoute> routes_;
    std::vector<OpenRoute> open_routes_;  // their router numbers follow those of routes_
    http::Router router_;
    domain::Engine& engine_;
    const Settings& settings_;
    JobSignal& jobs_;
    const Clock& clock_;
    Log& log_;
    std::unique_ptr<RateLimiter> limiter_;  // null: no limits
    UploadPlaces upload_places_;
};

}  // namespace stele::dialect
