#include "store/occurrences.h"

#include "base/limits.h"
#include "store/id_list.h"
#include "store/record_reading.h"
#include "store/record_values.h"

namespace stele::store {

namespace {

using domain::Kind;
using domain::Occurrence;
using domain::OccurrenceSpan;

constexpr Statement insert_occurrence{
    "INSERT INTO occurrence ({key_column} company_id, id, kind, record_id, type, time, attributes, dedup_key, value, "
    "add_time) VALUES ({key_value} $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
constexpr Statement find_key{
    "SELECT id FROM occurrence WHERE company_id = $1 AND kind = $2 AND record_id = $3 AND type = $4 AND time = $5 "
    "AND dedup_key = $6"};
constexpr Statement count_occurrences{
    "SELECT count(*) FROM (SELECT 1 FROM occurrence WHERE company_id = $1 AND kind = $2 AND record_id = $3 AND type = $4 "
    "AND time >= $5 AND time < $6 LIMIT $7) AS counted"};
constexpr Statement select_occurrences{
    "SELECT id, type, time, attributes, dedup_key, value, add_time FROM occurrence WHERE company_id = $1 AND kind = $2 "
    "AND record_id = $3 AND time <= $4 AND (time < $4 OR {id occurrence} < {id_value $5}) "
    "ORDER BY time DESC, {id occurrence} DESC LIMIT $6"};
constexpr Statement select_spans{
    "SELECT record_id, type, MIN(time), MAX(time), count(*) FROM occurrence WHERE company_id = $1 AND kind = $2 "
    "AND record_id IN (SELECT CAST(value AS BIGINT) FROM {listed $3}) GROUP BY record_id, type ORDER BY record_id, type"};
// In this order what happened to one happened to another.
constexpr Statement delete_alike{
    "DELETE FROM occurrence WHERE company_id = $1 AND kind = $2 AND record_id = $3 AND dedup_key IS NOT NULL AND EXISTS "
    "(SELECT 1 FROM occurrence AS present WHERE present.company_id = $1 AND present.kind = $2 AND present.record_id = $4 "
    "AND present.type = occurrence.type AND present.time = occurrence.time AND present.dedup_key = occurrence.dedup_key)"};
constexpr Statement move_occurrences{
    "UPDATE occurrence SET record_id = $4 WHERE company_id = $1 AND kind = $2 AND record_id = $3"};
constexpr Statement select_some{
    "SELECT id FROM occurrence WHERE company_id = $1 AND kind = $2 AND record_id = $3 ORDER BY time, {id occurrence} "
    "LIMIT $4"};
constexpr Statement delete_occurrences{
    "DELETE FROM occurrence WHERE company_id = $1 AND {id occurrence} IN (SELECT {id_value CAST(value AS BIGINT)} "
    "FROM {listed $2})"};

std::int64_t number_of(Kind kind) { return static_cast<std::int64_t>(kind); }

}  // namespace

Result<void> Occurrences::insert(const Occurrence& occurrence) {
    return session_.write(insert_occurrence,
                          {company_, occurrence.id, number_of(occurrence.kind), occurrence.record_id,
                           std::string_view(occurrence.type), occurrence.time, text_or_null(occurrence.attributes),
                           text_or_null(occurrence.key), value_of(occurrence.value), occurrence.add_time});
}

Result<bool> Occurrences::has(const Occurrence& occurrence) {
    const auto ids = read_ids(session_, find_key,
                              {company_, number_of(occurrence.kind), occurrence.record_id, std::string_view(occurrence.type),
                               occurrence.time, std::string_view(occurrence.key)});
    if (!ids) return fail(ids);
    return !ids->empty();
}

Result<std::int64_t> Occurrences::count(Kind kind, std::int64_t record_id, std::string_view type, Micros from, Micros to,
                                        std::int64_t limit) {
    std::int64_t number = 0;
    const auto queried = session_.query(count_occurrences, {company_, number_of(kind), record_id, type, from, to, limit},
                                        [&](const Row& row) {
                                            number = row.integer(0);
                                            return false;
                                        });
    if (!queried) return fail(queried);
    return number;
}

Result<void> Occurrences::list(Kind kind, std::int64_t record_id, Micros before, domain::OccurrenceId before_id,
                               std::int64_t limit, FunctionRef<bool(const Occurrence&)> visit) {
    Occurrence occurrence;
    occurrence.kind = kind;
    occurrence.record_id = record_id;
    return session_.query(select_occurrences, {company_, number_of(kind), record_id, before, before_id, limit},
                          [&](const Row& row) {
                              occurrence.id = row.integer(0);
                              read_text(row, 1, occurrence.type);
                              occurrence.time = row.integer(2);
                              read_text(row, 3, occurrence.attributes);
                              read_text(row, 4, occurrence.key);
                              read_optional(row, 5, occurrence.value);
                              occurrence.add_time = row.integer(6);
                              return visit(occurrence);
                          });
}

Result<std::vector<OccurrenceSpan>> Occurrences::spans(Kind kind, std::span<const std::int64_t> record_ids) {
    std::vector<OccurrenceSpan> spans;
    if (record_ids.empty()) return spans;
    const std::string list = id_list(record_ids);
    const auto queried =
        session_.query(select_spans, {company_, number_of(kind), std::string_view(list)}, [&](const Row& row) {
            spans.push_back({row.integer(0), std::string(row.text(1)), row.integer(2), row.integer(3), row.integer(4)});
            return true;
        });
    if (!queried) return fail(queried);
    return spans;
}

Result<void> Occurrences::move(Kind kind, std::int64_t from, std::int64_t to) {
    auto moved = session_.write(delete_alike, {company_, number_of(kind), from, to});
    if (moved) moved = session_.write(move_occurrences, {company_, number_of(kind), from, to});
    return moved;
}

Result<std::int64_t> Occurrences::remove(Kind kind, std::int64_t record_id, std::int64_t limit) {
    const auto ids = read_ids(session_, select_some, {company_, number_of(kind), record_id, limit});
    if (!ids) return fail(ids);
    if (ids->empty()) return 0;
    const std::string list = id_list(*ids);
    if (auto removed = session_.write(delete_occurrences, {company_, std::string_view(list)}); !removed)
        return fail(removed);
    return static_cast<std::int64_t>(ids->size());
}

}  // namespace stele::store
