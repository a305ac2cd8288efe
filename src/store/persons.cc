#include "store/persons.h"

#include <array>
#include <utility>

#include "base/text.h"
#include "store/columns.h"
#include "store/contacts.h"
#include "store/custom_values.h"
#include "store/record_reading.h"
#include "store/record_values.h"
#include "store/search_text.h"

namespace stele::store {

namespace {

using domain::Counter;
using domain::Kind;
using domain::Person;

// What an update writes. read() and RowValues go through the lists of columns in their order.
constexpr std::string_view record_columns[] = {"name",
                                               "first_char",
                                               "first_name",
                                               "last_name",
                                               "owner_id",
                                               "visible_to",
                                               "add_time",
                                               "update_time",
                                               "delete_time",
                                               "archive_time",
                                               "label",
                                               "other_labels",
                                               "organization_id",
                                               "emails",
                                               "phones",
                                               "marketing_status",
                                               "picture_id",
                                               "next_activity_id",
                                               "next_activity_date",
                                               "next_activity_time",
                                               "last_activity_id",
                                               "last_activity_date",
                                               "last_activity_time",
                                               "last_incoming_mail_time",
                                               "last_outgoing_mail_time",
                                               "custom"};
// By domain::Counter, and two that only persons have.
constexpr std::string_view counter_columns[] = {"open_deals",
                                                "won_deals",
                                                "lost_deals",
                                                "related_open_deals",
                                                "related_won_deals",
                                                "related_lost_deals",
                                                "email_messages",
                                                "people",
                                                "activities",
                                                "done_activities",
                                                "files",
                                                "notes",
                                                "followers",
                                                "participant_open_deals",
                                                "participant_closed_deals"};
constexpr std::string_view form_columns[] = {"name_fold",      "name_exact",      "name_sort",     "first_name_sort",
                                             "last_name_sort", "first_name_fold", "last_name_fold"};

constexpr std::size_t record_count = std::size(record_columns);
constexpr std::size_t counter_count = std::size(counter_columns);
constexpr std::size_t form_count = std::size(form_columns);
static_assert(record_columns[7 - 3] == "owner_id");  // as insert_person says
static_assert(counter_count == domain::counter_count + 2);

constexpr std::string_view read_columns =
    kept_text<[] { return StatementText().add("id, ").add_columns(record_columns).add(", ").add_columns(counter_columns); }>;

constexpr Statement find_person{
    kept_text<[] { return StatementText().add("SELECT ").add(read_columns).add(" FROM person WHERE {by_id}"); }>};

constexpr Statement find_values{"SELECT emails, phones, custom FROM person WHERE {by_id}"};

constexpr Statement insert_person{kept_text<[] {
    return StatementText()
        .add("INSERT INTO person ({key_column} company_id, id, ")
        .add_columns(record_columns)
        .add(", ")
        .add_columns(form_columns)
        .add(", ")
        .add_columns(counter_columns)
        .add(", follower_mask) VALUES ({key_value} $1, $2, ")
        .add_parameters(3, record_count + form_count + counter_count)
        .add(", {bit $7})");  // of the owner, who follows from the beginning
}>};

constexpr Statement update_person{kept_text<[] {
    return StatementText()
        .add("UPDATE person SET ")
        .add_assignments(record_columns, 3)
        .add(", ")
        .add_assignments(form_columns, 3 + record_count)
        .add(" WHERE {by_id}");
}>};

constexpr Statement update_marks{
    "UPDATE person SET next_activity_id = $3, next_activity_date = $4, next_activity_time = $5, last_activity_id = $6, "
    "last_activity_date = $7, last_activity_time = $8 WHERE {by_id}"};
constexpr Statement update_archive_time{"UPDATE person SET archive_time = $3, update_time = $4 WHERE {by_id}"};
constexpr Statement touch_person{"UPDATE person SET update_time = $3 WHERE {by_id}"};
constexpr Statement delete_person{"DELETE FROM person WHERE {by_id}"};
constexpr Statement select_deleted{
    "SELECT id FROM person WHERE company_id = $1 AND delete_time < $2 ORDER BY delete_time, {id person} LIMIT $3"};
constexpr Statement update_organization_of_person{"UPDATE person SET organization_id = $3, update_time = $4 WHERE {by_id}"};

template <std::size_t index>
constexpr Statement add_to_one_counter{kept_text<[] {
    return StatementText()
        .add("UPDATE person SET ")
        .add(counter_columns[index])
        .add(" = ")
        .add(counter_columns[index])
        .add(" + $3 WHERE {by_id}");
}>};

constexpr auto counter_statements = []<std::size_t... index>(std::index_sequence<index...>) {
    return std::array{add_to_one_counter<index>...};
}(std::make_index_sequence<domain::counter_count>());

// Every member is set, so that one Person serves for many rows.
void read(const Row& row, Person& into) {
    int column = 0;
    into.id = row.integer(column++);
    into.name = row.text(column++);
    into.first_char = row.text(column++);
    into.first_name = row.text(column++);
    into.last_name = row.text(column++);
    into.owner_id = row.integer(column++);
    into.visible_to = static_cast<int>(row.integer(column++));
    into.add_time = row.integer(column++);
    into.update_time = row.integer(column++);
    read_optional(row, column++, into.delete_time);
    read_optional(row, column++, into.archive_time);
    read_labels(row, column, into.label_ids);
    column += 2;
    read_optional(row, column++, into.organization_id);
    decode_contacts(row.text(column++), into.emails);
    decode_contacts(row.text(column++), into.phones);
    into.marketing_status = static_cast<domain::MarketingStatus>(row.integer(column++));
    read_optional(row, column++, into.picture_id);
    for (domain::ActivityMark* mark : {&into.next_activity, &into.last_activity}) {
        read_mark(row, column, *mark);
        column += 3;
    }
    read_optional(row, column++, into.last_incoming_mail_time);
    read_optional(row, column++, into.last_outgoing_mail_time);
    decode_custom(row.text(column++), into.custom);
    for (std::int64_t& counter : into.counters) counter = row.integer(column++);
    into.participant_open_deals = row.integer(column++);
    into.participant_closed_deals = row.integer(column++);
}

// The parameters of an insert or update. Refers to the person and to itself.
class RowValues {
   public:
    RowValues(domain::CompanyId company, const Person& person)
        : forms_(person_forms(person.name, person.first_name, person.last_name)),
          other_labels_(other_labels(person.label_ids)),
          emails_(encode_contacts(person.emails)),
          phones_(encode_contacts(person.phones)),
          custom_(encode_custom(person.custom)) {
        add(company);
        add(person.id);
        add_record(person);
        add(std::string_view(forms_.name_fold));
        add(std::string_view(forms_.name_exact));
        add(Bytes{forms_.name_sort});
        add(bytes_or_null(forms_.first_name_sort));
        add(bytes_or_null(forms_.last_name_sort));
        add(text_or_null(forms_.first_name_fold));
        add(text_or_null(forms_.last_name_fold));
    }
    RowValues(const RowValues&) = delete;
    RowValues& operator=(const RowValues&) = delete;

    void add_counters(const Person& person) {
        for (const std::int64_t counter : person.counters) add(counter);
        add(person.participant_open_deals);
        add(person.participant_closed_deals);
    }
    [[nodiscard]] std::span<const Value> span() const { return std::span(values_).first(size_); }
    [[nodiscard]] const PersonForms& forms() const { return forms_; }
    [[nodiscard]] std::string_view emails() const { return emails_; }
    [[nodiscard]] std::string_view phones() const { return phones_; }

   private:
    void add(const Value& value) { values_[size_++] = value; }

    void add_record(const Person& person) {
        add(std::string_view(person.name));
        add(std::string_view(forms_.first_char));
        add(text_or_null(person.first_name));
        add(text_or_null(person.last_name));
        add(person.owner_id);
        add(std::int64_t{person.visible_to});
        add(person.add_time);
        add(person.update_time);
        add(value_of(person.delete_time));
        add(value_of(person.archive_time));
        add(person.label_ids.empty() ? Value() : Value(person.label_ids.front()));
        add(text_or_null(other_labels_));
        add(value_of(person.organization_id));
        add(text_or_null(emails_));
        add(text_or_null(phones_));
        add(static_cast<std::int64_t>(person.marketing_status));
        add(value_of(person.picture_id));
        for (const domain::ActivityMark* mark : {&person.next_activity, &person.last_activity}) {
            add(value_of(*mark));
            add(text_or_null(mark->date));
            add(text_or_null(mark->time));
        }
        add(value_of(person.last_incoming_mail_time));
        add(value_of(person.last_outgoing_mail_time));
        add(text_or_null(custom_));
    }

    PersonForms forms_;
    std::string other_labels_;
    std::string emails_;
    std::string phones_;
    std::string custom_;
    std::array<Value, 2 + record_count + form_count + counter_count> values_;
    std::size_t size_ = 0;
};

constexpr RecordReading<Person> reading{Kind::person, read_columns, read};

}  // namespace

PersonForms person_forms(std::string_view name, std::string_view first_name, std::string_view last_name) {
    const auto sort_form = [](std::string_view text) { return text.empty() ? std::string() : sort_key(text); };
    return {fold(name),           fold_exact(name), sort_key(name),  sort_form(first_name),
            sort_form(last_name), fold(first_name), fold(last_name), first_char(name)};
}

Result<bool> Persons::find(domain::PersonId id, Person& into) {
    return reading.find(session_, find_person, {company_, id}, into);
}

Result<bool> Persons::find_where(domain::PersonId id, const domain::Predicate& where, Person& into) {
    return reading.find_where(session_, company_, id, where, into);
}

Result<void> Persons::insert(const Person& person) {
    RowValues values(company_, person);
    values.add_counters(person);
    auto written = session_.write(insert_person, values.span());
    if (!written) return written;
    written = insert_contacts(session_, company_, person.id, ContactKind::email, person.emails);
    if (!written) return written;
    written = insert_contacts(session_, company_, person.id, ContactKind::phone, person.phones);
    if (!written) return written;
    written = insert_custom(session_, company_, Kind::person, person.id, person.custom);
    if (!written || person.delete_time) return written;
    return search_texts_.insert(Kind::person, person.id, search_text(person, values.forms()));
}

// Most updates leave the contacts and custom fields as they are.
Result<void> Persons::update(const Person& person) {
    const RowValues values(company_, person);
    bool found = false;
    bool new_emails = false;
    bool new_phones = false;
    domain::CustomValues before;
    const auto queried = session_.query(find_values, {company_, person.id}, [&](const Row& row) {
        found = true;
        new_emails = row.text(0) != values.emails();
        new_phones = row.text(1) != values.phones();
        decode_custom(row.text(2), before);
        return false;
    });
    if (!queried || !found) return queried;

    auto written = session_.write(update_person, values.span());
    if (!written) return written;
    if (new_emails) written = replace_contacts(session_, company_, person.id, ContactKind::email, person.emails);
    if (written && new_phones) written = replace_contacts(session_, company_, person.id, ContactKind::phone, person.phones);
    if (written) written = replace_custom(session_, company_, Kind::person, person.id, before, person.custom);
    if (!written) return written;
    if (person.delete_time) return search_texts_.remove(Kind::person, person.id);
    return search_texts_.put(Kind::person, person.id, search_text(person, values.forms()));
}

Result<void> Persons::add_to_counter(domain::PersonId id, Counter counter, std::int64_t delta) {
    const Statement& statement = counter_statements[static_cast<std::size_t>(counter)];
    return session_.write(statement, {company_, id, delta});
}

Result<void> Persons::set_organization(domain::PersonId id, std::optional<domain::OrganizationId> organization,
                                       Micros update_time) {
    return session_.write(update_organization_of_person, {company_, id, value_of(organization), update_time});
}

Result<void> Persons::set_activity_marks(domain::PersonId id, const domain::ActivityMark& next,
                                         const domain::ActivityMark& last) {
    return session_.write(update_marks, {company_, id, value_of(next), text_or_null(next.date), text_or_null(next.time),
                                         value_of(last), text_or_null(last.date), text_or_null(last.time)});
}

Result<void> Persons::set_archive_time(domain::PersonId id, std::optional<Micros> archive_time, Micros update_time) {
    return session_.write(update_archive_time, {company_, id, value_of(archive_time), update_time});
}

Result<void> Persons::set_update_time(domain::PersonId id, Micros update_time) {
    return session_.write(touch_person, {company_, id, update_time});
}

Result<void> Persons::remove(domain::PersonId id) {
    for (const ContactKind kind : {ContactKind::email, ContactKind::phone})
        if (auto removed = replace_contacts(session_, company_, id, kind, {}); !removed) return removed;
    if (auto removed = remove_custom(session_, company_, Kind::person, id); !removed) return removed;
    if (auto removed = search_texts_.remove(Kind::person, id); !removed) return removed;
    return session_.write(delete_person, {company_, id});
}

Result<std::vector<domain::PersonId>> Persons::deleted_before(Micros time, std::int64_t limit) {
    return read_ids(session_, select_deleted, {company_, time, limit});
}

Result<void> Persons::list(const domain::PersonQuery& query, FunctionRef<bool(const Person&)> visit) {
    return reading.list(session_, company_, query, visit);
}

Result<std::int64_t> Persons::count(const domain::Predicate& where) {
    return count_records(session_, company_, Kind::person, where);
}

}  // namespace stele::store
