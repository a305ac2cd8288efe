// The SQLite driver: statements, prepared once a connection.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/session.h"
#include "store/sqlite/connection.h"

namespace stele::store {

// Told the text of each statement of the nouns, before fragments are expanded, when it is prepared. For tests.
using PrepareObserver = std::function<void(std::string_view)>;

struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

class SqliteSession final : public Session {
   public:
    SqliteSession(Connection connection, const PrepareObserver& on_prepare)
        : connection_(std::move(connection)), on_prepare_(on_prepare) {}

    using Session::execute;
    using Session::query;
    Result<void> query(Sql sql, std::span<const Value> values, FunctionRef<bool(const Row&)> visit) override;
    Result<std::int64_t> execute(Sql sql, std::span<const Value> values) override;

    [[nodiscard]] bool is_embedded() const override { return true; }
    std::string search_pattern(domain::CompanyId company, const domain::TextQuery& query) const override;
    std::vector<std::string> words_patterns(domain::CompanyId company, const domain::WordsQuery& query,
                                            std::span<const std::string> sample) const override;

    [[nodiscard]] sqlite3* connection() const { return connection_.get(); }

    // Transaction control, of constant text ("BEGIN"). Works when poisoned, and does not poison.
    [[nodiscard]] Result<void> control(const Statement& statement);

    // The error that poisoned it.
    [[nodiscard]] const std::optional<Error>& poison() const { return poison_; }
    // SQLite's extended code of the last failure of query(), execute() or control(); SQLITE_OK when there was none.
    [[nodiscard]] int last_failure() const { return last_failure_; }
    // To be called once the transaction, or the savepoint, has been rolled back.
    void recover();

   private:
    struct Cached {
        Prepared statement;
        bool in_use = false;
        std::optional<std::ptrdiff_t> stride;  // from one value of a row to the next; 0 when there is none
    };
    struct BuiltEntry {
        std::string text;
        Cached cached;
    };
    class Lease;

    [[nodiscard]] Result<Prepared> prepare(std::string_view text, bool constant);
    [[nodiscard]] Result<Lease> lease(Sql sql);
    [[nodiscard]] Result<Cached*> find_constant(Sql sql);
    [[nodiscard]] Result<Cached*> find_built(Sql sql);
    std::unexpected<Error> failed(int code, std::string_view text);

    Connection connection_;  // outlives the statements
    const PrepareObserver& on_prepare_;
    std::unordered_map<const char*, std::unique_ptr<Cached>> constants_;
    std::list<BuiltEntry> built_;  // the last used first
    std::unordered_map<std::string_view, std::list<BuiltEntry>::iterator> built_by_text_;
    std::optional<Error> poison_;
    int last_failure_ = SQLITE_OK;
};

}  // namespace stele::store
