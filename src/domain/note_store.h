// What the domain asks of a store about notes; see domain/store.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/function_ref.h"
#include "base/result.h"
#include "domain/note.h"
#include "domain/predicate.h"

namespace stele::domain {

// Notes, and comments on them.
class Notes {
   public:
    virtual ~Notes() = default;
    // Deleted ones too. False when there is none, or `where` does not hold; `into` is then unspecified.
    [[nodiscard]] virtual Result<bool> find_where(NoteId id, const Predicate& where, Note& into) = 0;
    // The one that has this UUID, deleted or not.
    [[nodiscard]] virtual Result<std::optional<NoteId>> find_uuid(std::string_view uuid) = 0;
    [[nodiscard]] virtual Result<void> insert(const Note& note) = 0;
    [[nodiscard]] virtual Result<void> update(const Note& note) = 0;
    // Takes it away for good. Its comments are the caller's business.
    [[nodiscard]] virtual Result<void> remove(NoteId id) = 0;
    // Of a note, oldest first, at most so many; says how many there were.
    [[nodiscard]] virtual Result<std::int64_t> remove_comments(NoteId id, std::int64_t limit) = 0;
    [[nodiscard]] virtual Result<void> list(const RecordQuery& query, FunctionRef<bool(const Note&)> visit) = 0;
    [[nodiscard]] virtual Result<std::int64_t> count(const Predicate& where) = 0;
    // What is about one record (organization, person, deal), deleted or not, comes to be about another, and gets
    // this update time.
    [[nodiscard]] virtual Result<void> move(Kind kind, std::int64_t from, std::int64_t to, Micros update_time) = 0;
    // Ids of what is about a record (organization, person, deal), deleted or not, rising.
    [[nodiscard]] virtual Result<std::vector<NoteId>> about(Kind kind, std::int64_t id, std::int64_t limit) = 0;
    // Those that were deleted before `time`, longest ago first.
    [[nodiscard]] virtual Result<std::vector<NoteId>> deleted_before(Micros time, std::int64_t limit) = 0;

    [[nodiscard]] virtual Result<void> insert_comment(const NoteComment& comment) = 0;
    [[nodiscard]] virtual Result<void> update_comment(const NoteComment& comment) = 0;
    // Deleted ones too.
    [[nodiscard]] virtual Result<std::optional<NoteComment>> comment(std::string_view uuid) = 0;
    // Those that are not deleted, by id.
    [[nodiscard]] virtual Result<void> list_comments(NoteId note, std::int64_t offset, std::int64_t limit,
                                                     FunctionRef<bool(const NoteComment&)> visit) = 0;
};

}  // namespace stele::domain
