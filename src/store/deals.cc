#include "store/deals.h"

#include <array>
#include <cassert>
#include <utility>

#include "base/text.h"
#include "store/columns.h"
#include "store/custom_values.h"
#include "store/predicate_sql.h"
#include "store/record_reading.h"
#include "store/record_sql.h"
#include "store/record_values.h"
#include "store/search_text.h"

namespace stele::store {

namespace {

using domain::Counter;
using domain::Deal;
using domain::Kind;
using domain::Participant;

// What an update writes. read() and RowValues go through the lists of columns in their order.
constexpr std::string_view record_columns[] = {"title",
                                               "creator_id",
                                               "owner_id",
                                               "visible_to",
                                               "add_time",
                                               "update_time",
                                               "delete_time",
                                               "archive_time",
                                               "label",
                                               "other_labels",
                                               "value",
                                               "currency",
                                               "person_id",
                                               "organization_id",
                                               "pipeline_id",
                                               "stage_id",
                                               "status",
                                               "probability",
                                               "lost_reason",
                                               "stage_change_time",
                                               "close_time",
                                               "won_time",
                                               "first_won_time",
                                               "lost_time",
                                               "expected_close_date",
                                               "channel",
                                               "channel_id",
                                               "origin",
                                               "origin_id",
                                               "acv",
                                               "arr",
                                               "mrr",
                                               "next_activity_id",
                                               "next_activity_date",
                                               "next_activity_time",
                                               "last_activity_id",
                                               "last_activity_date",
                                               "last_activity_time",
                                               "last_incoming_mail_time",
                                               "last_outgoing_mail_time",
                                               "custom"};
struct CounterColumn {
    Counter counter;
    std::string_view name;
};
constexpr CounterColumn counters[] = {
    {Counter::email_messages, "email_messages"},
    {Counter::activities, "activities"},
    {Counter::done_activities, "done_activities"},
    {Counter::files, "files"},
    {Counter::notes, "notes"},
    {Counter::followers, "followers"},
};
constexpr std::string_view counter_columns[] = {"email_messages", "activities", "done_activities", "files",
                                                "notes",          "followers",  "participants"};
constexpr std::string_view form_columns[] = {"title_fold",      "title_sort",  "currency_fold", "lost_reason_fold",
                                             "channel_id_fold", "origin_fold", "origin_id_fold"};

constexpr std::size_t record_count = std::size(record_columns);
constexpr std::size_t form_count = std::size(form_columns);
constexpr std::size_t counter_count = std::size(counter_columns);
static_assert(record_columns[5 - 3] == "owner_id");  // as insert_deal says
static_assert(counter_count == std::size(counters) + 1);

constexpr std::string_view read_columns =
    kept_text<[] { return StatementText().add("id, ").add_columns(record_columns).add(", ").add_columns(counter_columns); }>;

constexpr Statement find_deal{
    kept_text<[] { return StatementText().add("SELECT ").add(read_columns).add(" FROM deal WHERE {by_id}"); }>};
constexpr Statement find_custom{"SELECT custom FROM deal WHERE {by_id}"};
constexpr Statement insert_deal{kept_text<[] {
    return StatementText()
        .add("INSERT INTO deal ({key_column} company_id, id, ")
        .add_columns(record_columns)
        .add(", ")
        .add_columns(form_columns)
        .add(", ")
        .add_columns(counter_columns)
        .add(", follower_mask) VALUES ({key_value} $1, $2, ")
        .add_parameters(3, record_count + form_count + counter_count)
        .add(", {bit $5})");  // of the owner, who follows from the beginning
}>};
constexpr Statement update_deal{kept_text<[] {
    return StatementText()
        .add("UPDATE deal SET ")
        .add_assignments(record_columns, 3)
        .add(", ")
        .add_assignments(form_columns, 3 + record_count)
        .add(" WHERE {by_id}");
}>};
constexpr Statement update_marks{
    "UPDATE deal SET next_activity_id = $3, next_activity_date = $4, next_activity_time = $5, last_activity_id = $6, "
    "last_activity_date = $7, last_activity_time = $8 WHERE {by_id}"};
constexpr Statement delete_deal{"DELETE FROM deal WHERE {by_id}"};
constexpr Statement select_deleted{
    "SELECT id FROM deal WHERE company_id = $1 AND delete_time < $2 ORDER BY delete_time, {id deal} LIMIT $3"};
constexpr Statement with_organization{
    "SELECT id FROM deal WHERE company_id = $1 AND organization_id = $2 ORDER BY {id deal} LIMIT $3"};
constexpr Statement with_person{"SELECT id FROM deal WHERE company_id = $1 AND person_id = $2 ORDER BY {id deal} LIMIT $3"};
constexpr Statement move_from_organization{
    "UPDATE deal SET organization_id = $3, update_time = $4 WHERE company_id = $1 AND organization_id = $2"};
constexpr Statement move_from_person{
    "UPDATE deal SET person_id = $3, update_time = $4 WHERE company_id = $1 AND person_id = $2"};

template <std::size_t index>
constexpr Statement add_to_one_counter{kept_text<[] {
    return StatementText()
        .add("UPDATE deal SET ")
        .add(counters[index].name)
        .add(" = ")
        .add(counters[index].name)
        .add(" + $3 WHERE {by_id}");
}>};
constexpr auto counter_statements = []<std::size_t... index>(std::index_sequence<index...>) {
    return std::array{add_to_one_counter<index>...};
}(std::make_index_sequence<std::size(counters)>());

constexpr Statement insert_participant_row{
    "INSERT INTO deal_participant (company_id, deal_id, person_id, id, user_id, add_time) VALUES ($1, $2, $3, $4, $5, $6) "
    "ON CONFLICT (company_id, deal_id, person_id) DO NOTHING"};
constexpr Statement delete_participant_row{
    "DELETE FROM deal_participant WHERE company_id = $1 AND deal_id = $2 AND person_id = $3"};
constexpr Statement delete_participants{"DELETE FROM deal_participant WHERE company_id = $1 AND deal_id = $2"};
constexpr Statement add_to_participants{"UPDATE deal SET participants = participants + $3 WHERE {by_id}"};
constexpr Statement select_participants{
    "SELECT id, deal_id, person_id, user_id, add_time FROM deal_participant WHERE company_id = $1 AND deal_id = $2 "
    "ORDER BY id"};
constexpr Statement select_participations{
    "SELECT id, deal_id, person_id, user_id, add_time FROM deal_participant {use_index deal_participant_by_person} "
    "WHERE company_id = $1 AND person_id = $2 ORDER BY deal_id LIMIT $3"};

constexpr Statement newest_of_deal{
    "SELECT id, deal_id, person_id, user_id, add_time FROM deal_participant WHERE company_id = $1 AND deal_id = $2 "
    "ORDER BY add_time DESC, id DESC"};
constexpr Statement newest_of_person{
    "SELECT id, deal_id, person_id, user_id, add_time FROM deal_participant {use_index deal_participant_by_person} "
    "WHERE company_id = $1 AND person_id = $2 ORDER BY add_time DESC, id DESC"};
constexpr Statement newest_of_organization{
    "SELECT id, deal_id, person_id, user_id, add_time FROM deal_participant WHERE company_id = $1 AND deal_id IN "
    "(SELECT {indexed_id deal} FROM deal WHERE company_id = $1 AND organization_id = $2 AND delete_time IS NULL) "
    "ORDER BY add_time DESC, id DESC"};

Participant read_participant(const Row& row) {
    return {row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4)};
}

// Every member is set, so that one Deal serves for many rows.
void read(const Row& row, Deal& into) {
    int column = 0;
    into.id = row.integer(column++);
    into.title = row.text(column++);
    into.creator_id = row.integer(column++);
    into.owner_id = row.integer(column++);
    into.visible_to = static_cast<int>(row.integer(column++));
    into.add_time = row.integer(column++);
    into.update_time = row.integer(column++);
    read_optional(row, column++, into.delete_time);
    read_optional(row, column++, into.archive_time);
    read_labels(row, column, into.label_ids);
    column += 2;
    into.value = row.real(column++);
    into.currency = row.text(column++);
    read_optional(row, column++, into.person_id);
    read_optional(row, column++, into.organization_id);
    into.pipeline_id = row.integer(column++);
    into.stage_id = row.integer(column++);
    into.status = static_cast<domain::DealStatus>(row.integer(column++));
    read_optional(row, column++, into.probability);
    read_text(row, column++, into.lost_reason);
    for (std::optional<Micros>* time :
         {&into.stage_change_time, &into.close_time, &into.won_time, &into.first_won_time, &into.lost_time})
        read_optional(row, column++, *time);
    read_text(row, column++, into.expected_close_date);
    read_optional(row, column++, into.channel);
    for (std::string* text : {&into.channel_id, &into.origin, &into.origin_id}) read_text(row, column++, *text);
    for (std::optional<double>* amount : {&into.acv, &into.arr, &into.mrr}) read_optional(row, column++, *amount);
    for (domain::ActivityMark* mark : {&into.next_activity, &into.last_activity}) {
        read_mark(row, column, *mark);
        column += 3;
    }
    read_optional(row, column++, into.last_incoming_mail_time);
    read_optional(row, column++, into.last_outgoing_mail_time);
    decode_custom(row.text(column++), into.custom);
    for (const CounterColumn& counter : counters) into.count(counter.counter) = row.integer(column++);
    into.participants = row.integer(column++);
}

// The parameters of an insert or update. Refers to the deal and to itself.
class RowValues {
   public:
    RowValues(domain::CompanyId company, const Deal& deal)
        : forms_(deal_forms(deal)), other_labels_(other_labels(deal.label_ids)), custom_(encode_custom(deal.custom)) {
        add(company);
        add(deal.id);
        add_record(deal);
        add_progress(deal);
        add_marks(deal);
        add(std::string_view(forms_.title_fold));
        add(Bytes{forms_.title_sort});
        add(std::string_view(forms_.currency_fold));
        add(text_or_null(forms_.lost_reason_fold));
        add(text_or_null(forms_.channel_id_fold));
        add(std::string_view(forms_.origin_fold));
        add(text_or_null(forms_.origin_id_fold));
    }
    RowValues(const RowValues&) = delete;
    RowValues& operator=(const RowValues&) = delete;

    void add_counters(const Deal& deal) {
        for (const CounterColumn& counter : counters) add(deal.count(counter.counter));
        add(deal.participants);
    }
    [[nodiscard]] std::span<const Value> span() const { return std::span(values_).first(size_); }
    [[nodiscard]] const DealForms& forms() const { return forms_; }

   private:
    void add(const Value& value) { values_[size_++] = value; }

    void add_record(const Deal& deal) {
        add(std::string_view(deal.title));
        add(deal.creator_id);
        add(deal.owner_id);
        add(std::int64_t{deal.visible_to});
        add(deal.add_time);
        add(deal.update_time);
        add(value_of(deal.delete_time));
        add(value_of(deal.archive_time));
        add(deal.label_ids.empty() ? Value() : Value(deal.label_ids.front()));
        add(text_or_null(other_labels_));
        add(deal.value);
        add(std::string_view(deal.currency));
        add(value_of(deal.person_id));
        add(value_of(deal.organization_id));
    }

    void add_progress(const Deal& deal) {
        add(deal.pipeline_id);
        add(deal.stage_id);
        add(static_cast<std::int64_t>(deal.status));
        add(value_of(deal.probability));
        add(text_or_null(deal.lost_reason));
        for (const std::optional<Micros>* time :
             {&deal.stage_change_time, &deal.close_time, &deal.won_time, &deal.first_won_time, &deal.lost_time})
            add(value_of(*time));
        add(text_or_null(deal.expected_close_date));
        add(value_of(deal.channel));
        add(text_or_null(deal.channel_id));
        add(std::string_view(deal.origin));
        add(text_or_null(deal.origin_id));
        for (const std::optional<double>* amount : {&deal.acv, &deal.arr, &deal.mrr}) add(value_of(*amount));
    }

    void add_marks(const Deal& deal) {
        for (const domain::ActivityMark* mark : {&deal.next_activity, &deal.last_activity}) {
            add(value_of(*mark));
            add(text_or_null(mark->date));
            add(text_or_null(mark->time));
        }
        add(value_of(deal.last_incoming_mail_time));
        add(value_of(deal.last_outgoing_mail_time));
        add(text_or_null(custom_));
    }

    DealForms forms_;
    std::string other_labels_;
    std::string custom_;
    std::array<Value, 2 + record_count + form_count + counter_count> values_;
    std::size_t size_ = 0;
};

constexpr RecordReading<Deal> reading{Kind::deal, read_columns, read};

}  // namespace

DealForms deal_forms(const Deal& deal) {
    return {fold(deal.title),      sort_key(deal.title), fold(deal.currency), fold(deal.lost_reason),
            fold(deal.channel_id), fold(deal.origin),    fold(deal.origin_id)};
}

Result<bool> Deals::find(domain::DealId id, Deal& into) { return reading.find(session_, find_deal, {company_, id}, into); }

Result<bool> Deals::find_where(domain::DealId id, const domain::Predicate& where, Deal& into) {
    return reading.find_where(session_, company_, id, where, into);
}

Result<void> Deals::insert(const Deal& deal) {
    RowValues values(company_, deal);
    values.add_counters(deal);
    if (auto written = session_.write(insert_deal, values.span()); !written) return written;
    if (auto written = insert_custom(session_, company_, Kind::deal, deal.id, deal.custom); !written) return written;
    return search_texts_.insert(Kind::deal, deal.id, search_text(deal, values.forms()));
}

Result<void> Deals::update(const Deal& deal) {
    bool found = false;
    domain::CustomValues before;
    const auto queried = session_.query(find_custom, {company_, deal.id}, [&](const Row& row) {
        found = true;
        decode_custom(row.text(0), before);
        return false;
    });
    if (!queried || !found) return queried;
    const RowValues values(company_, deal);
    if (auto written = session_.write(update_deal, values.span()); !written) return written;
    if (auto written = replace_custom(session_, company_, Kind::deal, deal.id, before, deal.custom); !written)
        return written;
    if (deal.delete_time) return search_texts_.remove(Kind::deal, deal.id);
    return search_texts_.put(Kind::deal, deal.id, search_text(deal, values.forms()));
}

Result<void> Deals::add_to_counter(domain::DealId id, Counter counter, std::int64_t delta) {
    for (std::size_t i = 0; i < std::size(counters); ++i)
        if (counters[i].counter == counter) return session_.write(counter_statements[i], {company_, id, delta});
    assert(false);
    return {};
}

Result<void> Deals::set_activity_marks(domain::DealId id, const domain::ActivityMark& next,
                                       const domain::ActivityMark& last) {
    return session_.write(update_marks, {company_, id, value_of(next), text_or_null(next.date), text_or_null(next.time),
                                         value_of(last), text_or_null(last.date), text_or_null(last.time)});
}

Result<void> Deals::remove(domain::DealId id) {
    if (auto removed = remove_custom(session_, company_, Kind::deal, id); !removed) return removed;
    if (auto removed = search_texts_.remove(Kind::deal, id); !removed) return removed;
    if (auto removed = session_.write(delete_participants, {company_, id}); !removed) return removed;
    return session_.write(delete_deal, {company_, id});
}

Result<std::vector<domain::DealId>> Deals::deleted_before(Micros time, std::int64_t limit) {
    return read_ids(session_, select_deleted, {company_, time, limit});
}

Result<void> Deals::list(const domain::RecordQuery& query, FunctionRef<bool(const Deal&)> visit) {
    return reading.list(session_, company_, query, visit);
}

Result<std::int64_t> Deals::count(const domain::Predicate& where) {
    return count_records(session_, company_, Kind::deal, where);
}

Result<std::vector<domain::DealTotal>> Deals::totals(const domain::Predicate& where) {
    BuiltSql sql(company_);
    sql.add("SELECT currency, status, count(*), sum(value), sum(");
    sql.add(record_sql(Kind::deal).field(domain::DealField::weighted_value).expression);
    sql.add(") FROM deal WHERE company_id = $1 AND ");
    add_condition(sql, Kind::deal, where);
    sql.add(" GROUP BY currency, status ORDER BY currency, status");
    std::vector<domain::DealTotal> totals;
    const auto queried = session_.query(sql.sql(), sql.values(), [&](const Row& row) {
        totals.push_back({std::string(row.text(0)), static_cast<domain::DealStatus>(row.integer(1)), row.integer(2),
                          row.real(3), row.real(4)});
        return true;
    });
    if (!queried) return fail(queried);
    return totals;
}

Result<std::vector<domain::DealId>> Deals::with(Kind kind, std::int64_t id, std::int64_t limit) {
    assert(kind == Kind::organization || kind == Kind::person);
    return read_ids(session_, kind == Kind::person ? with_person : with_organization, {company_, id, limit});
}

Result<void> Deals::move(Kind kind, std::int64_t from, std::int64_t to, Micros update_time) {
    assert(kind == Kind::organization || kind == Kind::person);
    return session_.write(kind == Kind::person ? move_from_person : move_from_organization,
                          {company_, from, to, update_time});
}

Result<bool> Deals::insert_participant(const Participant& participant) {
    const auto inserted = session_.execute(
        insert_participant_row,
        {company_, participant.deal_id, participant.person_id, participant.id, participant.user_id, participant.add_time});
    if (!inserted) return fail(inserted);
    if (*inserted == 0) return false;
    if (auto counted = session_.write(add_to_participants, {company_, participant.deal_id, std::int64_t{1}}); !counted)
        return fail(counted);
    return true;
}

Result<bool> Deals::remove_participant(domain::DealId deal, domain::PersonId person) {
    const auto deleted = session_.execute(delete_participant_row, {company_, deal, person});
    if (!deleted) return fail(deleted);
    if (*deleted == 0) return false;
    if (auto counted = session_.write(add_to_participants, {company_, deal, std::int64_t{-1}}); !counted)
        return fail(counted);
    return true;
}

Result<std::vector<Participant>> Deals::read_participants(const Statement& statement, std::initializer_list<Value> values) {
    std::vector<Participant> found;
    const auto queried = session_.query(statement, values, [&](const Row& row) {
        found.push_back(read_participant(row));
        return true;
    });
    if (!queried) return fail(queried);
    return found;
}

Result<std::vector<Participant>> Deals::participants(domain::DealId deal) {
    return read_participants(select_participants, {company_, deal});
}

Result<std::vector<Participant>> Deals::participations(domain::PersonId person, std::int64_t limit) {
    return read_participants(select_participations, {company_, person, limit});
}

Result<void> Deals::list_won(const domain::Predicate& where, std::int64_t limit,
                             FunctionRef<bool(const domain::WonDeal&)> visit) {
    BuiltSql sql(company_);
    static_assert(static_cast<int>(domain::DealStatus::won) == 2);  // as the index has it
    sql.add("SELECT won_time - add_time, stage_id FROM deal WHERE company_id = $1 AND delete_time IS NULL AND status = 2 ");
    sql.add("AND won_time IS NOT NULL AND ");
    add_condition(sql, Kind::deal, where);
    sql.add(" ORDER BY won_time DESC LIMIT ").add_value(limit);
    return session_.query(sql.sql(), sql.values(), [&](const Row& row) { return visit({row.integer(0), row.integer(1)}); });
}

Result<void> Deals::list_participants(Kind kind, std::int64_t id, FunctionRef<bool(const Participant&)> visit) {
    assert(kind == Kind::organization || kind == Kind::person || kind == Kind::deal);
    const Statement& newest = kind == Kind::organization ? newest_of_organization
                              : kind == Kind::person     ? newest_of_person
                                                         : newest_of_deal;
    return session_.query(newest, {company_, id}, [&](const Row& row) { return visit(read_participant(row)); });
}

}  // namespace stele::store
