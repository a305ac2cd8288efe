// What the domain asks of a store about mail; see domain/store.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/function_ref.h"
#include "base/result.h"
#include "domain/mail.h"

namespace stele::domain {

// Mail: threads, and the messages in them.
class Mail {
   public:
    virtual ~Mail() = default;
    // False when there is none; `into` is then unspecified.
    [[nodiscard]] virtual Result<bool> find_message(MailMessageId id, MailMessage& into) = 0;
    // The message of a mailbox that has this Message-ID.
    [[nodiscard]] virtual Result<std::optional<MailMessageId>> message_of_key(UserId user, std::string_view key) = 0;
    [[nodiscard]] virtual Result<void> insert_message(const MailMessage& message, const MailBody& body) = 0;
    [[nodiscard]] virtual Result<MailBody> body(MailMessageId id) = 0;  // empty when there is none
    // Of a thread, oldest first.
    [[nodiscard]] virtual Result<void> list_messages(MailThreadId thread, std::int64_t limit,
                                                     FunctionRef<bool(const MailMessage&)> visit) = 0;
    // What belongs to a record; the reference is good during the call only.
    [[nodiscard]] virtual Result<void> list_messages(const MailQuery& query,
                                                     FunctionRef<bool(const MailMessage&)> visit) = 0;
    // With its body, and the addresses that it is found by. Its links are the caller's business.
    [[nodiscard]] virtual Result<void> remove_message(MailMessageId id) = 0;

    // Deleted ones too.
    [[nodiscard]] virtual Result<bool> find_thread(MailThreadId id, MailThread& into) = 0;
    [[nodiscard]] virtual Result<void> insert_thread(const MailThread& thread) = 0;
    // What its messages have of it (is_private, is_read) is written on them too. One that is deleted is found by no address.
    [[nodiscard]] virtual Result<void> update_thread(const MailThread& thread) = 0;
    [[nodiscard]] virtual Result<void> list_threads(const MailThreadQuery& query,
                                                    FunctionRef<bool(const MailThread&)> visit) = 0;
    // With what leads to it. Its messages are gone.
    [[nodiscard]] virtual Result<void> remove_thread(MailThreadId id) = 0;
    // Those that were deleted before `time`, longest ago first.
    [[nodiscard]] virtual Result<std::vector<MailThreadId>> deleted_before(Micros time, std::int64_t limit) = 0;
    // Those about a deal, deleted or not, rising.
    [[nodiscard]] virtual Result<std::vector<MailThreadId>> threads_of_deal(DealId deal, std::int64_t limit) = 0;

    // The thread of a mailbox that a Message-ID leads to.
    [[nodiscard]] virtual Result<std::optional<MailThreadId>> thread_of_key(UserId user, std::string_view key) = 0;
    // Unless it leads to one already.
    [[nodiscard]] virtual Result<void> insert_key(UserId user, std::string_view key, MailThreadId thread) = 0;
};

// A record that mail belongs to: an organization, a person or a deal.
struct MailHolder {
    Kind kind = Kind::organization;
    std::int64_t id = 0;
    bool operator==(const MailHolder&) const = default;
};

// To which records messages belong. It follows from what is stored, and is made again from it: a person has the mail in which
// one of its addresses is named, a deal that of its threads, and an organization that of its live persons and live deals.
class MailLinks {
   public:
    virtual ~MailLinks() = default;
    // Whether any message belongs to the record.
    [[nodiscard]] virtual Result<bool> has(MailHolder holder) = 0;
    // By kind and id.
    [[nodiscard]] virtual Result<std::vector<MailHolder>> of_message(MailMessageId message) = 0;
    [[nodiscard]] virtual Result<std::vector<MailHolder>> of_thread(MailThreadId thread) = 0;
    // Persons with this e-mail address, deleted ones too; by id.
    [[nodiscard]] virtual Result<std::vector<PersonId>> persons_at(std::string_view address, std::int64_t limit) = 0;
    // The links of a new message.
    [[nodiscard]] virtual Result<void> link_message(MailMessageId message) = 0;
    // The following take away what is there no longer, and add what is new. None counts anything.
    [[nodiscard]] virtual Result<void> relink_thread(MailThreadId thread) = 0;
    [[nodiscard]] virtual Result<void> relink(MailHolder holder) = 0;
    // As relink() of an organization, as far as it has the mail of this person or deal: after that has come to it, or left it.
    [[nodiscard]] virtual Result<void> relink_organization(OrganizationId organization, MailHolder through) = 0;
    // All of a record that is gone.
    [[nodiscard]] virtual Result<void> unlink(MailHolder holder) = 0;
    // Counter::email_messages, and when mail last came and went where the record says so: from the links to messages that are
    // not private.
    [[nodiscard]] virtual Result<void> recount(MailHolder holder) = 0;
};

}  // namespace stele::domain
