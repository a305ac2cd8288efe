// The rules by which statements can be spread over machines (Citus), and the statements of all tests, which are held to them.
#pragma once

#include <string>
#include <string_view>

namespace stele::tests {

// What is wrong with a statement, before its fragments are expanded; empty when nothing is. Rules: each table in each level of
// subqueries has its own "company_id = $1"; an INSERT gives $1 to company_id; an UPDATE calls nothing volatile, and what
// follows ON CONFLICT calls nothing at all.
[[nodiscard]] std::string distribution_fault(std::string_view statement);

// Remembers a statement that an engine prepares. All are judged when the program's tests have ended. Any thread.
void note_statement(std::string_view statement);

}  // namespace stele::tests
