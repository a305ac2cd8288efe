// One request on its way through the engine.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "dialect/identity.h"
#include "dialect/served_route.h"
#include "http/server.h"

namespace stele::dialect {

// Told of writes that may have added jobs, when they are committed. Lives until the engine has stopped.
class JobSignal {
   public:
    virtual ~JobSignal() = default;
    // Any thread; does not wait.
    virtual void jobs_added(domain::CompanyId company) noexcept = 0;
};

// For times between two moments of one request.
[[nodiscard]] std::int64_t steady_now_us();

[[nodiscard]] std::unexpected<Error> over_limit();

// One request on its way through the engine. Owns all that its handler sees.
class RowWork final : public domain::Work {
   public:
    RowWork(http::Request request, http::Responder responder, const ServedRoute& row, domain::Engine& engine,
            const Settings& settings, JobSignal& jobs, const Clock& clock, Log& log)
        : request_(std::move(request)),
          responder_(std::move(responder)),
          row_(row),
          engine_(engine),
          settings_(settings),
          jobs_(jobs),
          clock_(clock),
          log_(log) {}

    [[nodiscard]] Result<void> read_claim();

    // What must hold before the handler runs. A directory that may be old is compared with the transaction's.
    [[nodiscard]] Result<void> authenticate(domain::DirectoryPtr directory, bool is_current);

    // Once, when it is known whose request it is; refused or not, since senders shall see what is left to them.
    [[nodiscard]] Result<void> count(RateLimiter& limiter);

    // Answers a request whose form the dialect refuses.
    [[nodiscard]] bool refuses_form();

    [[nodiscard]] Result<void> parse();

    [[nodiscard]] bool has_files() const;
    // Waits.
    [[nodiscard]] Result<void> store_files();

    [[nodiscard]] domain::Access access() const;
    [[nodiscard]] domain::CompanyId company() const { return claim_.key.company_id; }

    [[nodiscard]] bool prepares() const;
    [[nodiscard]] Result<void> prepare(domain::Transaction& transaction);

    Result<void> run(domain::Transaction& transaction) noexcept override;

    void done(Result<void> outcome) noexcept override;

   private:
    void send();

    // The key may have been revoked, or the rights of its user changed, by another process.
    [[nodiscard]] Result<void> confirm(domain::Transaction& transaction);

    [[nodiscard]] Request handler_request() const { return {request_, body_ ? &*body_ : nullptr, uploads_, prepared_}; }

    void remove_uploads();

    void log_access();

    http::Request request_;
    http::Responder responder_;
    const ServedRoute& row_;
    domain::Engine& engine_;
    const Settings& settings_;
    JobSignal& jobs_;
    const Clock& clock_;
    Log& log_;
    Claim claim_;
    domain::DirectoryPtr directory_;  // the one the credential was found in
    bool is_current_ = false;
    std::int64_t key_id_ = 0;        // 0: not known yet
    std::optional<RateState> rate_;  // once it was counted
    domain::Caller caller_;
    std::optional<JsonDocument> body_;
    std::vector<Upload> uploads_;
    std::vector<std::int64_t> prepared_;
    http::Response response_;
};

// What follows when it is known whose request it is, or that it is nobody's. `limiter` is null where there are no limits.
void submit_row(domain::Engine& engine, RateLimiter* limiter, std::unique_ptr<RowWork> work, Result<void> authenticated);

}  // namespace stele::dialect
