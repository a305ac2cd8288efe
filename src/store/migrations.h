// The schema, as numbered steps from migrations/*.sql, embedded in the program.
#pragma once

#include <span>
#include <string_view>

namespace stele::store {

struct Migration {
    int number = 0;
    std::string_view text;  // with fragments; statements end in ';' at the end of a line
};

// By number, rising from 1.
[[nodiscard]] std::span<const Migration> migrations();

}  // namespace stele::store
