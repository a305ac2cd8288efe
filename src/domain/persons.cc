#include "domain/persons.h"

#include <algorithm>

#include "base/limits.h"
#include "domain/checks.h"
#include "domain/custom_fields.h"
#include "domain/deal_counters.h"
#include "domain/deletion.h"
#include "domain/field_change.h"
#include "domain/followers.h"
#include "domain/links.h"
#include "domain/mail_links.h"
#include "domain/organizations.h"
#include "domain/person_changes.h"
#include "domain/pictures.h"
#include "domain/recording.h"
#include "domain/tags.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

RecordRef record_of(PersonId id) { return {Kind::person, id}; }

Result<void> check_contacts(std::string_view field, const std::vector<Contact>& contacts) {
    if (contacts.size() > limits::contacts)
        return fail(ErrorCode::invalid,
                    std::string(field) + " has more than " + std::to_string(limits::contacts) + " entries",
                    std::string(field));
    for (const Contact& contact : contacts) {
        if (auto checked = check_text(field, contact.value, limits::name_chars); !checked) return checked;
        if (auto checked = check_text(field, contact.label, limits::name_chars); !checked) return checked;
    }
    return {};
}

// One that the caller sees and that is not deleted.
Result<void> check_organization(Transaction& transaction, const Caller& caller, OrganizationId id) {
    const auto found = find_live_organization(transaction, caller, id);
    if (found) return {};
    if (found.error().code != ErrorCode::not_found) return fail(found);
    return fail(ErrorCode::invalid, "there is no organization " + std::to_string(id), "org_id");
}

// `current` is the person that is patched; null for a new one. An owner who was deactivated may stay.
Result<void> check_patch(const Caller& caller, const PersonPatch& patch, const Person* current) {
    Result<void> checked;
    if (patch.name) checked = check_name(*patch.name);
    if (checked && patch.first_name) checked = check_text("first_name", *patch.first_name, limits::name_chars);
    if (checked && patch.last_name) checked = check_text("last_name", *patch.last_name, limits::name_chars);
    if (checked && patch.owner_id && (current == nullptr || current->owner_id != *patch.owner_id))
        checked = check_owner(*caller.directory, *patch.owner_id);
    if (checked && patch.visible_to) checked = check_visible_to(caller.company(), *patch.visible_to);
    if (checked && patch.label_ids) checked = check_labels(caller.directory->person_label_options, *patch.label_ids);
    if (checked && patch.emails) checked = check_contacts("email", *patch.emails);
    if (checked && patch.phones) checked = check_contacts("phone", *patch.phones);
    return checked;
}

// Whether the patch names another organization than the one that the caller is shown: one that is hidden is shown as none, so
// it can be neither confirmed by naming it nor dropped by writing back what was read. The new one must be seen and live.
Result<bool> moves(Transaction& transaction, const Caller& caller, const PersonPatch& patch, const Person& person) {
    if (!patch.organization_id) return false;
    auto shown = person.organization_id;
    if (shown) {
        const auto found = find_organization(transaction, caller, *shown);
        if (!found && found.error().code != ErrorCode::not_found) return fail(found);
        if (!found) shown.reset();
    }
    if (*patch.organization_id == shown) return false;
    if (*patch.organization_id)
        if (auto checked = check_organization(transaction, caller, **patch.organization_id); !checked) return fail(checked);
    return true;
}

Result<void> mark_deleted(Transaction& transaction, const Caller& caller, Person& person, bool is_bulk) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    person.delete_time = *time;
    person.update_time = *time;
    if (auto updated = transaction.persons().update(person); !updated) return updated;
    if (auto counted = transaction.add_to_record_count(Kind::person, -1); !counted) return counted;
    if (!person.archive_time)
        if (auto counted = count_tagged(transaction, record_of(person.id), -1); !counted) return counted;
    if (person.organization_id) {
        auto counted = count_person(transaction, caller, *person.organization_id, -1, *time);
        if (counted) counted = recount_moved(transaction, person, person.organization_id, std::nullopt);
        if (!counted) return counted;
    }
    const FieldChange change{field_key::deleted, "0", "1"};
    const RecordRef record = record_of(person.id);
    auto recorded = record_changes(transaction, caller, record, *time, std::span(&change, 1), is_bulk);
    if (!recorded) return recorded;
    return record_event(transaction, caller, EventAction::deleted, record, is_bulk);
}

}  // namespace

Result<Person> find_person(Transaction& transaction, const Caller& caller, PersonId id) {
    Person person;
    const auto found = caller.sees_all() ? transaction.persons().find(id, person)
                                         : transaction.persons().find_where(id, visible_persons(caller), person);
    if (!found) return fail(found);
    if (!*found || is_gone(person.delete_time, caller.now)) return person_not_found(transaction, caller, id);
    return person;
}

Result<Person> find_live_person(Transaction& transaction, const Caller& caller, PersonId id) {
    auto person = find_person(transaction, caller, id);
    if (person && person->delete_time) return person_not_found(transaction, caller, id);
    return person;
}

Result<Person> add_person(Transaction& transaction, const Caller& caller, const PersonPatch& patch) {
    if (!patch.name) return fail(ErrorCode::invalid, "name must be given", "name");
    if (auto checked = check_patch(caller, patch, nullptr); !checked) return fail(checked);
    if (auto checked = check_picture(transaction, caller, patch.picture_id, {}); !checked) return fail(checked);
    const auto custom = check_custom(transaction, caller, Kind::person, patch.custom, {});
    if (!custom) return fail(custom);
    if (auto linkable = moves(transaction, caller, patch, Person()); !linkable) return fail(linkable);
    const auto id = transaction.next_id(Kind::person);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);

    Person person;
    person.id = *id;
    person.owner_id = caller.user->id;
    person.visible_to = default_person_visibility(caller.company(), *caller.user);
    person.add_time = patch.add_time.value_or(*time);
    person.update_time = *time;
    auto changes = apply_patch(*caller.directory, person, patch);  // a creation has none
    apply_custom(*caller.directory, person.custom, *custom, changes);
    person.count(Counter::followers) = 1;
    if (patch.organization_id) {
        auto linked = set_primary_organization(transaction, caller, person, *patch.organization_id, *time, changes);
        if (!linked) return fail(linked);
    }
    if (auto inserted = transaction.persons().insert(person); !inserted) return fail(inserted);
    if (!person.emails.empty())
        if (auto linked = relink_addresses(transaction, *id, std::nullopt); !linked) return fail(linked);
    if (auto counted = recount_moved(transaction, person, std::nullopt, person.organization_id); !counted)
        return fail(counted);
    const RecordRef record = record_of(*id);
    if (auto followed = follow_as_owner(transaction, record, person.owner_id, *time); !followed) return fail(followed);
    if (auto counted = transaction.add_to_record_count(Kind::person, 1); !counted) return fail(counted);
    if (auto recorded = record_event(transaction, caller, EventAction::added, record); !recorded) return fail(recorded);
    if (person.organization_id || !person.emails.empty())  // what it counts of its organization's deals, and of mail
        if (const auto found = transaction.persons().find(*id, person); !found) return fail(found);
    return person;
}

Result<Person> update_person(Transaction& transaction, const Caller& caller, PersonId id, const PersonPatch& patch) {
    auto person = find_live_person(transaction, caller, id);
    if (!person) return person;
    if (auto checked = check_patch(caller, patch, &*person); !checked) return fail(checked);
    if (auto checked = check_picture(transaction, caller, patch.picture_id, person->picture_id); !checked)
        return fail(checked);
    const auto custom = check_custom(transaction, caller, Kind::person, patch.custom, person->custom);
    if (!custom) return fail(custom);
    const auto moved = moves(transaction, caller, patch, *person);
    if (!moved) return fail(moved);

    const auto organization_before = person->organization_id;
    const auto emails_before = person->emails;
    const bool was_archived = person->archive_time.has_value();
    auto changes = apply_patch(*caller.directory, *person, patch);
    apply_custom(*caller.directory, person->custom, *custom, changes);
    if (changes.empty() && !*moved) return person;
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    if (*moved) {
        auto linked = set_primary_organization(transaction, caller, *person, *patch.organization_id, *time, changes);
        if (!linked) return fail(linked);
    }
    person->update_time = *time;
    if (auto updated = transaction.persons().update(*person); !updated) return fail(updated);
    if (person->archive_time.has_value() != was_archived)
        if (auto counted = count_tagged(transaction, record_of(id), was_archived ? 1 : -1); !counted) return fail(counted);
    const bool readdressed = person->emails != emails_before;
    if (readdressed)
        if (auto linked = relink_addresses(transaction, id, organization_before); !linked) return fail(linked);
    if (auto counted = recount_moved(transaction, *person, organization_before, person->organization_id); !counted)
        return fail(counted);
    if (*moved || readdressed)  // what it counts of its organization's deals, and of mail
        if (const auto found = transaction.persons().find(id, *person); !found) return fail(found);
    if (auto recorded = record_changes(transaction, caller, record_of(id), *time, changes); !recorded) return fail(recorded);
    auto recorded = record_event(transaction, caller, EventAction::updated, record_of(id));
    if (!recorded) return fail(recorded);
    return person;
}

Result<void> delete_person(Transaction& transaction, const Caller& caller, PersonId id) {
    auto person = find_person(transaction, caller, id);
    if (!person) return fail(person);
    return delete_person(transaction, caller, *person);
}

Result<void> delete_person(Transaction& transaction, const Caller& caller, Person& person) {
    if (person.delete_time) return {};
    return mark_deleted(transaction, caller, person, false);
}

Result<std::vector<PersonId>> delete_persons(Transaction& transaction, const Caller& caller, std::span<const PersonId> ids) {
    if (ids.size() > limits::bulk_ids)
        return fail(ErrorCode::invalid, "more than " + std::to_string(limits::bulk_ids) + " ids", "ids");
    std::vector<PersonId> deleted;
    for (const PersonId id : ids) {
        if (std::ranges::find(deleted, id) != deleted.end()) continue;
        auto person = find_person(transaction, caller, id);
        if (!person && person.error().code == ErrorCode::not_found) continue;
        if (!person) return fail(person);
        if (!person->delete_time)
            if (auto marked = mark_deleted(transaction, caller, *person, true); !marked) return fail(marked);
        deleted.push_back(id);
    }
    return deleted;
}

}  // namespace stele::domain
