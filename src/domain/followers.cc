#include "domain/followers.h"

#include "domain/records.h"

namespace stele::domain {

namespace {

Result<void> add_to_counter(Transaction& transaction, RecordRef record, std::int64_t delta) {
    if (record.kind == Kind::person) return transaction.persons().add_to_counter(record.id, Counter::followers, delta);
    if (record.kind == Kind::deal) return transaction.deals().add_to_counter(record.id, Counter::followers, delta);
    return transaction.organizations().add_to_counter(record.id, Counter::followers, delta);
}

Result<std::optional<Follower>> find_follower(Transaction& transaction, RecordRef record, UserId user) {
    std::optional<Follower> found;
    const auto listed = transaction.followers().list(record.kind, record.id, user - 1, [&](const Follower& follower) {
        if (follower.user_id == user) found = follower;
        return false;
    });
    if (!listed) return fail(listed);
    return found;
}

// What adding and removing leave behind.
Result<void> record_following(Transaction& transaction, const Caller& caller, RecordRef record, const FieldChange& change,
                              EventAction action, Micros time, std::int64_t delta) {
    if (auto counted = add_to_counter(transaction, record, delta); !counted) return counted;
    if (auto recorded = record_changes(transaction, caller, record, time, std::span(&change, 1)); !recorded) return recorded;
    return record_event(transaction, caller, action, record);
}

}  // namespace

Result<void> follow_as_owner(Transaction& transaction, RecordRef record, UserId owner, Micros time) {
    const auto id = transaction.next_id(Kind::follower);
    if (!id) return fail(id);
    return transaction.followers().insert_first(Follower{*id, record.kind, record.id, owner, time});
}

Result<Follower> add_follower(Transaction& transaction, const Caller& caller, RecordRef record, UserId user_id) {
    if (auto checked = check_live_record(transaction, caller, record); !checked) return fail(checked);
    const User* user = caller.directory->user(user_id);
    if (user == nullptr || !user->is_active)
        return fail(ErrorCode::invalid, "there is no active user " + std::to_string(user_id), "user_id");
    const auto present = find_follower(transaction, record, user_id);
    if (!present) return fail(present);
    if (*present) return **present;

    const auto id = transaction.next_id(Kind::follower);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const Follower follower{*id, record.kind, record.id, user_id, *time};
    const auto inserted = transaction.followers().insert(follower);
    if (!inserted) return fail(inserted);
    const FieldChange change{field_key::follower, std::nullopt, std::to_string(user_id)};
    auto recorded = record_following(transaction, caller, record, change, EventAction::follower_added, *time, 1);
    if (!recorded) return fail(recorded);
    return follower;
}

Result<void> remove_follower(Transaction& transaction, const Caller& caller, RecordRef record, UserId user_id) {
    if (auto checked = check_live_record(transaction, caller, record); !checked) return checked;
    const auto removed = transaction.followers().remove(record.kind, record.id, user_id);
    if (!removed) return fail(removed);
    if (!*removed) return fail(ErrorCode::not_found, "Follower not found");
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const FieldChange change{field_key::follower, std::to_string(user_id), std::nullopt};
    return record_following(transaction, caller, record, change, EventAction::follower_removed, *time, -1);
}

}  // namespace stele::domain
