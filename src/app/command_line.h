// The program's subcommands and flags.
#pragma once

namespace stele::app {

// 0: done; 1: the command failed; 2: it could not be begun (flags, data folder, port), and nothing was changed.
[[nodiscard]] int run(int argc, char** argv);

}  // namespace stele::app
