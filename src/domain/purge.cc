#include "domain/purge.h"

#include <algorithm>
#include <span>

#include "base/limits.h"
#include "domain/activities.h"
#include "domain/deal_counters.h"
#include "domain/deals.h"
#include "domain/field_change.h"
#include "domain/files.h"
#include "domain/mail_links.h"
#include "domain/mailbox.h"
#include "domain/notes.h"
#include "domain/occurrences.h"
#include "domain/recording.h"
#include "domain/relationships.h"
#include "domain/tags.h"

namespace stele::domain {

namespace {

// One step. A record counts as a row, and so does each link and each change of it.
class Step {
   public:
    Step(Transaction& transaction, const Caller& caller, Micros time)
        : transaction_(transaction), caller_(caller), time_(time) {}

    // Persons first: what they are linked to has less to do then.
    [[nodiscard]] Result<Purged> run(Micros deleted_before) {
        Purged purged;
        auto done =
            each(transaction_.persons(), deleted_before, purged.persons, [&](PersonId id) { return purge_person(id); });
        if (done)
            done = each(transaction_.organizations(), deleted_before, purged.organizations,
                        [&](OrganizationId id) { return purge_organization(id); });
        std::int64_t deals = 0;
        if (done) done = each(transaction_.deals(), deleted_before, deals, [&](DealId id) { return purge_deal(id); });
        std::int64_t notes = 0;
        if (done) done = each(transaction_.notes(), deleted_before, notes, [&](NoteId id) { return purge_note(id); });
        std::int64_t activities = 0;
        if (done)
            done = each(transaction_.activities(), deleted_before, activities,
                        [&](ActivityId id) { return purge_activity(id); });
        std::int64_t threads = 0;
        if (done)
            done = each(transaction_.mail(), deleted_before, threads, [&](MailThreadId id) { return purge_thread(id); });
        std::int64_t files = 0;
        if (done) done = each(transaction_.files(), deleted_before, files, [&](FileId id) { return purge_file(id); });
        std::int64_t tags = 0;
        if (done) done = each(transaction_.tags(), deleted_before, tags, [&](TagId id) { return purge_tag(id); });
        if (!done) return fail(done);
        purged.is_done = rows_left_ > 0;
        return purged;
    }

   private:
    // `purge` says whether all of the record is gone; it is not when no rows are left.
    template <class Records, class Purge>
    [[nodiscard]] Result<void> each(Records& records, Micros deleted_before, std::int64_t& count, const Purge& purge) {
        if (rows_left_ <= 0) return {};
        const auto ids = records.deleted_before(deleted_before, rows_left_);
        if (!ids) return fail(ids);
        for (const std::int64_t id : *ids) {
            if (rows_left_ <= 0) return {};
            --rows_left_;
            const auto purged = purge(id);
            if (!purged) return fail(purged);
            if (*purged) ++count;
        }
        return {};
    }

    // A deleted person counts nowhere.
    [[nodiscard]] Result<bool> purge_person(PersonId id) {
        const auto links = transaction_.links().of_person(id);
        if (!links) return fail(links);
        for (const Link& link : *links) {
            const auto removed = transaction_.links().remove(link.organization_id, id);
            if (!removed) return fail(removed);
        }
        if (const auto has_more = release(Kind::person, id); !has_more || *has_more) return nothing_of(has_more);
        const RecordRef record{Kind::person, id};
        if (const auto has_more = remove_changes(record); !has_more || *has_more) return nothing_of(has_more);
        return end(record, transaction_.persons().remove(id));
    }

    [[nodiscard]] Result<bool> purge_organization(OrganizationId id) {
        if (const auto has_more = release_people(id); !has_more || *has_more) return nothing_of(has_more);
        if (const auto has_more = release(Kind::organization, id); !has_more || *has_more) return nothing_of(has_more);
        if (auto removed = remove_relationships(transaction_, id); !removed) return fail(removed);
        const RecordRef record{Kind::organization, id};
        if (const auto has_more = remove_changes(record); !has_more || *has_more) return nothing_of(has_more);
        return end(record, transaction_.organizations().remove(id));
    }

    // A deleted deal counts nowhere.
    [[nodiscard]] Result<bool> purge_deal(DealId id) {
        if (const auto has_more = release(Kind::deal, id); !has_more || *has_more) return nothing_of(has_more);
        const RecordRef record{Kind::deal, id};
        if (const auto has_more = remove_changes(record); !has_more || *has_more) return nothing_of(has_more);
        return end(record, transaction_.deals().remove(id));
    }

    [[nodiscard]] Result<bool> purge_note(NoteId id) {
        const std::int64_t limit = rows_left_ + 1;
        const auto rows = domain::purge_note(transaction_, caller_, id, limit);
        if (!rows) return fail(rows);
        rows_left_ -= *rows - 1;
        return *rows <= limit;
    }

    [[nodiscard]] Result<bool> purge_thread(MailThreadId id) {
        const std::int64_t limit = rows_left_ + 1;
        const auto rows = purge_mail_thread(transaction_, caller_, id, limit);
        if (!rows) return fail(rows);
        rows_left_ -= *rows - 1;
        return *rows <= limit;
    }

    [[nodiscard]] Result<bool> purge_activity(ActivityId id) {
        const std::int64_t limit = rows_left_ + 1;
        const auto rows = domain::purge_activity(transaction_, caller_, id, limit);
        if (!rows) return fail(rows);
        rows_left_ -= *rows - 1;
        return *rows <= limit;
    }

    [[nodiscard]] Result<bool> purge_file(FileId id) {
        const std::int64_t limit = rows_left_ + 1;
        const auto rows = domain::purge_file(transaction_, caller_, id, limit);
        if (!rows) return fail(rows);
        rows_left_ -= *rows - 1;
        return *rows <= limit;
    }

    [[nodiscard]] Result<bool> purge_tag(TagId id) {
        const std::int64_t limit = rows_left_ + 1;
        const auto rows = domain::purge_tag(transaction_, caller_, id, limit);
        if (!rows) return fail(rows);
        rows_left_ -= *rows - 1;
        return *rows <= limit;
    }

    // Says whether there are more than fit into this step.
    [[nodiscard]] Result<bool> release_people(OrganizationId id) {
        const auto links = transaction_.links().of_organization(id, rows_left_ + 1);
        if (!links) return fail(links);
        const FieldChange change{field_key::organization, history_text(id), std::nullopt};
        for (const Link& link : *links) {
            if (rows_left_-- <= 0) return true;
            if (auto released = release(link, change); !released) return fail(released);
        }
        return false;
    }

    [[nodiscard]] Result<void> release(const Link& link, const FieldChange& change) {
        const auto removed = transaction_.links().remove(link.organization_id, link.person_id);
        if (!removed) return fail(removed);
        if (!link.is_primary) return {};
        Person person;
        const auto found = transaction_.persons().find(link.person_id, person);
        if (!found) return fail(found);
        if (!person.delete_time) {
            auto counted = transaction_.organizations().add_to_counter(link.organization_id, Counter::people, -1);
            if (!counted) return counted;
        }
        auto set = transaction_.persons().set_organization(link.person_id, std::nullopt, time_);
        if (set && !person.delete_time) set = recount_moved(transaction_, person, link.organization_id, std::nullopt);
        if (!set) return set;
        return record_changes(transaction_, caller_, {Kind::person, link.person_id}, time_, std::span(&change, 1));
    }

    // What is about the record. Says whether there is more than fits into this step.
    [[nodiscard]] Result<bool> release(Kind kind, std::int64_t id) {
        const std::int64_t limit = std::max<std::int64_t>(rows_left_, 1);
        const auto notes = release_notes(transaction_, caller_, {kind, id}, time_, limit);
        if (!notes) return fail(notes);
        rows_left_ -= *notes;
        if (*notes >= limit) return true;
        const auto files = release_files(transaction_, caller_, {kind, id}, time_, limit - *notes);
        if (!files) return fail(files);
        rows_left_ -= *files;
        const std::int64_t left = limit - *notes - *files;
        if (left <= 0) return true;
        const auto activities = release_activities(transaction_, caller_, {kind, id}, time_, left);
        if (!activities) return fail(activities);
        rows_left_ -= *activities;
        if (*activities >= left) return true;
        if (kind == Kind::deal) return release_threads(id, left - *activities);
        const auto deals = release_deals({kind, id}, left - *activities);
        return deals && !*deals ? remove_occurrences({kind, id}) : deals;
    }

    [[nodiscard]] Result<bool> release_threads(DealId deal, std::int64_t limit) {
        const auto threads = release_mail_threads(transaction_, caller_, deal, time_, limit);
        if (!threads) return fail(threads);
        rows_left_ -= *threads;
        return *threads >= limit;
    }

    [[nodiscard]] Result<bool> release_deals(RecordRef record, std::int64_t limit) {
        const auto deals = domain::release_deals(transaction_, caller_, record, time_, limit);
        if (!deals) return fail(deals);
        rows_left_ -= *deals;
        return *deals >= limit;
    }

    // Says whether there are more than fit into this step.
    [[nodiscard]] Result<bool> remove_occurrences(RecordRef record) {
        const std::int64_t limit = std::max<std::int64_t>(rows_left_, 1);
        const auto removed = purge_occurrences(transaction_, record, limit);
        if (!removed) return fail(removed);
        rows_left_ -= *removed;
        return *removed >= limit;
    }

    // Says whether there are more than fit into this step.
    [[nodiscard]] Result<bool> remove_changes(RecordRef record) {
        const std::int64_t limit = rows_left_ + 1;
        const auto removed = transaction_.history().remove_changes(record.kind, record.id, limit);
        if (!removed) return fail(removed);
        rows_left_ -= *removed;
        return *removed == limit;
    }

    // The record itself was `removed`.
    [[nodiscard]] Result<bool> end(RecordRef record, const Result<void>& removed) {
        if (!removed) return fail(removed);
        if (auto unfollowed = transaction_.followers().remove_all(record.kind, record.id); !unfollowed)
            return fail(unfollowed);
        if (record.kind != Kind::deal)
            if (auto taken = transaction_.tags().take_all(record.kind, record.id); !taken) return fail(taken);
        if (auto unlinked = unlink_mail(transaction_, {record.kind, record.id}); !unlinked) return fail(unlinked);
        auto recorded = record_event(transaction_, caller_, EventAction::purged, record);
        if (!recorded) return fail(recorded);
        return true;
    }

    // The rest of the record is left to the next step, unless there was an error.
    static Result<bool> nothing_of(const Result<bool>& has_more) {
        if (!has_more) return fail(has_more);
        return false;
    }

    Transaction& transaction_;
    const Caller& caller_;
    Micros time_;
    std::int64_t rows_left_ = limits::purge_step_rows;
};

}  // namespace

Result<Purged> purge_step(Transaction& transaction, const Caller& caller, Micros age) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    return Step(transaction, caller, *time).run(*time - age);
}

Result<bool> expire_events(Transaction& transaction, Micros time) {
    const auto removed = transaction.history().remove_events(time, limits::purge_step_events);
    if (!removed) return fail(removed);
    return *removed < limits::purge_step_events;
}

Result<Due> find_due(Transaction& transaction, Micros now) {
    const auto persons = transaction.persons().deleted_before(now - limits::deleted_kept_us, 1);
    if (!persons) return fail(persons);
    const auto organizations = transaction.organizations().deleted_before(now - limits::deleted_kept_us, 1);
    if (!organizations) return fail(organizations);
    const auto deals = transaction.deals().deleted_before(now - limits::deleted_kept_us, 1);
    if (!deals) return fail(deals);
    const auto event = transaction.history().first_event_time();
    if (!event) return fail(event);
    const auto notes = transaction.notes().deleted_before(now - limits::deleted_kept_us, 1);
    if (!notes) return fail(notes);
    const auto activities = transaction.activities().deleted_before(now - limits::deleted_kept_us, 1);
    if (!activities) return fail(activities);
    const auto files = transaction.files().deleted_before(now - limits::deleted_kept_us, 1);
    if (!files) return fail(files);
    const auto threads = transaction.mail().deleted_before(now - limits::deleted_kept_us, 1);
    if (!threads) return fail(threads);
    const auto tags = transaction.tags().deleted_before(now - limits::deleted_kept_us, 1);
    if (!tags) return fail(tags);
    const auto jobs = transaction.jobs().finished_before(now - limits::jobs_kept_us, 1);
    if (!jobs) return fail(jobs);
    return Due{!threads->empty() || !persons->empty() || !organizations->empty() || !deals->empty() || !notes->empty() ||
                   !activities->empty() || !files->empty() || !tags->empty(),
               *event && **event < now - limits::events_kept_us, !jobs->empty()};
}

Result<Caller> caller_of_stele(const Directory& directory, std::string_view user_agent) {
    const auto admin =
        std::ranges::find_if(directory.users, [](const User& user) { return user.is_admin && user.is_active; });
    if (admin == directory.users.end()) return fail(ErrorCode::not_found, "the company has no active admin");
    return Caller{&directory, &*admin, Scope::admin, Source::command_line, user_agent};
}

}  // namespace stele::domain
