#include "domain/activities.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "domain/activity_changes.h"
#include "domain/custom_field.h"
#include "domain/deals.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

std::unexpected<Error> not_found() { return fail(ErrorCode::not_found, "Activity not found"); }

// The first active one where nothing is said.
Result<ActivityType> type_of_new(Transaction& transaction, const std::optional<std::string>& key) {
    auto types = transaction.activities().types();
    if (!types) return fail(types);
    for (ActivityType& type : *types)
        if (type.is_active && (!key || type.key == *key)) return std::move(type);
    if (!key) return fail(ErrorCode::invalid, "there is no active type of activities", "type");
    return fail(ErrorCode::invalid, "there is no active type of activities " + *key, "type");
}

// What is about a deal is about whom and what the deal is with, unless that is said. What the caller does not see is left out.
Result<void> add_partners(Transaction& transaction, const Caller& caller, const ActivityPatch& given, ActivityPatch& patch) {
    if (!patch.deal_id || !*patch.deal_id) return {};
    const auto deal = find_live_deal(transaction, caller, **patch.deal_id);
    if (!deal) return fail(deal);
    if (!given.organization_id && deal->organization_id) {
        const auto found = find_live_organization(transaction, caller, *deal->organization_id);
        if (!found && found.error().code != ErrorCode::not_found) return fail(found);
        if (found) patch.organization_id.emplace(deal->organization_id);
    }
    if (!given.person_id && !given.person_ids && deal->person_id) {
        const auto found = find_live_person(transaction, caller, *deal->person_id);
        if (!found && found.error().code != ErrorCode::not_found) return fail(found);
        if (found) patch.person_ids = std::vector{*deal->person_id};
    }
    return {};
}

Result<void> mark_deleted(Transaction& transaction, const Caller& caller, Activity& activity, bool is_bulk) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const Activity before = activity;
    activity.delete_time = activity.update_time = *time;
    activity.updater_id = caller.user->id;
    const RecordRef record{Kind::activity, activity.id};
    const FieldChange change{field_key::deleted, "0", "1"};
    auto done = transaction.activities().update(activity);
    if (done) done = account_for(transaction, &before, nullptr);
    if (done) done = record_changes(transaction, caller, record, *time, std::span(&change, 1), is_bulk);
    if (done) done = record_event(transaction, caller, EventAction::deleted, record, is_bulk);
    return done;
}

}  // namespace

Micros due_of(const Activity& activity) {
    const auto day = day_of(activity.due_date);
    if (!day) return never_due;
    return *day + time_of_day(activity.due_time).value_or(0);
}

Predicate visible_activities(const Caller& caller) {
    if (caller.sees_all()) return Predicate::all({});
    const auto about = [](Kind kind, FieldRef delete_time, Predicate visible) {
        return Predicate::related(
            kind, Predicate::all({Predicate::compare(delete_time, Comparison::is_null), std::move(visible)}));
    };
    return Predicate::any({
        Predicate::compare(ActivityField::owner_id, Comparison::equals, caller.user->id),
        Predicate::compare(ActivityField::creator_id, Comparison::equals, caller.user->id),
        about(Kind::organization, OrganizationField::delete_time, visible_organizations(caller)),
        about(Kind::person, PersonField::delete_time, visible_persons(caller)),
        about(Kind::deal, DealField::delete_time, visible_deals(caller)),
    });
}

Result<Activity> find_activity(Transaction& transaction, const Caller& caller, ActivityId id) {
    Activity activity;
    const auto found = transaction.activities().find_where(id, visible_activities(caller), activity);
    if (!found) return fail(found);
    if (!*found || activity.delete_time) return not_found();
    return activity;
}

Result<Activity> add_activity(Transaction& transaction, const Caller& caller, const ActivityPatch& wanted) {
    ActivityPatch given = wanted;
    if (given.subject && first_char(*given.subject).empty()) given.subject.reset();
    Activity activity;
    const auto type = type_of_new(transaction, given.type);
    if (!type) return fail(type);
    activity.type = type->key;
    activity.subject = type->name;
    activity.owner_id = activity.creator_id = activity.updater_id = caller.user->id;
    auto patch = check_patch(transaction, caller, activity, given);
    if (!patch) return fail(patch);
    if (auto added = add_partners(transaction, caller, given, *patch); !added) return fail(added);
    const auto id = transaction.next_id(Kind::activity);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);

    activity.id = *id;
    activity.add_time = activity.update_time = *time;
    (void)apply_patch(activity, *patch, *time);  // a creation has no changes
    auto added = transaction.activities().insert(activity);
    if (added) added = account_for(transaction, nullptr, &activity);
    if (added) added = record_event(transaction, caller, EventAction::added, {Kind::activity, *id});
    if (!added) return fail(added);
    return activity;
}

Result<Activity> update_activity(Transaction& transaction, const Caller& caller, ActivityId id,
                                 const ActivityPatch& wanted) {
    auto activity = find_activity(transaction, caller, id);
    if (!activity) return activity;
    const auto patch = check_patch(transaction, caller, *activity, wanted);
    if (!patch) return fail(patch);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const Activity before = *activity;
    const auto changes = apply_patch(*activity, *patch, *time);
    if (changes.empty()) return activity;

    activity->update_time = *time;
    activity->updater_id = caller.user->id;
    auto done = transaction.activities().update(*activity);
    if (done) done = account_for(transaction, &before, &*activity);
    if (done) done = record_changes(transaction, caller, {Kind::activity, id}, *time, changes);
    if (done) done = record_event(transaction, caller, EventAction::updated, {Kind::activity, id});
    if (!done) return fail(done);
    return activity;
}

Result<void> delete_activity(Transaction& transaction, const Caller& caller, ActivityId id) {
    auto activity = find_activity(transaction, caller, id);
    if (!activity) return fail(activity);
    return mark_deleted(transaction, caller, *activity, false);
}

Result<std::vector<ActivityId>> delete_activities(Transaction& transaction, const Caller& caller,
                                                  std::span<const ActivityId> ids) {
    if (ids.size() > limits::bulk_ids)
        return fail(ErrorCode::invalid, "more than " + std::to_string(limits::bulk_ids) + " ids", "ids");
    std::vector<ActivityId> deleted;
    for (const ActivityId id : ids) {
        if (std::ranges::find(deleted, id) != deleted.end()) continue;
        auto activity = find_activity(transaction, caller, id);
        if (!activity && activity.error().code == ErrorCode::not_found) continue;
        if (!activity) return fail(activity);
        if (auto marked = mark_deleted(transaction, caller, *activity, true); !marked) return fail(marked);
        deleted.push_back(id);
    }
    return deleted;
}

Result<void> refresh_activity_marks(Transaction& transaction, RecordRef record) {
    const auto next = transaction.activities().mark(record.kind, record.id, false);
    if (!next) return fail(next);
    const auto last = transaction.activities().mark(record.kind, record.id, true);
    if (!last) return fail(last);
    if (record.kind == Kind::person) return transaction.persons().set_activity_marks(record.id, *next, *last);
    if (record.kind == Kind::deal) return transaction.deals().set_activity_marks(record.id, *next, *last);
    return transaction.organizations().set_activity_marks(record.id, *next, *last);
}

}  // namespace stele::domain
