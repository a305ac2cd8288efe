#include "store/postgres/session.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <charconv>
#include <cstring>
#include <utility>

#include "store/postgres/fragments.h"
#include "store/postgres/search_pattern.h"

namespace stele::store::postgres {

namespace {

// Of pg_type; they never change.
constexpr Oid type_bool = 16;
constexpr Oid type_bytea = 17;
constexpr Oid type_int8 = 20;
constexpr Oid type_int4 = 23;
constexpr Oid type_text = 25;
constexpr Oid type_float8 = 701;

constexpr int binary = 1;
constexpr std::size_t number_size = 32;  // of a number as text, more than enough

// Texts that are built: filters, sort orders. More than a company's integrations use at a time.
constexpr std::size_t built_statements = 64;

// Commands that wait for their results are bounded, so that neither side's buffers grow with a large request.
constexpr std::size_t waiting_commands = 256;

Oid type_of(const Value& value) {
    struct Type {
        Oid operator()(std::monostate) const { return 0; }
        Oid operator()(std::int64_t) const { return type_int8; }
        Oid operator()(double) const { return type_float8; }
        Oid operator()(std::string_view) const { return type_text; }
        Oid operator()(Bytes) const { return type_bytea; }
    };
    return std::visit(Type{}, value);
}

std::uint64_t swapped(std::uint64_t bits) {
    if constexpr (std::endian::native == std::endian::little) return __builtin_bswap64(bits);
    return bits;
}

// The bytes of a number are the network's: the first is the highest.
std::uint64_t number_at(const char* data, int size) {
    std::uint64_t bits = 0;
    for (int i = 0; i < size; ++i) bits = bits << 8 | static_cast<unsigned char>(data[i]);
    return bits;
}

class PostgresRow final : public Row {
   public:
    PostgresRow(const PGresult* result, int row) : result_(result), row_(row) {}

    bool is_null(int column) const override { return PQgetisnull(result_, row_, column) == 1; }
    std::int64_t integer(int column) const override {
        if (is_null(column)) return 0;
        const std::uint64_t bits = number_at(PQgetvalue(result_, row_, column), PQgetlength(result_, row_, column));
        switch (PQftype(result_, column)) {
            case type_int4:
                return static_cast<std::int32_t>(bits);
            case type_float8:
                return static_cast<std::int64_t>(std::bit_cast<double>(bits));
            default:
                assert(PQftype(result_, column) == type_int8 || PQftype(result_, column) == type_bool);
                return static_cast<std::int64_t>(bits);
        }
    }
    double real(int column) const override {
        if (PQftype(result_, column) != type_float8) return static_cast<double>(integer(column));
        return is_null(column) ? 0 : std::bit_cast<double>(number_at(PQgetvalue(result_, row_, column), 8));
    }
    std::string_view text(int column) const override { return bytes(column); }
    std::string_view bytes(int column) const override {
        return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
    }

   private:
    const PGresult* result_;
    int row_;
};

// The parameters of one statement as libpq wants them.
class Parameters {
   public:
    Parameters(std::string& buffer, std::span<const Value> values, std::span<const Oid> types) : buffer_(buffer) {
        buffer_.clear();
        buffer_.reserve(values.size() * number_size);  // so that what points into it stays
        pointers_.reserve(values.size());
        lengths_.reserve(values.size());
        formats_.reserve(values.size());
        for (std::size_t i = 0; i < values.size(); ++i)
            std::visit([&](const auto& value) { add(value, types[i]); }, values[i]);
    }

    [[nodiscard]] const char* const* pointers() const { return pointers_.data(); }
    [[nodiscard]] const int* lengths() const { return lengths_.data(); }
    [[nodiscard]] const int* formats() const { return formats_.data(); }

   private:
    void add(std::monostate, Oid) { add_binary(nullptr, 0); }
    void add(std::int64_t value, Oid type) {
        if (type == type_int8)
            add_bits(static_cast<std::uint64_t>(value));
        else if (type == type_float8)
            add_bits(std::bit_cast<std::uint64_t>(static_cast<double>(value)));
        else
            add_digits(value);
    }
    void add(double value, Oid type) {
        if (type == type_float8)
            add_bits(std::bit_cast<std::uint64_t>(value));
        else
            add_digits(value);
    }
    void add(std::string_view value, Oid) { add_binary(value.data() != nullptr ? value.data() : "", value.size()); }
    void add(Bytes value, Oid type) { add(value.data, type); }

    void add_bits(std::uint64_t bits) {
        const std::uint64_t in_order = swapped(bits);
        const std::size_t at = buffer_.size();
        buffer_.append(reinterpret_cast<const char*>(&in_order), sizeof in_order);
        add_binary(buffer_.data() + at, sizeof in_order);
    }
    // As text, where the server has found the type itself.
    template <class Number>
    void add_digits(Number value) {
        char digits[number_size] = {};
        const auto end = std::to_chars(digits, digits + sizeof digits - 1, value).ptr;
        const std::size_t at = buffer_.size();
        buffer_.append(digits, end + 1);  // with its final zero
        add_pointer(buffer_.data() + at, 0, 0);
    }
    void add_binary(const char* data, std::size_t size) { add_pointer(data, static_cast<int>(size), binary); }
    void add_pointer(const char* data, int length, int format) {
        pointers_.push_back(data);
        lengths_.push_back(length);
        formats_.push_back(format);
    }

    std::string& buffer_;
    std::vector<const char*> pointers_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

bool fits(std::span<const Oid> types, std::span<const Value> values) {
    for (std::size_t i = 0; i < values.size(); ++i)
        if (types[i] == type_int8 && std::holds_alternative<double>(values[i])) return false;
    return true;
}

}  // namespace

Result<void> PostgresSession::query(Sql sql, std::span<const Value> values, FunctionRef<bool(const Row&)> visit) {
    const auto queued = enqueue(sql, values, Awaited::query);
    if (!queued) return fail(queued);
    const auto result = result_of(*queued);
    if (!result) return fail(result);
    const int rows = PQntuples(result->get());
    for (int row = 0; row < rows; ++row) {
        const bool more = visit(PostgresRow(result->get(), row));
        if (poison_) return std::unexpected(*poison_);
        if (!more) break;
    }
    return {};
}

Result<std::int64_t> PostgresSession::execute(Sql sql, std::span<const Value> values) {
    const auto queued = enqueue(sql, values, Awaited::query);
    if (!queued) return fail(queued);
    const auto result = result_of(*queued);
    if (!result) return fail(result);
    const std::string_view count = PQcmdTuples(result->get());
    std::int64_t changed = 0;
    std::from_chars(count.data(), count.data() + count.size(), changed);  // empty for what changes no rows
    return changed;
}

Result<void> PostgresSession::write(Sql sql, std::span<const Value> values) {
    const auto queued = enqueue(sql, values, Awaited::command);
    if (!queued) return fail(queued);
    return pending_.size() < waiting_commands ? Result<void>() : wait_for(*queued);
}

std::string PostgresSession::search_pattern(domain::CompanyId /*company*/, const domain::TextQuery& query) const {
    return like_pattern(query);
}

std::vector<std::string> PostgresSession::words_patterns(domain::CompanyId /*company*/, const domain::WordsQuery& query,
                                                         std::span<const std::string> /*sample*/) const {
    return like_patterns(query);
}

Result<void> PostgresSession::connect() {
    if (is_connected()) return {};
    disconnect();
    auto opened = Connection::open(options_);
    if (!opened) {
        failure_ = Failure::lost;
        return fail(opened);
    }
    connection_ = std::move(*opened);
    poison_.reset();
    failure_ = Failure::none;
    return {};
}

void PostgresSession::disconnect() noexcept {
    pending_.clear();
    kept_.clear();
    constants_.clear();
    built_by_text_.clear();
    built_.clear();
    connection_.reset();
    is_synced_ = true;
}

// Its name is made for it, so what is kept of it for messages is a constant.
void PostgresSession::deallocate(const Prepared& prepared) { queue(("DEALLOCATE " + prepared.name).c_str(), "DEALLOCATE"); }

void PostgresSession::queue(const char* control, std::string_view kept_text) {
    if (poison_) return;
    if (!connection_ || PQsendQueryParams(connection_->get(), control, 0, nullptr, nullptr, nullptr, nullptr, binary) != 1) {
        (void)lost();
        return;
    }
    expect(Awaited::command, nullptr, kept_text);
}

Ticket PostgresSession::start(const Statement& statement, std::initializer_list<Value> values) {
    const auto queued = enqueue(statement, std::span(values.begin(), values.size()), Awaited::query);
    return queued.value_or(last_number_);  // take() tells of an error
}

Result<void> PostgresSession::take(Ticket ticket, FunctionRef<void(const Row&)> visit) {
    const auto result = result_of(ticket);
    if (!result) return fail(result);
    if (PQntuples(result->get()) > 0) visit(PostgresRow(result->get(), 0));
    return {};
}

Result<void> PostgresSession::catch_up() { return wait_for(last_number_); }

Result<void> PostgresSession::finish() {
    send();
    while (connection_ && !pending_.empty()) take_next();
    if (poison_) return std::unexpected(*poison_);
    return {};
}

void PostgresSession::send() {
    if (!connection_) {
        (void)lost();
        return;
    }
    if (PQpipelineSync(connection_->get()) != 1) {
        (void)lost();
        return;
    }
    expect(Awaited::sync, nullptr, {});
    is_synced_ = true;
    if (!connection_->flush()) (void)lost();
}

// A transaction that fails is left by a Sync, then rolled back.
void PostgresSession::recover() noexcept {
    if (connection_ && (poison_ || !is_synced_ || !pending_.empty())) (void)finish();
    forget_unconfirmed();
    poison_.reset();
    if (connection_ && PQtransactionStatus(connection_->get()) != PQTRANS_IDLE) {
        queue("ROLLBACK");
        if (!finish()) disconnect();
    }
    kept_.clear();
    poison_.reset();
    failure_ = Failure::none;
    failed_text_ = {};
}

Result<PostgresSession::Prepared*> PostgresSession::prepared(Sql sql, std::span<const Value> values) {
    Prepared* found = nullptr;
    if (sql.is_constant()) {
        std::unique_ptr<Prepared>& entry = constants_[sql.text().data()];
        if (entry == nullptr) entry = std::make_unique<Prepared>();
        found = entry.get();
    } else if (const auto at = built_by_text_.find(sql.text()); at != built_by_text_.end()) {
        built_.splice(built_.begin(), built_, at->second);
        found = &at->second->prepared;
    } else {
        built_.push_front({std::string(sql.text()), {}});
        built_by_text_.emplace(built_.front().text, built_.begin());
        found = &built_.front().prepared;
    }
    if (!found->name.empty() && fits(found->types, values)) return found;
    if (!send_prepare(*found, sql.text(), values)) return lost();
    return found;
}

bool PostgresSession::send_prepare(Prepared& prepared, std::string_view text, std::span<const Value> values) {
    if (on_prepare_) on_prepare_(text);
    if (!prepared.name.empty()) deallocate(prepared);
    prepared.name = "s" + std::to_string(++prepared_count_);
    prepared.confirmed = false;
    prepared.types.clear();
    for (const Value& value : values) prepared.types.push_back(type_of(value));
    const std::string expanded = expand_fragments(text, fragments);
    if (!connection_ || PQsendPrepare(connection_->get(), prepared.name.c_str(), expanded.c_str(),
                                      static_cast<int>(values.size()), prepared.types.data()) != 1)
        return false;
    expect(Awaited::prepare, &prepared, {});
    return true;
}

bool PostgresSession::send_values(const Prepared& prepared, std::span<const Value> values) {
    assert(prepared.types.size() == values.size());
    const Parameters parameters(buffer_, values, prepared.types);
    return PQsendQueryPrepared(connection_->get(), prepared.name.c_str(), static_cast<int>(values.size()),
                               parameters.pointers(), parameters.lengths(), parameters.formats(), binary) == 1;
}

Result<std::uint64_t> PostgresSession::enqueue(Sql sql, std::span<const Value> values, Awaited awaited) {
    if (poison_) return std::unexpected(*poison_);
    if (!connection_) return lost();
    const auto statement = prepared(sql, values);
    if (!statement) return fail(statement);
    if (!send_values(**statement, values)) return lost();
    expect(awaited, nullptr, sql.is_constant() ? sql.text() : std::string_view("a built statement"));
    const std::uint64_t number = last_number_;
    // What is least used goes once it has been used: its command is in the queue before the one that ends it.
    if (built_.size() > built_statements && built_.back().prepared.confirmed) {
        deallocate(built_.back().prepared);
        built_by_text_.erase(built_.back().text);
        built_.pop_back();
    }
    return number;
}

void PostgresSession::expect(Awaited awaited, Prepared* prepared, std::string_view text) {
    is_synced_ = false;
    const bool has_number = awaited == Awaited::command || awaited == Awaited::query;
    pending_.push_back({awaited, has_number ? ++last_number_ : last_number_, prepared, text});
}

Result<void> PostgresSession::wait_for(std::uint64_t number) {
    if (poison_) return std::unexpected(*poison_);
    if (!connection_) return lost();
    const auto is_awaited = [&] { return !pending_.empty() && pending_.front().number <= number; };
    if (is_awaited() && (PQsendFlushRequest(connection_->get()) != 1 || !connection_->flush())) return lost();
    while (connection_ && is_awaited()) take_next();
    if (poison_) return std::unexpected(*poison_);
    return {};
}

Result<ResultPtr> PostgresSession::result_of(std::uint64_t number) {
    if (auto waited = wait_for(number); !waited) return fail(waited);
    const auto found = std::ranges::find(kept_, number, &std::pair<std::uint64_t, ResultPtr>::first);
    assert(found != kept_.end());
    ResultPtr result = std::move(found->second);
    kept_.erase(found);
    return result;
}

void PostgresSession::take_next() {
    const Pending pending = pending_.front();
    pending_.pop_front();
    take_results(pending);
}

void PostgresSession::take_results(const Pending& pending) {
    while (true) {
        bool is_lost = false;
        ResultPtr result = connection_->next_result(is_lost);
        if (is_lost) {
            (void)lost();
            return;
        }
        if (result == nullptr) return;
        switch (PQresultStatus(result.get())) {
            case PGRES_PIPELINE_SYNC:
                return;
            case PGRES_TUPLES_OK:
            case PGRES_COMMAND_OK:
                if (pending.prepared != nullptr) pending.prepared->confirmed = true;
                if (pending.awaited == Awaited::query) kept_.emplace_back(pending.number, std::move(result));
                break;
            case PGRES_PIPELINE_ABORTED:
                break;  // its cause came before
            default: {
                const std::string state = sqlstate_of(result.get());
                const Failure failure = failure_of(state);
                if (!poison_) failed_text_ = pending.text;
                fail_with(failure, state + ' ' + PQresultErrorMessage(result.get()) + " in " + std::string(pending.text));
                if (failure == Failure::lost) {
                    disconnect();
                    return;
                }
            }
        }
    }
}

// What was prepared in an aborted pipeline was not prepared.
void PostgresSession::forget_unconfirmed() {
    std::erase_if(constants_, [](const auto& entry) { return !entry.second->confirmed; });
    for (auto at = built_.begin(); at != built_.end();) {
        if (at->prepared.confirmed) {
            ++at;
            continue;
        }
        built_by_text_.erase(at->text);
        at = built_.erase(at);
    }
}

std::unexpected<Error> PostgresSession::lost() {
    fail_with(Failure::lost, connection_ ? connection_->words() : "not connected");
    disconnect();
    return std::unexpected(*poison_);
}

void PostgresSession::fail_with(Failure failure, std::string detail) {
    if (poison_ && failure != Failure::lost) return;
    failure_ = failure;
    poison_ = error_of(failure, std::move(detail));
}

Result<void> in_transaction(PostgresSession& session, FunctionRef<Result<void>()> work) {
    session.queue("BEGIN");
    auto done = work();
    if (done) {
        session.queue("COMMIT");
        done = session.finish();
    }
    session.recover();
    return done;
}

}  // namespace stele::store::postgres
