#include "dialect/dispatch.h"

#include <algorithm>
#include <charconv>

#include "base/limits.h"
#include "dialect/identity.h"
#include "dialect/row_work.h"

namespace stele::dialect {

namespace {

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
        request.set_path_params(std::move(match.params));
        const Dialect& dialect = dialect_of(request.path());
        if (open.handler == nullptr)
            submit_open_read(engine_, std::move(request), std::move(responder), open, dialect, log_);
        else
            send_logged(request, std::move(responder), open.handler(request, engine_, settings_), open.pattern);
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
    look_up_directory(engine_, company, [this, work = std::move(work)](Result<domain::DirectoryPtr> directory) mutable {
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
    if (const UploadWay* way = routes_[match.row].route->upload_way) plan.largest = std::min(plan.largest, way->largest);
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
        dialect.finish(request, settings_, refused);
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
    dialect.finish(request, settings_, response);
    return response;
}

void Dispatcher::answer_unmatched(http::Request request, http::Responder responder, http::RouteMatch match) {
    if (auto response = open_response(request, match)) {
        send_logged(request, std::move(responder), std::move(*response));
        return;
    }
    const auto claim = claim_of(request, dialect_of(request.path()).credentials());
    auto known = claim ? engine_.known_directory(claim->key.company_id) : fail(claim);
    Result<RateKey> authenticated = known ? rate_key_of(*claim, known->directory) : fail(known);
    if (authenticated || !known || known->is_current) {
        send_logged(request, std::move(responder), unmatched_response(request, match, authenticated));
        return;
    }
    look_up_directory(engine_, claim->key.company_id,
                      [this, claim = *claim, request = std::move(request), responder = std::move(responder),
                       match = std::move(match)](Result<domain::DirectoryPtr> directory) mutable {
                          const Result<RateKey> found = directory ? rate_key_of(claim, *directory) : fail(directory);
                          send_logged(request, std::move(responder), unmatched_response(request, match, found));
                      });
}

void Dispatcher::send_logged(const http::Request& request, http::Responder responder, http::Response response,
                             std::string_view route) {
    log_open(log_, request, response, route, request.path());
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
