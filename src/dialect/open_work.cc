#include "dialect/open_work.h"

#include <utility>

#include "base/limits.h"
#include "dialect/row_work.h"

namespace stele::dialect {

namespace {

class OpenWork final : public domain::Work {
   public:
    OpenWork(domain::Engine& engine, http::Request request, http::Responder responder, const OpenRoute& route,
             const Dialect& dialect, Log& log)
        : engine_(engine),
          request_(std::move(request)),
          responder_(std::move(responder)),
          route_(route),
          dialect_(dialect),
          log_(log) {}

    Result<void> run(domain::Transaction& transaction) noexcept override {
        OpenContext context{transaction, engine_.blobs()};
        auto response = route_.read(request_, context);
        if (!response) return fail(response);
        response_ = std::move(*response);
        return {};
    }

    void done(Result<void> outcome) noexcept override {
        if (!outcome) {
            const Error& error = outcome.error();
            response_ = dialect_.render(error, request_.path());
            if (error.code == ErrorCode::internal || error.code == ErrorCode::unavailable)
                log_.write(LogLevel::error, error.message, error.detail);
        }
        log_open(log_, request_, response_, route_.pattern, route_.pattern);
        responder_.send(std::move(response_));
    }

   private:
    domain::Engine& engine_;
    http::Request request_;
    http::Responder responder_;
    const OpenRoute& route_;
    const Dialect& dialect_;
    Log& log_;
    http::Response response_;
};

}  // namespace

void submit_open_read(domain::Engine& engine, http::Request request, http::Responder responder, const OpenRoute& route,
                      const Dialect& dialect, Log& log) {
    const auto company = parse_integer(request.path_param("company")).value_or(0);
    auto work = std::make_unique<OpenWork>(engine, std::move(request), std::move(responder), route, dialect, log);
    if (company < 1 || company > limits::company_id)
        work->done(fail(ErrorCode::not_found, "Not found"));
    else
        engine.submit(domain::Access::read, company, std::move(work));
}

void log_open(Log& log, const http::Request& request, const http::Response& response, std::string_view route,
              std::string_view path) {
    if (!log.access_enabled()) return;
    log.access({.method = http::to_string(request.method),
                .path = path,
                .status = response.status,
                .bytes = response.size(),
                .duration_us = steady_now_us() - request.received_us,
                .route = route,
                .remote = request.remote_address});
}

}  // namespace stele::dialect
