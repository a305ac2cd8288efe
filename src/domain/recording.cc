#include "domain/recording.h"

#include <utility>

#include "base/limits.h"
#include "base/text.h"

namespace stele::domain {

namespace {

// Headers may hold any bytes; the history holds text.
std::string clean_agent(std::string_view user_agent) {
    std::string clean = to_clean_utf8(user_agent.substr(0, limits::user_agent_size));
    clean.resize(cut_at_char(clean, limits::user_agent_size));
    return clean;
}

// Without its number and record.
Change change_of(const Caller& caller, Kind kind, Micros time, const FieldChange& field) {
    Change change;
    change.kind = kind;
    change.field = field.field;
    change.old_value = field.old_value;
    change.new_value = field.new_value;
    change.user_id = caller.user->id;
    change.time = time;
    change.source = caller.source;
    change.user_agent = clean_agent(caller.user_agent);
    return change;
}

}  // namespace

Result<void> record_event(Transaction& transaction, const Caller& caller, EventAction action, RecordRef record,
                          bool is_bulk) {
    return transaction.history().append(Event{action, record.kind, record.id, caller.user->id, caller.source, is_bulk});
}

Result<void> record_changes(Transaction& transaction, const Caller& caller, RecordRef record, Micros time,
                            std::span<const FieldChange> changes, bool is_bulk) {
    for (const FieldChange& field : changes) {
        const auto id = transaction.next_id(Kind::change);
        if (!id) return fail(id);
        Change change = change_of(caller, record.kind, time, field);
        change.id = *id;
        change.record_id = record.id;
        change.is_bulk = is_bulk;
        if (auto appended = transaction.history().append(change); !appended) return appended;
    }
    return {};
}

Result<void> record_change_of_each(Transaction& transaction, const Caller& caller, Kind kind,
                                   std::span<const std::int64_t> record_ids, Micros time, const FieldChange& change) {
    return transaction.history().append(change_of(caller, kind, time, change), record_ids);
}

Result<void> record_changes_of(Transaction& transaction, const Caller& caller, Kind kind, std::string_view field,
                               std::span<const ChangedRecord> records, Micros time) {
    Change change = change_of(caller, kind, time, {field, std::nullopt, std::nullopt});
    change.is_bulk = true;
    return transaction.history().append(std::move(change), records);
}

}  // namespace stele::domain
