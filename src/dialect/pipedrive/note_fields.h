// How v1 shows a note.
#pragma once

#include <span>
#include <string>

#include "dialect/pipedrive/seen_names.h"
#include "dialect/shape.h"
#include "domain/note.h"

namespace stele::dialect::pipedrive {

// A note with what it is about, as far as the caller sees that.
struct NoteView {
    const domain::Note& note;
    const domain::Caller& caller;
    const std::string* organization = nullptr;  // their names
    const std::string* person = nullptr;
    const std::string* deal = nullptr;

    // The author.
    [[nodiscard]] const domain::User* user() const { return caller.directory->user(note.user_id); }
};

[[nodiscard]] std::span<const Field<NoteView>> note_fields();

extern const Shape note_shape;
extern const Shape note_list_shape;

// Writes notes of which all that they are about was looked up at once.
class NoteWriter {
   public:
    [[nodiscard]] static Result<NoteWriter> read(Context& context, std::span<const domain::Note> notes);

    void write(JsonWriter& writer, const domain::Note& note) const;

   private:
    explicit NoteWriter(const domain::Caller& caller) : caller_(caller) {}

    const domain::Caller& caller_;
    SubjectNames names_;
};

}  // namespace stele::dialect::pipedrive
