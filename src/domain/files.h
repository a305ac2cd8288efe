// The rules of files, whichever dialect asks. A file is seen by those who see an organization, person, deal or activity that it is
// about, as long as that is not deleted; one that is about nothing by whoever brought it in, and by admins unless it came with mail.
// Who sees it may change it.
// Errors: not_found for what is absent, deleted or invisible; invalid with the field.
//
// Files count for the organization, the person and the deal that they are about, each for itself; all writes keep that true.
#pragma once

#include "domain/caller.h"
#include "domain/predicate.h"
#include "domain/recording.h"
#include "domain/store.h"

namespace stele::domain {

// What this caller sees of files, deleted ones too. Nothing else decides who reads one.
[[nodiscard]] Predicate visible_files(const Caller& caller);

[[nodiscard]] Result<File> find_file(Transaction& transaction, const Caller& caller, FileId id);

// What it is about must be there and seen. About an activity, it is also about what that is about and the caller sees, as far as
// nothing else is given.
[[nodiscard]] Result<File> add_file(Transaction& transaction, const Caller& caller, const NewFile& wanted);
// A patch that changes nothing leaves no trace.
[[nodiscard]] Result<File> update_file(Transaction& transaction, const Caller& caller, FileId id, const FilePatch& wanted);
[[nodiscard]] Result<void> delete_file(Transaction& transaction, const Caller& caller, FileId id);

// A record that is merged hands its files over, deleted ones too. The counters are the caller's business.
[[nodiscard]] Result<void> move_files(Transaction& transaction, const Caller& caller, RecordRef from, std::int64_t to,
                                      Micros time);
// A record (also an activity, or a message of mail) that is purged takes along the files that are about nothing else; others lose
// it. Says how many rows that touched: when these are fewer than `limit`, all are gone.
[[nodiscard]] Result<std::int64_t> release_files(Transaction& transaction, const Caller& caller, RecordRef record,
                                                 Micros time, std::int64_t limit);
// What came with a message of mail that others do not see any more is about nothing from now on; with `deleted` it is deleted.
[[nodiscard]] Result<void> withdraw_mail_files(Transaction& transaction, const Caller& caller, MailMessageId message,
                                               Micros time, bool deleted);
// Takes a file away for good, with its changes, or the first of these; its blob is swept. Says how many rows that touched: when
// these are more than `limit`, there is more of it.
[[nodiscard]] Result<std::int64_t> purge_file(Transaction& transaction, const Caller& caller, FileId id, std::int64_t limit);

// One step through the blobs of a company: takes away those that were stored longer than `age` ago and that no file and no
// picture names.
// Returns where the next step begins; empty: this was the last. Waits for the disk or the database, outside of transactions.
[[nodiscard]] Result<std::string> sweep_blobs(Engine& engine, CompanyId company, const std::string& from, Micros age);

}  // namespace stele::domain
