#include "dialect/row_work.h"

#include <algorithm>
#include <chrono>

#include "dialect/body.h"
#include "dialect/uploads.h"

namespace stele::dialect {

namespace {

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

}  // namespace

std::int64_t steady_now_us() {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

std::unexpected<Error> over_limit() { return fail(ErrorCode::rate_limited, "Request over limit"); }

Result<void> RowWork::read_claim() {
    auto claim = claim_of(request_, row_.dialect->credentials());
    if (!claim) return fail(claim);
    claim_ = *claim;
    return {};
}

Result<void> RowWork::authenticate(domain::DirectoryPtr directory, bool is_current) {
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

Result<void> RowWork::count(RateLimiter& limiter) {
    if (key_id_ == 0) return {};
    rate_ = limiter.take({claim_.key.company_id, key_id_}, row_.demand);
    if (rate_->retry_after_s) return over_limit();
    return {};
}

bool RowWork::refuses_form() {
    auto refused = row_.dialect->refuse_form(request_, *row_.route);
    if (!refused) return false;
    response_ = std::move(*refused);
    send();
    return true;
}

Result<void> RowWork::parse() {
    if (request_.body_unread) return fail(ErrorCode::unavailable, "There are too many uploads at once");
    if (row_.route->request == nullptr) return {};
    auto body = parse_body(request_, row_.dialect->accepts_forms(request_.path()), row_.route->request->is_list,
                           row_.dialect->accepts_empty_lists());
    if (!body) return fail(body);
    body_.emplace(std::move(*body));
    return {};
}

bool RowWork::has_files() const {
    return std::ranges::any_of(request_.parts, [](const http::FormPart& part) { return part.file_name.has_value(); });
}

Result<void> RowWork::store_files() {
    const UploadWay* way = row_.route->upload_way;
    auto stored = way != nullptr ? way->store(engine_.blobs(), company(), request_.parts)
                                 : dialect::store_files(engine_.blobs(), company(), request_.parts);
    if (!stored) return fail(stored);
    uploads_ = std::move(*stored);
    return {};
}

domain::Access RowWork::access() const {
    const Route& route = *row_.route;
    if (route.access != domain::Access::read || route.scan_when == nullptr) return route.access;
    return route.scan_when(handler_request(), caller_) ? domain::Access::scan : domain::Access::read;
}

bool RowWork::prepares() const {
    return row_.route->preparation != nullptr && row_.route->preparation->when(handler_request());
}

Result<void> RowWork::prepare(domain::Transaction& transaction) {
    if (!is_current_)
        if (auto confirmed = confirm(transaction); !confirmed) return confirmed;
    Context context{transaction, caller_, settings_, caller_.now, engine_.blobs()};
    auto found = row_.route->preparation->find(handler_request(), context);
    if (!found) return fail(found);
    prepared_ = std::move(*found);
    return {};
}

Result<void> RowWork::run(domain::Transaction& transaction) noexcept {
    if (!is_current_)
        if (auto confirmed = confirm(transaction); !confirmed) return confirmed;
    Context context{transaction, caller_, settings_, caller_.now, engine_.blobs()};
    auto response = row_.route->handler(handler_request(), context);
    if (!response) return fail(response);
    response_ = std::move(*response);
    return {};
}

void RowWork::done(Result<void> outcome) noexcept {
    if (!outcome) {
        if (!uploads_.empty()) remove_uploads();
        const Error& error = outcome.error();
        response_ = row_.dialect->render(error, request_.path());
        if (error.code == ErrorCode::internal || error.code == ErrorCode::unavailable)
            log_.write(LogLevel::error, error.message, error.detail);
    } else if (row_.route->may_add_job) {
        jobs_.jobs_added(company());
    }
    send();
}

void RowWork::send() {
    if (rate_) row_.dialect->show_limits(*rate_, request_.path(), response_);
    row_.dialect->finish(request_, settings_, response_);
    if (log_.access_enabled()) log_access();
    responder_.send(std::move(response_));
}

Result<void> RowWork::confirm(domain::Transaction& transaction) {
    auto directory = transaction.directory();
    if (!directory) return fail(directory);
    if (*directory == directory_) return {};
    return authenticate(std::move(*directory), false);
}

void RowWork::remove_uploads() {
    run_aside(engine_,
              [&blobs = engine_.blobs(), company = company(), uploads = std::move(uploads_)](const Result<void>& admitted) {
                  if (admitted) remove_files(blobs, company, uploads);
              });
}

void RowWork::log_access() {
    log_.access({http::to_string(request_.method), request_.path(), response_.status, response_.size(),
                 steady_now_us() - request_.received_us, directory_ ? directory_->company.id : 0,
                 caller_.user != nullptr ? caller_.user->id : 0, row_.pattern, request_.remote_address});
}

void submit_row(domain::Engine& engine, RateLimiter* limiter, std::unique_ptr<RowWork> work, Result<void> authenticated) {
    auto ready = std::move(authenticated);
    if (limiter != nullptr)
        if (auto counted = work->count(*limiter); !counted) ready = std::move(counted);
    if (ready && work->refuses_form()) return;
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

}  // namespace stele::dialect
