#include "domain/notes.h"

#include <array>
#include <limits>

#include "base/crypto.h"
#include "base/limits.h"
#include "base/text.h"
#include "domain/checks.h"
#include "domain/deals.h"
#include "domain/field_change.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/recording.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

std::unexpected<Error> note_not_found() { return fail(ErrorCode::not_found, "Note not found"); }
std::unexpected<Error> comment_not_found() { return fail(ErrorCode::not_found, "Comment not found"); }

RecordRef record_of(NoteId id) { return {Kind::note, id}; }

Result<void> check_content(const std::string& content) {
    if (first_char(content).empty()) return fail(ErrorCode::invalid, "content must be given", "content");
    if (content.size() > limits::note_size)
        return fail(ErrorCode::invalid, "content is larger than " + std::to_string(limits::note_size) + " bytes", "content");
    return {};
}

// A live record that the caller sees. One that is hidden is refused as one that never was.
template <class Record>
Result<void> check_link(const Result<Record>& found, std::string_view what, std::int64_t id, std::string_view field) {
    if (found) return {};
    if (found.error().code != ErrorCode::not_found) return fail(found);
    return fail(ErrorCode::invalid, "there is no " + std::string(what) + ' ' + std::to_string(id), std::string(field));
}

// One thing that a note may be about, and what a patch says of it.
struct Subject {
    std::optional<std::int64_t> stored;
    std::optional<std::optional<std::int64_t>>& wanted;
    std::optional<bool>& pin;
    std::string_view what;
    std::string_view field;
    std::string_view pin_field;
};

std::unexpected<Error> cannot_pin(std::string_view field) {
    return fail(ErrorCode::invalid, std::string(field) + " needs a note that is about one", std::string(field));
}

// What the caller does not see, deleted things aside, it was shown as nothing.
template <class Find>
Result<std::optional<std::int64_t>> shown(const Subject& subject, const Find& find) {
    if (!subject.stored) return std::nullopt;
    const auto found = find(*subject.stored);
    if (found) return subject.stored;
    if (found.error().code != ErrorCode::not_found) return fail(found);
    return std::nullopt;
}

// Leaves out of the patch what only says again what the caller was shown, and looks up what it names. What is hidden stays as it
// is, and pinned as it is, unless another is put in its place.
template <class Find, class FindLive>
Result<void> check_subject(Subject subject, const Find& find, const FindLive& find_live) {
    if (!subject.wanted && !subject.pin) return {};
    const auto seen = shown(subject, find);
    if (!seen) return fail(seen);
    if (subject.wanted && *subject.wanted == *seen) subject.wanted.reset();
    if (!subject.wanted) {
        if (*seen || !subject.stored) return {};
        if (subject.pin == true) return cannot_pin(subject.pin_field);
        subject.pin.reset();
        return {};
    }
    if (!*subject.wanted) return {};
    return check_link(find_live(**subject.wanted), subject.what, **subject.wanted, subject.field);
}

// A note is pinned to what it is about; when it leaves that, the pin goes.
Result<void> check_pins(const Note& note, NotePatch& patch) {
    struct Pin {
        bool is_about;
        bool stored;
        std::optional<bool>& wanted;
        std::string_view field;
    };
    const Pin pins[] = {
        {patch.organization_id.value_or(note.organization_id).has_value(), note.pinned_to_organization,
         patch.pinned_to_organization, "pinned_to_organization_flag"},
        {patch.person_id.value_or(note.person_id).has_value(), note.pinned_to_person, patch.pinned_to_person,
         "pinned_to_person_flag"},
        {patch.deal_id.value_or(note.deal_id).has_value(), note.pinned_to_deal, patch.pinned_to_deal, "pinned_to_deal_flag"},
    };
    for (const Pin& pin : pins) {
        if (pin.is_about) continue;
        if (pin.wanted == true) return cannot_pin(pin.field);
        if (pin.stored) pin.wanted = false;
    }
    return {};
}

// The patch as it is to be applied.
Result<NotePatch> checked(Transaction& transaction, const Caller& caller, const Note& note, NotePatch patch) {
    auto valid = check_subject(
        {note.organization_id, patch.organization_id, patch.pinned_to_organization, "organization", "org_id",
         "pinned_to_organization_flag"},
        [&](std::int64_t id) { return find_organization(transaction, caller, id); },
        [&](std::int64_t id) { return find_live_organization(transaction, caller, id); });
    if (valid)
        valid = check_subject(
            {note.person_id, patch.person_id, patch.pinned_to_person, "person", "person_id", "pinned_to_person_flag"},
            [&](std::int64_t id) { return find_person(transaction, caller, id); },
            [&](std::int64_t id) { return find_live_person(transaction, caller, id); });
    if (valid)
        valid = check_subject(
            {note.deal_id, patch.deal_id, patch.pinned_to_deal, "deal", "deal_id", "pinned_to_deal_flag"},
            [&](std::int64_t id) { return find_deal(transaction, caller, id); },
            [&](std::int64_t id) { return find_live_deal(transaction, caller, id); });
    if (!valid) return fail(valid);
    if (valid = check_pins(note, patch); !valid) return fail(valid);
    return patch;
}

Result<void> check_new_members(Transaction& transaction, const Caller& caller, const Note& note, const NotePatch& patch) {
    if (patch.title)
        if (auto checked = check_text("title", *patch.title, limits::name_chars); !checked) return checked;
    if (patch.category_id && *patch.category_id != note.category_id &&
        caller.directory->note_category(*patch.category_id) == nullptr)
        return fail(ErrorCode::invalid, "there is no note category " + std::to_string(*patch.category_id), "category");
    if (!patch.uuid || patch.uuid->empty()) return {};
    const auto taken = find_note_id(transaction, *patch.uuid);
    if (!taken) return fail(taken);
    return *taken ? fail(ErrorCode::conflict, "there is a note with this id already", "id") : Result<void>();
}

Result<void> check_author(const Caller& caller, const Note& note, const NotePatch& patch) {
    if (!patch.user_id || *patch.user_id == note.user_id) return {};
    if (!caller.user->is_admin) return fail(ErrorCode::forbidden, "Only admins write notes as another user");
    return check_owner(*caller.directory, *patch.user_id);
}

std::optional<std::string> history_text(bool flag) { return flag ? "1" : "0"; }

void apply_flag(std::vector<FieldChange>& changes, std::string_view field, bool& member, const std::optional<bool>& value) {
    if (!value || *value == member) return;
    changes.emplace_back(field, history_text(member), history_text(*value));
    member = *value;
}

std::vector<FieldChange> apply_patch(Note& note, const NotePatch& patch) {
    std::vector<FieldChange> changes;
    apply_field(changes, field_key::content, note.content, patch.content);
    apply_field(changes, field_key::user, note.user_id, patch.user_id);
    apply_field(changes, field_key::organization, note.organization_id, patch.organization_id);
    apply_field(changes, field_key::person, note.person_id, patch.person_id);
    apply_field(changes, field_key::deal, note.deal_id, patch.deal_id);
    apply_flag(changes, field_key::pinned_to_organization, note.pinned_to_organization, patch.pinned_to_organization);
    apply_flag(changes, field_key::pinned_to_person, note.pinned_to_person, patch.pinned_to_person);
    apply_flag(changes, field_key::pinned_to_deal, note.pinned_to_deal, patch.pinned_to_deal);
    apply_flag(changes, field_key::is_private, note.is_private, patch.is_private);
    apply_field(changes, field_key::add_time, note.add_time, patch.add_time, same_time);
    apply_field(changes, field_key::title, note.title, patch.title);
    apply_field(changes, field_key::category, note.category_id, patch.category_id);
    apply_flag(changes, field_key::is_flagged, note.is_flagged, patch.is_flagged);
    return changes;
}

Result<void> check_is_about(const Note& note) {
    if (note.organization_id || note.person_id || note.deal_id) return {};
    return fail(ErrorCode::invalid, "a note must be about an organization, a person or a deal", "org_id");
}

Result<void> add_to_counter(Transaction& transaction, RecordRef record, std::int64_t sign) {
    if (record.kind == Kind::organization)
        return transaction.organizations().add_to_counter(record.id, Counter::notes, sign);
    if (record.kind == Kind::person) return transaction.persons().add_to_counter(record.id, Counter::notes, sign);
    return transaction.deals().add_to_counter(record.id, Counter::notes, sign);
}

// What it counts for, with a sign: neither deleted nor private ones count.
Result<void> count(Transaction& transaction, const Note& note, std::int64_t sign) {
    if (note.delete_time || note.is_private) return {};
    Result<void> counted;
    if (note.organization_id) counted = add_to_counter(transaction, {Kind::organization, *note.organization_id}, sign);
    if (counted && note.person_id) counted = add_to_counter(transaction, {Kind::person, *note.person_id}, sign);
    if (counted && note.deal_id) counted = add_to_counter(transaction, {Kind::deal, *note.deal_id}, sign);
    return counted;
}

Result<void> recount(Transaction& transaction, const Note& before, const Note& after) {
    if (auto counted = count(transaction, before, -1); !counted) return counted;
    return count(transaction, after, 1);
}

Result<NoteComment> find_own_comment(Transaction& transaction, const Caller& caller, NoteId note, std::string_view uuid) {
    auto comment = find_comment(transaction, caller, note, uuid);
    if (comment && comment->user_id != caller.user->id && !caller.user->is_admin)
        return fail(ErrorCode::forbidden, "A comment is changed by its author");
    return comment;
}

std::string_view subject_key(Kind kind) {
    if (kind == Kind::organization) return field_key::organization;
    return kind == Kind::person ? field_key::person : field_key::deal;
}

bool is_about_others(const Note& note, Kind kind) {
    return (kind != Kind::organization && note.organization_id) || (kind != Kind::person && note.person_id) ||
           (kind != Kind::deal && note.deal_id);
}

// It is not about the record any more. Says how many rows that touched.
Result<std::int64_t> release_note(Transaction& transaction, const Caller& caller, Note& note, RecordRef record,
                                  Micros time) {
    NotePatch patch;
    if (record.kind == Kind::organization) patch.organization_id.emplace();
    if (record.kind == Kind::person) patch.person_id.emplace();
    if (record.kind == Kind::deal) patch.deal_id.emplace();
    if (auto valid = check_pins(note, patch); !valid) return fail(valid);
    const auto changes = apply_patch(note, patch);
    note.update_time = time;
    auto done = transaction.notes().update(note);
    if (done) done = record_changes(transaction, caller, record_of(note.id), time, changes);
    if (!done) return fail(done);
    return 1;
}

}  // namespace

Predicate visible_notes(const Caller& caller) {
    const auto about = [](Kind kind, FieldRef delete_time, Predicate visible) {
        std::vector<Predicate> conditions{Predicate::compare(delete_time, Comparison::is_null)};
        if (!visible.always()) conditions.push_back(std::move(visible));
        return Predicate::related(kind, Predicate::all(std::move(conditions)));
    };
    return Predicate::all({
        Predicate::any({about(Kind::organization, OrganizationField::delete_time, visible_organizations(caller)),
                        about(Kind::person, PersonField::delete_time, visible_persons(caller)),
                        about(Kind::deal, DealField::delete_time, visible_deals(caller))}),
        Predicate::any({Predicate::compare(NoteField::is_private, Comparison::equals, std::int64_t{0}),
                        Predicate::compare(NoteField::user_id, Comparison::equals, caller.user->id)}),
    });
}

Result<Note> find_note(Transaction& transaction, const Caller& caller, NoteId id) {
    Note note;
    const auto found = transaction.notes().find_where(id, visible_notes(caller), note);
    if (!found) return fail(found);
    if (!*found || note.delete_time) return note_not_found();
    return note;
}

Result<std::optional<NoteId>> find_note_id(Transaction& transaction, std::string_view uuid) {
    return transaction.notes().find_uuid(uuid);
}

Result<Note> add_note(Transaction& transaction, const Caller& caller, const NotePatch& wanted) {
    if (!wanted.content) return fail(ErrorCode::invalid, "content must be given", "content");
    if (auto valid = check_content(*wanted.content); !valid) return fail(valid);
    Note note;
    note.user_id = note.updater_id = caller.user->id;
    if (auto valid = check_author(caller, note, wanted); !valid) return fail(valid);
    if (auto valid = check_new_members(transaction, caller, note, wanted); !valid) return fail(valid);
    const auto patch = checked(transaction, caller, note, wanted);
    if (!patch) return fail(patch);
    const auto id = transaction.next_id(Kind::note);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);

    note.id = *id;
    note.add_time = note.update_time = *time;
    note.uuid = patch->uuid.value_or("");
    (void)apply_patch(note, *patch);  // a creation has no changes
    if (auto valid = check_is_about(note); !valid) return fail(valid);
    if (auto inserted = transaction.notes().insert(note); !inserted) return fail(inserted);
    if (auto counted = count(transaction, note, 1); !counted) return fail(counted);
    auto recorded = record_event(transaction, caller, EventAction::added, record_of(*id));
    if (!recorded) return fail(recorded);
    return note;
}

Result<Note> update_note(Transaction& transaction, const Caller& caller, NoteId id, const NotePatch& wanted) {
    auto note = find_note(transaction, caller, id);
    if (!note) return note;
    if (wanted.content)
        if (auto valid = check_content(*wanted.content); !valid) return fail(valid);
    if (auto valid = check_author(caller, *note, wanted); !valid) return fail(valid);
    if (auto valid = check_new_members(transaction, caller, *note, wanted); !valid) return fail(valid);
    const auto patch = checked(transaction, caller, *note, wanted);
    if (!patch) return fail(patch);

    const Note before = *note;
    const auto changes = apply_patch(*note, *patch);
    if (changes.empty()) return note;
    if (auto valid = check_is_about(*note); !valid) return fail(valid);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    note->update_time = *time;
    note->updater_id = caller.user->id;
    auto done = transaction.notes().update(*note);
    if (done) done = recount(transaction, before, *note);
    if (done) done = record_changes(transaction, caller, record_of(id), *time, changes);
    if (done) done = record_event(transaction, caller, EventAction::updated, record_of(id));
    if (!done) return fail(done);
    return note;
}

Result<void> delete_note(Transaction& transaction, const Caller& caller, NoteId id) {
    auto note = find_note(transaction, caller, id);
    if (!note) return fail(note);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    auto done = count(transaction, *note, -1);
    note->delete_time = note->update_time = *time;
    note->updater_id = caller.user->id;
    if (done) done = transaction.notes().update(*note);
    const FieldChange change{field_key::deleted, "0", "1"};
    if (done) done = record_changes(transaction, caller, record_of(id), *time, std::span(&change, 1));
    if (done) done = record_event(transaction, caller, EventAction::deleted, record_of(id));
    return done;
}

Result<void> move_notes(Transaction& transaction, const Caller& caller, RecordRef from, std::int64_t to, Micros time) {
    const auto ids = transaction.notes().about(from.kind, from.id, std::numeric_limits<std::int64_t>::max());
    if (!ids || ids->empty()) return ids ? Result<void>() : fail(ids);
    const FieldChange change{subject_key(from.kind), history_text(from.id), history_text(to)};
    auto recorded = record_change_of_each(transaction, caller, Kind::note, *ids, time, change);
    if (!recorded) return recorded;
    return transaction.notes().move(from.kind, from.id, to, time);
}

Result<std::int64_t> purge_note(Transaction& transaction, const Caller& caller, NoteId id, std::int64_t limit) {
    std::int64_t rows = 1;
    const auto comments = transaction.notes().remove_comments(id, limit);
    if (!comments) return fail(comments);
    rows += *comments;
    if (rows > limit) return rows;
    const auto changes = transaction.history().remove_changes(Kind::note, id, limit - *comments);
    if (!changes) return fail(changes);
    rows += *changes;
    if (rows > limit) return rows;
    auto removed = transaction.notes().remove(id);
    if (removed) removed = record_event(transaction, caller, EventAction::purged, record_of(id));
    if (!removed) return fail(removed);
    return rows;
}

Result<std::int64_t> release_notes(Transaction& transaction, const Caller& caller, RecordRef record, Micros time,
                                   std::int64_t limit) {
    const auto ids = transaction.notes().about(record.kind, record.id, limit);
    if (!ids) return fail(ids);
    std::int64_t rows = 0;
    for (const NoteId id : *ids) {
        if (rows >= limit) break;
        Note note;
        const auto found = transaction.notes().find_where(id, Predicate::all({}), note);
        if (!found) return fail(found);
        const bool counted = !note.delete_time && !note.is_private;
        const auto released = is_about_others(note, record.kind) ? release_note(transaction, caller, note, record, time)
                                                                 : purge_note(transaction, caller, id, limit - rows);
        if (!released) return fail(released);
        rows += *released;
        if (!counted || rows > limit) continue;
        if (auto counts = add_to_counter(transaction, record, -1); !counts) return fail(counts);
    }
    return rows;
}

Result<NoteComment> find_comment(Transaction& transaction, const Caller& caller, NoteId note, std::string_view uuid) {
    if (const auto found = find_note(transaction, caller, note); !found) return fail(found);
    const auto comment = transaction.notes().comment(uuid);
    if (!comment) return fail(comment);
    if (!*comment || (*comment)->note_id != note || (*comment)->delete_time) return comment_not_found();
    return **comment;
}

Result<NoteComment> add_comment(Transaction& transaction, const Caller& caller, NoteId note, const std::string& content) {
    if (const auto found = find_note(transaction, caller, note); !found) return fail(found);
    if (auto valid = check_content(content); !valid) return fail(valid);
    const auto id = transaction.next_id(Kind::comment);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    NoteComment comment{*id, random_uuid(), note, content, caller.user->id, caller.user->id, *time, *time, {}};
    if (auto inserted = transaction.notes().insert_comment(comment); !inserted) return fail(inserted);
    auto recorded = record_event(transaction, caller, EventAction::added, {Kind::comment, *id});
    if (!recorded) return fail(recorded);
    return comment;
}

Result<NoteComment> update_comment(Transaction& transaction, const Caller& caller, NoteId note, std::string_view uuid,
                                   const std::string& content) {
    auto comment = find_own_comment(transaction, caller, note, uuid);
    if (!comment) return comment;
    if (auto valid = check_content(content); !valid) return fail(valid);
    if (comment->content == content) return comment;
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    comment->content = content;
    comment->updater_id = caller.user->id;
    comment->update_time = *time;
    if (auto updated = transaction.notes().update_comment(*comment); !updated) return fail(updated);
    auto recorded = record_event(transaction, caller, EventAction::updated, {Kind::comment, comment->id});
    if (!recorded) return fail(recorded);
    return comment;
}

Result<void> delete_comment(Transaction& transaction, const Caller& caller, NoteId note, std::string_view uuid) {
    auto comment = find_own_comment(transaction, caller, note, uuid);
    if (!comment) return fail(comment);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    comment->delete_time = comment->update_time = *time;
    comment->updater_id = caller.user->id;
    if (auto updated = transaction.notes().update_comment(*comment); !updated) return updated;
    return record_event(transaction, caller, EventAction::deleted, {Kind::comment, comment->id});
}

}  // namespace stele::domain
