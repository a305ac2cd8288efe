#include "domain/merge.h"

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

#include "domain/activities.h"
#include "domain/deal_counters.h"
#include "domain/deals.h"
#include "domain/files.h"
#include "domain/followers.h"
#include "domain/links.h"
#include "domain/mail_links.h"
#include "domain/mailbox.h"
#include "domain/merge_fields.h"
#include "domain/notes.h"
#include "domain/occurrences.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/recording.h"
#include "domain/relationships.h"
#include "domain/tags.h"

namespace stele::domain {

namespace {

constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max();

// A merge that is going on. Both records are there until finish().
struct Merge {
    Transaction& transaction;
    const Caller& caller;
    RecordRef absorbed;
    RecordRef survivor;
    Micros time = 0;
    std::vector<FieldChange> changes;  // of the survivor
    std::int64_t new_followers = 0;    // of the survivor
};

// Each kind of what is linked to a record is moved in one place. A new kind of linked records is a row more.
using Mover = Result<void> (*)(Merge& merge);

// The persons of an organization. People have each a change of their own; the survivor has a summary.
Result<void> move_people(Merge& merge) {
    const OrganizationId from = merge.absorbed.id;
    const OrganizationId to = merge.survivor.id;
    const auto links = merge.transaction.links().of_organization(from, all);
    if (!links) return fail(links);
    const FieldChange change{field_key::organization, history_text(from), history_text(to)};
    std::vector<std::int64_t> people;
    for (const Link& link : *links)
        if (link.is_primary) people.push_back(link.person_id);
    auto recorded = record_change_of_each(merge.transaction, merge.caller, Kind::person, people, merge.time, change);
    if (!recorded) return recorded;
    return merge.transaction.links().move(from, to, merge.time);
}

// The organizations of a person, but for the primary one, which is a field of the person.
Result<void> move_organizations(Merge& merge) {
    Links& links = merge.transaction.links();
    const auto present = links.of_person(merge.survivor.id);
    if (!present) return fail(present);
    const auto moved = links.of_person(merge.absorbed.id);
    if (!moved) return fail(moved);
    for (Link link : *moved) {
        if (const auto removed = links.remove(link.organization_id, link.person_id); !removed) return fail(removed);
        if (std::ranges::find(*present, link.organization_id, &Link::organization_id) != present->end()) continue;
        link.person_id = merge.survivor.id;
        link.is_primary = false;
        if (auto put = links.put(link); !put) return put;
    }
    return {};
}

Result<std::vector<UserId>> followers_of(Transaction& transaction, RecordRef record) {
    std::vector<UserId> users;
    const auto listed = transaction.followers().list(record.kind, record.id, 0, [&](const Follower& follower) {
        users.push_back(follower.user_id);
        return true;
    });
    if (!listed) return fail(listed);
    return users;
}

Result<void> move_followers(Merge& merge) {
    const auto moved = followers_of(merge.transaction, merge.absorbed);
    if (!moved) return fail(moved);
    const auto present = followers_of(merge.transaction, merge.survivor);
    if (!present) return fail(present);
    for (const UserId user : *moved) {
        if (std::ranges::binary_search(*present, user)) continue;
        merge.changes.emplace_back(field_key::follower, std::nullopt, history_text(user));
        ++merge.new_followers;
    }
    return merge.transaction.followers().move(merge.survivor.kind, merge.absorbed.id, merge.survivor.id);
}

Result<void> move_relationships(Merge& merge) {
    return domain::move_relationships(merge.transaction, merge.absorbed.id, merge.survivor.id);
}

Result<void> move_notes(Merge& merge) {
    return domain::move_notes(merge.transaction, merge.caller, merge.absorbed, merge.survivor.id, merge.time);
}

Result<void> move_files(Merge& merge) {
    return domain::move_files(merge.transaction, merge.caller, merge.absorbed, merge.survivor.id, merge.time);
}

Result<void> move_activities(Merge& merge) {
    return domain::move_activities(merge.transaction, merge.caller, merge.absorbed, merge.survivor.id, merge.time);
}

Result<void> move_deals(Merge& merge) {
    return domain::move_deals(merge.transaction, merge.caller, merge.absorbed, merge.survivor.id, merge.time);
}

Result<void> move_mail(Merge& merge) {
    return move_mail_threads(merge.transaction, merge.caller, merge.absorbed.id, merge.survivor.id, merge.time);
}

// Who takes part in a deal.
Result<void> move_participants(Merge& merge) {
    const auto participants = merge.transaction.deals().participants(merge.absorbed.id);
    if (!participants) return fail(participants);
    for (Participant participant : *participants) {
        const auto removed = merge.transaction.deals().remove_participant(participant.deal_id, participant.person_id);
        if (!removed) return fail(removed);
        participant.deal_id = merge.survivor.id;
        const auto inserted = merge.transaction.deals().insert_participant(participant);
        if (!inserted) return fail(inserted);
    }
    return {};
}

Result<void> move_history(Merge& merge) {
    return merge.transaction.history().move_changes(merge.survivor.kind, merge.absorbed.id, merge.survivor.id);
}

constexpr Mover organization_movers[] = {move_people, move_followers,  move_relationships, move_notes,
                                         move_files,  move_activities, move_deals,         move_history};
constexpr Mover person_movers[] = {move_organizations, move_followers, move_notes,  move_files,
                                   move_activities,    move_deals,     move_history};
constexpr Mover deal_movers[] = {move_participants, move_followers,  move_notes,  move_files,
                                 move_mail,         move_activities, move_history};

Result<void> move_linked(Merge& merge, std::span<const Mover> movers) {
    for (const Mover mover : movers)
        if (auto moved = mover(merge); !moved) return moved;
    return {};
}

Organizations& records_of(Transaction& transaction, const Organization& /*record*/) { return transaction.organizations(); }
Persons& records_of(Transaction& transaction, const Person& /*record*/) { return transaction.persons(); }

Deals& records_of(Transaction& transaction, const Deal& /*record*/) { return transaction.deals(); }

// What is counted has moved, but for followers, who may have followed both.
template <class Record>
Result<void> add_counters(Merge& merge, Record& survivor, const Record& absorbed) {
    for (std::size_t i = 0; i < counter_count; ++i) {
        const auto counter = static_cast<Counter>(i);
        const std::int64_t delta = counter == Counter::followers ? merge.new_followers : absorbed.count(counter);
        if (delta == 0) continue;
        auto counted = records_of(merge.transaction, survivor).add_to_counter(survivor.id, counter, delta);
        if (!counted) return counted;
    }
    return {};
}

// Custom fields of one kind of records whose values are ids of records of the merged kind.
template <class Record>
Result<void> move_values(Merge& merge, const CustomField& field) {
    std::vector<Record> holders;
    auto& records = records_of(merge.transaction, Record());
    const FieldRef value(field.kind, field.id, CustomPart::value, CustomForm::number);
    const Predicate names_absorbed = Predicate::compare(value, Comparison::equals, merge.absorbed.id);
    const auto listed = records.list({names_absorbed, {}, all, 0, Predicate::all({})}, [&](const Record& record) {
        holders.push_back(record);
        return true;
    });
    if (!listed) return listed;
    const FieldChange change{field.key, history_text(merge.absorbed.id), history_text(merge.survivor.id)};
    for (Record& holder : holders) {
        const auto at = std::ranges::find(holder.custom, field.id, &CustomValue::field_id);
        if (at == holder.custom.end()) continue;
        at->data = merge.survivor.id;
        holder.update_time = merge.time;
        if (auto updated = records.update(holder); !updated) return updated;
        const RecordRef record{field.kind, holder.id};
        auto recorded = record_changes(merge.transaction, merge.caller, record, merge.time, std::span(&change, 1));
        if (!recorded) return recorded;
    }
    return {};
}

Result<void> move_values(Merge& merge) {
    const bool of_persons = merge.survivor.kind == Kind::person;
    for (const CustomField& field : merge.caller.directory->custom_fields) {
        if (field.delete_time || field.type != (of_persons ? FieldType::person : FieldType::organization)) continue;
        Result<void> moved;
        if (field.kind == Kind::organization) moved = move_values<Organization>(merge, field);
        if (field.kind == Kind::person) moved = move_values<Person>(merge, field);
        if (field.kind == Kind::deal) moved = move_values<Deal>(merge, field);
        if (!moved) return moved;
    }
    return {};
}

// The mail of both, and of their organizations.
Result<void> relink_mail(Merge& merge, std::initializer_list<std::optional<OrganizationId>> organizations) {
    std::vector<OrganizationId> ids;
    for (const auto& id : organizations)
        if (id) ids.push_back(*id);
    return relink_merged(merge.transaction, {merge.absorbed.kind, merge.absorbed.id},
                         {merge.survivor.kind, merge.survivor.id}, ids);
}

bool has_deals(const Organization& organization) {
    return organization.count(Counter::open_deals) + organization.count(Counter::won_deals) +
               organization.count(Counter::lost_deals) !=
           0;
}

// What both count of deals and of mail, now that the absorbed one is gone. Persons count deals of their organization: where
// neither has one there is nothing to count again.
Result<void> recount(Merge& merge, const Organization& survivor, const Organization& absorbed) {
    if (auto counted = relink_mail(merge, {}); !counted) return counted;
    if (has_deals(survivor) || has_deals(absorbed)) return recount_organization(merge.transaction, survivor.id);
    return merge.transaction.deals().recount_organization(survivor.id);
}

Result<void> recount(Merge& merge, const Person& survivor, const Person& absorbed) {
    for (const Person* person : {&survivor, &absorbed})
        if (person->organization_id)
            if (auto counted = merge.transaction.deals().recount_organization(*person->organization_id); !counted)
                return counted;
    if (auto counted = relink_mail(merge, {survivor.organization_id, absorbed.organization_id}); !counted) return counted;
    return recount_persons(merge.transaction, std::span(&survivor.id, 1));
}

Result<void> recount(Merge& merge, const Deal& survivor, const Deal& absorbed) {
    if (auto counted = relink_mail(merge, {survivor.organization_id, absorbed.organization_id}); !counted) return counted;
    if (auto counted = recount_deal(merge.transaction, &absorbed, nullptr); !counted) return counted;
    return recount_deal(merge.transaction, nullptr, &survivor);
}

// Writes the survivor, and takes the absorbed one away. What names it in custom fields is looked for then, so that the survivor
// may be among those.
template <class Record>
Result<Record> finish(Merge& merge, Record survivor, const Record& absorbed) {
    Transaction& transaction = merge.transaction;
    auto& records = records_of(transaction, survivor);
    survivor.update_time = merge.time;
    if (auto updated = records.update(survivor); !updated) return fail(updated);
    if (auto counted = add_counters(merge, survivor, absorbed); !counted) return fail(counted);
    if (auto marked = refresh_activity_marks(transaction, merge.survivor); !marked) return fail(marked);
    auto done = record_changes(transaction, merge.caller, merge.survivor, merge.time, merge.changes);
    if (done) done = records.remove(absorbed.id);
    if (done && merge.survivor.kind != Kind::deal) done = transaction.add_to_record_count(merge.survivor.kind, -1);
    if (done) done = recount(merge, survivor, absorbed);
    if (done) done = transaction.merged_records().insert(merge.survivor.kind, absorbed.id, survivor.id, merge.time);
    if (done) done = move_values(merge);
    if (done) done = record_event(transaction, merge.caller, EventAction::merged, merge.survivor);
    if (done) done = record_event(transaction, merge.caller, EventAction::deleted, merge.absorbed);
    if (!done) return fail(done);

    Record merged;
    const auto found = records.find(survivor.id, merged);
    if (!found) return fail(found);
    return merged;
}

Result<Merge> begin(Transaction& transaction, const Caller& caller, Kind kind, std::int64_t absorbed,
                    std::int64_t survivor) {
    if (absorbed == survivor)
        return fail(ErrorCode::invalid, "merge_with_id must be another than the one to merge", "merge_with_id");
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    return Merge{transaction, caller, {kind, absorbed}, {kind, survivor}, *time, {}, 0};
}

// Not of deals.
template <class Record>
Result<void> move_what_clients_tell(Merge& merge, const Record& survivor, const Record& absorbed) {
    const TaggedRecord from{merge.absorbed, absorbed.archive_time.has_value()};
    const TaggedRecord to{merge.survivor, survivor.archive_time.has_value()};
    if (auto united = unite_tags(merge.transaction, from, to, merge.changes); !united) return united;
    return move_occurrences(merge.transaction, merge.absorbed, merge.survivor.id);
}

// The survivor's primary organization, or else that of the absorbed person, which then counts one as before.
Result<void> take_organization(Merge& merge, Person& survivor, const Person& absorbed) {
    if (!absorbed.organization_id) return {};
    if (survivor.organization_id)
        return count_person(merge.transaction, merge.caller, *absorbed.organization_id, -1, merge.time);
    survivor.organization_id = absorbed.organization_id;
    merge.changes.emplace_back(field_key::organization, std::nullopt, history_text(absorbed.organization_id));
    return merge.transaction.links().put({*survivor.organization_id, survivor.id, true, merge.time});
}

}  // namespace

Result<Organization> merge_organizations(Transaction& transaction, const Caller& caller, OrganizationId absorbed_id,
                                         OrganizationId survivor_id) {
    auto merge = begin(transaction, caller, Kind::organization, absorbed_id, survivor_id);
    if (!merge) return fail(merge);
    const auto absorbed = find_live_organization(transaction, caller, absorbed_id);
    if (!absorbed) return absorbed;
    auto survivor = find_live_organization(transaction, caller, survivor_id);
    if (!survivor) return survivor;

    merge->changes = take_fields(*caller.directory, *survivor, *absorbed);
    if (const std::int64_t people = absorbed->count(Counter::people); people != 0) {
        const std::int64_t before = survivor->count(Counter::people);
        merge->changes.emplace_back(field_key::people, history_text(before), history_text(before + people));
    }
    if (auto moved = move_linked(*merge, organization_movers); !moved) return fail(moved);
    if (auto moved = move_what_clients_tell(*merge, *survivor, *absorbed); !moved) return fail(moved);
    return finish(*merge, std::move(*survivor), *absorbed);
}

Result<Person> merge_persons(Transaction& transaction, const Caller& caller, PersonId absorbed_id, PersonId survivor_id) {
    auto merge = begin(transaction, caller, Kind::person, absorbed_id, survivor_id);
    if (!merge) return fail(merge);
    const auto absorbed = find_live_person(transaction, caller, absorbed_id);
    if (!absorbed) return absorbed;
    auto survivor = find_live_person(transaction, caller, survivor_id);
    if (!survivor) return survivor;

    merge->changes = take_fields(*caller.directory, *survivor, *absorbed);
    if (auto moved = move_linked(*merge, person_movers); !moved) return fail(moved);
    if (auto moved = move_what_clients_tell(*merge, *survivor, *absorbed); !moved) return fail(moved);
    if (auto taken = take_organization(*merge, *survivor, *absorbed); !taken) return fail(taken);
    return finish(*merge, std::move(*survivor), *absorbed);
}

Result<Deal> merge_deals(Transaction& transaction, const Caller& caller, DealId absorbed_id, DealId survivor_id) {
    auto merge = begin(transaction, caller, Kind::deal, absorbed_id, survivor_id);
    if (!merge) return fail(merge);
    const auto absorbed = find_live_deal(transaction, caller, absorbed_id);
    if (!absorbed) return absorbed;
    auto survivor = find_live_deal(transaction, caller, survivor_id);
    if (!survivor) return survivor;

    merge->changes = take_fields(*caller.directory, *survivor, *absorbed);
    if (auto moved = move_linked(*merge, deal_movers); !moved) return fail(moved);
    return finish(*merge, std::move(*survivor), *absorbed);
}

}  // namespace stele::domain
