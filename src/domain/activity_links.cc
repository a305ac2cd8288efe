// What becomes of activities when a record that they are about, or that they name, is merged or purged.
#include <algorithm>
#include <limits>

#include "domain/activities.h"
#include "domain/activity_changes.h"
#include "domain/files.h"

namespace stele::domain {

namespace {

constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max();

std::string_view subject_key(Kind kind) {
    if (kind == Kind::organization) return field_key::organization;
    return kind == Kind::person ? field_key::participants : field_key::deal;
}

Result<Activity> read_activity(Transaction& transaction, ActivityId id) {
    Activity activity;
    const auto found = transaction.activities().find_where(id, Predicate::all({}), activity);
    if (!found) return fail(found);
    return activity;
}

// Each person once, the first of them where they first stood.
void unite(std::vector<PersonId>& ids) {
    std::vector<PersonId> once;
    for (const PersonId id : ids)
        if (std::ranges::find(once, id) == once.end()) once.push_back(id);
    ids = std::move(once);
}

// With `to` in place of `from`, or with nobody.
ActivityPatch without(const Activity& activity, PersonId from, std::optional<PersonId> to) {
    ActivityPatch patch;
    patch.person_ids = activity.person_ids;
    patch.attendees = activity.attendees;
    if (to)
        std::ranges::replace(*patch.person_ids, from, *to);
    else
        std::erase(*patch.person_ids, from);
    unite(*patch.person_ids);
    for (Attendee& attendee : *patch.attendees)
        if (attendee.person_id == from) attendee.person_id = to;
    return patch;
}

// A write of Stele's own: no event of its own, as the record that goes has one. False when nothing changed.
Result<bool> write(Transaction& transaction, const Caller& caller, Activity& activity, const ActivityPatch& patch,
                   Micros time) {
    const auto changes = apply_patch(activity, patch, time);
    if (changes.empty()) return false;
    activity.update_time = time;
    auto done = transaction.activities().update(activity);
    if (done) done = record_changes(transaction, caller, {Kind::activity, activity.id}, time, changes);
    if (!done) return fail(done);
    return true;
}

// Those that name the one beside whom they are about name the other.
Result<void> rename_persons(Transaction& transaction, const Caller& caller, PersonId from, PersonId to, Micros time) {
    for (const PersonId named : {from, to}) {
        const auto ids = transaction.activities().naming(named, all);
        if (!ids) return fail(ids);
        for (const ActivityId id : *ids) {
            auto activity = read_activity(transaction, id);
            if (!activity) return fail(activity);
            const auto written = write(transaction, caller, *activity, without(*activity, from, to), time);
            if (!written) return fail(written);
        }
    }
    return {};
}

bool is_about_others(const Activity& activity, Kind kind) {
    return (kind != Kind::organization && activity.organization_id) || (kind != Kind::person && activity.person_id()) ||
           (kind != Kind::deal && activity.deal_id);
}

// It is not about the record any more, nor names it.
Result<void> release(Transaction& transaction, const Caller& caller, Activity& activity, RecordRef record, Micros time) {
    const Activity before = activity;
    ActivityPatch patch;
    if (record.kind == Kind::organization) patch.organization_id.emplace();
    if (record.kind == Kind::deal) patch.deal_id.emplace();
    if (record.kind == Kind::person) patch = without(activity, record.id, std::nullopt);
    const auto written = write(transaction, caller, activity, patch, time);
    if (!written) return fail(written);
    return account_for(transaction, &before, &activity);
}

}  // namespace

Result<void> move_activities(Transaction& transaction, const Caller& caller, RecordRef from, std::int64_t to, Micros time) {
    const auto ids = transaction.activities().about(from.kind, from.id, all);
    if (!ids) return fail(ids);
    if (!ids->empty()) {
        const FieldChange change{subject_key(from.kind), history_text(from.id), history_text(to)};
        auto moved = record_change_of_each(transaction, caller, Kind::activity, *ids, time, change);
        if (moved) moved = transaction.activities().move(from.kind, from.id, to, time);
        if (!moved) return moved;
    }
    return from.kind == Kind::person ? rename_persons(transaction, caller, from.id, to, time) : Result<void>();
}

Result<std::int64_t> release_activities(Transaction& transaction, const Caller& caller, RecordRef record, Micros time,
                                        std::int64_t limit) {
    auto ids = transaction.activities().about(record.kind, record.id, limit);
    if (!ids) return fail(ids);
    std::int64_t rows = 0;
    for (const ActivityId id : *ids) {
        if (rows >= limit) return rows;
        auto activity = read_activity(transaction, id);
        if (!activity) return fail(activity);
        const bool goes = !is_about_others(*activity, record.kind) && activity->person_ids.size() <= 1;
        const auto purged = goes ? purge_activity(transaction, caller, id, limit - rows) : Result<std::int64_t>(1);
        if (!purged) return fail(purged);
        rows += *purged;
        if (goes) continue;
        if (auto released = release(transaction, caller, *activity, record, time); !released) return fail(released);
    }
    if (record.kind != Kind::person || rows >= limit) return rows;
    ids = transaction.activities().naming(record.id, limit - rows);
    if (!ids) return fail(ids);
    for (const ActivityId id : *ids) {
        auto activity = read_activity(transaction, id);
        if (!activity) return fail(activity);
        if (auto released = release(transaction, caller, *activity, record, time); !released) return fail(released);
        ++rows;
    }
    return rows;
}

Result<std::int64_t> purge_activity(Transaction& transaction, const Caller& caller, ActivityId id, std::int64_t limit) {
    const auto changes = transaction.history().remove_changes(Kind::activity, id, limit);
    if (!changes) return fail(changes);
    if (*changes >= limit) return *changes + 1;  // there may be more
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const auto files = release_files(transaction, caller, {Kind::activity, id}, *time, limit - *changes);
    if (!files) return fail(files);
    const std::int64_t rows = *changes + *files + 1;
    if (rows > limit) return rows;
    const auto activity = read_activity(transaction, id);
    if (!activity) return fail(activity);
    auto removed = transaction.activities().remove(id);
    if (removed && !activity->delete_time) removed = account_for(transaction, &*activity, nullptr);
    if (removed) removed = record_event(transaction, caller, EventAction::purged, {Kind::activity, id});
    if (!removed) return fail(removed);
    return rows;
}

}  // namespace stele::domain
