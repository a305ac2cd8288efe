// What the domain asks of a store: an engine that runs pieces of work in transactions, and one narrow interface a noun.
//
// A Transaction belongs to one company and one thread. Every statement behind it is held to that company. After any error it
// is poisoned: the only thing left is to return the error.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.h"
#include "base/result.h"
#include "domain/activity.h"
#include "domain/blobs.h"
#include "domain/change.h"
#include "domain/company.h"
#include "domain/custom_field.h"
#include "domain/deal.h"
#include "domain/file.h"
#include "domain/filter.h"
#include "domain/job_store.h"
#include "domain/mail_store.h"
#include "domain/member_store.h"
#include "domain/note_store.h"
#include "domain/occurrence_store.h"
#include "domain/organization.h"
#include "domain/person.h"
#include "domain/picture_store.h"
#include "domain/pipeline.h"
#include "domain/predicate.h"
#include "domain/relationship.h"
#include "domain/tag_store.h"
#include "domain/text_query.h"

namespace stele::domain {

class Organizations {
   public:
    virtual ~Organizations() = default;
    // Deleted ones too. False when there is none; `into` is then unspecified.
    [[nodiscard]] virtual Result<bool> find(OrganizationId id, Organization& into) = 0;
    // As find(), but only when `where` holds.
    [[nodiscard]] virtual Result<bool> find_where(OrganizationId id, const Predicate& where, Organization& into) = 0;
    [[nodiscard]] virtual Result<void> insert(const Organization& organization) = 0;
    // Writes every field but the id and the counters.
    [[nodiscard]] virtual Result<void> update(const Organization& organization) = 0;
    [[nodiscard]] virtual Result<void> add_to_counter(OrganizationId id, Counter counter, std::int64_t delta) = 0;
    // Writes these two alone, as do the next ones.
    [[nodiscard]] virtual Result<void> set_activity_marks(OrganizationId id, const ActivityMark& next,
                                                          const ActivityMark& last) = 0;
    [[nodiscard]] virtual Result<void> set_archive_time(OrganizationId id, std::optional<Micros> archive_time,
                                                        Micros update_time) = 0;
    [[nodiscard]] virtual Result<void> set_update_time(OrganizationId id, Micros update_time) = 0;
    // Takes it away for good, with its custom values. What else belongs to it is the caller's business.
    [[nodiscard]] virtual Result<void> remove(OrganizationId id) = 0;
    // Those that were deleted before `time`, longest ago first.
    [[nodiscard]] virtual Result<std::vector<OrganizationId>> deleted_before(Micros time, std::int64_t limit) = 0;
    // Visits rows in order; the reference is good during the call only. The visitor ends the visit by returning false.
    [[nodiscard]] virtual Result<void> list(const OrganizationQuery& query,
                                            FunctionRef<bool(const Organization&)> visit) = 0;
    [[nodiscard]] virtual Result<std::int64_t> count(const Predicate& where) = 0;
};

class Persons {
   public:
    virtual ~Persons() = default;
    // Deleted ones too. False when there is none; `into` is then unspecified.
    [[nodiscard]] virtual Result<bool> find(PersonId id, Person& into) = 0;
    // As find(), but only when `where` holds.
    [[nodiscard]] virtual Result<bool> find_where(PersonId id, const Predicate& where, Person& into) = 0;
    [[nodiscard]] virtual Result<void> insert(const Person& person) = 0;
    // Writes every field but the id and the counters.
    [[nodiscard]] virtual Result<void> update(const Person& person) = 0;
    [[nodiscard]] virtual Result<void> add_to_counter(PersonId id, Counter counter, std::int64_t delta) = 0;
    // Writes these two alone, as do the next ones.
    [[nodiscard]] virtual Result<void> set_activity_marks(PersonId id, const ActivityMark& next,
                                                          const ActivityMark& last) = 0;
    [[nodiscard]] virtual Result<void> set_archive_time(PersonId id, std::optional<Micros> archive_time,
                                                        Micros update_time) = 0;
    [[nodiscard]] virtual Result<void> set_update_time(PersonId id, Micros update_time) = 0;
    [[nodiscard]] virtual Result<void> set_organization(PersonId id, std::optional<OrganizationId> organization,
                                                        Micros update_time) = 0;
    // Takes it away for good, with its addresses and custom values. What else belongs to it is the caller's business.
    [[nodiscard]] virtual Result<void> remove(PersonId id) = 0;
    // Those that were deleted before `time`, longest ago first.
    [[nodiscard]] virtual Result<std::vector<PersonId>> deleted_before(Micros time, std::int64_t limit) = 0;
    // Visits rows in order; the reference is good during the call only.
    [[nodiscard]] virtual Result<void> list(const PersonQuery& query, FunctionRef<bool(const Person&)> visit) = 0;
    [[nodiscard]] virtual Result<std::int64_t> count(const Predicate& where) = 0;
};

// The texts of organizations, persons, deals and notes, as of their last insert or update.
class Search {
   public:
    virtual ~Search() = default;
    // Visits the ids of what matches; the visitor ends the visit by returning false, and may ask for other things.
    [[nodiscard]] virtual Result<void> find(const TextQuery& query, FunctionRef<bool(std::int64_t id)> visit) = 0;
    // The same, by id.
    [[nodiscard]] virtual Result<void> find_words(const WordsQuery& query, FunctionRef<bool(std::int64_t id)> visit) = 0;
    // As find(), of notes.
    [[nodiscard]] virtual Result<void> find_notes(const NoteTextQuery& query,
                                                  FunctionRef<bool(const NoteMatch& match)> visit) = 0;
};

// Which persons belong to which organizations. A person's primary link is also on the person (Person::organization_id).
class Links {
   public:
    virtual ~Links() = default;
    // Adds the link, or sets whether it is primary.
    [[nodiscard]] virtual Result<void> put(const Link& link) = 0;
    [[nodiscard]] virtual Result<bool> remove(OrganizationId organization_id, PersonId person_id) = 0;
    // Of a person, oldest first.
    [[nodiscard]] virtual Result<std::vector<Link>> of_person(PersonId person_id) = 0;
    // Of an organization, by person.
    [[nodiscard]] virtual Result<std::vector<Link>> of_organization(OrganizationId organization_id, std::int64_t limit) = 0;
    // The links of one organization become those of another: primary where they were, and once for a person who has both. The
    // persons whose primary one it was get the other, and this update time.
    [[nodiscard]] virtual Result<void> move(OrganizationId from, OrganizationId to, Micros update_time) = 0;
};

// How organizations stand to each other; both sides are equal here.
class Relationships {
   public:
    virtual ~Relationships() = default;
    [[nodiscard]] virtual Result<std::optional<Relationship>> find(std::int64_t id) = 0;
    // Of two organizations, whichever is on which side.
    [[nodiscard]] virtual Result<std::optional<Relationship>> find_between(OrganizationId one, OrganizationId other) = 0;
    [[nodiscard]] virtual Result<void> insert(const Relationship& relationship) = 0;
    [[nodiscard]] virtual Result<void> update(const Relationship& relationship) = 0;
    [[nodiscard]] virtual Result<void> remove(std::int64_t id) = 0;
    [[nodiscard]] virtual Result<void> remove_all(OrganizationId organization) = 0;
    // Those of an organization by id, from the one after `after_id`; at most `limit`.
    [[nodiscard]] virtual Result<void> list(OrganizationId organization, std::int64_t after_id, std::int64_t limit,
                                            FunctionRef<bool(const Relationship&)> visit) = 0;
    // Those in which the organization is the daughter.
    [[nodiscard]] virtual Result<void> list_parents(OrganizationId organization,
                                                    FunctionRef<bool(const Relationship&)> visit) = 0;
};

class Followers {
   public:
    virtual ~Followers() = default;
    // False when the user follows already.
    [[nodiscard]] virtual Result<bool> insert(const Follower& follower) = 0;
    // The owner of a record that was inserted in this transaction.
    [[nodiscard]] virtual Result<void> insert_first(const Follower& follower) = 0;
    [[nodiscard]] virtual Result<bool> remove(Kind kind, std::int64_t record_id, UserId user_id) = 0;
    [[nodiscard]] virtual Result<void> remove_all(Kind kind, std::int64_t record_id) = 0;
    // Those of one record become those of another, as they are; who follows both stays as on the other. The counters are the
    // caller's business. Both are still there.
    [[nodiscard]] virtual Result<void> move(Kind kind, std::int64_t from, std::int64_t to) = 0;
    // By user id, from the one after `after_user` (0: all).
    [[nodiscard]] virtual Result<void> list(Kind kind, std::int64_t record_id, UserId after_user,
                                            FunctionRef<bool(const Follower&)> visit) = 0;
};

// Changes of fields, or those of the field key `follower` or `participant` alone.
enum class ChangeSet : std::uint8_t { fields, followers, participants };

class History {
   public:
    virtual ~History() = default;
    [[nodiscard]] virtual Result<void> append(const Change& change) = 0;
    // The same of many records of that kind. Numbers them.
    [[nodiscard]] virtual Result<void> append(Change change, std::span<const std::int64_t> record_ids) = 0;
    // The same with values of each.
    [[nodiscard]] virtual Result<void> append(Change change, std::span<const ChangedRecord> records) = 0;
    // Numbers it.
    [[nodiscard]] virtual Result<void> append(const Event& event) = 0;
    // Newest first, from the change before `before_id` (0: the newest).
    [[nodiscard]] virtual Result<void> list_changes(Kind kind, std::int64_t record_id, ChangeSet set, std::int64_t before_id,
                                                    std::int64_t limit, FunctionRef<bool(const Change&)> visit) = 0;
    // Those of one field in all records of a kind, by record, oldest first. Only id, record, values and time are set.
    [[nodiscard]] virtual Result<void> list_field_changes(Kind kind, std::string_view field,
                                                          FunctionRef<bool(const Change&)> visit) = 0;
    // The changes of one record become those of another, in the order of their ids.
    [[nodiscard]] virtual Result<void> move_changes(Kind kind, std::int64_t from, std::int64_t to) = 0;
    // Oldest first, at most so many; says how many there were.
    [[nodiscard]] virtual Result<std::int64_t> remove_changes(Kind kind, std::int64_t record_id, std::int64_t limit) = 0;
    // Of the oldest event; nothing when there is none.
    [[nodiscard]] virtual Result<std::optional<Micros>> first_event_time() = 0;
    // Events of before `time`, as above.
    [[nodiscard]] virtual Result<std::int64_t> remove_events(Micros time, std::int64_t limit) = 0;
};

// What became of merged records, for good.
class MergedRecords {
   public:
    virtual ~MergedRecords() = default;
    // Those that were merged into `id` before are of `survivor` from now on.
    [[nodiscard]] virtual Result<void> insert(Kind kind, std::int64_t id, std::int64_t survivor, Micros time) = 0;
    // Nothing for what was not merged.
    [[nodiscard]] virtual Result<std::optional<std::int64_t>> survivor_of(Kind kind, std::int64_t id) = 0;
};

// Companies, their users, keys and options: few and small; read into a Directory.
class Accounts {
   public:
    virtual ~Accounts() = default;
    // Creates this transaction's company. False when the id is taken.
    [[nodiscard]] virtual Result<bool> insert_company(const Company& company) = 0;
    [[nodiscard]] virtual Result<void> update_company(const Company& company) = 0;
    [[nodiscard]] virtual Result<std::optional<Company>> company() = 0;
    // False when the address is taken.
    [[nodiscard]] virtual Result<bool> insert_user(const User& user) = 0;
    [[nodiscard]] virtual Result<void> update_user(const User& user) = 0;
    [[nodiscard]] virtual Result<std::vector<User>> users() = 0;  // by id
    [[nodiscard]] virtual Result<void> insert_key(const Key& key) = 0;
    [[nodiscard]] virtual Result<bool> revoke_key(std::int64_t id, Micros time) = 0;  // false when unknown
    [[nodiscard]] virtual Result<std::vector<Key>> keys() = 0;                        // by id; revoked ones too
    [[nodiscard]] virtual Result<void> insert_label_option(Kind kind, const LabelOption& option) = 0;
    [[nodiscard]] virtual Result<void> update_label_option(Kind kind, const LabelOption& option) = 0;
    [[nodiscard]] virtual Result<void> remove_label_option(Kind kind, std::int64_t id) = 0;
    [[nodiscard]] virtual Result<std::vector<LabelOption>> label_options(Kind kind) = 0;  // by id
    [[nodiscard]] virtual Result<void> insert_group(const VisibilityGroup& group) = 0;
    [[nodiscard]] virtual Result<void> update_group(const VisibilityGroup& group) = 0;
    [[nodiscard]] virtual Result<std::vector<VisibilityGroup>> groups() = 0;  // by id
};

class Files {
   public:
    virtual ~Files() = default;
    // Deleted ones too. False when there is none, or `where` does not hold; `into` is then unspecified.
    [[nodiscard]] virtual Result<bool> find_where(FileId id, const Predicate& where, File& into) = 0;
    [[nodiscard]] virtual Result<void> insert(const File& file) = 0;
    [[nodiscard]] virtual Result<void> update(const File& file) = 0;
    // Takes it away for good. Its blob is the caller's business.
    [[nodiscard]] virtual Result<void> remove(FileId id) = 0;
    // Visits rows in order; the reference is good during the call only.
    [[nodiscard]] virtual Result<void> list(const RecordQuery& query, FunctionRef<bool(const File&)> visit) = 0;
    // What is about one record (organization, person, deal), deleted or not, comes to be about another, and gets this update
    // time.
    [[nodiscard]] virtual Result<void> move(Kind kind, std::int64_t from, std::int64_t to, Micros update_time) = 0;
    // Ids of what is about a record (organization, person, deal, activity, mail_message), deleted or not, rising.
    [[nodiscard]] virtual Result<std::vector<FileId>> about(Kind kind, std::int64_t id, std::int64_t limit) = 0;
    // Those that were deleted before `time`, longest ago first.
    [[nodiscard]] virtual Result<std::vector<FileId>> deleted_before(Micros time, std::int64_t limit) = 0;
    // Those from `first` to `last` that are named by a file, deleted or not; rising.
    [[nodiscard]] virtual Result<std::vector<BlobId>> named_blobs(const BlobId& first, const BlobId& last) = 0;
};

class Activities {
   public:
    virtual ~Activities() = default;
    // Deleted ones too. False when there is none, or `where` does not hold; `into` is then unspecified.
    [[nodiscard]] virtual Result<bool> find_where(ActivityId id, const Predicate& where, Activity& into) = 0;
    [[nodiscard]] virtual Result<void> insert(const Activity& activity) = 0;
    [[nodiscard]] virtual Result<void> update(const Activity& activity) = 0;
    // Takes it away for good.
    [[nodiscard]] virtual Result<void> remove(ActivityId id) = 0;
    // Visits rows in order; the reference is good during the call only.
    [[nodiscard]] virtual Result<void> list(const RecordQuery& query, FunctionRef<bool(const Activity&)> visit) = 0;
    // By owner and type.
    [[nodiscard]] virtual Result<std::vector<ActivityShare>> shares(const Predicate& where) = 0;
    // Of an organization or a deal, or of a person whom they are about, the one that is due first among those to do, or last
    // among those that are done; its id is 0 when there is none. Deleted ones and those without a date do not count.
    [[nodiscard]] virtual Result<ActivityMark> mark(Kind kind, std::int64_t id, bool done) = 0;
    // What is about one record (organization, person, deal), deleted or not, comes to be about another, and gets this update
    // time.
    [[nodiscard]] virtual Result<void> move(Kind kind, std::int64_t from, std::int64_t to, Micros update_time) = 0;
    // Ids of what is about a record (organization, person, deal), deleted or not, rising.
    [[nodiscard]] virtual Result<std::vector<ActivityId>> about(Kind kind, std::int64_t id, std::int64_t limit) = 0;
    // Ids of those that name a person as a further participant, or as an attendee; the same.
    [[nodiscard]] virtual Result<std::vector<ActivityId>> naming(PersonId id, std::int64_t limit) = 0;
    // Those that were deleted before `time`, longest ago first.
    [[nodiscard]] virtual Result<std::vector<ActivityId>> deleted_before(Micros time, std::int64_t limit) = 0;

    [[nodiscard]] virtual Result<void> insert_type(const ActivityType& type) = 0;
    [[nodiscard]] virtual Result<void> update_type(const ActivityType& type) = 0;
    // Deleted ones too; by position, and of one position by id.
    [[nodiscard]] virtual Result<std::vector<ActivityType>> types() = 0;
};

class Deals {
   public:
    virtual ~Deals() = default;
    // Deleted ones too. False when there is none; `into` is then unspecified.
    [[nodiscard]] virtual Result<bool> find(DealId id, Deal& into) = 0;
    // As find(), but only when `where` holds.
    [[nodiscard]] virtual Result<bool> find_where(DealId id, const Predicate& where, Deal& into) = 0;
    [[nodiscard]] virtual Result<void> insert(const Deal& deal) = 0;
    // Writes every field but the id and the counters.
    [[nodiscard]] virtual Result<void> update(const Deal& deal) = 0;
    // Of mail, activities, files, notes or followers.
    [[nodiscard]] virtual Result<void> add_to_counter(DealId id, Counter counter, std::int64_t delta) = 0;
    // Writes these two alone.
    [[nodiscard]] virtual Result<void> set_activity_marks(DealId id, const ActivityMark& next, const ActivityMark& last) = 0;
    // Takes it away for good, with its custom values and participants. What else belongs to it is the caller's business.
    [[nodiscard]] virtual Result<void> remove(DealId id) = 0;
    // Those that were deleted before `time`, longest ago first.
    [[nodiscard]] virtual Result<std::vector<DealId>> deleted_before(Micros time, std::int64_t limit) = 0;
    // Visits rows in order; the reference is good during the call only.
    [[nodiscard]] virtual Result<void> list(const RecordQuery& query, FunctionRef<bool(const Deal&)> visit) = 0;
    [[nodiscard]] virtual Result<std::int64_t> count(const Predicate& where) = 0;
    // By currency and status.
    [[nodiscard]] virtual Result<std::vector<DealTotal>> totals(const Predicate& where) = 0;
    // Of those that were won and are not deleted, and for which `where` holds, the latest.
    [[nodiscard]] virtual Result<void> list_won(const Predicate& where, std::int64_t limit,
                                                FunctionRef<bool(const WonDeal&)> visit) = 0;
    // Ids of the deals with a record (organization, person), deleted or not, rising.
    [[nodiscard]] virtual Result<std::vector<DealId>> with(Kind kind, std::int64_t id, std::int64_t limit) = 0;
    // The deals with one record (organization, person) come to be with another, and get this update time.
    [[nodiscard]] virtual Result<void> move(Kind kind, std::int64_t from, std::int64_t to, Micros update_time) = 0;

    // False when the person takes part already. Counts them on the deal, as does the next one.
    [[nodiscard]] virtual Result<bool> insert_participant(const Participant& participant) = 0;
    [[nodiscard]] virtual Result<bool> remove_participant(DealId deal, PersonId person) = 0;
    // Of a deal, in the order in which they were added.
    [[nodiscard]] virtual Result<std::vector<Participant>> participants(DealId deal) = 0;
    // In which deals a person takes part, deleted or not, rising.
    [[nodiscard]] virtual Result<std::vector<Participant>> participations(PersonId person, std::int64_t limit) = 0;
    // Of a deal, of the deals of an organization that are not deleted, or as which a person takes part; newest first.
    [[nodiscard]] virtual Result<void> list_participants(Kind kind, std::int64_t id,
                                                         FunctionRef<bool(const Participant&)> visit) = 0;

    // What records count of deals, made again from the deals (see domain/deal_counters.h). Nothing for what is not there.
    [[nodiscard]] virtual Result<void> recount_organization(OrganizationId id) = 0;
    // Of the persons of an organization the deals of the organization, as it counts them now.
    [[nodiscard]] virtual Result<void> recount_people(OrganizationId id) = 0;
    [[nodiscard]] virtual Result<void> recount_person(PersonId id) = 0;
};

// Pipelines and their stages; few; read into a Directory.
class Pipelines {
   public:
    virtual ~Pipelines() = default;
    [[nodiscard]] virtual Result<void> insert(const Pipeline& pipeline) = 0;
    [[nodiscard]] virtual Result<void> update(const Pipeline& pipeline) = 0;
    [[nodiscard]] virtual Result<std::vector<Pipeline>> all() = 0;  // by id; deleted ones too
    [[nodiscard]] virtual Result<void> insert_stage(const Stage& stage) = 0;
    [[nodiscard]] virtual Result<void> update_stage(const Stage& stage) = 0;
    [[nodiscard]] virtual Result<std::vector<Stage>> all_stages() = 0;  // as above
};

// Definitions of custom fields; read into a Directory.
class CustomFields {
   public:
    virtual ~CustomFields() = default;
    // With its options.
    [[nodiscard]] virtual Result<void> insert(const CustomField& field) = 0;
    // Without its options.
    [[nodiscard]] virtual Result<void> update(const CustomField& field) = 0;
    [[nodiscard]] virtual Result<void> insert_option(std::int64_t field_id, const LabelOption& option) = 0;
    [[nodiscard]] virtual Result<void> update_option(std::int64_t field_id, const LabelOption& option) = 0;
    [[nodiscard]] virtual Result<void> remove_option(std::int64_t field_id, std::int64_t id) = 0;
    [[nodiscard]] virtual Result<std::vector<LabelOption>> options(std::int64_t field_id) = 0;  // by id
    [[nodiscard]] virtual Result<std::vector<CustomField>> all() = 0;                           // by id; deleted ones too
};

// Kept filters; a bounded number a company.
class Filters {
   public:
    virtual ~Filters() = default;
    [[nodiscard]] virtual Result<std::optional<Filter>> find(std::int64_t id) = 0;
    [[nodiscard]] virtual Result<void> insert(const Filter& filter) = 0;
    // Name, visibility, conditions with their source, and time.
    [[nodiscard]] virtual Result<void> update(const Filter& filter) = 0;
    [[nodiscard]] virtual Result<void> remove(std::int64_t id) = 0;
    // By id, without their conditions; the reference is good during the call only.
    [[nodiscard]] virtual Result<void> list(FunctionRef<bool(const Filter&)> visit) = 0;
    [[nodiscard]] virtual Result<std::int64_t> count() = 0;
};

class Transaction {
   public:
    virtual ~Transaction() = default;
    [[nodiscard]] virtual CompanyId company_id() const = 0;
    // The company as of the start of this transaction.
    [[nodiscard]] virtual Result<DirectoryPtr> directory() = 0;

    [[nodiscard]] virtual Organizations& organizations() = 0;
    [[nodiscard]] virtual Persons& persons() = 0;
    [[nodiscard]] virtual Search& search() = 0;
    [[nodiscard]] virtual Links& links() = 0;
    [[nodiscard]] virtual Relationships& relationships() = 0;
    [[nodiscard]] virtual Followers& followers() = 0;
    [[nodiscard]] virtual History& history() = 0;
    [[nodiscard]] virtual MergedRecords& merged_records() = 0;
    [[nodiscard]] virtual Accounts& accounts() = 0;
    [[nodiscard]] virtual CustomFields& custom_fields() = 0;
    [[nodiscard]] virtual Notes& notes() = 0;
    [[nodiscard]] virtual Files& files() = 0;
    [[nodiscard]] virtual Deals& deals() = 0;
    [[nodiscard]] virtual Pipelines& pipelines() = 0;
    [[nodiscard]] virtual Activities& activities() = 0;
    [[nodiscard]] virtual Filters& filters() = 0;
    [[nodiscard]] virtual Mail& mail() = 0;
    [[nodiscard]] virtual MailLinks& mail_links() = 0;
    [[nodiscard]] virtual Tags& tags() = 0;
    [[nodiscard]] virtual Occurrences& occurrences() = 0;
    [[nodiscard]] virtual Members& members() = 0;
    [[nodiscard]] virtual Jobs& jobs() = 0;
    [[nodiscard]] virtual Pictures& pictures() = 0;

    // The next id of a kind. Writes only. Error: unavailable when the numbers are used up.
    [[nodiscard]] virtual Result<std::int64_t> next_id(Kind kind) = 0;
    // Whether an id of that kind was ever given out. Writes only.
    [[nodiscard]] virtual Result<bool> has_ids(Kind kind) = 0;
    // The time of this write: the clock, or the company's last plus one microsecond, whichever is later; the same through one
    // request. Writes only.
    [[nodiscard]] virtual Result<Micros> write_time() = 0;
    // How many records of that kind (organization, person) the company has that are not deleted, from a counter.
    [[nodiscard]] virtual Result<std::int64_t> record_count(Kind kind) = 0;
    [[nodiscard]] virtual Result<void> add_to_record_count(Kind kind, std::int64_t delta) = 0;
};

enum class Access : std::uint8_t { read, scan, write };

// A piece of work for the engine. It may be run more than once, so it has no effect outside the transaction.
class Work {
   public:
    virtual ~Work() = default;
    // On a thread of the engine's choosing. An error rolls back what it wrote.
    [[nodiscard]] virtual Result<void> run(Transaction& transaction) noexcept = 0;
    // Exactly once: after the commit is durable, or with run()'s or the engine's error.
    virtual void done(Result<void> outcome) noexcept = 0;
};

// Something that waits for a disk or another machine, beside all transactions.
class Task {
   public:
    virtual ~Task() = default;
    // Exactly once: on a thread that may wait; or, with the error that refuses it, on any.
    virtual void run(Result<void> admitted) noexcept = 0;
};

// A company's directory as it is at hand.
struct KnownDirectory {
    DirectoryPtr directory;
    // It is as last committed; null means that there is no such company. Otherwise another process may have changed it: it must
    // be compared with Transaction::directory(), and null means nothing.
    bool is_current = false;
};

class Engine {
   public:
    virtual ~Engine() = default;

    // Any thread. A read may be run and done before this returns; scans and writes are done on other threads. Past its bounds
    // (limits::waiting_writes, waiting_scans) or after stop(), done() is called at once with `unavailable`.
    virtual void submit(Access access, CompanyId company, std::unique_ptr<Work> work) = 0;
    // Any thread. Past its bound (limits::waiting_asides) or after stop(), the task is refused at once.
    virtual void submit_aside(std::unique_ptr<Task> task) = 0;
    // As long as the engine.
    [[nodiscard]] virtual Blobs& blobs() = 0;
    // Lets go of the snapshot that this thread's reads share. Called at the end of each turn of an I/O loop.
    virtual void end_turn() noexcept = 0;
    // Any thread; waits for no other machine.
    [[nodiscard]] virtual Result<KnownDirectory> known_directory(CompanyId company) = 0;
    // The company's directory as last committed; null when there is no such company. Any thread, but may wait: never on an I/O
    // loop.
    [[nodiscard]] virtual Result<DirectoryPtr> directory(CompanyId company) = 0;
    // Ids of all companies, rising.
    [[nodiscard]] virtual Result<std::vector<CompanyId>> companies() = 0;
    // Findings of a complete check of what is stored, a line each; empty when all is well.
    [[nodiscard]] virtual Result<std::vector<std::string>> check() = 0;
    // Copies all that is stored, as of one moment, into a new folder, and checks the copy. Writes go on meanwhile. Error: invalid
    // when it cannot be done, with one line for a person.
    [[nodiscard]] virtual Result<void> back_up(const std::string& folder) = 0;
    // Why writes are not taken now; empty when they are.
    [[nodiscard]] virtual std::string trouble() const = 0;
    // Ends what runs, writes everything down and closes. Once; also done by the destructor.
    virtual void stop() noexcept = 0;
};

// Runs a piece of work and waits for it; for subcommands and tests, never on an I/O loop.
[[nodiscard]] Result<void> run_and_wait(Engine& engine, Access access, CompanyId company,
                                        FunctionRef<Result<void>(Transaction&)> work);

}  // namespace stele::domain
