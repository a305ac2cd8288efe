// Pieces of work for tests that must hold the engine still, or look at outcomes one by one.
#pragma once

#include <functional>
#include <future>
#include <latch>
#include <memory>

#include "domain/store.h"

namespace stele::tests {

using Outcome = std::future<Result<void>>;

// Does not wait, as run_and_wait() does. The body is kept until the work is done.
[[nodiscard]] Outcome submit(domain::Engine& engine, domain::Access access, domain::CompanyId company,
                             std::function<Result<void>(domain::Transaction&)> body);

// Holds a thread of the engine from within a work until it is opened. The works that are submitted meanwhile to the lane of
// writes make one batch.
class Gate {
   public:
    Gate(domain::Engine& engine, domain::Access access);
    ~Gate() { open(); }
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;

    void open();

   private:
    std::shared_ptr<std::latch> opened_ = std::make_shared<std::latch>(1);
    Outcome outcome_;
    bool is_open_ = false;
};

}  // namespace stele::tests
