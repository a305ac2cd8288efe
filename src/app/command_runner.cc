#include "app/command_runner.h"

#include "app/command_steps.h"
#include "app/control_socket.h"

namespace stele::app {

CommandRunner::CommandRunner(StorePlace place) : place_(std::move(place)), log_(make_silent_log()) {}

CommandRunner::~CommandRunner() {
    if (engine_) engine_->stop();
}

Outcome CommandRunner::run(const Command& command) {
    if (engine_) return run_command(*engine_, command);
    if (place_.database.empty()) {
        auto answered = ask_running_server(place_.data, command);
        if (!answered) return failure(answered.error());
        if (*answered) return std::move(**answered);
    }
    auto opened = open_store(place_, false, clock_, *log_);
    if (!opened) return {command_senseless, {}, failure(opened.error()).error};
    engine_ = std::move(*opened);
    return run_command(*engine_, command);
}

}  // namespace stele::app
