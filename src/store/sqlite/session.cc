#include "store/sqlite/session.h"

#include <cassert>
#include <cctype>

#include "store/sqlite/fragments.h"
#include "store/sqlite/search_pattern.h"

namespace stele::store {

namespace {

// Texts that are built: filters, sort orders. More than a company's integrations use at a time.
constexpr std::size_t built_statements = 48;

// Asks for each value once: sqlite3_value_* is cheaper than sqlite3_column_*, and as safe on a connection of one thread.
class SqliteRow final : public Row {
   public:
    // The stride is that of the statement's rows, or 0 when it is not known.
    SqliteRow(sqlite3_stmt* statement, std::ptrdiff_t stride) : statement_(statement), stride_(stride) {}

    bool is_null(int column) const override { return sqlite3_value_type(value(column)) == SQLITE_NULL; }
    std::int64_t integer(int column) const override { return sqlite3_value_int64(value(column)); }
    double real(int column) const override { return sqlite3_value_double(value(column)); }
    std::string_view text(int column) const override { return bytes(column); }
    // A blob's bytes are not terminated by zero, which saves a copy of long ones; texts are UTF-8 in the file.
    std::string_view bytes(int column) const override {
        sqlite3_value* found = value(column);
        if (sqlite3_value_type(found) == SQLITE_NULL) return {};  // as most are
        const auto* data = static_cast<const char*>(sqlite3_value_blob(found));
        if (data == nullptr) return {};
        return {data, static_cast<std::size_t>(sqlite3_value_bytes(found))};
    }

    // The statement has stepped to a row.
    void move() {
        if (stride_ != 0) first_ = address_of(0);
    }

    // SQLite keeps a row's values side by side: so far apart. Where that is not seen to hold, 0.
    [[nodiscard]] std::ptrdiff_t find_stride() const {
        const int columns = sqlite3_column_count(statement_);
        if (columns < 2) return 0;
        const std::ptrdiff_t stride = address_of(1) - address_of(0);
        for (int column = 2; column < columns; ++column)
            if (address_of(column) - address_of(column - 1) != stride) return 0;
        return stride;
    }

   private:
    [[nodiscard]] char* address_of(int column) const {
        return reinterpret_cast<char*>(sqlite3_column_value(statement_, column));
    }
    // By its place, without asking SQLite for it.
    [[nodiscard]] sqlite3_value* value(int column) const {
        if (stride_ == 0) return sqlite3_column_value(statement_, column);
        assert(first_ + column * stride_ == address_of(column));
        return reinterpret_cast<sqlite3_value*>(first_ + column * stride_);
    }

    sqlite3_stmt* statement_;
    std::ptrdiff_t stride_;
    char* first_ = nullptr;
};

// $1 -> ?1: SQLite would take $1 for a name.
std::string with_numbered_parameters(std::string text) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
        if (text[i] == '$' && std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0) text[i] = '?';
    return text;
}

struct Binder {
    sqlite3_stmt* statement;
    int position;

    int operator()(std::monostate) const { return sqlite3_bind_null(statement, position); }
    int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, position, value); }
    int operator()(double value) const { return sqlite3_bind_double(statement, position, value); }
    // The views outlive the call, and the next use binds every parameter anew.
    int operator()(std::string_view value) const {
        return sqlite3_bind_text64(statement, position, value.data() != nullptr ? value.data() : "", value.size(),
                                   SQLITE_STATIC, SQLITE_UTF8);
    }
    int operator()(Bytes value) const {
        return sqlite3_bind_blob64(statement, position, value.data.data() != nullptr ? value.data.data() : "",
                                   value.data.size(), SQLITE_STATIC);
    }
};

int bind(sqlite3_stmt* statement, std::span<const Value> values) {
    assert(static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) == values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        if (const int code = std::visit(Binder{statement, static_cast<int>(i) + 1}, values[i]); code != SQLITE_OK)
            return code;
    return SQLITE_OK;
}

}  // namespace

// A statement in use: reset and given back at the end.
class SqliteSession::Lease {
   public:
    explicit Lease(Cached& cached) : statement_(cached.statement.get()), cached_(&cached) { cached.in_use = true; }
    explicit Lease(Prepared own) : statement_(own.get()), own_(std::move(own)) {}
    Lease(Lease&& other) noexcept
        : statement_(other.statement_), cached_(std::exchange(other.cached_, nullptr)), own_(std::move(other.own_)) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
        if (cached_ == nullptr) return;
        sqlite3_reset(statement_);
        cached_->in_use = false;
    }

    [[nodiscard]] sqlite3_stmt* get() const { return statement_; }
    [[nodiscard]] SqliteRow row() const { return {statement_, cached_ != nullptr ? cached_->stride.value_or(0) : 0}; }
    // Of a row of its own, once a statement.
    void note_stride(const SqliteRow& row) {
        if (cached_ != nullptr && !cached_->stride) cached_->stride = row.find_stride();
    }

   private:
    sqlite3_stmt* statement_;
    Cached* cached_ = nullptr;
    Prepared own_;
};

Result<void> SqliteSession::query(Sql sql, std::span<const Value> values, FunctionRef<bool(const Row&)> visit) {
    if (poison_) return std::unexpected(*poison_);
    auto leased = lease(sql);
    if (!leased) return fail(leased);
    sqlite3_stmt* statement = leased->get();
    int code = bind(statement, values);
    if (code != SQLITE_OK) return failed(code, sql.text());

    SqliteRow row = leased->row();
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        row.move();
        leased->note_stride(row);
        const bool more = visit(row);
        if (poison_) return std::unexpected(*poison_);
        if (!more) return {};
    }
    if (code != SQLITE_DONE) return failed(code, sql.text());
    return {};
}

Result<std::int64_t> SqliteSession::execute(Sql sql, std::span<const Value> values) {
    if (poison_) return std::unexpected(*poison_);
    const auto leased = lease(sql);
    if (!leased) return fail(leased);
    sqlite3_stmt* statement = leased->get();
    int code = bind(statement, values);
    if (code == SQLITE_OK) code = sqlite3_step(statement);
    if (code != SQLITE_DONE) return failed(code, sql.text());
    return sqlite3_changes64(connection());
}

std::string SqliteSession::search_pattern(domain::CompanyId company, const domain::TextQuery& query) const {
    return fts_expression(company, query);
}

std::vector<std::string> SqliteSession::words_patterns(domain::CompanyId company, const domain::WordsQuery& query,
                                                       std::span<const std::string> sample) const {
    std::string expression = fts_expression(company, query, sample);
    if (expression.empty()) return {};
    return {std::move(expression)};
}

Result<void> SqliteSession::control(const Statement& statement) {
    auto cached = find_constant(statement);
    if (!cached) return fail(cached);
    sqlite3_stmt* prepared = (*cached)->statement.get();
    const int code = sqlite3_step(prepared);
    if (code == SQLITE_DONE) {
        sqlite3_reset(prepared);
        return {};
    }
    last_failure_ = sqlite3_extended_errcode(connection());
    Error error = error_of(connection(), code, statement.text);
    sqlite3_reset(prepared);
    return std::unexpected(std::move(error));
}

void SqliteSession::recover() {
    poison_.reset();
    last_failure_ = SQLITE_OK;
}

Result<Prepared> SqliteSession::prepare(std::string_view text, bool constant) {
    if (on_prepare_) on_prepare_(text);
    const std::string expanded = with_numbered_parameters(expand_fragments(text, sqlite_fragments));
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(connection(), expanded.data(), static_cast<int>(expanded.size()),
                                        constant ? SQLITE_PREPARE_PERSISTENT : 0, &statement, nullptr);
    if (code != SQLITE_OK) return failed(code, expanded);
    return Prepared(statement);
}

Result<SqliteSession::Lease> SqliteSession::lease(Sql sql) {
    const auto cached = sql.is_constant() ? find_constant(sql) : find_built(sql);
    if (!cached) return fail(cached);
    if (!(*cached)->in_use) return Lease(**cached);
    auto own = prepare(sql.text(), false);  // a visitor runs the statement that it visits
    if (!own) return fail(own);
    return Lease(std::move(*own));
}

Result<SqliteSession::Cached*> SqliteSession::find_constant(Sql sql) {
    std::unique_ptr<Cached>& cached = constants_[sql.text().data()];
    if (cached == nullptr) {
        auto prepared = prepare(sql.text(), true);
        if (!prepared) return fail(prepared);
        cached = std::make_unique<Cached>(std::move(*prepared), false, std::nullopt);
    }
    return cached.get();
}

Result<SqliteSession::Cached*> SqliteSession::find_built(Sql sql) {
    if (const auto found = built_by_text_.find(sql.text()); found != built_by_text_.end()) {
        built_.splice(built_.begin(), built_, found->second);
        return &found->second->cached;
    }
    auto prepared = prepare(sql.text(), true);
    if (!prepared) return fail(prepared);
    if (built_.size() >= built_statements && !built_.back().cached.in_use) {
        built_by_text_.erase(built_.back().text);
        built_.pop_back();
    }
    built_.push_front({std::string(sql.text()), {std::move(*prepared), false, {}}});
    built_by_text_.emplace(built_.front().text, built_.begin());
    return &built_.front().cached;
}

std::unexpected<Error> SqliteSession::failed(int code, std::string_view text) {
    last_failure_ = sqlite3_extended_errcode(connection());
    poison_ = error_of(connection(), code, text);
    return std::unexpected(*poison_);
}

}  // namespace stele::store
