// Straight to a data file, as another program would.
#pragma once

#include <cstdint>
#include <string>

namespace stele::tests {

// Statements, one after the other; the test fails when one of them does. Makes the file when there is none.
void run_raw(const std::string& file, const std::string& sql);
// The first column of the first row.
[[nodiscard]] std::int64_t number_in(const std::string& file, const std::string& sql);
// x'00ff'
[[nodiscard]] std::string blob_literal(const std::string& bytes);

}  // namespace stele::tests
