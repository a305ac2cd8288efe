#include "domain/notes.h"

#include <array>

#include "base/crypto.h"
#include "base/limits.h"
#include "base/text.h"
#include "domain/checks.h"
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

// Whether `wanted` differs from what the caller was shown: what it does not see it was shown as nothing.
template <class Find>
Result<bool> moves(const std::optional<std::optional<std::int64_t>>& wanted, std::optional<std::int64_t> stored,
                   const Find& find) {
    if (!wanted) return false;
    if (stored) {
        const auto found = find(*stored);
        if (!found && found.error().code != ErrorCode::not_found) return fail(found);
        if (!found) stored.reset();
    }
    return *wanted != stored;
}

// The patch without what only says again what the caller was shown, and with what it names looked up.
Result<NotePatch> checked(Transaction& transaction, const Caller& caller, const Note& note, NotePatch patch) {
    const auto organization = [&](std::int64_t id) { return find_organization(transaction, caller, id); };
    const auto person = [&](std::int64_t id) { return find_person(transaction, caller, id); };
    const auto to_organization = moves(patch.organization_id, note.organization_id, organization);
    if (!to_organization) return fail(to_organization);
    const auto to_person = moves(patch.person_id, note.person_id, person);
    if (!to_person) return fail(to_person);
    if (!*to_organization) patch.organization_id.reset();
    if (!*to_person) patch.person_id.reset();
    Result<void> linked;
    if (patch.organization_id && *patch.organization_id) {
        const std::int64_t id = **patch.organization_id;
        linked = check_link(find_live_organization(transaction, caller, id), "organization", id, "org_id");
    }
    if (linked && patch.person_id && *patch.person_id) {
        const std::int64_t id = **patch.person_id;
        linked = check_link(find_live_person(transaction, caller, id), "person", id, "person_id");
    }
    if (!linked) return fail(linked);
    if (patch.deal_id && *patch.deal_id)
        return fail(ErrorCode::invalid, "there is no deal " + std::to_string(**patch.deal_id), "deal_id");
    return patch;
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
    return changes;
}

// A note is pinned to what it is about; when it leaves that, the pin goes.
Result<void> check_pins(Note& note, const NotePatch& patch) {
    struct Pin {
        bool& pinned;
        bool is_about;
        const std::optional<bool>& wanted;
        std::string_view field;
    };
    const Pin pins[] = {
        {note.pinned_to_organization, note.organization_id.has_value(), patch.pinned_to_organization,
         "pinned_to_organization_flag"},
        {note.pinned_to_person, note.person_id.has_value(), patch.pinned_to_person, "pinned_to_person_flag"},
        {note.pinned_to_deal, note.deal_id.has_value(), patch.pinned_to_deal, "pinned_to_deal_flag"},
    };
    for (const Pin& pin : pins) {
        if (pin.is_about || !pin.pinned) continue;
        if (pin.wanted == true)
            return fail(ErrorCode::invalid, std::string(pin.field) + " needs a note that is about one",
                        std::string(pin.field));
        pin.pinned = false;
    }
    return {};
}

Result<void> check_subject(const Note& note) {
    if (note.organization_id || note.person_id || note.deal_id) return {};
    return fail(ErrorCode::invalid, "a note must be about an organization, a person or a deal", "org_id");
}

// What it counts for, with a sign: neither deleted nor private ones count.
Result<void> count(Transaction& transaction, const Note& note, std::int64_t sign) {
    if (note.delete_time || note.is_private) return {};
    if (note.organization_id) {
        auto counted = transaction.organizations().add_to_counter(*note.organization_id, Counter::notes, sign);
        if (!counted) return counted;
    }
    if (note.person_id) return transaction.persons().add_to_counter(*note.person_id, Counter::notes, sign);
    return {};
}

Result<void> recount(Transaction& transaction, const Note& before, const Note& after) {
    if (auto counted = count(transaction, before, -1); !counted) return counted;
    return count(transaction, after, 1);
}

// "8f14e45f-...": a random UUID.
std::string make_uuid() {
    std::array<std::uint8_t, 16> bytes{};
    fill_random(bytes);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 15];
    }
    return text;
}

Result<NoteComment> find_own_comment(Transaction& transaction, const Caller& caller, NoteId note, std::string_view uuid) {
    auto comment = find_comment(transaction, caller, note, uuid);
    if (comment && comment->user_id != caller.user->id && !caller.user->is_admin)
        return fail(ErrorCode::forbidden, "A comment is changed by its author");
    return comment;
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
                        about(Kind::person, PersonField::delete_time, visible_persons(caller))}),
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

Result<Note> add_note(Transaction& transaction, const Caller& caller, const NotePatch& wanted) {
    if (!wanted.content) return fail(ErrorCode::invalid, "content must be given", "content");
    if (auto valid = check_content(*wanted.content); !valid) return fail(valid);
    Note note;
    note.user_id = note.updater_id = caller.user->id;
    if (auto valid = check_author(caller, note, wanted); !valid) return fail(valid);
    const auto patch = checked(transaction, caller, note, wanted);
    if (!patch) return fail(patch);
    const auto id = transaction.next_id(Kind::note);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);

    note.id = *id;
    note.add_time = note.update_time = *time;
    (void)apply_patch(note, *patch);  // a creation has no changes
    if (auto valid = check_subject(note); !valid) return fail(valid);
    if (auto valid = check_pins(note, *patch); !valid) return fail(valid);
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
    const auto patch = checked(transaction, caller, *note, wanted);
    if (!patch) return fail(patch);

    const Note before = *note;
    const auto changes = apply_patch(*note, *patch);
    if (changes.empty()) return note;
    if (auto valid = check_subject(*note); !valid) return fail(valid);
    if (auto valid = check_pins(*note, *patch); !valid) return fail(valid);
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
    if (done) done = transaction.notes().update(*note);
    const FieldChange change{field_key::deleted, "0", "1"};
    if (done) done = record_changes(transaction, caller, record_of(id), *time, std::span(&change, 1));
    if (done) done = record_event(transaction, caller, EventAction::deleted, record_of(id));
    return done;
}

Result<std::int64_t> release_notes(Transaction& transaction, Kind kind, std::int64_t id, std::int64_t limit) {
    const auto ids = transaction.notes().about(kind, id, limit);
    if (!ids) return fail(ids);
    for (const NoteId note_id : *ids) {
        Note note;
        const auto found = transaction.notes().find_where(note_id, Predicate::all({}), note);
        if (!found) return fail(found);
        if (kind == Kind::organization) note.organization_id.reset();
        if (kind == Kind::person) note.person_id.reset();
        if (kind == Kind::deal) note.deal_id.reset();
        const bool is_about_others = note.organization_id || note.person_id || note.deal_id;
        auto released = is_about_others ? transaction.notes().update(note) : transaction.notes().remove(note_id);
        if (!released) return fail(released);
        if (!is_about_others)
            if (const auto gone = transaction.history().remove_changes(Kind::note, note_id, limits::purge_step_rows); !gone)
                return fail(gone);
    }
    return static_cast<std::int64_t>(ids->size());
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
    NoteComment comment{*id, make_uuid(), note, content, caller.user->id, caller.user->id, *time, *time, {}};
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
