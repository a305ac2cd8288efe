// E-mail of a user's mailbox, as it was imported: messages in threads.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/ids.h"

namespace stele::domain {

enum class MailRole : std::uint8_t { from = 1, to = 2, cc = 3, bcc = 4 };

// Somebody named in a message.
struct MailParty {
    std::int64_t id = 0;
    MailRole role = MailRole::from;
    std::string address;
    std::string name;

    bool operator==(const MailParty&) const = default;
};

struct MailMessage {
    MailMessageId id = 0;
    MailThreadId thread_id = 0;
    UserId user_id = 0;  // whose mailbox
    std::string key;     // the Message-ID, without brackets
    std::string subject;
    std::string snippet;  // the beginning of its text
    std::vector<MailParty> parties;
    bool is_sent = false;     // by the user whose mailbox it is
    bool is_private = false;  // its user's alone; as its thread, like the next one
    bool is_read = false;
    bool has_body = false;
    std::int64_t attachments = 0;         // without those of the next line
    std::int64_t inline_attachments = 0;  // shown within the text
    Micros message_time = 0;              // when it was sent, as it says itself
    Micros add_time = 0;
    Micros update_time = 0;

    bool operator==(const MailMessage&) const = default;
};

// As it came, in UTF-8.
struct MailBody {
    bool is_html = false;
    std::string content;

    bool operator==(const MailBody&) const = default;
};

// Somebody named in a thread, as in the last message that names them in this role (from, or else to).
struct MailThreadParty {
    MailParty party;
    Micros message_time = 0;

    bool operator==(const MailThreadParty&) const = default;
};

struct MailThread {
    MailThreadId id = 0;
    UserId user_id = 0;  // whose mailbox
    std::string subject;
    std::string snippet;       // of the last message
    std::string snippet_sent;  // of the last one that the user sent; empty when there is none
    std::vector<MailThreadParty> parties;
    std::optional<DealId> deal_id;
    bool is_private = false;
    bool is_read = false;
    bool is_archived = false;
    std::int64_t messages = 0;
    std::int64_t sent_messages = 0;
    std::int64_t attachments = 0;  // of all messages
    std::int64_t inline_attachments = 0;
    Micros first_message_time = 0;
    Micros last_message_time = 0;
    bool first_is_received = false;  // the first message was not sent by the user
    std::optional<Micros> last_sent_time;
    std::optional<Micros> last_received_time;
    Micros add_time = 0;
    Micros update_time = 0;
    std::optional<Micros> delete_time;

    bool operator==(const MailThread&) const = default;
};

// What a write may change: absent members stay as they are.
struct MailThreadPatch {
    std::optional<std::optional<DealId>> deal_id;
    std::optional<bool> is_private;
    std::optional<bool> is_read;
    std::optional<bool> is_archived;
};

enum class MailFolder : std::uint8_t { inbox, sent, archive };

// Threads of a mailbox, by their last message, newest first.
struct MailThreadQuery {
    UserId user_id = 0;
    MailFolder folder = MailFolder::inbox;
    std::int64_t limit = 0;
    std::int64_t offset = 0;
};

// Messages that belong to a record (organization, person, deal), newest first; of equal times the last imported first.
struct MailQuery {
    Kind kind = Kind::organization;
    std::int64_t record_id = 0;
    UserId reader_id = 0;  // private ones of others are left out
    std::int64_t limit = 0;
    std::int64_t offset = 0;
    // Those that come after this one in that order.
    Micros before_time = std::numeric_limits<Micros>::max();
    MailMessageId before_id = std::numeric_limits<MailMessageId>::max();
    std::optional<bool> with_attachments;  // only those with any, or only those with none
};

}  // namespace stele::domain
