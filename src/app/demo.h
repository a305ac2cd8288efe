// `stele demo`: fills a company with sample data, in slices, beside a running server or without one.
#pragma once

#include <cstdint>

#include "app/command_runner.h"

namespace stele::app {

struct DemoOptions {
    domain::CompanyId company = 1;
    std::int64_t organizations = 10'000;
    bool only_if_empty = false;  // a company that has organizations is left alone
};

// Shows how far it is on standard error, and ends with one line on standard output. Returns the exit status.
[[nodiscard]] int fill_with_demo(CommandRunner& runner, const DemoOptions& options);

}  // namespace stele::app
