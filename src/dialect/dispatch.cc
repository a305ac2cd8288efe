#include "dialect/dispatch.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <functional>

#include "base/limits.h"
#include "dialect/body.h"
#include "dialect/credential.h"
#include "dialect/uploads.h"
#include "domain/directory.h"

namespace stele::dialect {

namespace {

std::int64_t steady_now_us() {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

struct Identity {
    domain::DirectoryPtr directory;
    const domain::Key* key = nullptr;  // in the directory
};

// What a request says of its sender.
struct Claim {
    domain::KeyText key;
    bool is_bearer = false;
};

std::unexpected<Error> no_such_key(bool is_bearer) {
    return fail(ErrorCode::unauthenticated, std::string(is_bearer ? invalid_bearer : "no such key"));
}

Result<Claim> claim_of(const http::Request& request, const CredentialRules& rules) {
    const auto credential = find_credential(request, rules);
    if (!credential) return fail(credential);
    const auto key = domain::parse_key(credential->text);
    if (!key) return no_such_key(credential->is_bearer);
    return Claim{*key, credential->is_bearer};
}

Result<Identity> identify(const Claim& claim, domain::DirectoryPtr directory) {
    if (directory == nullptr) return no_such_key(claim.is_bearer);
    const domain::Key* key = domain::find_active_key(*directory, claim.key.hash);
    if (key == nullptr) return no_such_key(claim.is_bearer);
    return Identity{std::move(directory), key};
}

// Fetches a company's directory, where it is not at hand.
class LookUp final : public domain::Work {
   public:
    using Then = std::move_only_function<void(Result<domain::DirectoryPtr>)>;
    explicit LookUp(Then then) : then_(std::move(then)) {}

    Result<void> run(domain::Transaction& transaction) noexcept override {
        auto found = transaction.directory();
        if (!found) return fail(found);
        directory_ = std::move(*found);
        return {};
    }
    void done(Result<void> outcome) noexcept override {
        then_(outcome ? Result<domain::DirectoryPtr>(std::move(directory_)) : fail(outcome));
    }

   private:
    Then then_;
    domain::DirectoryPtr directory_;
};

std::unexpected<Error> over_limit() { return fail(ErrorCode::rate_limited, "Request over limit"); }

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

    [[nodiscard]] Result<void> read_claim() {
        auto claim = claim_of(request_, row_.dialect->credentials());
        if (!claim) return fail(claim);
        claim_ = *claim;
        return {};
    }

    // What must hold before the handler runs. A directory that may be old is compared with the transaction's.
    [[nodiscard]] Result<void> authenticate(domain::DirectoryPtr directory, bool is_current) {
        key_id_ = 0;
        auto identity = identify(claim_, std::move(directory));
        if (!identity) return fail(identity);
        is_current_ = is_current;
        directory_ = std::move(identity->directory);
        key_id_ = identity->key->id;
        caller_ = {directory_.get(),       directory_->user(identity->key->user_id),   identity->key->scope,
                   row_.dialect->source(), request_.header("user-agent").value_or(""), clock_.now()};
        if (auto admitted = row_.dialect->admit(request_, directory_->company); !admitted) return admitted;
        if (caller_.scope < row_.route->scope) return fail(ErrorCode::forbidden, "Scope and URL mismatch");
        return {};
    }

    // Once, when it is known whose request it is; refused or not, since senders shall see what is left to them.
    [[nodiscard]] Result<void> count(RateLimiter& limiter) {
        if (key_id_ == 0) return {};
        rate_ = limiter.take({claim_.key.company_id, key_id_}, row_.demand);
        if (rate_->retry_after_s) return over_limit();
        return {};
    }

    [[nodiscard]] Result<void> parse() {
        if (request_.body_unread) return fail(ErrorCode::unavailable, "There are too many uploads at once");
        if (row_.route->request == nullptr) return {};
        auto body = parse_body(request_, row_.dialect->accepts_forms(request_.path()), row_.route->request->is_list);
        if (!body) return fail(body);
        body_.emplace(std::move(*body));
        return {};
    }

    [[nodiscard]] bool has_files() const {
        return std::ranges::any_of(request_.parts, [](const http::FormPart& part) { return part.file_name.has_value(); });
    }
    // Waits.
    [[nodiscard]] Result<void> store_files() {
        auto stored = dialect::store_files(engine_.blobs(), company(), request_.parts);
        if (!stored) return fail(stored);
        uploads_ = std::move(*stored);
        return {};
    }

    [[nodiscard]] domain::Access access() const {
        const Route& route = *row_.route;
        if (route.access != domain::Access::read || route.scan_when == nullptr) return route.access;
        return route.scan_when(handler_request(), caller_) ? domain::Access::scan : domain::Access::read;
    }
    [[nodiscard]] domain::CompanyId company() const { return claim_.key.company_id; }

    [[nodiscard]] bool prepares() const {
        return row_.route->preparation != nullptr && row_.route->preparation->when(handler_request());
    }
    [[nodiscard]] Result<void> prepare(domain::Transaction& transaction) {
        if (!is_current_)
            if (auto confirmed = confirm(transaction); !confirmed) return confirmed;
        Context context{transaction, caller_, settings_, caller_.now, engine_.blobs()};
        auto found = row_.route->preparation->find(handler_request(), context);
        if (!found) return fail(found);
        prepared_ = std::move(*found);
        return {};
    }

    Result<void> run(domain::Transaction& transaction) noexcept override {
        if (!is_current_)
            if (auto confirmed = confirm(transaction); !confirmed) return confirmed;
        Context context{transaction, caller_, settings_, caller_.now, engine_.blobs()};
        auto response = row_.route->handler(handler_request(), context);
        if (!response) return fail(response);
        response_ = std::move(*response);
        return {};
    }

    void done(Result<void> outcome) noexcept override {
        if (!outcome) {
            if (!uploads_.empty()) remove_uploads();
            const Error& error = outcome.error();
            response_ = row_.dialect->render(error, request_.path());
            if (error.code == ErrorCode::internal || error.code == ErrorCode::unavailable)
                log_.write(LogLevel::error, error.message, error.detail);
        } else if (row_.route->may_add_job) {
            jobs_.jobs_added(company());
        }
        if (rate_) row_.dialect->show_limits(*rate_, request_.path(), response_);
        row_.dialect->finish(request_, response_);
        if (log_.access_enabled()) log_access();
        responder_.send(std::move(response_));
    }

   private:
    // The key may have been revoked, or the rights of its user changed, by another process.
    [[nodiscard]] Result<void> confirm(domain::Transaction& transaction) {
        auto directory = transaction.directory();
        if (!directory) return fail(directory);
        if (*directory == directory_) return {};
        return authenticate(std::move(*directory), false);
    }

    [[nodiscard]] Request handler_request() const { return {request_, body_ ? &*body_ : nullptr, uploads_, prepared_}; }

    void remove_uploads() {
        run_aside(engine_, [&blobs = engine_.blobs(), company = company(),
                            uploads = std::move(uploads_)](const Result<void>& admitted) {
            if (admitted) remove_files(blobs, company, uploads);
        });
    }

    void log_access() {
        log_.access({http::to_string(request_.method), request_.path(), response_.status, response_.size(),
                     steady_now_us() - request_.received_us, directory_ ? directory_->company.id : 0,
                     caller_.user != nullptr ? caller_.user->id : 0, row_.pattern, request_.remote_address});
    }

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

Result<RateKey> check(const Claim& claim, domain::DirectoryPtr directory) {
    const auto identity = identify(claim, std::move(directory));
    if (!identity) return fail(identity);
    return RateKey{claim.key.company_id, identity->key->id};
}

void look_up(domain::Engine& engine, domain::CompanyId company, LookUp::Then then) {
    engine.submit(domain::Access::read, company, std::make_unique<LookUp>(std::move(then)));
}

void submit_now(domain::Engine& engine, std::unique_ptr<RowWork> work) {
    const auto access = work->access();
    const auto company = work->company();
    engine.submit(access, company, std::move(work));
}

// The scan before a write.
class PrepareWork final : public domain::Work {
   public:
    PrepareWork(domain::Engine& engine, std::unique_ptr<RowWork> work) : engine_(engine), work_(std::move(work)) {}

    Result<void> run(domain::Transaction& transaction) noexcept override { return work_->prepare(transaction); }
    void done(Result<void> outcome) noexcept override {
        if (!outcome) return work_->done(std::move(outcome));
        submit_now(engine_, std::move(work_));
    }

   private:
    domain::Engine& engine_;
    std::unique_ptr<RowWork> work_;
};

void submit_ready(domain::Engine& engine, std::unique_ptr<RowWork> work, Result<void> ready) {
    if (!ready) {
        work->done(std::move(ready));
        return;
    }
    if (!work->prepares()) return submit_now(engine, std::move(work));
    const auto company = work->company();
    engine.submit(domain::Access::scan, company, std::make_unique<PrepareWork>(engine, std::move(work)));
}

// `limiter` is null where there are no limits.
void submit_row(domain::Engine& engine, RateLimiter* limiter, std::unique_ptr<RowWork> work, Result<void> authenticated) {
    auto ready = std::move(authenticated);
    if (limiter != nullptr)
        if (auto counted = work->count(*limiter); !counted) ready = std::move(counted);
    if (ready) ready = work->parse();
    if (!ready || !work->has_files()) {
        submit_ready(engine, std::move(work), std::move(ready));
        return;
    }
    run_aside(engine, [&engine, work = std::move(work)](Result<void> admitted) mutable {
        auto stored = admitted ? work->store_files() : std::move(admitted);
        submit_ready(engine, std::move(work), std::move(stored));
    });
}

// OPTIONS is answered wherever anything is.
http::NameValue allow_header(const std::vector<http::Method>& methods) {
    std::string text;
    for (const http::Method method : methods) text.append(http::to_string(method)).append(", ");
    return {"Allow", text.append("OPTIONS")};
}

http::Response options_response(const std::vector<http::Method>& methods) {
    http::Response response;
    response.status = 204;
    response.headers.push_back(allow_header(methods));
    return response;
}

constexpr http::Method all_methods[] = {http::Method::get, http::Method::head,  http::Method::post,
                                        http::Method::put, http::Method::patch, http::Method::delete_};

}  // namespace

std::int64_t Request::path_number(std::string_view name) const {
    return parse_integer(path_param(name)).value_or(0);  // the router lets digits alone pass
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::vector<ServedRoute> served_routes(std::span<const Dialect* const> dialects) {
    std::vector<ServedRoute> served;
    for (const Dialect* dialect : dialects)
        for (const RouteGroup& group : dialect->groups())
            for (const Route& route : group.routes) {
                const RateDemand demand{route.cost > 0 ? route.cost : dialect->default_cost(route), route.is_search};
                served.push_back({std::string(route.pattern), &route, dialect, demand});
                if (!group.alias_prefix.empty())
                    served.push_back({std::string(group.alias_prefix).append(route.pattern), &route, dialect, demand});
            }
    return served;
}

Result<std::unique_ptr<Dispatcher>> Dispatcher::create(std::span<const Dialect* const> dialects,
                                                       std::span<const OpenRoute> open_routes, domain::Engine& engine,
                                                       const Settings& settings, JobSignal& jobs, const Clock& clock,
                                                       Log& log) {
    std::unique_ptr<Dispatcher> dispatcher(new Dispatcher(engine, settings, jobs, clock, log));
    dispatcher->dialects_.assign(dialects.begin(), dialects.end());
    dispatcher->routes_ = served_routes(dialects);
    dispatcher->open_routes_.assign(open_routes.begin(), open_routes.end());
    for (std::size_t i = 0; i < dispatcher->routes_.size(); ++i) {
        const ServedRoute& served = dispatcher->routes_[i];
        if (auto added = dispatcher->router_.add(served.route->method, served.pattern, i); !added) return fail(added);
    }
    for (std::size_t i = 0; i < open_routes.size(); ++i) {
        auto added = dispatcher->router_.add(open_routes[i].method, open_routes[i].pattern, dispatcher->routes_.size() + i);
        if (!added) return fail(added);
    }
    return dispatcher;
}

const Dialect& Dispatcher::dialect_of(std::string_view path) const {
    const auto found =
        std::find_if(dialects_.begin(), dialects_.end(), [path](const Dialect* dialect) { return dialect->owns(path); });
    return found != dialects_.end() ? **found : *dialects_.back();
}

void Dispatcher::handle(http::Request request, http::Responder responder) noexcept {
    auto match = router_.match(request.method, request.path());
    if (match.outcome != http::RouteMatch::Outcome::found) {
        answer_unmatched(std::move(request), std::move(responder), std::move(match));
        return;
    }
    if (match.row >= routes_.size()) {
        const OpenRoute& open = open_routes_[match.row - routes_.size()];
        send_logged(request, std::move(responder), open.handler(engine_), open.pattern);
        return;
    }
    request.set_path_params(std::move(match.params));
    auto work = std::make_unique<RowWork>(std::move(request), std::move(responder), routes_[match.row], engine_, settings_,
                                          jobs_, clock_, log_);
    if (auto claimed = work->read_claim(); !claimed) {
        work->done(std::move(claimed));
        return;
    }
    auto known = engine_.known_directory(work->company());
    if (!known) {
        work->done(fail(known));
        return;
    }
    auto authenticated = work->authenticate(std::move(known->directory), known->is_current);
    if (authenticated || known->is_current) {
        submit_row(engine_, limiter_.get(), std::move(work), std::move(authenticated));
        return;
    }
    const auto company = work->company();
    look_up(engine_, company, [this, work = std::move(work)](Result<domain::DirectoryPtr> directory) mutable {
        auto found = directory ? work->authenticate(std::move(*directory), false) : fail(directory);
        submit_row(engine_, limiter_.get(), std::move(work), std::move(found));
    });
}

// A directory that is not the newest neither admits nor refuses for good: few may send a file before that is known.
std::size_t Dispatcher::upload_places_for(const ServedRoute& row, const http::Request& head) const {
    const auto claim = claim_of(head, row.dialect->credentials());
    const auto known = claim ? engine_.known_directory(claim->key.company_id) : fail(claim);
    if (!known) return 0;
    const auto identity = identify(*claim, known->directory);
    if (identity) return identity->key->scope < row.route->scope ? 0 : limits::uploads;
    return known->is_current ? 0 : limits::unsure_uploads;
}

std::optional<http::UploadPlan> Dispatcher::plan_upload(const http::Request& head) noexcept {
    const auto match = router_.match(head.method, head.path());
    const bool is_row = match.outcome == http::RouteMatch::Outcome::found && match.row < routes_.size();
    if (!is_row || !routes_[match.row].route->is_upload) return std::nullopt;
    http::UploadPlan plan;
    plan.lease = upload_places_.take(upload_places_for(routes_[match.row], head));
    plan.leave_unread = plan.lease == nullptr;
    plan.folder = engine_.blobs().spool_folder();
    plan.largest = settings_.upload_size;
    return plan;
}

// What may be asked of a known path is no secret, and a browser asks it without a credential.
std::optional<http::Response> Dispatcher::open_response(const http::Request& request, const http::RouteMatch& match) const {
    const bool wrong_method = match.outcome == http::RouteMatch::Outcome::wrong_method;
    if (request.method == http::Method::options && wrong_method) return options_response(match.allowed);
    if (request.method == http::Method::options && request.path() == "*")
        return options_response({std::begin(all_methods), std::end(all_methods)});
    const bool is_open = wrong_method && std::any_of(open_routes_.begin(), open_routes_.end(),
                                                     [&](const OpenRoute& open) { return open.pattern == request.path(); });
    if (is_open) return unmatched_response(request, match, {});
    return std::nullopt;
}

// An unknown path answers as if it were there to those without a credential: nothing is said of what exists. It spends no tokens,
// but is counted: to try addresses is to ask too. No key is known where anyone may ask.
http::Response Dispatcher::unmatched_response(const http::Request& request, const http::RouteMatch& match,
                                              const Result<RateKey>& authenticated) const {
    const Dialect& dialect = dialect_of(request.path());
    if (!authenticated) {
        auto refused = dialect.render(authenticated.error(), request.path());
        dialect.finish(request, refused);
        return refused;
    }
    std::optional<RateState> rate;
    if (limiter_ != nullptr && *authenticated != RateKey()) rate = limiter_->take(*authenticated, {});
    http::Response response;
    if (rate && rate->retry_after_s) {
        response = dialect.render(over_limit().error(), request.path());
    } else if (match.outcome == http::RouteMatch::Outcome::wrong_method) {
        response = dialect.refuse(405, "Method not allowed", request.path());
        response.headers.push_back(allow_header(match.allowed));
    } else {
        response = dialect.render(Error{ErrorCode::not_found, "Not found", {}, {}}, request.path());
    }
    if (rate) dialect.show_limits(*rate, request.path(), response);
    dialect.finish(request, response);
    return response;
}

void Dispatcher::answer_unmatched(http::Request request, http::Responder responder, http::RouteMatch match) {
    if (auto response = open_response(request, match)) {
        send_logged(request, std::move(responder), std::move(*response));
        return;
    }
    const auto claim = claim_of(request, dialect_of(request.path()).credentials());
    auto known = claim ? engine_.known_directory(claim->key.company_id) : fail(claim);
    Result<RateKey> authenticated = known ? check(*claim, known->directory) : fail(known);
    if (authenticated || !known || known->is_current) {
        send_logged(request, std::move(responder), unmatched_response(request, match, authenticated));
        return;
    }
    look_up(engine_, claim->key.company_id,
            [this, claim = *claim, request = std::move(request), responder = std::move(responder),
             match = std::move(match)](Result<domain::DirectoryPtr> directory) mutable {
                const Result<RateKey> found = directory ? check(claim, *directory) : fail(directory);
                send_logged(request, std::move(responder), unmatched_response(request, match, found));
            });
}

void Dispatcher::send_logged(const http::Request& request, http::Responder responder, http::Response response,
                             std::string_view route) {
    if (log_.access_enabled())
        log_.access({.method = http::to_string(request.method),
                     .path = request.path(),
                     .status = response.status,
                     .bytes = response.size(),
                     .duration_us = steady_now_us() - request.received_us,
                     .route = route,
                     .remote = request.remote_address});
    responder.send(std::move(response));
}

http::Response Dispatcher::refuse(int status, std::string_view path, std::string_view reason,
                                  std::string_view remote_address) noexcept {
    auto response = dialect_of(path).refuse(status, reason, path);
    if (log_.access_enabled())
        log_.access(
            {.method = "-", .path = path, .status = status, .bytes = response.body.size(), .remote = remote_address});
    return response;
}

}  // namespace stele::dialect
