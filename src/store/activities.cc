#include "store/activities.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>

#include "base/text.h"
#include "store/columns.h"
#include "store/packed_text.h"
#include "store/predicate_sql.h"
#include "store/record_reading.h"
#include "store/record_values.h"

namespace stele::store {

namespace {

using domain::Activity;
using domain::ActivityId;
using domain::ActivityType;
using domain::Attendee;
using domain::Kind;
using domain::PersonId;

// read() and RowValues go through them in their order.
constexpr std::string_view record_columns[] = {"subject",
                                               "type",
                                               "owner_id",
                                               "creator_id",
                                               "updater_id",
                                               "done",
                                               "done_time",
                                               "busy",
                                               "due_date",
                                               "due_time",
                                               "duration",
                                               "note",
                                               "public_description",
                                               "location",
                                               "location_subpremise",
                                               "location_street_number",
                                               "location_route",
                                               "location_sublocality",
                                               "location_locality",
                                               "location_admin_area_level_1",
                                               "location_admin_area_level_2",
                                               "location_country",
                                               "location_postal_code",
                                               "location_formatted_address",
                                               "organization_id",
                                               "person_id",
                                               "other_person_ids",
                                               "deal_id",
                                               "attendees",
                                               "priority",
                                               "outcome",
                                               "add_time",
                                               "update_time",
                                               "delete_time"};
constexpr std::string_view form_columns[] = {
    "due", "subject_sort", "subject_fold", "note_fold", "public_description_fold", "location_fold"};
constexpr std::size_t record_count = std::size(record_columns);
constexpr std::size_t form_count = std::size(form_columns);

constexpr std::string_view read_columns = kept_text<[] { return StatementText().add("id, ").add_columns(record_columns); }>;

constexpr Statement insert_activity{kept_text<[] {
    return StatementText()
        .add("INSERT INTO activity ({key_column} company_id, id, ")
        .add_columns(record_columns)
        .add(", ")
        .add_columns(form_columns)
        .add(") VALUES ({key_value} $1, $2, ")
        .add_parameters(3, record_count + form_count)
        .add(")");
}>};
constexpr Statement update_activity{kept_text<[] {
    return StatementText()
        .add("UPDATE activity SET ")
        .add_assignments(record_columns, 3)
        .add(", ")
        .add_assignments(form_columns, 3 + record_count)
        .add(" WHERE {by_id}");
}>};
constexpr Statement delete_activity{"DELETE FROM activity WHERE {by_id}"};
constexpr Statement select_named{"SELECT person_id, other_person_ids, attendees FROM activity WHERE {by_id}"};
constexpr Statement insert_person{"INSERT INTO activity_person (company_id, person_id, activity_id) VALUES ($1, $2, $3)"};
constexpr Statement delete_person{
    "DELETE FROM activity_person WHERE company_id = $1 AND person_id = $2 AND activity_id = $3"};
constexpr Statement select_naming{
    "SELECT activity_id FROM activity_person WHERE company_id = $1 AND person_id = $2 ORDER BY activity_id LIMIT $3"};
constexpr Statement select_deleted{
    "SELECT id FROM activity WHERE company_id = $1 AND delete_time < $2 ORDER BY delete_time, {id activity} LIMIT $3"};

// What differs between the kinds of records that an activity is about.
struct Subject {
    Statement about;
    Statement move;
    Statement next;
    Statement last;
};

enum class End : std::uint8_t { next, last };

// $3 is when what has no date is due.
constexpr StatementText mark_of(std::string_view column, End end) {
    const bool is_next = end == End::next;
    return StatementText()
        .add("SELECT id, due_date, due_time FROM activity WHERE company_id = $1 AND ")
        .add(column)
        .add(" = $2 AND done = ")
        .add(is_next ? "0" : "1")
        .add(" AND delete_time IS NULL AND due < $3 ORDER BY due")
        .add(is_next ? ", {id activity}" : " DESC, {id activity} DESC")
        .add(" LIMIT 1");
}

constexpr std::string_view organization_column = "organization_id";
constexpr std::string_view person_column = "person_id";
constexpr std::string_view deal_column = "deal_id";

template <const std::string_view& column>
constexpr Subject subject_by{
    {kept_text<[] {
        return StatementText()
            .add("SELECT id FROM activity WHERE company_id = $1 AND ")
            .add(column)
            .add(" = $2 ORDER BY {id activity} LIMIT $3");
    }>},
    {kept_text<[] {
        return StatementText()
            .add("UPDATE activity SET ")
            .add(column)
            .add(" = $3, update_time = $4 WHERE company_id = $1 AND ")
            .add(column)
            .add(" = $2");
    }>},
    {kept_text<[] { return mark_of(column, End::next); }>},
    {kept_text<[] { return mark_of(column, End::last); }>},
};

const Subject& subject_of(Kind kind) {
    assert(kind == Kind::organization || kind == Kind::person || kind == Kind::deal);
    if (kind == Kind::organization) return subject_by<organization_column>;
    return kind == Kind::person ? subject_by<person_column> : subject_by<deal_column>;
}

constexpr std::string_view type_columns[] = {"name",      "icon_key",  "color",    "position",   "type_key",
                                             "is_active", "is_custom", "add_time", "update_time"};
constexpr Statement insert_type_row{kept_text<[] {
    return StatementText()
        .add("INSERT INTO activity_type (company_id, id, ")
        .add_columns(type_columns)
        .add(") VALUES ($1, $2, ")
        .add_parameters(3, std::size(type_columns))
        .add(")");
}>};
constexpr Statement update_type_row{kept_text<[] {
    return StatementText()
        .add("UPDATE activity_type SET ")
        .add_assignments(type_columns, 3)
        .add(" WHERE company_id = $1 AND id = $2");
}>};
constexpr Statement select_types{kept_text<[] {
    return StatementText()
        .add("SELECT id, ")
        .add_columns(type_columns)
        .add(" FROM activity_type WHERE company_id = $1 ORDER BY position, id");
}>};

// An attendee is six texts: e-mail address, name, status, whether they organize it, person, user.
std::string encode(const std::vector<Attendee>& attendees) {
    const auto text_of = [](const std::optional<std::int64_t>& id) { return id ? std::to_string(*id) : std::string(); };
    std::string text;
    for (const Attendee& attendee : attendees) {
        append_packed(text, attendee.email);
        append_packed(text, attendee.name);
        append_packed(text, attendee.status);
        append_packed(text, attendee.is_organizer ? "1" : "");
        append_packed(text, text_of(attendee.person_id));
        append_packed(text, text_of(attendee.user_id));
    }
    return text;
}

std::optional<std::int64_t> id_of(std::string_view text) {
    std::int64_t id = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), id);
    const bool is_whole = parsed.ptr == text.data() + text.size();
    return is_whole && parsed.ec == std::errc() ? std::optional(id) : std::nullopt;
}

void decode(std::string_view text, std::vector<Attendee>& into) {
    into.clear();
    std::array<std::string_view, 6> parts;
    while (!text.empty()) {
        for (std::string_view& part : parts)
            if (!take_packed(text, part)) return;
        into.push_back({std::string(parts[0]), std::string(parts[1]), std::string(parts[2]), !parts[3].empty(),
                        id_of(parts[4]), id_of(parts[5])});
    }
}

void read(const Row& row, Activity& into) {
    int column = 0;
    into.id = row.integer(column++);
    read_text(row, column++, into.subject);
    read_text(row, column++, into.type);
    for (std::int64_t* user : {&into.owner_id, &into.creator_id, &into.updater_id}) *user = row.integer(column++);
    into.done = row.integer(column++) != 0;
    read_optional(row, column++, into.done_time);
    into.busy = row.integer(column++) != 0;
    domain::Address& location = into.location;
    for (std::string* text :
         {&into.due_date, &into.due_time, &into.duration, &into.note, &into.public_description, &location.value,
          &location.subpremise, &location.street_number, &location.route, &location.sublocality, &location.locality,
          &location.admin_area_level_1, &location.admin_area_level_2, &location.country, &location.postal_code,
          &location.formatted_address})
        read_text(row, column++, *text);
    read_optional(row, column++, into.organization_id);
    read_labels(row, column, into.person_ids);
    column += 2;
    read_optional(row, column++, into.deal_id);
    decode(row.text(column++), into.attendees);
    read_optional(row, column++, into.priority);
    read_optional(row, column++, into.outcome);
    into.add_time = row.integer(column++);
    into.update_time = row.integer(column++);
    read_optional(row, column++, into.delete_time);
}

// The parameters of an insert or update. Refers to the activity and to itself.
class RowValues {
   public:
    RowValues(domain::CompanyId company, const Activity& activity)
        : forms_(activity_forms(activity.subject, activity.note, activity.public_description, activity.location.value)),
          other_persons_(other_labels(activity.person_ids)),
          attendees_(encode(activity.attendees)) {
        add(company);
        add(activity.id);
        add_record(activity);
        add(domain::due_of(activity));
        add(Bytes{forms_.subject_sort});
        add(std::string_view(forms_.subject_fold));
        for (const std::string* form : {&forms_.note_fold, &forms_.public_description_fold, &forms_.location_fold})
            add(text_or_null(*form));
    }
    RowValues(const RowValues&) = delete;
    RowValues& operator=(const RowValues&) = delete;

    [[nodiscard]] std::span<const Value> span() const { return values_; }

   private:
    void add(const Value& value) { values_[size_++] = value; }

    void add_record(const Activity& activity) {
        add(std::string_view(activity.subject));
        add(std::string_view(activity.type));
        for (const std::int64_t user : {activity.owner_id, activity.creator_id, activity.updater_id}) add(user);
        add(std::int64_t{activity.done});
        add(value_of(activity.done_time));
        add(std::int64_t{activity.busy});
        const domain::Address& location = activity.location;
        for (const std::string* text :
             {&activity.due_date, &activity.due_time, &activity.duration, &activity.note, &activity.public_description,
              &location.value, &location.subpremise, &location.street_number, &location.route, &location.sublocality,
              &location.locality, &location.admin_area_level_1, &location.admin_area_level_2, &location.country,
              &location.postal_code, &location.formatted_address})
            add(text_or_null(*text));
        add(value_of(activity.organization_id));
        add(value_of(activity.person_id()));
        add(text_or_null(other_persons_));
        add(value_of(activity.deal_id));
        add(text_or_null(attendees_));
        add(value_of(activity.priority));
        add(value_of(activity.outcome));
        add(activity.add_time);
        add(activity.update_time);
        add(value_of(activity.delete_time));
    }

    ActivityForms forms_;
    std::string other_persons_;
    std::string attendees_;
    std::array<Value, 2 + record_count + form_count> values_;
    std::size_t size_ = 0;
};

// Whom it names beside the person that it is about; rising, each once.
std::vector<PersonId> named_by(const std::vector<PersonId>& person_ids, const std::vector<Attendee>& attendees) {
    std::vector<PersonId> named;
    if (!person_ids.empty()) named.assign(person_ids.begin() + 1, person_ids.end());
    for (const Attendee& attendee : attendees)
        if (attendee.person_id) named.push_back(*attendee.person_id);
    std::ranges::sort(named);
    named.erase(std::unique(named.begin(), named.end()), named.end());
    return named;
}

constexpr RecordReading<Activity> reading{Kind::activity, read_columns, read};

}  // namespace

ActivityForms activity_forms(std::string_view subject, std::string_view note, std::string_view public_description,
                             std::string_view location) {
    const auto fold_of = [](std::string_view text) { return text.empty() ? std::string() : fold(text); };
    return {sort_key(subject), fold(subject), fold_of(note), fold_of(public_description), fold_of(location)};
}

Result<bool> Activities::find_where(ActivityId id, const domain::Predicate& where, Activity& into) {
    return reading.find_where(session_, company_, id, where, into);
}

Result<void> Activities::name_persons(ActivityId id, const std::vector<PersonId>& before,
                                      const std::vector<PersonId>& after) {
    for (const PersonId person : before)
        if (!std::ranges::binary_search(after, person))
            if (auto removed = session_.write(delete_person, {company_, person, id}); !removed) return removed;
    for (const PersonId person : after)
        if (!std::ranges::binary_search(before, person))
            if (auto inserted = session_.write(insert_person, {company_, person, id}); !inserted) return inserted;
    return {};
}

Result<void> Activities::insert(const Activity& activity) {
    const RowValues values(company_, activity);
    if (auto inserted = session_.write(insert_activity, values.span()); !inserted) return inserted;
    return name_persons(activity.id, {}, named_by(activity.person_ids, activity.attendees));
}

Result<void> Activities::update(const Activity& activity) {
    const auto before = named(activity.id);
    if (!before) return fail(before);
    const RowValues values(company_, activity);
    if (auto updated = session_.write(update_activity, values.span()); !updated) return updated;
    return name_persons(activity.id, *before, named_by(activity.person_ids, activity.attendees));
}

Result<std::vector<PersonId>> Activities::named(ActivityId id) {
    std::vector<PersonId> person_ids;
    std::vector<Attendee> attendees;
    const auto queried = session_.query(select_named, {company_, id}, [&](const Row& row) {
        read_labels(row, 0, person_ids);
        decode(row.text(2), attendees);
        return false;
    });
    if (!queried) return fail(queried);
    return named_by(person_ids, attendees);
}

Result<void> Activities::remove(ActivityId id) {
    const auto before = named(id);
    if (!before) return fail(before);
    if (auto removed = name_persons(id, *before, {}); !removed) return removed;
    return session_.write(delete_activity, {company_, id});
}

Result<void> Activities::list(const domain::RecordQuery& query, FunctionRef<bool(const Activity&)> visit) {
    return reading.list(session_, company_, query, visit);
}

Result<std::vector<domain::ActivityShare>> Activities::shares(const domain::Predicate& where) {
    BuiltSql sql(company_);
    sql.add("SELECT owner_id, type, count(*) FROM activity WHERE company_id = $1 AND ");
    add_condition(sql, Kind::activity, where);
    sql.add(" GROUP BY owner_id, type ORDER BY owner_id, type");
    std::vector<domain::ActivityShare> shares;
    const auto queried = session_.query(sql.sql(), sql.values(), [&](const Row& row) {
        shares.push_back({row.integer(0), std::string(row.text(1)), row.integer(2)});
        return true;
    });
    if (!queried) return fail(queried);
    return shares;
}

Result<domain::ActivityMark> Activities::mark(Kind kind, std::int64_t id, bool done) {
    const Subject& subject = subject_of(kind);
    domain::ActivityMark mark;
    const auto queried =
        session_.query(done ? subject.last : subject.next, {company_, id, domain::never_due}, [&](const Row& row) {
            mark = {row.integer(0), std::string(row.text(1)), std::string(row.text(2))};
            return false;
        });
    if (!queried) return fail(queried);
    return mark;
}

Result<void> Activities::move(Kind kind, std::int64_t from, std::int64_t to, Micros update_time) {
    return session_.write(subject_of(kind).move, {company_, from, to, update_time});
}

Result<std::vector<ActivityId>> Activities::about(Kind kind, std::int64_t id, std::int64_t limit) {
    return read_ids(session_, subject_of(kind).about, {company_, id, limit});
}

Result<std::vector<ActivityId>> Activities::naming(PersonId id, std::int64_t limit) {
    return read_ids(session_, select_naming, {company_, id, limit});
}

Result<std::vector<ActivityId>> Activities::deleted_before(Micros time, std::int64_t limit) {
    return read_ids(session_, select_deleted, {company_, time, limit});
}

Result<void> Activities::write_type(const Statement& statement, const ActivityType& type) {
    return session_.write(statement,
                          {company_, type.id, std::string_view(type.name), std::string_view(type.icon_key),
                           text_or_null(type.color), type.position, std::string_view(type.key), std::int64_t{type.is_active},
                           std::int64_t{type.is_custom}, type.add_time, type.update_time});
}

Result<void> Activities::insert_type(const ActivityType& type) { return write_type(insert_type_row, type); }
Result<void> Activities::update_type(const ActivityType& type) { return write_type(update_type_row, type); }

Result<std::vector<ActivityType>> Activities::types() {
    std::vector<ActivityType> types;
    const auto queried = session_.query(select_types, {company_}, [&](const Row& row) {
        types.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3)),
                         row.integer(4), std::string(row.text(5)), row.integer(6) != 0, row.integer(7) != 0, row.integer(8),
                         row.integer(9)});
        return true;
    });
    if (!queried) return fail(queried);
    return types;
}

}  // namespace stele::store
