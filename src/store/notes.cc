#include "store/notes.h"

#include <array>
#include <cassert>

#include "base/text.h"
#include "store/columns.h"
#include "store/record_reading.h"
#include "store/record_values.h"
#include "store/search_text.h"

namespace stele::store {

namespace {

using domain::Kind;
using domain::Note;
using domain::NoteComment;

// An index entry holds no more.
constexpr std::size_t sorted_size = 200;

// read() and values_of() go through them in their order.
constexpr std::string_view columns[] = {"content",
                                        "user_id",
                                        "updater_id",
                                        "organization_id",
                                        "person_id",
                                        "deal_id",
                                        "pinned_to_organization",
                                        "pinned_to_person",
                                        "pinned_to_deal",
                                        "is_private",
                                        "add_time",
                                        "update_time",
                                        "delete_time",
                                        "title",
                                        "category_id",
                                        "is_flagged",
                                        "uuid"};
constexpr std::size_t column_count = std::size(columns);

constexpr std::string_view read_columns = kept_text<[] { return StatementText().add("id, ").add_columns(columns); }>;

constexpr Statement insert_note{kept_text<[] {
    return StatementText()
        .add("INSERT INTO note ({key_column} company_id, id, ")
        .add_columns(columns)
        .add(", content_sort) VALUES ({key_value} $1, $2, ")
        .add_parameters(3, column_count + 1)
        .add(")");
}>};
constexpr Statement update_note{kept_text<[] {
    return StatementText()
        .add("UPDATE note SET ")
        .add_assignments(columns, 3)
        .add(", content_sort = ")
        .add_parameter(3 + column_count)
        .add(" WHERE {by_id}");
}>};
constexpr Statement select_by_uuid{"SELECT id FROM note WHERE company_id = $1 AND uuid = $2"};
constexpr Statement delete_note{"DELETE FROM note WHERE {by_id}"};
constexpr Statement delete_comments{
    "DELETE FROM note_comment WHERE company_id = $1 AND id IN (SELECT oldest.id FROM note_comment AS oldest "
    "WHERE oldest.company_id = $1 AND oldest.note_id = $2 ORDER BY {id oldest} LIMIT $3)"};
constexpr Statement move_from_organization{
    "UPDATE note SET organization_id = $3, update_time = $4 WHERE company_id = $1 AND organization_id = $2"};
constexpr Statement move_from_person{
    "UPDATE note SET person_id = $3, update_time = $4 WHERE company_id = $1 AND person_id = $2"};
constexpr Statement move_from_deal{"UPDATE note SET deal_id = $3, update_time = $4 WHERE company_id = $1 AND deal_id = $2"};
constexpr Statement about_organization{
    "SELECT id FROM note WHERE company_id = $1 AND organization_id = $2 ORDER BY {id note} LIMIT $3"};
constexpr Statement about_person{"SELECT id FROM note WHERE company_id = $1 AND person_id = $2 ORDER BY {id note} LIMIT $3"};
constexpr Statement about_deal{"SELECT id FROM note WHERE company_id = $1 AND deal_id = $2 ORDER BY {id note} LIMIT $3"};
constexpr Statement select_deleted{
    "SELECT id FROM note WHERE company_id = $1 AND delete_time < $2 "
    "ORDER BY delete_time, {id note} LIMIT $3"};

constexpr std::string_view comment_columns =
    "id, uuid, note_id, content, user_id, updater_id, add_time, update_time, delete_time";
constexpr Statement insert_comment_row{
    "INSERT INTO note_comment ({key_column} company_id, id, uuid, note_id, content, user_id, updater_id, add_time, "
    "update_time, delete_time) VALUES ({key_value} $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
constexpr Statement update_comment_row{
    "UPDATE note_comment SET content = $3, updater_id = $4, update_time = $5, delete_time = $6 WHERE {by_id}"};
constexpr Statement find_comment{kept_text<[] {
    return StatementText().add("SELECT ").add(comment_columns).add(" FROM note_comment WHERE company_id = $1 AND uuid = $2");
}>};
constexpr Statement select_comments{kept_text<[] {
    return StatementText()
        .add("SELECT ")
        .add(comment_columns)
        .add(" FROM note_comment WHERE company_id = $1 AND note_id = $2 AND delete_time IS NULL ")
        .add("ORDER BY {id note_comment} LIMIT $3 OFFSET $4");
}>};

void read(const Row& row, Note& into) {
    int column = 0;
    into.id = row.integer(column++);
    into.content = row.text(column++);
    into.user_id = row.integer(column++);
    into.updater_id = row.integer(column++);
    for (std::optional<std::int64_t>* id : {&into.organization_id, &into.person_id, &into.deal_id})
        read_optional(row, column++, *id);
    for (bool* flag : {&into.pinned_to_organization, &into.pinned_to_person, &into.pinned_to_deal, &into.is_private})
        *flag = row.integer(column++) != 0;
    into.add_time = row.integer(column++);
    into.update_time = row.integer(column++);
    read_optional(row, column++, into.delete_time);
    read_text(row, column++, into.title);
    into.category_id = row.is_null(column) ? 0 : row.integer(column);
    ++column;
    into.is_flagged = row.integer(column++) != 0;
    read_text(row, column++, into.uuid);
}

NoteComment read_comment(const Row& row) {
    NoteComment comment{row.integer(0),           std::string(row.text(1)), row.integer(2),
                        std::string(row.text(3)), row.integer(4),           row.integer(5),
                        row.integer(6),           row.integer(7),           {}};
    read_optional(row, 8, comment.delete_time);
    return comment;
}

// `sort` outlives them.
std::array<Value, column_count + 3> values_of(domain::CompanyId company, const Note& note, std::string_view sort) {
    const auto flag = [](bool set) { return Value(std::int64_t{set}); };
    return {company,
            note.id,
            std::string_view(note.content),
            note.user_id,
            note.updater_id,
            value_of(note.organization_id),
            value_of(note.person_id),
            value_of(note.deal_id),
            flag(note.pinned_to_organization),
            flag(note.pinned_to_person),
            flag(note.pinned_to_deal),
            flag(note.is_private),
            note.add_time,
            note.update_time,
            value_of(note.delete_time),
            text_or_null(note.title),
            note.category_id != 0 ? Value(note.category_id) : Value(),
            flag(note.is_flagged),
            text_or_null(note.uuid),
            Bytes{sort}};
}

constexpr RecordReading<Note> reading{Kind::note, read_columns, read};

}  // namespace

std::string note_sort(std::string_view content) { return sort_key(content.substr(0, cut_at_char(content, sorted_size))); }

Result<bool> Notes::find_where(domain::NoteId id, const domain::Predicate& where, Note& into) {
    return reading.find_where(session_, company_, id, where, into);
}

Result<std::optional<domain::NoteId>> Notes::find_uuid(std::string_view uuid) {
    std::optional<domain::NoteId> id;
    const auto queried = session_.query(select_by_uuid, {company_, uuid}, [&](const Row& row) {
        id = row.integer(0);
        return false;
    });
    if (!queried) return fail(queried);
    return id;
}

Result<void> Notes::insert(const Note& note) {
    const std::string sort = note_sort(note.content);
    auto inserted = session_.write(insert_note, values_of(company_, note, sort));
    if (!inserted || note.delete_time) return inserted;
    return search_texts_.insert(Kind::note, note.id, note_search_text(note.content));
}

Result<void> Notes::update(const Note& note) {
    const std::string sort = note_sort(note.content);
    if (auto updated = session_.write(update_note, values_of(company_, note, sort)); !updated) return updated;
    if (note.delete_time) return search_texts_.remove(Kind::note, note.id);
    return search_texts_.put(Kind::note, note.id, note_search_text(note.content));
}

Result<void> Notes::remove(domain::NoteId id) {
    if (auto removed = search_texts_.remove(Kind::note, id); !removed) return removed;
    return session_.write(delete_note, {company_, id});
}

Result<std::int64_t> Notes::remove_comments(domain::NoteId id, std::int64_t limit) {
    return session_.execute(delete_comments, {company_, id, limit});
}

Result<void> Notes::list(const domain::RecordQuery& query, FunctionRef<bool(const Note&)> visit) {
    return reading.list(session_, company_, query, visit);
}

Result<std::int64_t> Notes::count(const domain::Predicate& where) {
    return count_records(session_, company_, Kind::note, where);
}

Result<void> Notes::move(Kind kind, std::int64_t from, std::int64_t to, Micros update_time) {
    assert(kind == Kind::organization || kind == Kind::person || kind == Kind::deal);
    const Statement& statement = kind == Kind::organization ? move_from_organization
                                 : kind == Kind::person     ? move_from_person
                                                            : move_from_deal;
    return session_.write(statement, {company_, from, to, update_time});
}

Result<std::vector<domain::NoteId>> Notes::about(Kind kind, std::int64_t id, std::int64_t limit) {
    assert(kind == Kind::organization || kind == Kind::person || kind == Kind::deal);
    const Statement& statement = kind == Kind::organization ? about_organization
                                 : kind == Kind::person     ? about_person
                                                            : about_deal;
    return read_ids(session_, statement, {company_, id, limit});
}

Result<std::vector<domain::NoteId>> Notes::deleted_before(Micros time, std::int64_t limit) {
    return read_ids(session_, select_deleted, {company_, time, limit});
}

Result<void> Notes::insert_comment(const NoteComment& comment) {
    return session_.write(insert_comment_row, {company_, comment.id, std::string_view(comment.uuid), comment.note_id,
                                               std::string_view(comment.content), comment.user_id, comment.updater_id,
                                               comment.add_time, comment.update_time, value_of(comment.delete_time)});
}

Result<void> Notes::update_comment(const NoteComment& comment) {
    return session_.write(update_comment_row, {company_, comment.id, std::string_view(comment.content), comment.updater_id,
                                               comment.update_time, value_of(comment.delete_time)});
}

Result<std::optional<NoteComment>> Notes::comment(std::string_view uuid) {
    std::optional<NoteComment> found;
    const auto queried = session_.query(find_comment, {company_, uuid}, [&](const Row& row) {
        found = read_comment(row);
        return false;
    });
    if (!queried) return fail(queried);
    return found;
}

Result<void> Notes::list_comments(domain::NoteId note, std::int64_t offset, std::int64_t limit,
                                  FunctionRef<bool(const NoteComment&)> visit) {
    return session_.query(select_comments, {company_, note, limit, offset},
                          [&](const Row& row) { return visit(read_comment(row)); });
}

}  // namespace stele::store
