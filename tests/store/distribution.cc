#include "store/distribution.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <mutex>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "store/fragments.h"
#include "store/migrations.h"
#include "store/postgres/fragments.h"

namespace stele::tests {

namespace {

constexpr std::string_view without_company[] = {"company", "currency", "migration"};
constexpr std::string_view volatile_functions[] = {"random(", "clock_timestamp(", "nextval(", "gen_random_uuid(", "now("};

// One SELECT, or the statement itself: its text without the subqueries in it.
struct Level {
    std::string text;
    std::vector<Level> below;
};

Level parse(std::string_view text, std::size_t& at) {
    Level level;
    int depth = 0;
    while (at < text.size()) {
        if (text[at] == '(') {
            if (text.substr(at + 1).starts_with("SELECT ")) {
                level.below.push_back(parse(text, ++at));
                continue;
            }
            ++depth;
        } else if (text[at] == ')' && depth-- == 0) {
            ++at;
            return level;
        }
        level.text += text[at++];
    }
    return level;
}

std::size_t occurrences(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

std::size_t tables_in(std::string_view text) {
    std::size_t count = 0;
    for (const std::string_view before : {"FROM ", "JOIN ", "UPDATE "}) {
        for (auto at = text.find(before); at != std::string_view::npos; at = text.find(before, at + 1)) {
            const auto name = text.substr(at + before.size());
            const auto table = name.substr(0, name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"));
            if (name.substr(table.size()).starts_with('(')) continue;  // a function of what was bound
            if (!table.empty() && std::ranges::find(without_company, table) == std::end(without_company)) ++count;
        }
    }
    return count;
}

// VALUES ($1, ... or SELECT table.company_id, ...: the condition on that table says which.
bool gives_company(std::string_view text) {
    if (const auto values = text.find("VALUES ("); values != std::string_view::npos)
        return text.substr(values + 8).starts_with("$1");
    const auto select = text.find(") SELECT ");
    if (select == std::string_view::npos) return false;
    const auto first = text.substr(select + 9, text.find(',', select) - select - 9);
    const auto dot = first.find(".company_id");
    return dot != std::string_view::npos && text.find(std::string(first) + " = $1") != std::string_view::npos;
}

std::string fault_of(const Level& level) {
    std::string text = level.text;
    if (text.starts_with("INSERT INTO ")) {
        const auto columns = text.find('(');
        const auto table = text.substr(12, text.find_first_of(" (", 12) - 12);
        const bool of_company = std::ranges::find(without_company, table) == std::end(without_company);
        if (of_company && (!text.substr(columns + 1).starts_with(std::string_view("company_id")) || !gives_company(text)))
            return "an INSERT that does not give $1 to company_id";
        if (const auto conflict = text.find("DO UPDATE SET "); conflict != std::string::npos) {
            if (text.find('(', conflict) != std::string::npos) return "a function after ON CONFLICT";
            text = text.substr(0, conflict);
        }
    } else if (text.starts_with("UPDATE ")) {
        for (const std::string_view function : volatile_functions)
            if (text.find(function) != std::string::npos) return "a volatile function in an UPDATE";
    }
    if (occurrences(text, "company_id = $1") < tables_in(text)) return "a table without its own company_id = $1";
    for (const Level& below : level.below)
        if (const auto fault = fault_of(below); !fault.empty()) return fault;
    return {};
}

std::string without_double_spaces(std::string text) {
    const auto both = [](char a, char b) { return a == ' ' && b == ' '; };
    text.erase(std::unique(text.begin(), text.end(), both), text.end());
    while (occurrences(text, "( ") > 0) text.replace(text.find("( "), 2, "(");
    return text;
}

// Migrations are of all companies at once; what asks an engine about itself is of none; the keys of SQLite's search index hold
// the company.
bool is_of_companies(const std::string& statement) {
    if (statement.find("_search_index") != std::string::npos) return false;
    for (const std::string_view beginning : {"PRAGMA", "CREATE ", "SELECT pg_advisory_xact_lock", "SELECT to_regclass"})
        if (statement.starts_with(beginning)) return false;
    return std::ranges::none_of(store::migrations(), [&](const store::Migration& migration) {
        return migration.text.find(statement) != std::string_view::npos;
    });
}

class AllStatements final : public testing::Environment {
   public:
    void note(std::string_view statement) {
        const std::lock_guard lock(mutex_);
        statements_.emplace(statement);
    }
    void TearDown() override {
        const std::lock_guard lock(mutex_);
        for (const std::string& statement : statements_) {
            const std::string fault = is_of_companies(statement) ? distribution_fault(statement) : std::string();
            EXPECT_EQ(fault, "") << statement;
        }
    }

   private:
    std::mutex mutex_;
    std::set<std::string> statements_;
};

AllStatements& all_statements() {
    static auto* const environment = new AllStatements;  // gtest's own from the next line on
    static const auto* const registered = testing::AddGlobalTestEnvironment(environment);
    (void)registered;
    return *environment;
}

// Before the tests begin, so that it is torn down after them.
[[maybe_unused]] const AllStatements& registered_early = all_statements();

}  // namespace

std::string distribution_fault(std::string_view statement) {
    const std::string expanded = without_double_spaces(store::expand_fragments(statement, store::postgres::fragments));
    std::size_t at = 0;
    return fault_of(parse(expanded, at));
}

void note_statement(std::string_view statement) { all_statements().note(statement); }

}  // namespace stele::tests
