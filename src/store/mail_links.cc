#include "store/mail_links.h"

#include <cassert>

#include "store/columns.h"
#include "store/contacts.h"
#include "store/mail_link_sql.h"
#include "store/record_reading.h"

namespace stele::store {

namespace {

using domain::Kind;
using domain::MailHolder;

constexpr StatementText& add_insert(StatementText& text) {
    return text.add("INSERT INTO mail_link (company_id, kind, record_id, message_time, message_id, direction, is_private) ");
}
constexpr std::string_view if_new = " ON CONFLICT (company_id, kind, record_id, message_time, message_id) DO NOTHING";

// Which messages are linked: those of a thread, or one.
struct Scope {
    std::string_view messages;  // a condition on mail_message
    std::string_view links;     // on `through`
    std::string_view stored;    // on mail_link itself
};
constexpr Scope one_message{"{id mail_message} = {id_value $2}", "through.message_id = $2", "message_id = $2"};
constexpr Scope one_thread{"mail_message.thread_id = $2",
                           "through.message_id IN (SELECT mail_message.id FROM mail_message "
                           "WHERE mail_message.company_id = $1 AND mail_message.thread_id = $2)",
                           "message_id IN (SELECT mail_message.id FROM mail_message "
                           "WHERE mail_message.company_id = $1 AND mail_message.thread_id = $2)"};

template <const Scope& scope>
constexpr Statement link_persons{kept_text<[] {
    StatementText text;
    return add_links_of_persons(add_insert(text), MailFrom::messages).add(scope.messages).add(by_person).add(if_new);
}>};
template <const Scope& scope>
constexpr Statement link_deals{kept_text<[] {
    StatementText text;
    return add_links_of_deals(add_insert(text), MailFrom::messages).add(scope.messages).add(if_new);
}>};
template <const Scope& scope, std::size_t way>
constexpr Statement link_organizations{kept_text<[] {
    StatementText text;
    return add_links_of_organizations(add_insert(text), mail_ways[way], MailFrom::messages).add(scope.links).add(if_new);
}>};
template <const Scope& scope>
constexpr Statement select_holders{kept_text<[] {
    return StatementText()
        .add("SELECT DISTINCT kind, record_id FROM mail_link WHERE company_id = $1 AND ")
        .add(scope.stored)
        .add(" ORDER BY kind, record_id");
}>};
constexpr Statement unlink_thread{kept_text<[] {
    return StatementText().add("DELETE FROM mail_link WHERE company_id = $1 AND ").add(one_thread.stored);
}>};

constexpr Statement link_one_person{kept_text<[] {
    StatementText text;
    return add_links_of_persons(add_insert(text), MailFrom::record)
        .add("person_contact.person_id = $2")
        .add(by_person)
        .add(if_new);
}>};
constexpr Statement link_one_deal{kept_text<[] {
    StatementText text;
    return add_links_of_deals(add_insert(text), MailFrom::record).add("mail_thread.deal_id = $2").add(if_new);
}>};
template <std::size_t way>
constexpr Statement link_one_organization{kept_text<[] {
    StatementText text;
    return add_links_of_organizations(add_insert(text), mail_ways[way], MailFrom::record)
        .add(mail_ways[way].table)
        .add(".organization_id = $2")
        .add(if_new);
}>};
// Most of them stay: a person goes, and the mail of the others does not.
constexpr Statement unlink_from_organization{kept_text<[] {
    StatementText text;
    text.add("DELETE FROM mail_link WHERE company_id = $1 AND kind = 3 AND record_id = $2 AND NOT ");
    add_organization_has_way(text, mail_ways[0]).add(" AND NOT ");
    return add_organization_has_way(text, mail_ways[1]);
}>};
// Of those that `through` has.
constexpr Statement unlink_some_from_organization{kept_text<[] {
    StatementText text;
    text.add(
        "DELETE FROM mail_link WHERE company_id = $1 AND kind = 3 AND record_id = $2 AND message_id IN (SELECT "
        "left_with.message_id FROM mail_link AS left_with WHERE left_with.company_id = $1 AND left_with.kind = $3 "
        "AND left_with.record_id = $4) AND NOT ");
    add_organization_has_way(text, mail_ways[0]).add(" AND NOT ");
    return add_organization_has_way(text, mail_ways[1]);
}>};
template <std::size_t way>
constexpr Statement link_some_to_organization{kept_text<[] {
    StatementText text;
    return add_links_of_organizations(add_insert(text), mail_ways[way], MailFrom::through)
        .add("through.record_id = $3 AND ")
        .add(mail_ways[way].table)
        .add(".organization_id = $2")
        .add(if_new);
}>};
constexpr Statement unlink_record{"DELETE FROM mail_link WHERE company_id = $1 AND kind = $2 AND record_id = $3"};
constexpr Statement find_any{
    "SELECT kind, record_id FROM mail_link WHERE company_id = $1 AND kind = $2 AND record_id = $3 LIMIT 1"};

constexpr Statement select_persons_at{
    "SELECT DISTINCT person_id FROM person_contact WHERE company_id = $1 AND kind = 1 AND value_fold = $2 "
    "ORDER BY person_id LIMIT $3"};

constexpr Statement recount_organization{kept_text<[] {
    StatementText text;
    return add_mail_count(text.add("UPDATE organization SET email_messages = "), "organization", "3").add(" WHERE {by_id}");
}>};
template <std::size_t way>
constexpr Statement recount_way{kept_text<[] {
    constexpr const MailWay& of = mail_ways[way];
    StatementText text;
    add_mail_count(text.add("UPDATE ").add(of.table).add(" SET email_messages = "), of.table, of.kind);
    add_last_mail(text.add(", last_incoming_mail_time = "), of, "1");
    return add_last_mail(text.add(", last_outgoing_mail_time = "), of, "2").add(" WHERE {by_id}");
}>};

}  // namespace

Result<void> MailLinks::write(const Statement& statement, std::int64_t id) {
    return session_.write(statement, {company_, id});
}

Result<std::vector<MailHolder>> MailLinks::holders(const Statement& statement, std::int64_t id) {
    std::vector<MailHolder> holders;
    const auto queried = session_.query(statement, {company_, id}, [&](const Row& row) {
        holders.push_back({static_cast<Kind>(row.integer(0)), row.integer(1)});
        return true;
    });
    if (!queried) return fail(queried);
    return holders;
}

Result<bool> MailLinks::has(MailHolder holder) {
    bool found = false;
    const auto queried =
        session_.query(find_any, {company_, static_cast<std::int64_t>(holder.kind), holder.id}, [&](const Row&) {
            found = true;
            return false;
        });
    if (!queried) return fail(queried);
    return found;
}

Result<std::vector<MailHolder>> MailLinks::of_message(domain::MailMessageId message) {
    return holders(select_holders<one_message>, message);
}

Result<std::vector<MailHolder>> MailLinks::of_thread(domain::MailThreadId thread) {
    return holders(select_holders<one_thread>, thread);
}

Result<std::vector<domain::PersonId>> MailLinks::persons_at(std::string_view address, std::int64_t limit) {
    const std::string form = contact_form(address);
    return read_ids(session_, select_persons_at, {company_, std::string_view(form), limit});
}

// Organizations last: from the links to persons and deals.
Result<void> MailLinks::link_message(domain::MailMessageId message) {
    for (const Statement* statement : {&link_persons<one_message>, &link_deals<one_message>,
                                       &link_organizations<one_message, 0>, &link_organizations<one_message, 1>})
        if (auto linked = write(*statement, message); !linked) return linked;
    return {};
}

Result<void> MailLinks::relink_thread(domain::MailThreadId thread) {
    for (const Statement* statement : {&unlink_thread, &link_persons<one_thread>, &link_deals<one_thread>,
                                       &link_organizations<one_thread, 0>, &link_organizations<one_thread, 1>})
        if (auto linked = write(*statement, thread); !linked) return linked;
    return {};
}

Result<void> MailLinks::relink(MailHolder holder) {
    if (holder.kind == Kind::organization) {
        for (const Statement* statement : {&unlink_from_organization, &link_one_organization<0>, &link_one_organization<1>})
            if (auto linked = write(*statement, holder.id); !linked) return linked;
        return {};
    }
    assert(holder.kind == Kind::person || holder.kind == Kind::deal);
    if (auto unlinked = unlink(holder); !unlinked) return unlinked;
    return write(holder.kind == Kind::person ? link_one_person : link_one_deal, holder.id);
}

Result<void> MailLinks::relink_organization(domain::OrganizationId organization, MailHolder through) {
    assert(through.kind == Kind::person || through.kind == Kind::deal);
    auto unlinked = session_.write(unlink_some_from_organization,
                                   {company_, organization, static_cast<std::int64_t>(through.kind), through.id});
    if (!unlinked) return unlinked;
    return session_.write(through.kind == Kind::person ? link_some_to_organization<0> : link_some_to_organization<1>,
                          {company_, organization, through.id});
}

Result<void> MailLinks::unlink(MailHolder holder) {
    return session_.write(unlink_record, {company_, static_cast<std::int64_t>(holder.kind), holder.id});
}

Result<void> MailLinks::recount(MailHolder holder) {
    assert(holder.kind == Kind::organization || holder.kind == Kind::person || holder.kind == Kind::deal);
    if (holder.kind == Kind::organization) return write(recount_organization, holder.id);
    return write(holder.kind == Kind::person ? recount_way<0> : recount_way<1>, holder.id);
}

}  // namespace stele::store
