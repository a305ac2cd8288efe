#include "store/pictures.h"

#include "store/columns.h"
#include "store/id_list.h"
#include "store/record_reading.h"

namespace stele::store {

namespace {

using domain::Picture;
using domain::PictureId;

// read() and insert() go through them in their order.
constexpr std::string_view columns[] = {"name",       "user_id",       "content_type", "large_blob_id",
                                        "large_size", "small_blob_id", "small_size",   "add_time"};

constexpr Statement insert_picture{kept_text<[] {
    return StatementText()
        .add("INSERT INTO picture ({key_column} company_id, id, ")
        .add_columns(columns)
        .add(") VALUES ({key_value} $1, $2, ")
        .add_parameters(3, std::size(columns))
        .add(")");
}>};
constexpr Statement select_pictures{kept_text<[] {
    return StatementText()
        .add("SELECT id, ")
        .add_columns(columns)
        .add(" FROM picture WHERE company_id = $1 AND {id picture} IN (SELECT {id_value CAST(value AS BIGINT)} FROM ")
        .add("{listed $2}) ORDER BY {id picture}");
}>};
constexpr Statement select_named{kept_text<[] {
    return StatementText().add("SELECT id, ").add_columns(columns).add(" FROM picture WHERE company_id = $1 AND name = $2");
}>};
constexpr Statement select_of_user{kept_text<[] {
    return StatementText()
        .add("SELECT id, ")
        .add_columns(columns)
        .add(" FROM picture WHERE company_id = $1 AND user_id = $2 ORDER BY {id picture} LIMIT $4 OFFSET $3");
}>};
constexpr Statement count_of_user{"SELECT count(*) FROM picture WHERE company_id = $1 AND user_id = $2"};
constexpr Statement select_use{
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM organization WHERE company_id = $1 AND picture_id = $2) OR EXISTS (SELECT 1 FROM "
    "person WHERE company_id = $1 AND picture_id = $2)"};
constexpr Statement select_unused{
    "SELECT id FROM picture WHERE {in_company} AND add_time < $2 AND NOT EXISTS (SELECT 1 FROM organization WHERE "
    "organization.company_id = $1 AND organization.picture_id = picture.id) AND NOT EXISTS (SELECT 1 FROM person WHERE "
    "person.company_id = $1 AND person.picture_id = picture.id) ORDER BY {id picture} LIMIT $3"};
constexpr Statement delete_picture{"DELETE FROM picture WHERE {by_id}"};
constexpr Statement select_blobs{
    "SELECT large_blob_id AS blob_id FROM picture WHERE company_id = $1 AND large_blob_id >= $2 AND large_blob_id <= $3 "
    "UNION ALL SELECT small_blob_id FROM picture WHERE company_id = $1 AND small_blob_id >= $2 AND small_blob_id <= $3 "
    "ORDER BY blob_id"};

// Every member is set.
void read(const Row& row, Picture& into) {
    int column = 0;
    into.id = row.integer(column++);
    into.name = row.text(column++);
    into.user_id = row.integer(column++);
    into.content_type = row.text(column++);
    for (domain::PictureSquare& square : into.squares) {
        square.blob_id = row.text(column++);
        square.size = row.integer(column++);
    }
    into.add_time = row.integer(column++);
}

}  // namespace

Result<void> Pictures::insert(const Picture& picture) {
    const auto& [large, small] = picture.squares;
    return session_.write(insert_picture, {company_, picture.id, std::string_view(picture.name), picture.user_id,
                                           std::string_view(picture.content_type), std::string_view(large.blob_id),
                                           large.size, std::string_view(small.blob_id), small.size, picture.add_time});
}

Result<void> Pictures::list(std::span<const PictureId> ids, FunctionRef<bool(const Picture&)> visit) {
    Picture picture;
    const std::string listed = id_list(ids);
    return session_.query(select_pictures, {company_, std::string_view(listed)}, [&](const Row& row) {
        read(row, picture);
        return visit(picture);
    });
}

Result<void> Pictures::list_of(domain::UserId user, std::int64_t offset, std::int64_t limit,
                               FunctionRef<bool(const Picture&)> visit) {
    Picture picture;
    return session_.query(select_of_user, {company_, user, offset, limit}, [&](const Row& row) {
        read(row, picture);
        return visit(picture);
    });
}

Result<std::int64_t> Pictures::count_of(domain::UserId user) {
    std::int64_t count = 0;
    const auto queried = session_.query(count_of_user, {company_, user}, [&](const Row& row) {
        count = row.integer(0);
        return false;
    });
    if (!queried) return fail(queried);
    return count;
}

Result<std::optional<Picture>> Pictures::find_named(std::string_view name) {
    std::optional<Picture> found;
    const auto queried = session_.query(select_named, {company_, name}, [&](const Row& row) {
        read(row, found.emplace());
        return false;
    });
    if (!queried) return fail(queried);
    return found;
}

Result<bool> Pictures::is_used(PictureId id) {
    bool used = false;
    const auto queried = session_.query(select_use, {company_, id}, [&](const Row& /*row*/) {
        used = true;
        return false;
    });
    if (!queried) return fail(queried);
    return used;
}

Result<std::vector<PictureId>> Pictures::unused(Micros time, std::int64_t limit) {
    return read_ids(session_, select_unused, {company_, time, limit});
}

Result<void> Pictures::remove(PictureId id) { return session_.write(delete_picture, {company_, id}); }

Result<std::vector<domain::BlobId>> Pictures::named_blobs(const domain::BlobId& first, const domain::BlobId& last) {
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
