// The rules of notes and their comments, whichever dialect asks. A note is seen by those who see the organization, person or
// deal that it is about, as long as that is not deleted; a private one by its author alone. Errors: not_found for what is
// absent, deleted or invisible; invalid with the field; forbidden.
#pragma once

#include <optional>
#include <string_view>

#include "domain/caller.h"
#include "domain/predicate.h"
#include "domain/recording.h"
#include "domain/store.h"

namespace stele::domain {

// What this caller sees of notes, deleted ones too. Nothing else decides who reads a note.
[[nodiscard]] Predicate visible_notes(const Caller& caller);

[[nodiscard]] Result<Note> find_note(Transaction& transaction, const Caller& caller, NoteId id);
// The note that has a UUID of a client's choice, whoever sees it, deleted or not; nothing when none has it.
[[nodiscard]] Result<std::optional<NoteId>> find_note_id(Transaction& transaction, std::string_view uuid);

// The content is required, and one thing that it is about. Only admins write as another user.
[[nodiscard]] Result<Note> add_note(Transaction& transaction, const Caller& caller, const NotePatch& wanted);
// A patch that changes nothing leaves no trace.
[[nodiscard]] Result<Note> update_note(Transaction& transaction, const Caller& caller, NoteId id, const NotePatch& wanted);
[[nodiscard]] Result<void> delete_note(Transaction& transaction, const Caller& caller, NoteId id);

// A record that is merged hands its notes over, deleted ones too. The counters are the caller's business.
[[nodiscard]] Result<void> move_notes(Transaction& transaction, const Caller& caller, RecordRef from, std::int64_t to,
                                      Micros time);
// A record that is purged takes along the notes that are about nothing else; others lose it. Says how many rows that touched:
// when these are fewer than `limit`, all are gone.
[[nodiscard]] Result<std::int64_t> release_notes(Transaction& transaction, const Caller& caller, RecordRef record,
                                                 Micros time, std::int64_t limit);
// Takes a note away for good, with its comments and changes, or the first of these. Says how many rows that touched: when these
// are more than `limit`, there is more of it.
[[nodiscard]] Result<std::int64_t> purge_note(Transaction& transaction, const Caller& caller, NoteId id, std::int64_t limit);

// By their uuid, of a note that the caller sees.
[[nodiscard]] Result<NoteComment> find_comment(Transaction& transaction, const Caller& caller, NoteId note,
                                               std::string_view uuid);
[[nodiscard]] Result<NoteComment> add_comment(Transaction& transaction, const Caller& caller, NoteId note,
                                              const std::string& content);
// Those of others are theirs; admins may.
[[nodiscard]] Result<NoteComment> update_comment(Transaction& transaction, const Caller& caller, NoteId note,
                                                 std::string_view uuid, const std::string& content);
[[nodiscard]] Result<void> delete_comment(Transaction& transaction, const Caller& caller, NoteId note,
                                          std::string_view uuid);

}  // namespace stele::domain
