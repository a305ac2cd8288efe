// The PostgreSQL driver: statements prepared once a connection, binary results, and commands queued until one is asked for its
// rows.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/postgres/connection.h"
#include "store/session.h"

namespace stele::store::postgres {

// Told the text of each statement of the nouns, before fragments are expanded, when it is prepared. For tests.
using PrepareObserver = std::function<void(std::string_view)>;

// A queued query whose rows are taken later.
using Ticket = std::uint64_t;

class PostgresSession final : public Session {
   public:
    PostgresSession(ConnectionOptions options, const PrepareObserver& on_prepare)
        : options_(std::move(options)), on_prepare_(on_prepare) {}

    using Session::execute;
    using Session::query;
    using Session::write;
    Result<void> query(Sql sql, std::span<const Value> values, FunctionRef<bool(const Row&)> visit) override;
    Result<std::int64_t> execute(Sql sql, std::span<const Value> values) override;
    // Queued: its error comes with a later call.
    Result<void> write(Sql sql, std::span<const Value> values) override;

    std::string search_pattern(domain::CompanyId company, const domain::TextQuery& query) const override;
    std::vector<std::string> words_patterns(domain::CompanyId company, const domain::WordsQuery& query,
                                            std::span<const std::string> sample) const override;

    // Opens the connection when there is none. Error: unavailable.
    [[nodiscard]] Result<void> connect();
    void disconnect() noexcept;
    [[nodiscard]] bool is_connected() const { return connection_ && connection_->is_open(); }

    // Queues transaction control, of a text that outlives the transaction.
    void queue(const char* control) { queue(control, control); }
    // Queues a query; take() visits its first row, once.
    [[nodiscard]] Ticket start(const Statement& statement, std::initializer_list<Value> values);
    [[nodiscard]] Result<void> take(Ticket ticket, FunctionRef<void(const Row&)> visit);
    // Waits for what is queued, within a transaction. Free when nothing is.
    [[nodiscard]] Result<void> catch_up();
    // Sends what is queued and waits until all of it is done. An error is the first one of what was queued.
    [[nodiscard]] Result<void> finish();
    // Sends what is queued, and does not wait: what comes of it is seen by whoever comes next.
    void send();

    // Null when there is none.
    [[nodiscard]] PGconn* connection() const { return connection_ ? connection_->get() : nullptr; }

    // The error that poisoned it.
    [[nodiscard]] const std::optional<Error>& poison() const { return poison_; }
    [[nodiscard]] Failure failure() const { return failure_; }
    // Of the command that failed; empty when the connection did.
    [[nodiscard]] std::string_view failed_text() const { return failed_text_; }
    // Rolls back what runs, and lets go of a lost connection. Afterwards it can be used again, once it is connected.
    void recover() noexcept;

   private:
    struct Prepared {
        std::string name;
        std::vector<Oid> types;  // 0 where the first value was null: the server has found its own
        bool confirmed = false;
    };
    struct BuiltEntry {
        std::string text;
        Prepared prepared;
    };
    enum class Awaited : std::uint8_t { prepare, command, query, sync };
    struct Pending {
        Awaited awaited = Awaited::command;
        std::uint64_t number = 0;
        Prepared* prepared = nullptr;  // of a prepare
        std::string_view text;         // constant, or of a prepared entry
    };

    void queue(const char* control, std::string_view kept_text);
    void deallocate(const Prepared& prepared);
    [[nodiscard]] Result<Prepared*> prepared(Sql sql, std::span<const Value> values);
    [[nodiscard]] bool send_prepare(Prepared& prepared, std::string_view text, std::span<const Value> values);
    [[nodiscard]] bool send_values(const Prepared& prepared, std::span<const Value> values);
    // Returns the number of its result.
    [[nodiscard]] Result<std::uint64_t> enqueue(Sql sql, std::span<const Value> values, Awaited awaited);
    void expect(Awaited awaited, Prepared* prepared, std::string_view text);
    // Takes results until that of `number` has come; those of queries are kept.
    [[nodiscard]] Result<void> wait_for(std::uint64_t number);
    // Of a query; once.
    [[nodiscard]] Result<ResultPtr> result_of(std::uint64_t number);
    void take_next();
    void take_results(const Pending& pending);
    void forget_unconfirmed();
    [[nodiscard]] std::unexpected<Error> lost();
    void fail_with(Failure failure, std::string detail);

    ConnectionOptions options_;
    const PrepareObserver& on_prepare_;
    std::optional<Connection> connection_;
    std::unordered_map<const char*, std::unique_ptr<Prepared>> constants_;
    std::list<BuiltEntry> built_;  // the last used first
    std::unordered_map<std::string_view, std::list<BuiltEntry>::iterator> built_by_text_;
    std::uint64_t prepared_count_ = 0;

    std::deque<Pending> pending_;
    bool is_synced_ = true;  // since the last Sync nothing was sent: only then libpq knows whether a transaction is open
    std::uint64_t last_number_ = 0;
    std::vector<std::pair<std::uint64_t, ResultPtr>> kept_;  // results that came before they were asked for
    std::string buffer_;                                     // of parameters
    std::optional<Error> poison_;
    Failure failure_ = Failure::none;
    std::string_view failed_text_;
};

// Runs `work` in a transaction of its own, and commits it when it has no error. The session is connected.
[[nodiscard]] Result<void> in_transaction(PostgresSession& session, FunctionRef<Result<void>()> work);

}  // namespace stele::store::postgres
