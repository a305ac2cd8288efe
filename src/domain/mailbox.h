// The rules of mail, whichever dialect asks. Mail belongs to the mailbox of the user who imported it, who alone changes it. Others
// see a thread that is not private when they see a person, an organization or a deal that one of its messages belongs to, as long
// as that is not deleted; who sees a thread sees all its messages. Errors: not_found for what is absent, deleted or invisible;
// invalid with the field; forbidden.
//
// To whom messages belong follows from what is stored (MailLinks), and so do the counters; see also domain/mail_links.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/caller.h"
#include "domain/file.h"
#include "domain/recording.h"
#include "domain/store.h"

namespace stele::domain {

// A message that comes in, into the mailbox of the caller.
struct NewMail {
    std::string key;                      // the Message-ID, or what stands for it; not empty
    std::vector<std::string> references;  // keys of what it answers, the nearest last
    std::string subject;
    std::vector<MailParty> parties;  // without ids; one at least is `from`
    MailBody body;
    Micros message_time = 0;
    bool is_private = false;
    std::vector<NewFile> attachments;  // about nothing yet
};

// Whether the caller's mailbox has the message, in a deleted thread too.
[[nodiscard]] Result<bool> has_mail(Transaction& transaction, const Caller& caller, std::string_view key);

// It joins the thread of what it answers; else it begins one. Its attachments become files about the first person, and that
// person's organization, to whom it belongs and whom the caller sees. Nothing when the mailbox has it already.
[[nodiscard]] Result<std::optional<MailMessage>> add_mail(Transaction& transaction, const Caller& caller,
                                                          const NewMail& wanted);

[[nodiscard]] Result<MailMessage> find_mail(Transaction& transaction, const Caller& caller, MailMessageId id);
[[nodiscard]] Result<MailThread> find_mail_thread(Transaction& transaction, const Caller& caller, MailThreadId id);

// A patch that changes nothing leaves no trace. Of others' threads: forbidden.
[[nodiscard]] Result<MailThread> update_mail_thread(Transaction& transaction, const Caller& caller, MailThreadId id,
                                                    const MailThreadPatch& patch);
[[nodiscard]] Result<void> delete_mail_thread(Transaction& transaction, const Caller& caller, MailThreadId id);

// A deal that is merged hands its threads over.
[[nodiscard]] Result<void> move_mail_threads(Transaction& transaction, const Caller& caller, DealId from, DealId to,
                                             Micros time);
// A deal that is purged leaves its threads without one. Says how many there were: when these are fewer than `limit`, all of them.
[[nodiscard]] Result<std::int64_t> release_mail_threads(Transaction& transaction, const Caller& caller, DealId deal,
                                                        Micros time, std::int64_t limit);
// Takes a thread away for good, with its messages, their files and its changes, or the first of these. Says how many rows that
// touched: when these are more than `limit`, there is more of it.
[[nodiscard]] Result<std::int64_t> purge_mail_thread(Transaction& transaction, const Caller& caller, MailThreadId id,
                                                     std::int64_t limit);

}  // namespace stele::domain
