#include "store/history.h"

#include <algorithm>
#include <vector>

#include "base/limits.h"
#include "store/columns.h"

namespace stele::store {

namespace {

constexpr Statement insert_change{
    "INSERT INTO change (company_id, kind, record_id, id, field, old_value, new_value, user_id, time, source, user_agent, "
    "is_bulk) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};

// Of so many records at once: on a server far away or not, a statement costs more than a row.
constexpr std::size_t slice_size = 40;
constexpr std::size_t common_values = 8;
constexpr std::size_t own_values = 4;
constexpr Statement insert_slice_of_changes{kept_text<[] {
    StatementText text;
    text.add(
        "INSERT INTO change (company_id, kind, field, user_id, time, source, user_agent, is_bulk, record_id, id, old_value, "
        "new_value) VALUES ");
    for (std::size_t i = 0; i < slice_size; ++i)
        text.add(i > 0 ? ", (" : "(")
            .add_parameters(1, common_values)
            .add(", ")
            .add_parameters(common_values + 1 + own_values * i, own_values)
            .add(")");
    return text;
}>};

constexpr Statement insert_event{
    "INSERT INTO event ({key_column} company_id, id, time, action, kind, record_id, user_id, source, is_bulk) "
    "VALUES ({key_value} $1, $2, $3, $4, $5, $6, $7, $8, $9)"};
constexpr Statement select_field_changes{
    "SELECT id, field, old_value, new_value, user_id, time, source, user_agent, is_bulk FROM change "
    "WHERE company_id = $1 AND kind = $2 AND record_id = $3 AND id < $4 AND field <> $5 ORDER BY id DESC LIMIT $6"};
constexpr Statement select_changes_of_one_field{
    "SELECT id, field, old_value, new_value, user_id, time, source, user_agent, is_bulk FROM change "
    "WHERE company_id = $1 AND kind = $2 AND record_id = $3 AND id < $4 AND field = $5 ORDER BY id DESC LIMIT $6"};
constexpr Statement select_changes_of_field{
    "SELECT record_id, id, old_value, new_value, time FROM change WHERE company_id = $1 AND kind = $2 AND field = $3 "
    "ORDER BY record_id, id"};
constexpr Statement update_changes{
    "UPDATE change SET record_id = $4 WHERE company_id = $1 AND kind = $2 AND record_id = $3"};
constexpr Statement select_oldest_changes{
    "SELECT id FROM change WHERE company_id = $1 AND kind = $2 AND record_id = $3 ORDER BY id LIMIT $4"};
constexpr Statement delete_oldest_changes{
    "DELETE FROM change WHERE company_id = $1 AND kind = $2 AND record_id = $3 AND id <= $4"};
constexpr Statement select_oldest_events{"SELECT id, time FROM event WHERE {in_company} ORDER BY {id event} LIMIT $2"};
constexpr Statement delete_oldest_events{"DELETE FROM event WHERE {in_company} AND {id event} <= {id_value $2}"};

template <class Enumeration>
Value number_of(Enumeration value) {
    return static_cast<std::int64_t>(value);
}

Value value_of(const std::optional<std::string>& text) { return text ? Value(std::string_view(*text)) : Value(); }

void read_text(const Row& row, int column, std::optional<std::string>& into) {
    if (row.is_null(column))
        into.reset();
    else
        into = row.text(column);
}

}  // namespace

Result<void> History::append(const domain::Change& change) {
    return session_.write(insert_change, {transaction_.company_id(), number_of(change.kind), change.record_id, change.id,
                                          std::string_view(change.field), value_of(change.old_value),
                                          value_of(change.new_value), change.user_id, change.time, number_of(change.source),
                                          text_or_null(change.user_agent), number_of(change.is_bulk)});
}

Result<void> History::append(domain::Change change, std::span<const std::int64_t> record_ids) {
    std::vector<domain::ChangedRecord> slice(std::min(slice_size, record_ids.size()),
                                             {0, change.old_value, change.new_value});
    for (; !record_ids.empty(); record_ids = record_ids.subspan(slice.size())) {
        slice.resize(std::min(slice.size(), record_ids.size()));
        for (std::size_t i = 0; i < slice.size(); ++i) slice[i].record_id = record_ids[i];
        if (auto appended = append(change, std::span<const domain::ChangedRecord>(slice)); !appended) return appended;
    }
    return {};
}

Result<void> History::append(domain::Change change, std::span<const domain::ChangedRecord> records) {
    for (; records.size() >= slice_size; records = records.subspan(slice_size))
        if (auto appended = append_slice(change, records.first(slice_size)); !appended) return appended;
    for (const domain::ChangedRecord& record : records) {
        const auto id = transaction_.next_id(domain::Kind::change);
        if (!id) return fail(id);
        change.id = *id;
        change.record_id = record.record_id;
        change.old_value = record.old_value;
        change.new_value = record.new_value;
        if (auto appended = append(change); !appended) return appended;
    }
    return {};
}

Result<void> History::append_slice(const domain::Change& change, std::span<const domain::ChangedRecord> records) {
    std::vector<Value> values{transaction_.company_id(),
                              number_of(change.kind),
                              std::string_view(change.field),
                              change.user_id,
                              change.time,
                              number_of(change.source),
                              text_or_null(change.user_agent),
                              number_of(change.is_bulk)};
    values.reserve(common_values + own_values * slice_size);
    for (const domain::ChangedRecord& record : records) {
        const auto id = transaction_.next_id(domain::Kind::change);
        if (!id) return fail(id);
        values.emplace_back(record.record_id);
        values.emplace_back(*id);
        values.push_back(value_of(record.old_value));
        values.push_back(value_of(record.new_value));
    }
    return session_.write(insert_slice_of_changes, values);
}

Result<void> History::append(const domain::Event& event) {
    const auto number = transaction_.next_id(domain::Kind::event);
    if (!number) return fail(number);
    const auto time = transaction_.write_time();
    if (!time) return fail(time);
    return session_.write(insert_event,
                          {transaction_.company_id(), *number, *time, number_of(event.action), number_of(event.kind),
                           event.record_id, event.user_id, number_of(event.source), number_of(event.is_bulk)});
}

Result<void> History::list_changes(domain::Kind kind, std::int64_t record_id, domain::ChangeSet set, std::int64_t before_id,
                                   std::int64_t limit, FunctionRef<bool(const domain::Change&)> visit) {
    domain::Change change;
    change.kind = kind;
    change.record_id = record_id;
    const std::int64_t below = before_id > 0 ? before_id : limits::id + 1;
    const Statement& statement = set == domain::ChangeSet::fields ? select_field_changes : select_changes_of_one_field;
    const std::string_view field =
        set == domain::ChangeSet::participants ? domain::field_key::participant : domain::field_key::follower;
    return session_.query(statement, {transaction_.company_id(), number_of(kind), record_id, below, field, limit},
                          [&](const Row& row) {
                              change.id = row.integer(0);
                              change.field = row.text(1);
                              read_text(row, 2, change.old_value);
                              read_text(row, 3, change.new_value);
                              change.user_id = row.integer(4);
                              change.time = row.integer(5);
                              change.source = static_cast<domain::Source>(row.integer(6));
                              change.user_agent = row.text(7);
                              change.is_bulk = row.integer(8) != 0;
                              return visit(change);
                          });
}

Result<void> History::list_field_changes(domain::Kind kind, std::string_view field,
                                         FunctionRef<bool(const domain::Change&)> visit) {
    domain::Change change;
    change.kind = kind;
    change.field = field;
    return session_.query(select_changes_of_field, {transaction_.company_id(), number_of(kind), field}, [&](const Row& row) {
        change.record_id = row.integer(0);
        change.id = row.integer(1);
        read_text(row, 2, change.old_value);
        read_text(row, 3, change.new_value);
        change.time = row.integer(4);
        return visit(change);
    });
}

Result<void> History::move_changes(domain::Kind kind, std::int64_t from, std::int64_t to) {
    return session_.write(update_changes, {transaction_.company_id(), number_of(kind), from, to});
}

Result<std::int64_t> History::remove_changes(domain::Kind kind, std::int64_t record_id, std::int64_t limit) {
    std::int64_t count = 0;
    std::int64_t last = 0;
    const auto queried = session_.query(select_oldest_changes,
                                        {transaction_.company_id(), number_of(kind), record_id, limit}, [&](const Row& row) {
                                            ++count;
                                            last = row.integer(0);
                                            return true;
                                        });
    if (!queried) return fail(queried);
    if (count == 0) return 0;
    const auto removed =
        session_.write(delete_oldest_changes, {transaction_.company_id(), number_of(kind), record_id, last});
    if (!removed) return fail(removed);
    return count;
}

Result<std::optional<Micros>> History::first_event_time() {
    std::optional<Micros> time;
    const auto queried =
        session_.query(select_oldest_events, {transaction_.company_id(), std::int64_t{1}}, [&](const Row& row) {
            time = row.integer(1);
            return false;
        });
    if (!queried) return fail(queried);
    return time;
}

// Their times rise with their numbers.
Result<std::int64_t> History::remove_events(Micros time, std::int64_t limit) {
    std::int64_t count = 0;
    std::int64_t last = 0;
    const auto queried = session_.query(select_oldest_events, {transaction_.company_id(), limit}, [&](const Row& row) {
        if (row.integer(1) >= time) return false;
        ++count;
        last = row.integer(0);
        return true;
    });
    if (!queried) return fail(queried);
    if (count == 0) return 0;
    const auto removed = session_.write(delete_oldest_events, {transaction_.company_id(), last});
    if (!removed) return fail(removed);
    return count;
}

}  // namespace stele::store
