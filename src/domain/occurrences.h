// What happened to organizations and persons, as told by clients. Conditions on it are related(Kind::occurrence, ...) of
// domain/predicate.h: "of this type, since then". Errors: not_found for a record that is absent, deleted or invisible; invalid with
// the field's name.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/caller.h"
#include "domain/recording.h"
#include "domain/store.h"

namespace stele::domain {

struct NewOccurrence {
    std::string type;
    std::optional<Micros> time;  // that of the write when not given
    std::string attributes;
    std::string key;
    std::optional<double> value;
};

// False when it was there already, by its key. Errors: invalid for what is too long, and past limits::occurrences_a_day.
[[nodiscard]] Result<bool> add_occurrence(Transaction& transaction, const Caller& caller, RecordRef record,
                                          const NewOccurrence& wanted);

// What add_occurrence() would refuse it for. Writes nothing.
[[nodiscard]] Result<void> check_occurrence(Transaction& transaction, const Caller& caller, RecordRef record,
                                            const NewOccurrence& wanted);

// Where a page begins: behind this one. None is the newest.
struct OccurrencePlace {
    Micros time = 0;
    OccurrenceId id = 0;
};
// Newest first; the reference is good during the call only.
[[nodiscard]] Result<void> list_occurrences(Transaction& transaction, const Caller& caller, RecordRef record,
                                            std::optional<OccurrencePlace> after, std::int64_t limit,
                                            FunctionRef<bool(const Occurrence&)> visit);

// First and last times of each type, of many records of a kind, by record and type; the caller has found them already (a page).
// At most limits::page_max.
[[nodiscard]] Result<std::vector<OccurrenceSpan>> occurrence_spans(Transaction& transaction, Kind kind,
                                                                   std::span<const std::int64_t> record_ids);

// Merging: what happened to one record happened to another, once where both have it by its key.
[[nodiscard]] Result<void> move_occurrences(Transaction& transaction, RecordRef from, std::int64_t to);
// Of a record that goes for good, at most so many rows; says how many.
[[nodiscard]] Result<std::int64_t> purge_occurrences(Transaction& transaction, RecordRef record, std::int64_t limit);

}  // namespace stele::domain
