#include "store/tags.h"

#include <array>
#include <cassert>

#include "base/limits.h"
#include "base/text.h"
#include "store/built_sql.h"
#include "store/columns.h"
#include "store/id_list.h"
#include "store/predicate_sql.h"
#include "store/record_reading.h"
#include "store/record_sql.h"
#include "store/record_values.h"

namespace stele::store {

namespace {

using domain::Kind;
using domain::Tag;
using domain::TagId;

// What an update writes.
constexpr std::string_view tag_columns[] = {
    "name",     "name_fold",   "background_color", "text_color",  "description", "creator_id", "source",
    "add_time", "update_time", "last_use_time",    "delete_time", "class",       "icon",       "sequence"};
constexpr std::size_t tag_column_count = std::size(tag_columns);
// As they are read.
constexpr std::string_view read_columns =
    "tag.id, tag.name, tag.background_color, tag.text_color, tag.description, tag.creator_id, tag.source, tag.add_time, "
    "tag.update_time, tag.last_use_time, tag.delete_time, tag.class, tag.icon, tag.sequence, tag.organizations, tag.persons";
constexpr int read_count = 16;

constexpr Statement select_tag{
    kept_text<[] { return StatementText().add("SELECT ").add(read_columns).add(" FROM tag WHERE {by_id}"); }>};
constexpr Statement select_named{kept_text<[] {
    return StatementText()
        .add("SELECT ")
        .add(read_columns)
        .add(" FROM tag WHERE company_id = $1 AND name_fold = $2 AND delete_time IS NULL AND class = 1");
}>};
// An empty text is found in any, at its beginning.
constexpr Statement select_tags{kept_text<[] {
    return StatementText()
        .add("SELECT ")
        .add(read_columns)
        .add(
            " FROM tag WHERE {id tag} > {id_value $2} AND {in_company} AND delete_time IS NULL AND class = $6 AND {found_in "
            "name_fold}, "
            "$3) ")
        .add("> 0 AND {found_in name_fold}, $4) > 0 AND substr(name_fold, 1, length($4)) = $4 ORDER BY {id tag} LIMIT $5");
}>};
constexpr Statement count_tags{"SELECT count(*) FROM tag WHERE {in_company} AND delete_time IS NULL"};
constexpr Statement insert_tag{kept_text<[] {
    return StatementText()
        .add("INSERT INTO tag ({key_column} company_id, id, ")
        .add_columns(tag_columns)
        .add(", organizations, persons) VALUES ({key_value} $1, $2, ")
        .add_parameters(3, tag_column_count + 2)
        .add(")");
}>};
constexpr Statement update_tag{
    kept_text<[] { return StatementText().add("UPDATE tag SET ").add_assignments(tag_columns, 3).add(" WHERE {by_id}"); }>};
constexpr Statement delete_tag{"DELETE FROM tag WHERE {by_id}"};
constexpr Statement select_deleted{
    "SELECT id FROM tag WHERE company_id = $1 AND delete_time < $2 ORDER BY delete_time, {id tag} LIMIT $3"};

constexpr Statement select_tags_of_record{
    "SELECT record_tag.tag_id FROM record_tag CROSS JOIN tag WHERE {id tag} = {id_value record_tag.tag_id} "
    "AND record_tag.company_id = $1 AND tag.company_id = $1 AND record_tag.kind = $2 AND record_tag.record_id = $3 "
    "AND tag.delete_time IS NULL AND tag.class = $4 ORDER BY record_tag.tag_id"};
constexpr Statement select_tags_of_records{kept_text<[] {
    return StatementText()
        .add("SELECT ")
        .add(read_columns)
        .add(", record_tag.record_id FROM record_tag CROSS JOIN tag WHERE {id tag} = {id_value record_tag.tag_id} ")
        .add("AND record_tag.company_id = $1 AND tag.company_id = $1 AND record_tag.kind = $2 AND record_tag.record_id IN ")
        .add("(SELECT CAST(value AS BIGINT) FROM {listed $3}) AND tag.delete_time IS NULL ")
        .add("ORDER BY record_tag.record_id, record_tag.tag_id");
}>};
constexpr Statement insert_record_tag{
    "INSERT INTO record_tag (company_id, kind, record_id, tag_id, add_time) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (company_id, kind, record_id, tag_id) DO NOTHING"};
constexpr Statement update_use{"UPDATE tag SET last_use_time = $3 WHERE {by_id}"};
constexpr Statement delete_record_tag{
    "DELETE FROM record_tag WHERE company_id = $1 AND kind = $2 AND record_id = $3 AND tag_id = $4"};
constexpr Statement delete_tags_of_record{"DELETE FROM record_tag WHERE company_id = $1 AND kind = $2 AND record_id = $3"};
constexpr Statement select_records{
    "SELECT kind, record_id FROM record_tag {use_index record_tag_by_tag} WHERE company_id = $1 AND tag_id = $2 ORDER BY "
    "kind, record_id LIMIT $3"};
// In this order what one carries comes to another.
constexpr Statement delete_common{
    "DELETE FROM record_tag WHERE company_id = $1 AND kind = $2 AND record_id = $3 AND EXISTS (SELECT 1 FROM record_tag AS "
    "present WHERE present.company_id = $1 AND present.kind = $2 AND present.record_id = $4 "
    "AND present.tag_id = record_tag.tag_id)"};
constexpr Statement move_tags{"UPDATE record_tag SET record_id = $4 WHERE company_id = $1 AND kind = $2 AND record_id = $3"};

struct Counters {
    Statement of_record;
    Statement of_tags;
};
constexpr Counters organization_counters{
    {"UPDATE tag SET organizations = organizations + $4 WHERE company_id = $1 AND {id tag} IN (SELECT {id_value tag_id} "
     "FROM record_tag WHERE company_id = $1 AND kind = $2 AND record_id = $3)"},
    {"UPDATE tag SET organizations = organizations + $3 WHERE company_id = $1 AND {id tag} IN (SELECT {id_value CAST(value "
     "AS BIGINT)} FROM {listed $2})"}};
constexpr Counters person_counters{
    {"UPDATE tag SET persons = persons + $4 WHERE company_id = $1 AND {id tag} IN (SELECT {id_value tag_id} "
     "FROM record_tag WHERE company_id = $1 AND kind = $2 AND record_id = $3)"},
    {"UPDATE tag SET persons = persons + $3 WHERE company_id = $1 AND {id tag} IN (SELECT {id_value CAST(value AS BIGINT)} "
     "FROM {listed $2})"}};

const Counters& counters_of(Kind kind) {
    assert(kind == Kind::organization || kind == Kind::person);
    return kind == Kind::person ? person_counters : organization_counters;
}

std::int64_t number_of(Kind kind) { return static_cast<std::int64_t>(kind); }

// Every member is set.
void read(const Row& row, Tag& into) {
    int column = 0;
    into.id = row.integer(column++);
    for (std::string* text : {&into.name, &into.background_color, &into.text_color, &into.description})
        read_text(row, column++, *text);
    into.creator_id = row.integer(column++);
    into.source = static_cast<domain::Source>(row.integer(column++));
    into.add_time = row.integer(column++);
    into.update_time = row.integer(column++);
    read_optional(row, column++, into.last_use_time);
    read_optional(row, column++, into.delete_time);
    into.of = static_cast<domain::TagClass>(row.integer(column++));
    read_text(row, column++, into.icon);
    read_optional(row, column++, into.sequence);
    into.organizations = row.integer(column++);
    into.persons = row.integer(column++);
    assert(column == read_count);
}

// The parameters of an insert; those of an update are all but the last two. `folded` is of the name.
std::array<Value, 2 + tag_column_count + 2> values_of(domain::CompanyId company, const Tag& tag, std::string_view folded) {
    return {company,
            tag.id,
            std::string_view(tag.name),
            folded,
            text_or_null(tag.background_color),
            text_or_null(tag.text_color),
            text_or_null(tag.description),
            tag.creator_id,
            static_cast<std::int64_t>(tag.source),
            tag.add_time,
            tag.update_time,
            value_of(tag.last_use_time),
            value_of(tag.delete_time),
            static_cast<std::int64_t>(tag.of),
            text_or_null(tag.icon),
            value_of(tag.sequence),
            tag.organizations,
            tag.persons};
}

}  // namespace

Result<std::optional<Tag>> Tags::find(const Statement& statement, const Value& value) {
    std::optional<Tag> tag;
    const auto queried = session_.query(statement, {company_, value}, [&](const Row& row) {
        read(row, tag.emplace());
        return false;
    });
    if (!queried) return fail(queried);
    return tag;
}

Result<std::optional<Tag>> Tags::find(TagId id) { return find(select_tag, id); }

Result<std::optional<Tag>> Tags::find_named(std::string_view name) {
    const std::string folded = fold(name);
    return find(select_named, std::string_view(folded));
}

Result<void> Tags::insert(const Tag& tag) {
    const std::string folded = fold(tag.name);
    return session_.write(insert_tag, values_of(company_, tag, folded));
}

Result<void> Tags::update(const Tag& tag) {
    const std::string folded = fold(tag.name);
    const auto values = values_of(company_, tag, folded);
    return session_.write(update_tag, std::span(values).first(2 + tag_column_count));
}

Result<void> Tags::list(const domain::TagQuery& query, FunctionRef<bool(const Tag&)> visit) {
    const std::string contained = fold(query.contains);
    const std::string beginning = fold(query.begins_with);
    Tag tag;
    return session_.query(select_tags,
                          {company_, query.after_id, std::string_view(contained), std::string_view(beginning), query.limit,
                           static_cast<std::int64_t>(query.of)},
                          [&](const Row& row) {
                              read(row, tag);
                              return visit(tag);
                          });
}

Result<std::int64_t> Tags::count() {
    std::int64_t number = 0;
    const auto queried = session_.query(count_tags, {company_}, [&](const Row& row) {
        number = row.integer(0);
        return false;
    });
    if (!queried) return fail(queried);
    return number;
}

Result<void> Tags::remove(TagId id) { return session_.write(delete_tag, {company_, id}); }

Result<std::vector<TagId>> Tags::deleted_before(Micros time, std::int64_t limit) {
    return read_ids(session_, select_deleted, {company_, time, limit});
}

Result<std::vector<TagId>> Tags::of_record(Kind kind, std::int64_t record_id, domain::TagClass of) {
    return read_ids(session_, select_tags_of_record, {company_, number_of(kind), record_id, static_cast<std::int64_t>(of)});
}

Result<void> Tags::list_of_records(Kind kind, std::span<const std::int64_t> record_ids,
                                   FunctionRef<bool(std::int64_t record_id, const Tag&)> visit) {
    if (record_ids.empty()) return {};
    const std::string list = id_list(record_ids);
    Tag tag;
    return session_.query(select_tags_of_records, {company_, number_of(kind), std::string_view(list)}, [&](const Row& row) {
        read(row, tag);
        return visit(row.integer(read_count), tag);
    });
}

Result<void> Tags::put(Kind kind, std::int64_t record_id, std::span<const TagId> tags, Micros time) {
    for (const TagId tag : tags) {
        auto written = session_.write(insert_record_tag, {company_, number_of(kind), record_id, tag, time});
        if (written) written = session_.write(update_use, {company_, tag, time});
        if (!written) return written;
    }
    return {};
}

Result<void> Tags::take(Kind kind, std::int64_t record_id, std::span<const TagId> tags) {
    for (const TagId tag : tags)
        if (auto taken = session_.write(delete_record_tag, {company_, number_of(kind), record_id, tag}); !taken)
            return taken;
    return {};
}

Result<void> Tags::take_all(Kind kind, std::int64_t record_id) {
    return session_.write(delete_tags_of_record, {company_, number_of(kind), record_id});
}

Result<std::int64_t> Tags::take_from_records(TagId tag, std::int64_t limit) {
    std::vector<std::pair<Kind, std::int64_t>> records;
    const auto queried = session_.query(select_records, {company_, tag, limit}, [&](const Row& row) {
        records.emplace_back(static_cast<Kind>(row.integer(0)), row.integer(1));
        return true;
    });
    if (!queried) return fail(queried);
    for (const auto& [kind, record_id] : records)
        if (const auto taken = take(kind, record_id, std::span(&tag, 1)); !taken) return fail(taken);
    return static_cast<std::int64_t>(records.size());
}

Result<void> Tags::move(Kind kind, std::int64_t from, std::int64_t to) {
    auto moved = session_.write(delete_common, {company_, number_of(kind), from, to});
    if (moved) moved = session_.write(move_tags, {company_, number_of(kind), from, to});
    return moved;
}

Result<void> Tags::add_to_counters(Kind kind, std::int64_t record_id, std::int64_t delta) {
    return session_.write(counters_of(kind).of_record, {company_, number_of(kind), record_id, delta});
}

Result<void> Tags::add_to_counters(Kind kind, std::span<const TagId> tags, std::int64_t delta) {
    if (tags.empty()) return {};
    const std::string list = id_list(tags);
    return session_.write(counters_of(kind).of_tags, {company_, std::string_view(list), delta});
}

Result<std::vector<domain::TagCount>> Tags::counts(Kind kind, const domain::Predicate& where) {
    const RecordSql& record = record_sql(kind);
    BuiltSql sql(company_);
    sql.add("SELECT tag_id, count(*) FROM record_tag WHERE company_id = $1 AND kind = ").add(record.kind);
    sql.add(" AND EXISTS (SELECT 1 FROM ").add(record.table).add(" WHERE ").add(record.table).add(".company_id = $1 AND ");
    sql.add(record.id).add(" = {id_value record_tag.record_id} AND ");
    add_condition(sql, kind, where);
    sql.add(") GROUP BY tag_id ORDER BY tag_id");
    std::vector<domain::TagCount> counts;
    const auto queried = session_.query(sql.sql(), sql.values(), [&](const Row& row) {
        counts.push_back({row.integer(0), row.integer(1)});
        return true;
    });
    if (!queried) return fail(queried);
    return counts;
}

}  // namespace stele::store
