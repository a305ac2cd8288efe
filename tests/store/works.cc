#include "store/works.h"

namespace stele::tests {

namespace {

class KeptWork final : public domain::Work {
   public:
    explicit KeptWork(std::function<Result<void>(domain::Transaction&)> body) : body_(std::move(body)) {}

    [[nodiscard]] Outcome outcome() { return outcome_.get_future(); }
    Result<void> run(domain::Transaction& transaction) noexcept override { return body_(transaction); }
    void done(Result<void> outcome) noexcept override { outcome_.set_value(std::move(outcome)); }

   private:
    std::function<Result<void>(domain::Transaction&)> body_;
    std::promise<Result<void>> outcome_;
};

}  // namespace

Outcome submit(domain::Engine& engine, domain::Access access, domain::CompanyId company,
               std::function<Result<void>(domain::Transaction&)> body) {
    auto work = std::make_unique<KeptWork>(std::move(body));
    Outcome outcome = work->outcome();
    engine.submit(access, company, std::move(work));
    return outcome;
}

Gate::Gate(domain::Engine& engine, domain::Access access) {
    auto entered = std::make_shared<std::latch>(1);
    outcome_ =
        submit(engine, access, 1, [entered, opened = opened_, once = false](domain::Transaction&) mutable -> Result<void> {
            if (!once) entered->count_down();
            once = true;
            opened->wait();
            return {};
        });
    entered->wait();
}

void Gate::open() {
    if (is_open_) return;
    is_open_ = true;
    opened_->count_down();
    outcome_.wait();
}

}  // namespace stele::tests
