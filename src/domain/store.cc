#include "domain/store.h"

#include <future>

namespace stele::domain {

namespace {

class WaitedWork final : public Work {
   public:
    WaitedWork(FunctionRef<Result<void>(Transaction&)> work, std::promise<Result<void>>& outcome)
        : work_(work), outcome_(outcome) {}

    Result<void> run(Transaction& transaction) noexcept override { return work_(transaction); }
    void done(Result<void> outcome) noexcept override { outcome_.set_value(std::move(outcome)); }

   private:
    FunctionRef<Result<void>(Transaction&)> work_;
    std::promise<Result<void>>& outcome_;
};

}  // namespace

Result<void> run_and_wait(Engine& engine, Access access, CompanyId company, FunctionRef<Result<void>(Transaction&)> work) {
    std::promise<Result<void>> outcome;
    auto result = outcome.get_future();
    engine.submit(access, company, std::make_unique<WaitedWork>(work, outcome));
    auto value = result.get();
    engine.end_turn();
    return value;
}

}  // namespace stele::domain
