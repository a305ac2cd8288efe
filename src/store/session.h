// What the nouns need of a database connection: statements with parameters, rows, and nothing of any one engine.
//
// Statements are written once for all engines. Parameters are $1, $2 ...; $1 is always the company. Names in braces are
// replaced when a statement is prepared (see fragments.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/function_ref.h"
#include "base/result.h"
#include "domain/text_query.h"

namespace stele::store {

struct Bytes {
    std::string_view data;
};

// A parameter; null when empty. Views must live until the call returns.
using Value = std::variant<std::monostate, std::int64_t, double, std::string_view, Bytes>;

// A text that is stored as null when it is empty.
[[nodiscard]] inline Value text_or_null(std::string_view text) { return text.empty() ? Value() : Value(text); }

// A constant statement. Its text lives as long as the program, so that its address stands for it.
struct Statement {
    std::string_view text;
};

// What to run: a constant statement, or a text that was built and lives until the call returns.
class Sql {
   public:
    Sql(const Statement& statement)  // NOLINT(google-explicit-constructor): a statement is passed as it stands
        : text_(statement.text), is_constant_(true) {}
    [[nodiscard]] static Sql built(std::string_view text) { return Sql(text); }

    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] bool is_constant() const { return is_constant_; }

   private:
    explicit Sql(std::string_view text) : text_(text) {}

    std::string_view text_;
    bool is_constant_ = false;
};

// The current row of a query. Columns count from 0; views are good until the visitor returns. A null reads as 0 or empty.
class Row {
   public:
    virtual ~Row() = default;
    [[nodiscard]] virtual bool is_null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    [[nodiscard]] virtual double real(int column) const = 0;
    [[nodiscard]] virtual std::string_view text(int column) const = 0;
    [[nodiscard]] virtual std::string_view bytes(int column) const = 0;
};

// One connection, used by one thread at a time. After an error it is poisoned: every later call returns the same error, until
// the engine has ended the transaction.
class Session {
   public:
    virtual ~Session() = default;
    // The visitor ends the visit by returning false. It may run other statements.
    [[nodiscard]] virtual Result<void> query(Sql sql, std::span<const Value> values,
                                             FunctionRef<bool(const Row&)> visit) = 0;
    // Returns how many rows were changed.
    [[nodiscard]] virtual Result<std::int64_t> execute(Sql sql, std::span<const Value> values) = 0;
    // What stands behind {search_match} for this query; empty when nothing can match. Proposes all that match, and others.
    [[nodiscard]] virtual std::string search_pattern(domain::CompanyId company, const domain::TextQuery& query) const = 0;
    // The same of words; each pattern proposes all that match. None when there is nothing to ask an index for. Of an embedded
    // engine `sample` are some of the texts: what is in many of them narrows little.
    [[nodiscard]] virtual std::vector<std::string> words_patterns(domain::CompanyId company, const domain::WordsQuery& query,
                                                                  std::span<const std::string> sample) const = 0;
    // Whether a row costs no more than the memory it is read from: then more of them are read than are sent.
    [[nodiscard]] virtual bool is_embedded() const { return false; }
    // As execute(), where nobody asks for the number. An engine may do it later; its error then comes with a later call, at the
    // latest with the commit.
    [[nodiscard]] virtual Result<void> write(Sql sql, std::span<const Value> values) {
        if (const auto executed = execute(sql, values); !executed) return std::unexpected(executed.error());
        return {};
    }

    [[nodiscard]] Result<void> query(Sql sql, std::initializer_list<Value> values, FunctionRef<bool(const Row&)> visit) {
        return query(sql, std::span(values.begin(), values.size()), visit);
    }
    [[nodiscard]] Result<std::int64_t> execute(Sql sql, std::initializer_list<Value> values) {
        return execute(sql, std::span(values.begin(), values.size()));
    }
    [[nodiscard]] Result<void> write(Sql sql, std::initializer_list<Value> values) {
        return write(sql, std::span(values.begin(), values.size()));
    }
};

}  // namespace stele::store
