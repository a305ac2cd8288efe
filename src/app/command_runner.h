// Where subcommands are carried out: by the running server, or by this program when none answers.
#pragma once

#include <memory>
#include <string>

#include "app/commands.h"
#include "app/open_store.h"
#include "base/clock.h"

namespace stele::app {

class CommandRunner {
   public:
    explicit CommandRunner(StorePlace place);
    ~CommandRunner();
    CommandRunner(const CommandRunner&) = delete;
    CommandRunner& operator=(const CommandRunner&) = delete;

    // Asks the running server. The first time that none answers it opens the store, and keeps it open until destroyed. A
    // database is opened at once: many may use it.
    [[nodiscard]] Outcome run(const Command& command);

   private:
    StorePlace place_;
    SystemClock clock_;
    std::unique_ptr<Log> log_;
    std::unique_ptr<domain::Engine> engine_;
};

}  // namespace stele::app
