#include "dialect/pipedrive/note_fields.h"

#include "base/time_text.h"
#include "domain/predicate.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Note;
using domain::NoteField;
using enum WireType;

void write_named(JsonWriter& writer, const std::string* name) {
    if (name == nullptr) return writer.null();
    writer.begin_object();
    writer.key_literal("name");
    writer.string(*name);
    writer.end_object();
}

constexpr Field<NoteView> author_fields[] = {
    {"email", string, false, [](JsonWriter& w, const NoteView& v) { w.string(v.user()->email); }, "The address"},
    {"icon_url", string, true, [](JsonWriter& w, const NoteView&) { w.null(); }, "The picture's address"},
    {"is_you", boolean, false, [](JsonWriter& w, const NoteView& v) { w.boolean(v.caller.user->id == v.note.user_id); },
     "Whether it is the caller"},
    {"name", string, false, [](JsonWriter& w, const NoteView& v) { w.string(v.user()->name); }, "The name"},
};
const Shape author_shape{"NoteAuthor", [] { return describe(author_fields); }};
const Shape name_shape{"NoteSubject",
                       [] { return std::vector<FieldDoc>{{"name", string, false, true, "The name", nullptr}}; }};

void write_author(JsonWriter& writer, const NoteView& view) {
    if (view.user() == nullptr)
        writer.null();
    else
        write_object(writer, author_fields, view);
}

template <auto Member>
void write_number(JsonWriter& writer, const NoteView& view) {
    writer.integer(view.note.*Member);
}
template <auto Member>
void write_time(JsonWriter& writer, const NoteView& view) {
    writer.string_literal(format_space(view.note.*Member).view());
}
void write_nothing(JsonWriter& writer, const NoteView&) { writer.null(); }
void write_false(JsonWriter& writer, const NoteView&) { writer.boolean(false); }

void write_deal(JsonWriter& writer, const NoteView& view) {
    if (view.deal == nullptr) return writer.null();
    writer.begin_object();
    writer.key_literal("title");
    writer.string(*view.deal);
    writer.end_object();
}
const Shape title_shape{"NoteDeal",
                        [] { return std::vector<FieldDoc>{{"title", string, false, true, "The title", nullptr}}; }};

constexpr Field<NoteView> fields[] = {
    {"id", integer, false, write_number<&Note::id>, "The note's id", nullptr, NoteField::id},
    {"active_flag", boolean, false, [](JsonWriter& w, const NoteView& v) { w.boolean(!v.note.delete_time); },
     "False when deleted"},
    {"add_time", string, false, write_time<&Note::add_time>, "When it was added", nullptr, NoteField::add_time},
    {"content", string, false, [](JsonWriter& w, const NoteView& v) { w.string(v.note.content); }, "The text, as HTML",
     nullptr, NoteField::content},
    {"deal", object, true, write_deal, "The deal's title", &title_shape},
    {"lead_id", string, true, write_nothing, "There are no leads: always null"},
    {"deal_id", integer, true, [](JsonWriter& w, const NoteView& v) { write_seen_id(w, v.note.deal_id, v.deal); },
     "The deal that it is about", nullptr, NoteField::deal_id},
    {"last_update_user_id", integer, false, write_number<&Note::updater_id>, "Who changed it last"},
    {"org_id", integer, true,
     [](JsonWriter& w, const NoteView& v) { write_seen_id(w, v.note.organization_id, v.organization); },
     "The organization that it is about", nullptr, NoteField::organization_id},
    {"organization", object, true, [](JsonWriter& w, const NoteView& v) { write_named(w, v.organization); },
     "The organization's name", &name_shape},
    {"person", object, true, [](JsonWriter& w, const NoteView& v) { write_named(w, v.person); }, "The person's name",
     &name_shape},
    {"person_id", integer, true, [](JsonWriter& w, const NoteView& v) { write_seen_id(w, v.note.person_id, v.person); },
     "The person that it is about", nullptr, NoteField::person_id},
    {"project_id", integer, true, write_nothing, "There are no projects: always null"},
    {"project", object, true, write_nothing, "There are no projects: always null"},
    {"task_id", integer, true, write_nothing, "There are no tasks: always null"},
    {"task", object, true, write_nothing, "There are no tasks: always null"},
    {"pinned_to_lead_flag", boolean, false, write_false, "There are no leads: always false"},
    {"pinned_to_deal_flag", boolean, false,
     [](JsonWriter& w, const NoteView& v) { w.boolean(v.deal != nullptr && v.note.pinned_to_deal); },
     "Whether it is pinned to the deal"},
    {"pinned_to_organization_flag", boolean, false,
     [](JsonWriter& w, const NoteView& v) { w.boolean(v.organization != nullptr && v.note.pinned_to_organization); },
     "Whether it is pinned to the organization"},
    {"pinned_to_person_flag", boolean, false,
     [](JsonWriter& w, const NoteView& v) { w.boolean(v.person != nullptr && v.note.pinned_to_person); },
     "Whether it is pinned to the person"},
    {"pinned_to_project_flag", boolean, false, write_false, "There are no projects: always false"},
    {"pinned_to_task_flag", boolean, false, write_false, "There are no tasks: always false"},
    {"update_time", string, false, write_time<&Note::update_time>, "When it was last changed", nullptr,
     NoteField::update_time},
    {"user", object, true, write_author, "The author", &author_shape},
    {"user_id", integer, false, write_number<&Note::user_id>, "The author's id", nullptr, NoteField::user_id},
};

}  // namespace

std::span<const Field<NoteView>> note_fields() { return fields; }

const Shape note_shape{"Note", [] { return describe(fields); }};
const Shape note_list_shape{"Note", [] { return describe(fields); }, true};

Result<NoteWriter> NoteWriter::read(Context& context, std::span<const Note> notes) {
    auto names = SubjectNames::read(context, notes);
    if (!names) return fail(names);
    NoteWriter writer(context.caller);
    writer.names_ = std::move(*names);
    return writer;
}

void NoteWriter::write(JsonWriter& writer, const Note& note) const {
    write_object(writer, fields,
                 NoteView{note, caller_, name_of(names_.organizations, note.organization_id),
                          name_of(names_.persons, note.person_id), name_of(names_.deals, note.deal_id)});
}

}  // namespace stele::dialect::pipedrive
