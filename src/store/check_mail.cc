#include "store/check_mail.h"

#include "store/columns.h"
#include "store/mail_link_sql.h"

namespace stele::store {

namespace {

using domain::Kind;
static_assert(static_cast<int>(Kind::mail_message) == 24 && static_cast<int>(Kind::mail_thread) == 25);

// SELECT id of messages with a link that follows and is not stored: `due` selects the columns of mail_link.
constexpr StatementText& add_missing(StatementText& text) {
    return text.add(
        " AND NOT EXISTS (SELECT 1 FROM mail_link WHERE mail_link.company_id = $1 AND mail_link.message_id = "
        "mail_message.id AND mail_link.message_time = mail_message.message_time "
        "AND mail_link.is_private = mail_message.is_private AND ");
}

constexpr Statement person_lacks{kept_text<[] {
    StatementText text;
    text.add(
        "SELECT DISTINCT mail_message.id FROM mail_message JOIN mail_address ON mail_address.message_id = mail_message.id "
        "JOIN person_contact ON person_contact.value_fold = mail_address.address_fold WHERE mail_message.company_id = $1 "
        "AND mail_address.company_id = $1 AND person_contact.company_id = $1 AND person_contact.kind = 1");
    return add_missing(text).add("mail_link.kind = 4 AND mail_link.record_id = person_contact.person_id)");
}>};
constexpr Statement deal_lacks{kept_text<[] {
    StatementText text;
    text.add(
        "SELECT mail_message.id FROM mail_message JOIN mail_thread ON {id mail_thread} = {id_value mail_message.thread_id} "
        "WHERE mail_message.company_id = $1 AND mail_thread.company_id = $1 AND mail_thread.deal_id IS NOT NULL "
        "AND mail_thread.delete_time IS NULL");
    return add_missing(text).add("mail_link.kind = 15 AND mail_link.record_id = mail_thread.deal_id)");
}>};
template <std::size_t way>
constexpr Statement organization_lacks{kept_text<[] {
    constexpr const MailWay& of = mail_ways[way];
    return StatementText()
        .add("SELECT DISTINCT through.message_id FROM mail_link AS through JOIN ")
        .add(of.table)
        .add(" ON {id ")
        .add(of.table)
        .add("} = {id_value through.record_id} WHERE through.company_id = $1 AND ")
        .add(of.table)
        .add(".company_id = $1 AND through.kind = ")
        .add(of.kind)
        .add(" AND ")
        .add(of.table)
        .add(".delete_time IS NULL AND ")
        .add(of.table)
        .add(
            ".organization_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mail_link WHERE mail_link.company_id = $1 "
            "AND mail_link.kind = 3 AND mail_link.message_id = through.message_id AND mail_link.record_id = ")
        .add(of.table)
        .add(".organization_id)");
}>};

constexpr Statement person_link_unfounded{
    "SELECT message_id FROM mail_link WHERE company_id = $1 AND kind = 4 AND NOT EXISTS (SELECT 1 FROM mail_address "
    "JOIN person_contact ON person_contact.value_fold = mail_address.address_fold WHERE mail_address.company_id = $1 "
    "AND person_contact.company_id = $1 AND person_contact.kind = 1 AND mail_address.message_id = mail_link.message_id "
    "AND person_contact.person_id = mail_link.record_id)"};
constexpr Statement deal_link_unfounded{
    "SELECT message_id FROM mail_link WHERE company_id = $1 AND kind = 15 AND NOT EXISTS (SELECT 1 FROM mail_message "
    "JOIN mail_thread ON {id mail_thread} = {id_value mail_message.thread_id} WHERE mail_message.company_id = $1 "
    "AND mail_thread.company_id = $1 AND {id mail_message} = {id_value mail_link.message_id} "
    "AND mail_thread.deal_id = mail_link.record_id AND mail_thread.delete_time IS NULL)"};
constexpr Statement organization_link_unfounded{kept_text<[] {
    StatementText text;
    text.add("SELECT message_id FROM mail_link WHERE company_id = $1 AND kind = 3 AND NOT ");
    add_organization_has_way(text, mail_ways[0]).add(" AND NOT ");
    return add_organization_has_way(text, mail_ways[1]);
}>};

constexpr Statement organization_miscounts{kept_text<[] {
    StatementText text;
    return add_mail_count(text.add("SELECT id FROM organization WHERE {in_company} AND email_messages <> "), "organization",
                          "3");
}>};
template <std::size_t way>
constexpr Statement way_miscounts{kept_text<[] {
    constexpr const MailWay& of = mail_ways[way];
    StatementText text;
    text.add("SELECT id FROM ").add(of.table).add(" WHERE {in_company} AND email_messages <> ");
    return add_mail_count(text, of.table, of.kind);
}>};
template <std::size_t way>
constexpr Statement way_mistimes{kept_text<[] {
    constexpr const MailWay& of = mail_ways[way];
    StatementText text;
    text.add("SELECT id FROM ")
        .add(of.table)
        .add(" WHERE {in_company} AND (COALESCE(last_incoming_mail_time, 0) <> COALESCE(");
    add_last_mail(text, of, "1").add(", 0) OR COALESCE(last_outgoing_mail_time, 0) <> COALESCE(");
    return add_last_mail(text, of, "2").add(", 0))");
}>};

constexpr Rule all_rules[] = {
    {"mail message", "it is not linked to a person whose address it names", person_lacks},
    {"mail message", "it is not linked to the deal of its thread", deal_lacks},
    {"mail message", "it is not linked to the organization of one of its persons", organization_lacks<0>},
    {"mail message", "it is not linked to the organization of its deal", organization_lacks<1>},
    {"mail message", "it is linked to a person whose address it does not name", person_link_unfounded},
    {"mail message", "it is linked to a deal that is not that of its thread", deal_link_unfounded},
    {"mail message", "it is linked to an organization for no reason", organization_link_unfounded},
    {"organization", "its counter of mail is not the number of its messages", organization_miscounts},
    {"person", "its counter of mail is not the number of its messages", way_miscounts<0>},
    {"deal", "its counter of mail is not the number of its messages", way_miscounts<1>},
    {"person", "its last mail was at another time than it says", way_mistimes<0>},
    {"deal", "its last mail was at another time than it says", way_mistimes<1>},
    {"mail thread",
     "it counts other messages than it has",
     {"SELECT id FROM mail_thread WHERE {in_company} AND (messages <> (SELECT count(*) FROM mail_message "
      "WHERE mail_message.company_id = $1 AND mail_message.thread_id = mail_thread.id) OR sent_messages <> (SELECT count(*) "
      "FROM mail_message WHERE mail_message.company_id = $1 AND mail_message.thread_id = mail_thread.id "
      "AND mail_message.is_sent = 1)) AND delete_time IS NULL"}},
    {"mail message",
     "its thread does not exist, or is another user's",
     {"SELECT id FROM mail_message WHERE {in_company} AND NOT EXISTS (SELECT 1 FROM mail_thread "
      "WHERE mail_thread.company_id = $1 AND {id mail_thread} = {id_value mail_message.thread_id} "
      "AND mail_thread.user_id = mail_message.user_id)"}},
    {"mail message",
     "it has a body but does not exist",
     {"SELECT message_id FROM mail_body WHERE company_id = $1 AND NOT EXISTS (SELECT 1 FROM mail_message "
      "WHERE mail_message.company_id = $1 AND {id mail_message} = {id_value mail_body.message_id})"}},
    {"mail message",
     "it is found by addresses but does not exist",
     {"SELECT DISTINCT message_id FROM mail_address WHERE company_id = $1 AND NOT EXISTS (SELECT 1 FROM mail_message "
      "WHERE mail_message.company_id = $1 AND {id mail_message} = {id_value mail_address.message_id})"}},
    {"mail thread",
     "a Message-ID leads to it but it does not exist",
     {"SELECT DISTINCT thread_id FROM mail_key WHERE company_id = $1 AND NOT EXISTS (SELECT 1 FROM mail_thread "
      "WHERE mail_thread.company_id = $1 AND {id mail_thread} = {id_value mail_key.thread_id})"}},
    {"mail thread",
     "its deal does not exist",
     {"SELECT id FROM mail_thread WHERE {in_company} AND deal_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deal "
      "WHERE deal.company_id = $1 AND {id deal} = {id_value mail_thread.deal_id})"}},
};

}  // namespace

std::span<const Rule> mail_rules() { return all_rules; }

}  // namespace stele::store
