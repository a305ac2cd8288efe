#include "domain/occurrences.h"

#include <limits>

#include "base/limits.h"
#include "domain/checks.h"
#include "domain/records.h"

namespace stele::domain {

namespace {

Result<void> check(const NewOccurrence& occurrence) {
    if (occurrence.type.empty()) return fail(ErrorCode::invalid, "type must be given", "type");
    auto checked = check_text("type", occurrence.type, limits::occurrence_type_chars);
    if (checked) checked = check_text("key", occurrence.key, limits::occurrence_key_chars);
    if (!checked) return checked;
    if (occurrence.attributes.size() > limits::occurrence_size)
        return fail(ErrorCode::invalid, "attributes are larger than " + std::to_string(limits::occurrence_size) + " bytes",
                    "attributes");
    return {};
}

// By the days of UTC.
Result<void> check_day(Transaction& transaction, const Occurrence& occurrence) {
    Micros begin = occurrence.time - occurrence.time % limits::day_us;
    if (begin > occurrence.time) begin -= limits::day_us;
    const auto number = transaction.occurrences().count(occurrence.kind, occurrence.record_id, occurrence.type, begin,
                                                        begin + limits::day_us, limits::occurrences_a_day);
    if (!number) return fail(number);
    if (*number < limits::occurrences_a_day) return {};
    return fail(ErrorCode::invalid,
                "more than " + std::to_string(limits::occurrences_a_day) + " of " + occurrence.type + " on one day", "type");
}

// As it would be stored, without its id; nothing when it is there already.
Result<std::optional<Occurrence>> prepare(Transaction& transaction, const Caller& caller, RecordRef record,
                                          const NewOccurrence& wanted) {
    if (auto checked = check(wanted); !checked) return fail(checked);
    if (auto found = check_live_record(transaction, caller, record); !found) return fail(found);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    Occurrence occurrence{0,          record.kind,  record.id, wanted.type, wanted.time.value_or(*time), wanted.attributes,
                          wanted.key, wanted.value, *time};
    if (!occurrence.key.empty()) {
        const auto known = transaction.occurrences().has(occurrence);
        if (!known) return fail(known);
        if (*known) return std::optional<Occurrence>();
    }
    if (auto checked = check_day(transaction, occurrence); !checked) return fail(checked);
    return std::optional(std::move(occurrence));
}

}  // namespace

Result<void> check_occurrence(Transaction& transaction, const Caller& caller, RecordRef record,
                              const NewOccurrence& wanted) {
    const auto occurrence = prepare(transaction, caller, record, wanted);
    return occurrence ? Result<void>() : fail(occurrence);
}

Result<bool> add_occurrence(Transaction& transaction, const Caller& caller, RecordRef record, const NewOccurrence& wanted) {
    auto prepared = prepare(transaction, caller, record, wanted);
    if (!prepared || !*prepared) return prepared ? Result<bool>(false) : fail(prepared);
    Occurrence& occurrence = **prepared;
    const auto id = transaction.next_id(Kind::occurrence);
    if (!id) return fail(id);
    occurrence.id = *id;
    auto added = transaction.occurrences().insert(occurrence);
    if (added) added = record_event(transaction, caller, EventAction::added, {Kind::occurrence, *id});
    if (!added) return fail(added);
    return true;
}

Result<void> list_occurrences(Transaction& transaction, const Caller& caller, RecordRef record,
                              std::optional<OccurrencePlace> after, std::int64_t limit,
                              FunctionRef<bool(const Occurrence&)> visit) {
    if (auto found = check_live_record(transaction, caller, record); !found) return found;
    const OccurrencePlace place = after.value_or(OccurrencePlace{std::numeric_limits<Micros>::max(), limits::id});
    return transaction.occurrences().list(record.kind, record.id, place.time, place.id, limit, visit);
}

Result<std::vector<OccurrenceSpan>> occurrence_spans(Transaction& transaction, Kind kind,
                                                     std::span<const std::int64_t> record_ids) {
    return transaction.occurrences().spans(kind, record_ids);
}

Result<void> move_occurrences(Transaction& transaction, RecordRef from, std::int64_t to) {
    const auto any = transaction.has_ids(Kind::occurrence);
    if (!any || !*any) return any ? Result<void>() : fail(any);
    return transaction.occurrences().move(from.kind, from.id, to);
}

Result<std::int64_t> purge_occurrences(Transaction& transaction, RecordRef record, std::int64_t limit) {
    const auto any = transaction.has_ids(Kind::occurrence);
    if (!any || !*any) return any ? Result<std::int64_t>(0) : fail(any);
    return transaction.occurrences().remove(record.kind, record.id, limit);
}

}  // namespace stele::domain
