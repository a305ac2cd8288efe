#include "store/mail.h"

#include <array>
#include <map>

#include "store/columns.h"
#include "store/contacts.h"
#include "store/packed_text.h"
#include "store/record_reading.h"
#include "store/record_values.h"

namespace stele::store {

namespace {

using domain::MailMessage;
using domain::MailParty;
using domain::MailRole;
using domain::MailThread;
using domain::MailThreadParty;

// read() and values_of() go through them in their order.
constexpr std::string_view message_columns[] = {"thread_id",    "user_id",  "message_key", "subject",
                                                "snippet",      "parties",  "is_sent",     "is_private",
                                                "is_read",      "has_body", "attachments", "inline_attachments",
                                                "message_time", "add_time", "update_time"};
constexpr std::string_view thread_columns[] = {"user_id",
                                               "subject",
                                               "snippet",
                                               "snippet_sent",
                                               "parties",
                                               "deal_id",
                                               "is_private",
                                               "is_read",
                                               "is_archived",
                                               "messages",
                                               "sent_messages",
                                               "attachments",
                                               "inline_attachments",
                                               "first_message_time",
                                               "last_message_time",
                                               "first_is_received",
                                               "last_sent_time",
                                               "last_received_time",
                                               "add_time",
                                               "update_time",
                                               "delete_time"};
constexpr std::size_t message_column_count = std::size(message_columns);
constexpr std::size_t thread_column_count = std::size(thread_columns);

constexpr std::string_view read_message_columns = kept_text<[] {
    StatementText text;
    text.add("mail_message.id");
    for (const std::string_view column : message_columns) text.add(", mail_message.").add(column);
    return text;
}>;

constexpr StatementText select_messages() {
    return StatementText().add("SELECT ").add(read_message_columns).add(" FROM mail_message ");
}
constexpr Statement find_one_message{kept_text<[] { return select_messages().add("WHERE {by_id}"); }>};
constexpr Statement find_message_of_key{
    "SELECT id FROM mail_message WHERE company_id = $1 AND user_id = $2 AND message_key = $3"};
constexpr Statement messages_of_thread{kept_text<[] {
    return select_messages().add(
        "WHERE company_id = $1 AND thread_id = $2 ORDER BY message_time, {id mail_message} LIMIT $3");
}>};
constexpr Statement messages_of_record{kept_text<[] {
    return StatementText()
        .add("SELECT ")
        .add(read_message_columns)
        .add(
            " FROM mail_link JOIN mail_message ON {id mail_message} = {id_value mail_link.message_id} "
            "WHERE mail_link.company_id = $1 AND mail_message.company_id = $1 AND mail_link.kind = $2 "
            "AND mail_link.record_id = $3 AND (mail_link.is_private = 0 OR mail_message.user_id = $4) "
            "AND (mail_link.message_time, mail_link.message_id) < ($5, $6) "
            "AND mail_message.attachments + mail_message.inline_attachments BETWEEN $7 AND $8 "
            "ORDER BY mail_link.message_time DESC, mail_link.message_id DESC LIMIT $9 OFFSET $10");
}>};
constexpr Statement insert_one_message{kept_text<[] {
    return StatementText()
        .add("INSERT INTO mail_message ({key_column} company_id, id, ")
        .add_columns(message_columns)
        .add(") VALUES ({key_value} $1, $2, ")
        .add_parameters(3, message_column_count)
        .add(")");
}>};
constexpr Statement delete_message{"DELETE FROM mail_message WHERE {by_id}"};
constexpr Statement mark_messages{
    "UPDATE mail_message SET is_private = $3, is_read = $4, update_time = $5 WHERE company_id = $1 AND thread_id = $2 "
    "AND (is_private <> $3 OR is_read <> $4)"};

constexpr Statement insert_body{"INSERT INTO mail_body (company_id, message_id, is_html, content) VALUES ($1, $2, $3, $4)"};
constexpr Statement select_body{"SELECT is_html, content FROM mail_body WHERE company_id = $1 AND message_id = $2"};
constexpr Statement delete_body{"DELETE FROM mail_body WHERE company_id = $1 AND message_id = $2"};

constexpr Statement insert_address{
    "INSERT INTO mail_address (company_id, address_fold, message_id, direction) VALUES ($1, $2, $3, $4)"};
constexpr Statement delete_addresses{"DELETE FROM mail_address WHERE company_id = $1 AND message_id = $2"};
constexpr Statement delete_addresses_of_thread{
    "DELETE FROM mail_address WHERE company_id = $1 AND message_id IN (SELECT mail_message.id FROM mail_message "
    "WHERE mail_message.company_id = $1 AND mail_message.thread_id = $2)"};

constexpr std::string_view read_thread_columns =
    kept_text<[] { return StatementText().add("id, ").add_columns(thread_columns); }>;
constexpr Statement find_one_thread{kept_text<[] {
    return StatementText().add("SELECT ").add(read_thread_columns).add(" FROM mail_thread WHERE {by_id}");
}>};
constexpr Statement insert_one_thread{kept_text<[] {
    return StatementText()
        .add("INSERT INTO mail_thread ({key_column} company_id, id, ")
        .add_columns(thread_columns)
        .add(") VALUES ({key_value} $1, $2, ")
        .add_parameters(3, thread_column_count)
        .add(")");
}>};
constexpr Statement update_one_thread{kept_text<[] {
    return StatementText().add("UPDATE mail_thread SET ").add_assignments(thread_columns, 3).add(" WHERE {by_id}");
}>};
constexpr StatementText threads_where(std::string_view condition) {
    return StatementText()
        .add("SELECT ")
        .add(read_thread_columns)
        .add(" FROM mail_thread WHERE company_id = $1 AND user_id = $2 AND delete_time IS NULL AND ")
        .add(condition)
        .add(" ORDER BY last_message_time DESC, {id mail_thread} DESC LIMIT $3 OFFSET $4");
}
constexpr Statement inbox{kept_text<[] { return threads_where("is_archived = 0 AND messages > sent_messages"); }>};
constexpr Statement sent{kept_text<[] { return threads_where("is_archived = 0 AND sent_messages > 0"); }>};
constexpr Statement archive{kept_text<[] { return threads_where("is_archived = 1"); }>};
constexpr Statement delete_thread{"DELETE FROM mail_thread WHERE {by_id}"};
constexpr Statement delete_keys{"DELETE FROM mail_key WHERE company_id = $1 AND thread_id = $2"};
constexpr Statement select_deleted{
    "SELECT id FROM mail_thread WHERE company_id = $1 AND delete_time < $2 "
    "ORDER BY delete_time, {id mail_thread} LIMIT $3"};
constexpr Statement select_of_deal{
    "SELECT id FROM mail_thread WHERE company_id = $1 AND deal_id = $2 ORDER BY {id mail_thread} LIMIT $3"};

constexpr Statement find_key{"SELECT thread_id FROM mail_key WHERE company_id = $1 AND user_id = $2 AND message_key = $3"};
constexpr Statement insert_one_key{
    "INSERT INTO mail_key (company_id, user_id, message_key, thread_id) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (company_id, user_id, message_key) DO NOTHING"};

void append_party(std::string& to, const MailParty& party) {
    append_packed(to, std::to_string(party.id));
    to += static_cast<char>('0' + static_cast<int>(party.role));
    append_packed(to, party.address);
    append_packed(to, party.name);
}

std::int64_t number_of(std::string_view digits) {
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

bool take_party(std::string_view& from, MailParty& into) {
    std::string_view id;
    std::string_view address;
    std::string_view name;
    if (!take_packed(from, id) || from.empty()) return false;
    into.role = static_cast<MailRole>(from.front() - '0');
    from.remove_prefix(1);
    if (!take_packed(from, address) || !take_packed(from, name)) return false;
    into.id = number_of(id);
    into.address = address;
    into.name = name;
    return true;
}

std::string encode(const std::vector<MailParty>& parties) {
    std::string text;
    for (const MailParty& party : parties) append_party(text, party);
    return text;
}

std::string encode(const std::vector<MailThreadParty>& parties) {
    std::string text;
    for (const MailThreadParty& each : parties) {
        append_party(text, each.party);
        append_packed(text, std::to_string(each.message_time));
    }
    return text;
}

void decode(std::string_view text, std::vector<MailParty>& into) {
    into.clear();
    for (MailParty party; take_party(text, party);) into.push_back(party);
}

void decode(std::string_view text, std::vector<MailThreadParty>& into) {
    into.clear();
    MailThreadParty each;
    for (std::string_view time; take_party(text, each.party) && take_packed(text, time);) {
        each.message_time = number_of(time);
        into.push_back(each);
    }
}

void read(const Row& row, MailMessage& into) {
    int column = 0;
    into.id = row.integer(column++);
    into.thread_id = row.integer(column++);
    into.user_id = row.integer(column++);
    for (std::string* text : {&into.key, &into.subject, &into.snippet}) read_text(row, column++, *text);
    decode(row.text(column++), into.parties);
    for (bool* flag : {&into.is_sent, &into.is_private, &into.is_read, &into.has_body}) *flag = row.integer(column++) != 0;
    into.attachments = row.integer(column++);
    into.inline_attachments = row.integer(column++);
    into.message_time = row.integer(column++);
    into.add_time = row.integer(column++);
    into.update_time = row.integer(column++);
}

void read(const Row& row, MailThread& into) {
    int column = 0;
    into.id = row.integer(column++);
    into.user_id = row.integer(column++);
    for (std::string* text : {&into.subject, &into.snippet, &into.snippet_sent}) read_text(row, column++, *text);
    decode(row.text(column++), into.parties);
    read_optional(row, column++, into.deal_id);
    for (bool* flag : {&into.is_private, &into.is_read, &into.is_archived}) *flag = row.integer(column++) != 0;
    for (std::int64_t* number : {&into.messages, &into.sent_messages, &into.attachments, &into.inline_attachments,
                                 &into.first_message_time, &into.last_message_time})
        *number = row.integer(column++);
    into.first_is_received = row.integer(column++) != 0;
    read_optional(row, column++, into.last_sent_time);
    read_optional(row, column++, into.last_received_time);
    into.add_time = row.integer(column++);
    into.update_time = row.integer(column++);
    read_optional(row, column++, into.delete_time);
}

Value flag(bool set) { return std::int64_t{set}; }

// `parties` outlives them.
std::array<Value, 2 + thread_column_count> values_of(domain::CompanyId company, const MailThread& thread,
                                                     std::string_view parties) {
    return {company,
            thread.id,
            thread.user_id,
            std::string_view(thread.subject),
            std::string_view(thread.snippet),
            std::string_view(thread.snippet_sent),
            parties,
            value_of(thread.deal_id),
            flag(thread.is_private),
            flag(thread.is_read),
            flag(thread.is_archived),
            thread.messages,
            thread.sent_messages,
            thread.attachments,
            thread.inline_attachments,
            thread.first_message_time,
            thread.last_message_time,
            flag(thread.first_is_received),
            value_of(thread.last_sent_time),
            value_of(thread.last_received_time),
            thread.add_time,
            thread.update_time,
            value_of(thread.delete_time)};
}

template <class Record>
Result<bool> find(Session& session, const Statement& statement, std::initializer_list<Value> values, Record& into) {
    bool found = false;
    const auto queried = session.query(statement, values, [&](const Row& row) {
        read(row, into);
        found = true;
        return false;
    });
    if (!queried) return fail(queried);
    return found;
}

template <class Record>
Result<void> list(Session& session, const Statement& statement, std::initializer_list<Value> values,
                  FunctionRef<bool(const Record&)> visit) {
    Record record;
    return session.query(statement, values, [&](const Row& row) {
        read(row, record);
        return visit(record);
    });
}

Result<std::optional<std::int64_t>> find_id(Session& session, const Statement& statement,
                                            std::initializer_list<Value> values) {
    const auto ids = read_ids(session, statement, values);
    if (!ids) return fail(ids);
    return ids->empty() ? std::nullopt : std::optional(ids->front());
}

}  // namespace

std::int64_t mail_direction(MailRole role, bool is_sent) {
    if (is_sent) return role == MailRole::from ? 0 : 2;
    return role == MailRole::from ? 1 : 0;
}

Result<bool> Mail::find_message(domain::MailMessageId id, MailMessage& into) {
    return find(session_, find_one_message, {company_, id}, into);
}

Result<std::optional<domain::MailMessageId>> Mail::message_of_key(domain::UserId user, std::string_view key) {
    return find_id(session_, find_message_of_key, {company_, user, key});
}

Result<void> Mail::insert_message(const MailMessage& message, const domain::MailBody& body) {
    const std::string parties = encode(message.parties);
    const std::array<Value, 2 + message_column_count> values{company_,
                                                             message.id,
                                                             message.thread_id,
                                                             message.user_id,
                                                             std::string_view(message.key),
                                                             std::string_view(message.subject),
                                                             std::string_view(message.snippet),
                                                             std::string_view(parties),
                                                             flag(message.is_sent),
                                                             flag(message.is_private),
                                                             flag(message.is_read),
                                                             flag(message.has_body),
                                                             message.attachments,
                                                             message.inline_attachments,
                                                             message.message_time,
                                                             message.add_time,
                                                             message.update_time};
    if (auto inserted = session_.write(insert_one_message, values); !inserted) return inserted;
    if (message.has_body) {
        auto inserted =
            session_.write(insert_body, {company_, message.id, flag(body.is_html), std::string_view(body.content)});
        if (!inserted) return inserted;
    }
    return insert_addresses(message);
}

// One row an address; no message both comes from somebody and is sent there.
Result<void> Mail::insert_addresses(const MailMessage& message) {
    std::map<std::string, std::int64_t> directions;
    for (const MailParty& party : message.parties) {
        std::int64_t& direction = directions[contact_form(party.address)];
        direction = std::max(direction, mail_direction(party.role, message.is_sent));
    }
    for (const auto& [address, direction] : directions)
        if (auto inserted = session_.write(insert_address, {company_, std::string_view(address), message.id, direction});
            !inserted)
            return inserted;
    return {};
}

Result<domain::MailBody> Mail::body(domain::MailMessageId id) {
    domain::MailBody body;
    const auto queried = session_.query(select_body, {company_, id}, [&](const Row& row) {
        body = {row.integer(0) != 0, std::string(row.text(1))};
        return false;
    });
    if (!queried) return fail(queried);
    return body;
}

Result<void> Mail::list_messages(domain::MailThreadId thread, std::int64_t limit,
                                 FunctionRef<bool(const MailMessage&)> visit) {
    return list(session_, messages_of_thread, {company_, thread, limit}, visit);
}

Result<void> Mail::list_messages(const domain::MailQuery& query, FunctionRef<bool(const MailMessage&)> visit) {
    constexpr std::int64_t any_number = std::numeric_limits<std::int64_t>::max();
    const std::int64_t least = query.with_attachments.value_or(false) ? 1 : 0;
    const std::int64_t most = query.with_attachments.value_or(true) ? any_number : 0;
    return list(session_, messages_of_record,
                {company_, static_cast<std::int64_t>(query.kind), query.record_id, query.reader_id, query.before_time,
                 query.before_id, least, most, query.limit, query.offset},
                visit);
}

Result<void> Mail::remove_message(domain::MailMessageId id) {
    for (const Statement* statement : {&delete_body, &delete_addresses, &delete_message})
        if (auto removed = session_.write(*statement, {company_, id}); !removed) return removed;
    return {};
}

Result<bool> Mail::find_thread(domain::MailThreadId id, MailThread& into) {
    return find(session_, find_one_thread, {company_, id}, into);
}

Result<void> Mail::insert_thread(const MailThread& thread) {
    const std::string parties = encode(thread.parties);
    return session_.write(insert_one_thread, values_of(company_, thread, parties));
}

Result<void> Mail::update_thread(const MailThread& thread) {
    const std::string parties = encode(thread.parties);
    if (auto updated = session_.write(update_one_thread, values_of(company_, thread, parties)); !updated) return updated;
    if (thread.delete_time) return session_.write(delete_addresses_of_thread, {company_, thread.id});
    return session_.write(mark_messages,
                          {company_, thread.id, flag(thread.is_private), flag(thread.is_read), thread.update_time});
}

Result<void> Mail::list_threads(const domain::MailThreadQuery& query, FunctionRef<bool(const MailThread&)> visit) {
    const Statement& statement = query.folder == domain::MailFolder::inbox  ? inbox
                                 : query.folder == domain::MailFolder::sent ? sent
                                                                            : archive;
    return list(session_, statement, {company_, query.user_id, query.limit, query.offset}, visit);
}

Result<void> Mail::remove_thread(domain::MailThreadId id) {
    if (auto removed = session_.write(delete_keys, {company_, id}); !removed) return removed;
    return session_.write(delete_thread, {company_, id});
}

Result<std::vector<domain::MailThreadId>> Mail::deleted_before(Micros time, std::int64_t limit) {
    return read_ids(session_, select_deleted, {company_, time, limit});
}

Result<std::vector<domain::MailThreadId>> Mail::threads_of_deal(domain::DealId deal, std::int64_t limit) {
    return read_ids(session_, select_of_deal, {company_, deal, limit});
}

Result<std::optional<domain::MailThreadId>> Mail::thread_of_key(domain::UserId user, std::string_view key) {
    return find_id(session_, find_key, {company_, user, key});
}

Result<void> Mail::insert_key(domain::UserId user, std::string_view key, domain::MailThreadId thread) {
    return session_.write(insert_one_key, {company_, user, key, thread});
}

}  // namespace stele::store
