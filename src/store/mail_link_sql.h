// To which records mail belongs and what they count of it, as expressions of SQL: linking writes them, the check compares them.
#pragma once

#include <cstdint>
#include <string_view>

#include "domain/ids.h"
#include "store/columns.h"

namespace stele::store {

static_assert(static_cast<int>(domain::Kind::organization) == 3 && static_cast<int>(domain::Kind::person) == 4 &&
              static_cast<int>(domain::Kind::deal) == 15);

// Where a statement begins: at messages, at the record whose mail is looked for, or at those through which a record has it. SQLite
// knows nothing of how much there is of each; CROSS JOIN keeps it to the order as written, and a named index from reading all of
// a company instead.
enum class MailFrom : std::uint8_t { messages, record, through };

// The columns of mail_link, of a message and the persons one of whose e-mail addresses it names. Behind it, a condition.
constexpr StatementText& add_links_of_persons(StatementText& text, MailFrom from) {
    text.add(
        "SELECT mail_message.company_id, 4, person_contact.person_id, mail_message.message_time, mail_message.id, "
        "MAX(mail_address.direction), mail_message.is_private FROM ");
    if (from == MailFrom::messages)
        text.add(
            "mail_message CROSS JOIN mail_address {use_index mail_address_by_message} CROSS JOIN person_contact "
            "WHERE mail_address.message_id = mail_message.id");
    else
        text.add(
            "person_contact CROSS JOIN mail_address CROSS JOIN mail_message "
            "WHERE {id mail_message} = {id_value mail_address.message_id}");
    return text.add(
        " AND mail_address.address_fold = person_contact.value_fold AND person_contact.company_id = $1 "
        "AND mail_address.company_id = $1 AND mail_message.company_id = $1 AND person_contact.kind = 1 AND ");
}
// Ends it.
inline constexpr std::string_view by_person =
    " GROUP BY mail_message.company_id, person_contact.person_id, mail_message.message_time, mail_message.id, "
    "mail_message.is_private";

// The same of a message and the deal of its thread.
constexpr StatementText& add_links_of_deals(StatementText& text, MailFrom from) {
    text.add(
        "SELECT mail_message.company_id, 15, mail_thread.deal_id, mail_message.message_time, mail_message.id, "
        "1 + mail_message.is_sent, mail_message.is_private FROM ");
    if (from == MailFrom::messages)
        text.add("mail_message CROSS JOIN mail_thread WHERE {id mail_thread} = {id_value mail_message.thread_id}");
    else
        text.add("mail_thread CROSS JOIN mail_message WHERE mail_message.thread_id = mail_thread.id");
    return text.add(
        " AND mail_message.company_id = $1 AND mail_thread.company_id = $1 AND mail_thread.deal_id IS NOT NULL "
        "AND mail_thread.delete_time IS NULL AND ");
}

// What an organization has its mail through.
struct MailWay {
    std::string_view table;
    std::string_view kind;  // in decimal
};
inline constexpr MailWay mail_ways[] = {{"person", "4"}, {"deal", "15"}};

// The same of a message and the organizations of its live persons, or its live deals; from the links to these.
constexpr StatementText& add_links_of_organizations(StatementText& text, const MailWay& way, MailFrom from) {
    text.add("SELECT through.company_id, 3, ").add(way.table).add(".organization_id, through.message_time, ");
    text.add("through.message_id, 0, through.is_private FROM ");
    if (from == MailFrom::record)
        text.add(way.table).add(" CROSS JOIN mail_link AS through WHERE through.record_id = ").add(way.table).add(".id");
    else
        text.add("mail_link AS through")
            .add(from == MailFrom::messages ? " {use_index mail_link_by_message} CROSS JOIN " : " CROSS JOIN ")
            .add(way.table)
            .add(" WHERE {id ")
            .add(way.table)
            .add("} = {id_value through.record_id}");
    return text.add(" AND through.company_id = $1 AND ")
        .add(way.table)
        .add(".company_id = $1 AND through.kind = ")
        .add(way.kind)
        .add(" AND ")
        .add(way.table)
        .add(".organization_id IS NOT NULL AND ")
        .add(way.table)
        .add(".delete_time IS NULL AND ");
}

// Whether the row of mail_link, of an organization, has a reason.
constexpr StatementText& add_organization_has_way(StatementText& text, const MailWay& way) {
    return text.add("EXISTS (SELECT 1 FROM mail_link AS through CROSS JOIN ")
        .add(way.table)
        .add(" WHERE {id ")
        .add(way.table)
        .add("} = {id_value through.record_id} AND through.company_id = $1 AND ")
        .add(way.table)
        .add(".company_id = $1 AND through.message_id = mail_link.message_id AND through.kind = ")
        .add(way.kind)
        .add(" AND ")
        .add(way.table)
        .add(".organization_id = mail_link.record_id AND ")
        .add(way.table)
        .add(".delete_time IS NULL)");
}

// Of the row of a table: Counter::email_messages.
constexpr StatementText& add_mail_count(StatementText& text, std::string_view table, std::string_view kind) {
    return text.add("(SELECT count(*) FROM mail_link WHERE mail_link.company_id = $1 AND mail_link.kind = ")
        .add(kind)
        .add(" AND mail_link.record_id = ")
        .add(table)
        .add(".id AND mail_link.is_private = 0)");
}

// When mail last came (direction 1) or went (2).
constexpr StatementText& add_last_mail(StatementText& text, const MailWay& of, std::string_view direction) {
    return text
        .add("(SELECT MAX(mail_link.message_time) FROM mail_link WHERE mail_link.company_id = $1 AND mail_link.kind = ")
        .add(of.kind)
        .add(" AND mail_link.record_id = ")
        .add(of.table)
        .add(".id AND mail_link.is_private = 0 AND mail_link.direction = ")
        .add(direction)
        .add(")");
}

}  // namespace stele::store
