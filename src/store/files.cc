#include "store/files.h"

#include <array>
#include <cassert>

#include "base/text.h"
#include "store/columns.h"
#include "store/record_reading.h"
#include "store/record_values.h"

namespace stele::store {

namespace {

using domain::File;
using domain::Kind;

// An index entry holds no more.
constexpr std::size_t sorted_size = 200;

// read() and values_of() go through them in their order.
constexpr std::string_view columns[] = {"name",        "file_name",   "file_type",       "content_type",
                                        "size",        "description", "user_id",         "organization_id",
                                        "person_id",   "deal_id",     "activity_id",     "mail_message_id",
                                        "inline_flag", "content_id",  "remote_location", "remote_id",
                                        "blob_id",     "add_time",    "update_time",     "delete_time"};
constexpr std::size_t column_count = std::size(columns);
constexpr std::string_view sort_columns[] = {"file_name_sort", "file_type_sort", "description_sort"};
constexpr std::size_t sort_count = std::size(sort_columns);

constexpr std::string_view read_columns = kept_text<[] { return StatementText().add("id, ").add_columns(columns); }>;

constexpr Statement insert_file{kept_text<[] {
    return StatementText()
        .add("INSERT INTO file ({key_column} company_id, id, ")
        .add_columns(columns)
        .add(", ")
        .add_columns(sort_columns)
        .add(") VALUES ({key_value} $1, $2, ")
        .add_parameters(3, column_count + sort_count)
        .add(")");
}>};
constexpr Statement update_file{kept_text<[] {
    return StatementText()
        .add("UPDATE file SET ")
        .add_assignments(columns, 3)
        .add(", ")
        .add_assignments(sort_columns, 3 + column_count)
        .add(" WHERE {by_id}");
}>};
constexpr Statement delete_file{"DELETE FROM file WHERE {by_id}"};
constexpr Statement select_deleted{
    "SELECT id FROM file WHERE company_id = $1 AND delete_time < $2 ORDER BY delete_time, {id file} LIMIT $3"};
constexpr Statement select_blobs{
    "SELECT blob_id FROM file WHERE company_id = $1 AND blob_id >= $2 AND blob_id <= $3 ORDER BY blob_id"};

// What there is to do with the files about a record of one kind.
struct About {
    Kind kind;
    Statement select;
    Statement move;
};

constexpr About abouts[] = {
    {Kind::organization,
     {"SELECT id FROM file WHERE company_id = $1 AND organization_id = $2 ORDER BY {id file} LIMIT $3"},
     {"UPDATE file SET organization_id = $3, update_time = $4 WHERE company_id = $1 AND organization_id = $2"}},
    {Kind::person,
     {"SELECT id FROM file WHERE company_id = $1 AND person_id = $2 ORDER BY {id file} LIMIT $3"},
     {"UPDATE file SET person_id = $3, update_time = $4 WHERE company_id = $1 AND person_id = $2"}},
    {Kind::deal,
     {"SELECT id FROM file WHERE company_id = $1 AND deal_id = $2 ORDER BY {id file} LIMIT $3"},
     {"UPDATE file SET deal_id = $3, update_time = $4 WHERE company_id = $1 AND deal_id = $2"}},
    {Kind::activity,
     {"SELECT id FROM file WHERE company_id = $1 AND activity_id = $2 ORDER BY {id file} LIMIT $3"},
     {"UPDATE file SET activity_id = $3, update_time = $4 WHERE company_id = $1 AND activity_id = $2"}},
    {Kind::mail_message,
     {"SELECT id FROM file WHERE company_id = $1 AND mail_message_id = $2 ORDER BY {id file} LIMIT $3"},
     {"UPDATE file SET mail_message_id = $3, update_time = $4 WHERE company_id = $1 AND mail_message_id = $2"}},
};

const About& about_of(Kind kind) {
    const auto* found = std::begin(abouts);
    while (found != std::end(abouts) && found->kind != kind) ++found;
    assert(found != std::end(abouts));
    return *found;
}

void read(const Row& row, File& into) {
    int column = 0;
    into.id = row.integer(column++);
    for (std::string* text : {&into.name, &into.file_name, &into.file_type, &into.content_type}) *text = row.text(column++);
    into.size = row.integer(column++);
    into.description = row.text(column++);
    into.user_id = row.integer(column++);
    for (std::optional<std::int64_t>* id :
         {&into.organization_id, &into.person_id, &into.deal_id, &into.activity_id, &into.mail_message_id})
        read_optional(row, column++, *id);
    into.is_inline = row.integer(column++) != 0;
    for (std::string* text : {&into.content_id, &into.remote_location, &into.remote_id, &into.blob_id})
        *text = row.text(column++);
    into.add_time = row.integer(column++);
    into.update_time = row.integer(column++);
    read_optional(row, column++, into.delete_time);
}

struct Sorts {
    explicit Sorts(const File& file)
        : file_name(file_sort(file.file_name)),
          file_type(file_sort(file.file_type)),
          description(file_sort(file.description)) {}
    std::string file_name;
    std::string file_type;
    std::string description;
};

// `sorts` outlives them.
std::array<Value, column_count + sort_count + 2> values_of(domain::CompanyId company, const File& file, const Sorts& sorts) {
    return {company,
            file.id,
            std::string_view(file.name),
            std::string_view(file.file_name),
            std::string_view(file.file_type),
            std::string_view(file.content_type),
            file.size,
            text_or_null(file.description),
            file.user_id,
            value_of(file.organization_id),
            value_of(file.person_id),
            value_of(file.deal_id),
            value_of(file.activity_id),
            value_of(file.mail_message_id),
            std::int64_t{file.is_inline},
            text_or_null(file.content_id),
            text_or_null(file.remote_location),
            text_or_null(file.remote_id),
            text_or_null(file.blob_id),
            file.add_time,
            file.update_time,
            value_of(file.delete_time),
            Bytes{sorts.file_name},
            Bytes{sorts.file_type},
            Bytes{sorts.description}};
}

constexpr RecordReading<File> reading{Kind::file, read_columns, read};

}  // namespace

std::string file_sort(std::string_view text) { return sort_key(text.substr(0, cut_at_char(text, sorted_size))); }

Result<bool> Files::find_where(domain::FileId id, const domain::Predicate& where, File& into) {
    return reading.find_where(session_, company_, id, where, into);
}

Result<void> Files::insert(const File& file) {
    const Sorts sorts(file);
    return session_.write(insert_file, values_of(company_, file, sorts));
}

Result<void> Files::update(const File& file) {
    const Sorts sorts(file);
    return session_.write(update_file, values_of(company_, file, sorts));
}

Result<void> Files::remove(domain::FileId id) { return session_.write(delete_file, {company_, id}); }

Result<void> Files::list(const domain::RecordQuery& query, FunctionRef<bool(const File&)> visit) {
    return reading.list(session_, company_, query, visit);
}

Result<void> Files::move(Kind kind, std::int64_t from, std::int64_t to, Micros update_time) {
    return session_.write(about_of(kind).move, {company_, from, to, update_time});
}

Result<std::vector<domain::FileId>> Files::about(Kind kind, std::int64_t id, std::int64_t limit) {
    return read_ids(session_, about_of(kind).select, {company_, id, limit});
}

Result<std::vector<domain::FileId>> Files::deleted_before(Micros time, std::int64_t limit) {
    return read_ids(session_, select_deleted, {company_, time, limit});
}

Result<std::vector<domain::BlobId>> Files::named_blobs(const domain::BlobId& first, const domain::BlobId& last) {
    std::vector<domain::BlobId> blobs;
    const auto queried =
        session_.query(select_blobs, {company_, std::string_view(first), std::string_view(last)}, [&](const Row& row) {
            blobs.emplace_back(row.text(0));
            return true;
        });
    if (!queried) return fail(queried);
    return blobs;
}

}  // namespace stele::store
