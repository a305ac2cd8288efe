// What every write leaves in the history.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "domain/caller.h"
#include "domain/field_change.h"
#include "domain/store.h"

namespace stele::domain {

// The record that a write is about.
struct RecordRef {
    Kind kind = Kind::organization;
    std::int64_t id = 0;
};

[[nodiscard]] Result<void> record_event(Transaction& transaction, const Caller& caller, EventAction action, RecordRef record,
                                        bool is_bulk = false);

// One row a changed field.
[[nodiscard]] Result<void> record_changes(Transaction& transaction, const Caller& caller, RecordRef record, Micros time,
                                          std::span<const FieldChange> changes, bool is_bulk = false);

// The same change of many records of a kind.
[[nodiscard]] Result<void> record_change_of_each(Transaction& transaction, const Caller& caller, Kind kind,
                                                 std::span<const std::int64_t> record_ids, Micros time,
                                                 const FieldChange& change);

// Changes of one field of many records of a kind, by one bulk write.
[[nodiscard]] Result<void> record_changes_of(Transaction& transaction, const Caller& caller, Kind kind,
                                             std::string_view field, std::span<const ChangedRecord> records, Micros time);

}  // namespace stele::domain
