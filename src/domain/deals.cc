#include "domain/deals.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/currency.h"
#include "base/limits.h"
#include "domain/checks.h"
#include "domain/custom_fields.h"
#include "domain/deal_changes.h"
#include "domain/deal_counters.h"
#include "domain/deletion.h"
#include "domain/followers.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

constexpr std::string_view origin_of_requests = "API";

RecordRef record_of(DealId id) { return {Kind::deal, id}; }

std::unexpected<Error> no_record(std::string_view what, std::int64_t id, std::string_view field) {
    return fail(ErrorCode::invalid, "there is no " + std::string(what) + ' ' + std::to_string(id), std::string(field));
}

// `current` is the deal that is patched; null for a new one. An owner who was deactivated may stay.
Result<void> check_people(const Caller& caller, const DealPatch& patch, const Deal* current) {
    Result<void> checked;
    if (patch.owner_id && (current == nullptr || current->owner_id != *patch.owner_id))
        checked = check_owner(*caller.directory, *patch.owner_id);
    if (checked && patch.visible_to) checked = check_visible_to(caller.company(), *patch.visible_to);
    if (checked && patch.label_ids) checked = check_labels(caller.directory->deal_label_options, *patch.label_ids);
    return checked;
}

Result<void> check_patch(const Caller& caller, const DealPatch& patch, const Deal* current) {
    Result<void> checked = check_people(caller, patch, current);
    if (checked && patch.title) {
        checked = check_name(*patch.title);
        if (!checked) checked.error().field = "title";
    }
    if (checked && patch.lost_reason) checked = check_text("lost_reason", *patch.lost_reason, limits::name_chars);
    if (checked && patch.channel_id) checked = check_text("channel_id", *patch.channel_id, limits::name_chars);
    if (checked && patch.origin_id) checked = check_text("origin_id", *patch.origin_id, limits::name_chars);
    if (!checked) return checked;
    if (patch.value && !std::isfinite(*patch.value)) return fail(ErrorCode::invalid, "value must be a number", "value");
    if (patch.currency && find_currency(*patch.currency) == nullptr)
        return fail(ErrorCode::invalid, "currency must be the code of a currency", "currency");
    if (patch.probability && *patch.probability && (**patch.probability < 0 || **patch.probability > 100))
        return fail(ErrorCode::invalid, "probability must be from 0 to 100", "probability");
    if (patch.expected_close_date && !patch.expected_close_date->empty() && !day_of(*patch.expected_close_date))
        return fail(ErrorCode::invalid, "expected_close_date must be a date as YYYY-MM-DD", "expected_close_date");
    return {};
}

// Leaves out of the patch a record that only says again what the caller was shown: one that is hidden is shown as none, so it
// can be neither confirmed by naming it nor dropped by writing back what was read. Another must be seen and live.
template <class Id, class Find, class FindLive>
Result<void> check_link(std::optional<std::optional<Id>>& wanted, std::optional<Id> stored, std::string_view what,
                        std::string_view field, const Find& find, const FindLive& find_live) {
    if (!wanted) return {};
    if (stored) {
        const auto found = find(*stored);
        if (!found && found.error().code != ErrorCode::not_found) return fail(found);
        if (!found) stored.reset();
    }
    if (*wanted == stored) {
        wanted.reset();
        return {};
    }
    if (!*wanted) return {};
    const auto found = find_live(**wanted);
    if (found) return {};
    if (found.error().code != ErrorCode::not_found) return fail(found);
    return no_record(what, **wanted, field);
}

// The patch as it is to be applied to the deal.
Result<DealPatch> with_links(Transaction& transaction, const Caller& caller, const Deal& deal, DealPatch patch) {
    auto checked = check_link(
        patch.organization_id, deal.organization_id, "organization", "org_id",
        [&](std::int64_t id) { return find_organization(transaction, caller, id); },
        [&](std::int64_t id) { return find_live_organization(transaction, caller, id); });
    if (checked)
        checked = check_link(
            patch.person_id, deal.person_id, "person", "person_id",
            [&](std::int64_t id) { return find_person(transaction, caller, id); },
            [&](std::int64_t id) { return find_live_person(transaction, caller, id); });
    if (!checked) return fail(checked);
    return patch;
}

Result<void> insert_participant(Transaction& transaction, const Caller& caller, DealId deal, PersonId person, Micros time) {
    const auto id = transaction.next_id(Kind::participant);
    if (!id) return fail(id);
    const auto inserted = transaction.deals().insert_participant({*id, deal, person, caller.user->id, time});
    if (!inserted) return fail(inserted);
    return {};
}

// The person of a deal takes part in it.
Result<void> follow_person(Transaction& transaction, const Caller& caller, const Deal& before, const Deal& after,
                           Micros time) {
    if (before.person_id == after.person_id) return {};
    if (before.person_id) {
        const auto removed = transaction.deals().remove_participant(after.id, *before.person_id);
        if (!removed) return fail(removed);
    }
    return after.person_id ? insert_participant(transaction, caller, after.id, *after.person_id, time) : Result<void>();
}

Result<void> mark_deleted(Transaction& transaction, const Caller& caller, Deal& deal, bool is_bulk) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const Deal before = deal;
    deal.delete_time = deal.update_time = *time;
    auto done = transaction.deals().update(deal);
    if (done) done = recount_deal(transaction, &before, &deal);
    const FieldChange change{field_key::deleted, "0", "1"};
    if (done) done = record_changes(transaction, caller, record_of(deal.id), *time, std::span(&change, 1), is_bulk);
    if (done) done = record_event(transaction, caller, EventAction::deleted, record_of(deal.id), is_bulk);
    return done;
}

// Where a deal begins when nothing is said.
DealPatch placed(const Directory& directory, DealPatch patch) {
    if (patch.stage_id || patch.pipeline_id) return patch;
    for (const Pipeline* pipeline : directory.shown_pipelines()) {
        const auto stages = directory.stages_of(pipeline->id);
        if (stages.empty()) continue;
        patch.stage_id = stages.front()->id;
        break;
    }
    return patch;
}

// A new deal, whose fields are all set.
Result<void> insert(Transaction& transaction, const Caller& caller, const Deal& deal) {
    const RecordRef record = record_of(deal.id);
    auto done = transaction.deals().insert(deal);
    if (done) done = follow_as_owner(transaction, record, deal.owner_id, deal.update_time);
    if (done) done = follow_person(transaction, caller, Deal(), deal, deal.update_time);
    if (done) done = recount_deal(transaction, nullptr, &deal);
    if (done) done = record_event(transaction, caller, EventAction::added, record);
    return done;
}

std::string_view key_of(Kind kind) { return kind == Kind::person ? field_key::person : field_key::organization; }

}  // namespace

Result<Deal> find_deal(Transaction& transaction, const Caller& caller, DealId id) {
    Deal deal;
    const auto found = caller.sees_all() ? transaction.deals().find(id, deal)
                                         : transaction.deals().find_where(id, visible_deals(caller), deal);
    if (!found) return fail(found);
    if (!*found || is_gone(deal.delete_time, caller.now)) return deal_not_found(transaction, caller, id);
    return deal;
}

Result<Deal> find_live_deal(Transaction& transaction, const Caller& caller, DealId id) {
    auto deal = find_deal(transaction, caller, id);
    if (deal && deal->delete_time) return deal_not_found(transaction, caller, id);
    return deal;
}

Result<Deal> add_deal(Transaction& transaction, const Caller& caller, const DealPatch& wanted) {
    if (!wanted.title) return fail(ErrorCode::invalid, "title must be given", "title");
    if (auto checked = check_patch(caller, wanted, nullptr); !checked) return fail(checked);
    const auto patch = with_links(transaction, caller, Deal(), placed(*caller.directory, wanted));
    if (!patch) return fail(patch);
    const auto custom = check_custom(transaction, caller, Kind::deal, patch->custom, {});
    if (!custom) return fail(custom);
    const auto id = transaction.next_id(Kind::deal);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);

    Deal deal;
    deal.id = *id;
    deal.creator_id = deal.owner_id = caller.user->id;
    deal.visible_to = default_deal_visibility(caller.company(), *caller.user);
    deal.add_time = deal.update_time = *time;
    deal.currency = caller.company().default_currency;
    deal.origin = origin_of_requests;
    deal.origin_id = patch->origin_id.value_or("");
    auto changes = apply_patch(*caller.directory, deal, *patch, *time);  // a creation has none
    if (!changes) return fail(changes);
    if (deal.stage_id == 0) return fail(ErrorCode::invalid, "the company has no stage", "stage_id");
    apply_custom(*caller.directory, deal.custom, *custom, *changes);
    if (patch->organization_id) deal.organization_id = *patch->organization_id;
    if (patch->person_id) deal.person_id = *patch->person_id;
    deal.count(Counter::followers) = 1;
    if (auto inserted = insert(transaction, caller, deal); !inserted) return fail(inserted);
    deal.participants = deal.person_id ? 1 : 0;
    return deal;
}

Result<Deal> update_deal(Transaction& transaction, const Caller& caller, DealId id, const DealPatch& wanted) {
    auto deal = find_live_deal(transaction, caller, id);
    if (!deal) return deal;
    if (auto checked = check_patch(caller, wanted, &*deal); !checked) return fail(checked);
    const auto patch = with_links(transaction, caller, *deal, wanted);
    if (!patch) return fail(patch);
    const auto custom = check_custom(transaction, caller, Kind::deal, patch->custom, deal->custom);
    if (!custom) return fail(custom);
    const auto time = transaction.write_time();
    if (!time) return fail(time);

    const Deal before = *deal;
    auto changes = apply_patch(*caller.directory, *deal, *patch, *time);
    if (!changes) return fail(changes);
    apply_custom(*caller.directory, deal->custom, *custom, *changes);
    apply_field(*changes, field_key::organization, deal->organization_id, patch->organization_id);
    apply_field(*changes, field_key::person, deal->person_id, patch->person_id);
    if (changes->empty()) return deal;
    deal->update_time = *time;
    auto done = transaction.deals().update(*deal);
    if (done) done = follow_person(transaction, caller, before, *deal, *time);
    if (done) done = recount_deal(transaction, &before, &*deal);
    // Who takes part no longer counts it.
    if (done && before.person_id && before.person_id != deal->person_id)
        done = recount_persons(transaction, std::span(&*before.person_id, 1));
    if (done) done = record_changes(transaction, caller, record_of(id), *time, *changes);
    if (done) done = record_event(transaction, caller, EventAction::updated, record_of(id));
    if (!done) return fail(done);
    if (before.person_id != deal->person_id)
        if (const auto found = transaction.deals().find(id, *deal); !found) return fail(found);
    return deal;
}

Result<void> delete_deal(Transaction& transaction, const Caller& caller, DealId id) {
    auto deal = find_deal(transaction, caller, id);
    if (!deal) return fail(deal);
    return delete_deal(transaction, caller, *deal);
}

Result<void> delete_deal(Transaction& transaction, const Caller& caller, Deal& deal) {
    if (deal.delete_time) return {};
    return mark_deleted(transaction, caller, deal, false);
}

Result<std::vector<DealId>> delete_deals(Transaction& transaction, const Caller& caller, std::span<const DealId> ids) {
    if (ids.size() > limits::bulk_ids)
        return fail(ErrorCode::invalid, "more than " + std::to_string(limits::bulk_ids) + " ids", "ids");
    std::vector<DealId> deleted;
    for (const DealId id : ids) {
        if (std::ranges::find(deleted, id) != deleted.end()) continue;
        auto deal = find_deal(transaction, caller, id);
        if (!deal && deal.error().code == ErrorCode::not_found) continue;
        if (!deal) return fail(deal);
        if (!deal->delete_time)
            if (auto marked = mark_deleted(transaction, caller, *deal, true); !marked) return fail(marked);
        deleted.push_back(id);
    }
    return deleted;
}

Result<Deal> duplicate_deal(Transaction& transaction, const Caller& caller, DealId id) {
    auto deal = find_live_deal(transaction, caller, id);
    if (!deal) return deal;
    const auto new_id = transaction.next_id(Kind::deal);
    if (!new_id) return fail(new_id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    Deal copy;
    copy.id = *new_id;
    copy.title = deal->title;
    copy.creator_id = caller.user->id;
    copy.owner_id = deal->owner_id;
    copy.visible_to = deal->visible_to;
    copy.add_time = copy.update_time = *time;
    copy.label_ids = deal->label_ids;
    copy.value = deal->value;
    copy.currency = deal->currency;
    copy.person_id = deal->person_id;
    copy.organization_id = deal->organization_id;
    copy.pipeline_id = deal->pipeline_id;
    copy.stage_id = deal->stage_id;
    copy.probability = deal->probability;
    copy.expected_close_date = deal->expected_close_date;
    copy.channel = deal->channel;
    copy.channel_id = deal->channel_id;
    copy.origin = origin_of_requests;
    copy.custom = deal->custom;
    copy.count(Counter::followers) = 1;
    if (auto inserted = insert(transaction, caller, copy); !inserted) return fail(inserted);
    copy.participants = copy.person_id ? 1 : 0;
    return copy;
}

Result<Participant> add_participant(Transaction& transaction, const Caller& caller, DealId id, PersonId person) {
    const auto deal = find_live_deal(transaction, caller, id);
    if (!deal) return fail(deal);
    const auto found = find_live_person(transaction, caller, person);
    if (!found && found.error().code == ErrorCode::not_found) return no_record("person", person, "person_id");
    if (!found) return fail(found);
    const auto present = transaction.deals().participants(id);
    if (!present) return fail(present);
    const auto same = std::ranges::find(*present, person, &Participant::person_id);
    if (same != present->end()) return *same;
    if (static_cast<std::int64_t>(present->size()) >= limits::deal_participants)
        return fail(ErrorCode::invalid,
                    "the deal has " + std::to_string(limits::deal_participants) + " participants already", "person_id");
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const FieldChange change{field_key::participant, std::nullopt, history_text(person)};
    auto done = insert_participant(transaction, caller, id, person, *time);
    if (done) done = recount_persons(transaction, std::span(&person, 1));
    if (done) done = record_changes(transaction, caller, record_of(id), *time, std::span(&change, 1));
    if (done) done = record_event(transaction, caller, EventAction::updated, record_of(id));
    if (!done) return fail(done);
    const auto added = transaction.deals().participants(id);
    if (!added) return fail(added);
    return added->back();
}

Result<void> remove_participant(Transaction& transaction, const Caller& caller, DealId id, std::int64_t participant) {
    const auto deal = find_live_deal(transaction, caller, id);
    if (!deal) return fail(deal);
    const auto present = transaction.deals().participants(id);
    if (!present) return fail(present);
    const auto found = std::ranges::find(*present, participant, &Participant::id);
    if (found == present->end()) return fail(ErrorCode::not_found, "Participant not found");
    if (found->person_id == deal->person_id)
        return fail(ErrorCode::invalid, "the person of a deal takes part in it", "deal_participant_id");
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const auto removed = transaction.deals().remove_participant(id, found->person_id);
    if (!removed) return fail(removed);
    const FieldChange change{field_key::participant, history_text(found->person_id), std::nullopt};
    auto done = recount_persons(transaction, std::span(&found->person_id, 1));
    if (done) done = record_changes(transaction, caller, record_of(id), *time, std::span(&change, 1));
    if (done) done = record_event(transaction, caller, EventAction::updated, record_of(id));
    return done;
}

double weighted_value(const Directory& directory, const Deal& deal) {
    std::int64_t probability = 100;
    const Stage* stage = directory.stage(deal.stage_id);
    const Pipeline* pipeline = stage != nullptr ? directory.pipeline(stage->pipeline_id) : nullptr;
    if (pipeline != nullptr && pipeline->has_probabilities) probability = stage->probability;
    return deal.value * static_cast<double>(deal.probability.value_or(probability)) / 100;
}

Result<void> move_deals(Transaction& transaction, const Caller& caller, RecordRef from, std::int64_t to, Micros time) {
    constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max();
    const auto ids = transaction.deals().with(from.kind, from.id, all);
    if (!ids) return fail(ids);
    const FieldChange change{key_of(from.kind), history_text(from.id), history_text(to)};
    auto done = record_change_of_each(transaction, caller, Kind::deal, *ids, time, change);
    if (done && !ids->empty()) done = transaction.deals().move(from.kind, from.id, to, time);
    if (!done || from.kind != Kind::person) return done;
    const auto participations = transaction.deals().participations(from.id, all);
    if (!participations) return fail(participations);
    for (Participant participant : *participations) {
        const auto removed = transaction.deals().remove_participant(participant.deal_id, from.id);
        if (!removed) return fail(removed);
        participant.person_id = to;
        const auto inserted = transaction.deals().insert_participant(participant);
        if (!inserted) return fail(inserted);
    }
    return {};
}

Result<std::int64_t> release_deals(Transaction& transaction, const Caller& caller, RecordRef record, Micros time,
                                   std::int64_t limit) {
    const auto ids = transaction.deals().with(record.kind, record.id, limit);
    if (!ids) return fail(ids);
    auto touched = static_cast<std::int64_t>(ids->size());
    for (const DealId id : *ids) {
        Deal deal;
        if (const auto found = transaction.deals().find(id, deal); !found) return fail(found);
        const Deal before = deal;
        (record.kind == Kind::person ? deal.person_id : deal.organization_id).reset();
        deal.update_time = time;
        const FieldChange change{key_of(record.kind), history_text(record.id), std::nullopt};
        auto done = transaction.deals().update(deal);
        if (done) done = recount_deal(transaction, &before, &deal);
        if (done) done = record_changes(transaction, caller, record_of(id), time, std::span(&change, 1));
        if (!done) return fail(done);
    }
    if (record.kind != Kind::person || touched >= limit) return touched;
    const auto participations = transaction.deals().participations(record.id, limit - touched);
    if (!participations) return fail(participations);
    for (const Participant& participant : *participations) {
        const auto removed = transaction.deals().remove_participant(participant.deal_id, record.id);
        if (!removed) return fail(removed);
        ++touched;
    }
    return touched;
}

}  // namespace stele::domain
