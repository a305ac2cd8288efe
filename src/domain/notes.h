// The rules of notes and their comments, whichever dialect asks. A note is seen by those who see the organization or the person
// that it is about, as long as that is not deleted; a private one by its author alone. Errors: not_found for what is absent,
// deleted or invisible; invalid with the field; forbidden.
#pragma once

#include "domain/caller.h"
#include "domain/predicate.h"
#include "domain/store.h"

namespace stele::domain {

// What this caller sees of notes, deleted ones too. Nothing else decides who reads a note.
[[nodiscard]] Predicate visible_notes(const Caller& caller);

[[nodiscard]] Result<Note> find_note(Transaction& transaction, const Caller& caller, NoteId id);

// The content is required, and one thing that it is about. Only admins write as another user.
[[nodiscard]] Result<Note> add_note(Transaction& transaction, const Caller& caller, const NotePatch& patch);
// A patch that changes nothing leaves no trace.
[[nodiscard]] Result<Note> update_note(Transaction& transaction, const Caller& caller, NoteId id, const NotePatch& patch);
[[nodiscard]] Result<void> delete_note(Transaction& transaction, const Caller& caller, NoteId id);

// A record that is merged hands its notes over; one that is purged takes along those that are about nothing else. Counters are
// the caller's business. Says how many rows that touched, `limit` at most.
[[nodiscard]] Result<std::int64_t> release_notes(Transaction& transaction, Kind kind, std::int64_t id, std::int64_t limit);

// By their uuid, of a note that the caller sees.
[[nodiscard]] Result<NoteComment> find_comment(Transaction& transaction, const Caller& caller, NoteId note,
                                               std::string_view uuid);
[[nodiscard]] Result<NoteComment> add_comment(Transaction& transaction, const Caller& caller, NoteId note,
                                              const std::string& content);
// Those of others are theirs; admins may.
[[nodiscard]] Result<NoteComment> update_comment(Transaction& transaction, const Caller& caller, NoteId note,
                                                 std::string_view uuid, const std::string& content);
[[nodiscard]] Result<void> delete_comment(Transaction& transaction, const Caller& caller, NoteId note, std::string_view uuid);

}  // namespace stele::domain
