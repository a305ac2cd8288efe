#include "domain/files.h"

#include <algorithm>
#include <limits>
#include <span>

#include "base/limits.h"
#include "base/text.h"
#include "domain/activities.h"
#include "domain/checks.h"
#include "domain/deals.h"
#include "domain/field_change.h"
#include "domain/file_names.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

std::unexpected<Error> file_not_found() { return fail(ErrorCode::not_found, "File not found"); }

RecordRef record_of(FileId id) { return {Kind::file, id}; }

Result<void> check_description(std::string_view description) {
    return check_text("description", description, limits::file_description_chars);
}

// One that is hidden is refused as one that never was.
template <class Record>
Result<void> check_link(const Result<Record>& found, std::string_view what, std::int64_t id, std::string_view field) {
    if (found) return {};
    if (found.error().code != ErrorCode::not_found) return fail(found);
    return fail(ErrorCode::invalid, "there is no " + std::string(what) + ' ' + std::to_string(id), std::string(field));
}

// What was not given is taken from `found`, where that is seen.
template <class Find>
Result<void> fill(std::optional<std::int64_t>& id, const std::optional<std::int64_t>& found, const Find& find) {
    if (id || !found) return {};
    const auto seen = find(*found);
    if (!seen) return seen.error().code == ErrorCode::not_found ? Result<void>() : fail(seen);
    id = found;
    return {};
}

// Sets what the file is about: what was asked for, and what that is about in its turn.
Result<void> set_subjects(Transaction& transaction, const Caller& caller, const NewFile& wanted, File& file) {
    const auto find_organization = [&](std::int64_t id) { return find_live_organization(transaction, caller, id); };
    const auto find_person = [&](std::int64_t id) { return find_live_person(transaction, caller, id); };
    const auto find_deal = [&](std::int64_t id) { return find_live_deal(transaction, caller, id); };
    file.organization_id = wanted.organization_id;
    file.person_id = wanted.person_id;
    file.deal_id = wanted.deal_id;
    file.activity_id = wanted.activity_id;
    Result<void> valid;
    if (file.organization_id)
        valid = check_link(find_organization(*file.organization_id), "organization", *file.organization_id, "org_id");
    if (valid && file.person_id) valid = check_link(find_person(*file.person_id), "person", *file.person_id, "person_id");
    if (valid && file.activity_id) {
        const auto activity = find_activity(transaction, caller, *file.activity_id);
        valid = check_link(activity, "activity", *file.activity_id, "activity_id");
        if (valid) valid = fill(file.deal_id, activity->deal_id, find_deal);
        if (valid) valid = fill(file.organization_id, activity->organization_id, find_organization);
        if (valid) valid = fill(file.person_id, activity->person_id(), find_person);
    }
    if (valid && file.deal_id) {
        const auto deal = find_deal(*file.deal_id);
        valid = check_link(deal, "deal", *file.deal_id, "deal_id");
        if (valid) valid = fill(file.organization_id, deal->organization_id, find_organization);
        if (valid) valid = fill(file.person_id, deal->person_id, find_person);
    }
    return valid;
}

// Eight hex digits, so that no two files have one name.
std::string make_mark() { return make_blob_id().substr(0, 8); }

Result<File> file_of(const NewFile& wanted) {
    File file;
    file.name = safe_file_name(wanted.name);
    file.file_type = wanted.file_type.empty() ? extension_of(file.name) : safe_file_type(wanted.file_type);
    file.content_type = safe_content_type(wanted.content_type);
    file.size = wanted.size;
    file.description = wanted.description;
    file.mail_message_id = wanted.mail_message_id;
    file.is_inline = wanted.is_inline;
    file.content_id = wanted.content_id;
    file.remote_location = wanted.remote_location;
    file.remote_id = wanted.remote_id;
    file.blob_id = wanted.blob_id;
    file.file_name = marked_file_name(file.name, make_mark());
    if (auto valid = check_description(file.description); !valid) return fail(valid);
    if (auto valid = check_text("remote_id", file.remote_id, limits::remote_id_chars); !valid) return fail(valid);
    return file;
}

Result<void> add_to_counter(Transaction& transaction, RecordRef record, std::int64_t sign) {
    if (record.kind == Kind::organization)
        return transaction.organizations().add_to_counter(record.id, Counter::files, sign);
    if (record.kind == Kind::person) return transaction.persons().add_to_counter(record.id, Counter::files, sign);
    return transaction.deals().add_to_counter(record.id, Counter::files, sign);
}

bool counts_files(Kind kind) { return kind == Kind::organization || kind == Kind::person || kind == Kind::deal; }

Result<void> count(Transaction& transaction, const File& file, std::int64_t sign) {
    if (file.delete_time) return {};
    Result<void> counted;
    if (file.organization_id) counted = add_to_counter(transaction, {Kind::organization, *file.organization_id}, sign);
    if (counted && file.person_id) counted = add_to_counter(transaction, {Kind::person, *file.person_id}, sign);
    if (counted && file.deal_id) counted = add_to_counter(transaction, {Kind::deal, *file.deal_id}, sign);
    return counted;
}

std::string_view subject_key(Kind kind) {
    if (kind == Kind::organization) return field_key::organization;
    if (kind == Kind::activity) return field_key::activity;
    return kind == Kind::person ? field_key::person : field_key::deal;
}

std::optional<std::int64_t>& subject_of(File& file, Kind kind) {
    if (kind == Kind::organization) return file.organization_id;
    if (kind == Kind::activity) return file.activity_id;
    return kind == Kind::person ? file.person_id : file.deal_id;
}

// What came with mail goes with it.
bool is_about_others(const File& file, Kind kind) {
    if (kind == Kind::mail_message) return false;
    return file.mail_message_id || (kind != Kind::organization && file.organization_id) ||
           (kind != Kind::person && file.person_id) || (kind != Kind::deal && file.deal_id) ||
           (kind != Kind::activity && file.activity_id);
}

// It is not about the record any more. Says how many rows that touched.
Result<std::int64_t> release_file(Transaction& transaction, const Caller& caller, File& file, RecordRef record,
                                  Micros time) {
    const FieldChange change{subject_key(record.kind), history_text(record.id), std::nullopt};
    subject_of(file, record.kind).reset();
    file.update_time = time;
    auto done = transaction.files().update(file);
    if (done) done = record_changes(transaction, caller, record_of(file.id), time, std::span(&change, 1));
    if (!done) return fail(done);
    return 1;
}

}  // namespace

Predicate visible_files(const Caller& caller) {
    const auto about = [](Kind kind, FieldRef delete_time, Predicate visible) {
        std::vector<Predicate> conditions{Predicate::compare(delete_time, Comparison::is_null)};
        if (!visible.always()) conditions.push_back(std::move(visible));
        return Predicate::related(kind, Predicate::all(std::move(conditions)));
    };
    std::vector<Predicate> about_nothing;
    for (const FileField subject :
         {FileField::organization_id, FileField::person_id, FileField::deal_id, FileField::activity_id})
        about_nothing.push_back(Predicate::compare(subject, Comparison::is_null));
    auto own = Predicate::compare(FileField::user_id, Comparison::equals, caller.user->id);
    if (caller.sees_all())  // not what came with mail: that is private, or belongs to nobody
        own = Predicate::any({std::move(own), Predicate::compare(FileField::mail_message_id, Comparison::is_null)});
    about_nothing.push_back(std::move(own));
    return Predicate::any({
        about(Kind::organization, OrganizationField::delete_time, visible_organizations(caller)),
        about(Kind::person, PersonField::delete_time, visible_persons(caller)),
        about(Kind::deal, DealField::delete_time, visible_deals(caller)),
        about(Kind::activity, ActivityField::delete_time, visible_activities(caller)),
        Predicate::all(std::move(about_nothing)),
    });
}

Result<File> find_file(Transaction& transaction, const Caller& caller, FileId id) {
    File file;
    const auto found = transaction.files().find_where(id, visible_files(caller), file);
    if (!found) return fail(found);
    if (!*found || file.delete_time) return file_not_found();
    return file;
}

Result<File> add_file(Transaction& transaction, const Caller& caller, const NewFile& wanted) {
    auto file = file_of(wanted);
    if (!file) return file;
    if (auto set = set_subjects(transaction, caller, wanted, *file); !set) return fail(set);
    const auto id = transaction.next_id(Kind::file);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    file->id = *id;
    file->user_id = caller.user->id;
    file->add_time = file->update_time = *time;
    auto added = transaction.files().insert(*file);
    if (added) added = count(transaction, *file, 1);
    if (added) added = record_event(transaction, caller, EventAction::added, record_of(*id));
    if (!added) return fail(added);
    return file;
}

Result<File> update_file(Transaction& transaction, const Caller& caller, FileId id, const FilePatch& wanted) {
    auto file = find_file(transaction, caller, id);
    if (!file) return file;
    FilePatch patch = wanted;
    if (patch.name) {
        if (first_char(*patch.name).empty()) return fail(ErrorCode::invalid, "name must not be empty", "name");
        patch.name = safe_file_name(*patch.name);
    }
    if (patch.description)
        if (auto valid = check_description(*patch.description); !valid) return fail(valid);
    std::vector<FieldChange> changes;
    apply_field(changes, field_key::name, file->name, patch.name);
    apply_field(changes, field_key::description, file->description, patch.description);
    if (changes.empty()) return file;
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    file->update_time = *time;
    auto done = transaction.files().update(*file);
    if (done) done = record_changes(transaction, caller, record_of(id), *time, changes);
    if (done) done = record_event(transaction, caller, EventAction::updated, record_of(id));
    if (!done) return fail(done);
    return file;
}

Result<void> delete_file(Transaction& transaction, const Caller& caller, FileId id) {
    auto file = find_file(transaction, caller, id);
    if (!file) return fail(file);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    auto done = count(transaction, *file, -1);
    file->delete_time = file->update_time = *time;
    if (done) done = transaction.files().update(*file);
    const FieldChange change{field_key::deleted, "0", "1"};
    if (done) done = record_changes(transaction, caller, record_of(id), *time, std::span(&change, 1));
    if (done) done = record_event(transaction, caller, EventAction::deleted, record_of(id));
    return done;
}

Result<void> move_files(Transaction& transaction, const Caller& caller, RecordRef from, std::int64_t to, Micros time) {
    const auto ids = transaction.files().about(from.kind, from.id, std::numeric_limits<std::int64_t>::max());
    if (!ids || ids->empty()) return ids ? Result<void>() : fail(ids);
    const FieldChange change{subject_key(from.kind), history_text(from.id), history_text(to)};
    auto recorded = record_change_of_each(transaction, caller, Kind::file, *ids, time, change);
    if (!recorded) return recorded;
    return transaction.files().move(from.kind, from.id, to, time);
}

Result<std::int64_t> purge_file(Transaction& transaction, const Caller& caller, FileId id, std::int64_t limit) {
    const auto changes = transaction.history().remove_changes(Kind::file, id, limit);
    if (!changes) return fail(changes);
    const std::int64_t rows = 1 + *changes;
    if (rows > limit) return rows;
    auto removed = transaction.files().remove(id);
    if (removed) removed = record_event(transaction, caller, EventAction::purged, record_of(id));
    if (!removed) return fail(removed);
    return rows;
}

Result<std::int64_t> release_files(Transaction& transaction, const Caller& caller, RecordRef record, Micros time,
                                   std::int64_t limit) {
    const auto ids = transaction.files().about(record.kind, record.id, limit);
    if (!ids) return fail(ids);
    std::int64_t rows = 0;
    for (const FileId id : *ids) {
        if (rows >= limit) break;
        File file;
        const auto found = transaction.files().find_where(id, Predicate::all({}), file);
        if (!found) return fail(found);
        const File before = file;
        const bool stays = is_about_others(file, record.kind);
        const auto released = stays ? release_file(transaction, caller, file, record, time)
                                    : purge_file(transaction, caller, id, limit - rows);
        if (!released) return fail(released);
        rows += *released;
        if (rows > limit) continue;
        Result<void> counted;
        if (!stays)
            counted = count(transaction, before, -1);
        else if (counts_files(record.kind) && !before.delete_time)
            counted = add_to_counter(transaction, record, -1);
        if (!counted) return fail(counted);
    }
    return rows;
}

Result<void> withdraw_mail_files(Transaction& transaction, const Caller& caller, MailMessageId message, Micros time,
                                 bool deleted) {
    const auto ids = transaction.files().about(Kind::mail_message, message, std::numeric_limits<std::int64_t>::max());
    if (!ids) return fail(ids);
    for (const FileId id : *ids) {
        File file;
        const auto found = transaction.files().find_where(id, Predicate::all({}), file);
        if (!found) return fail(found);
        if (file.delete_time) continue;
        std::vector<FieldChange> changes;
        auto done = count(transaction, file, -1);
        if (deleted) changes.emplace_back(field_key::deleted, "0", "1");
        for (const Kind kind : {Kind::organization, Kind::person, Kind::deal, Kind::activity}) {
            std::optional<std::int64_t>& subject = subject_of(file, kind);
            if (deleted || !subject) continue;
            changes.emplace_back(subject_key(kind), history_text(subject), std::nullopt);
            subject.reset();
        }
        if (deleted) file.delete_time = time;
        file.update_time = time;
        if (done) done = transaction.files().update(file);
        if (done) done = record_changes(transaction, caller, record_of(id), time, changes);
        if (!done) return done;
    }
    return {};
}

Result<std::string> sweep_blobs(Engine& engine, CompanyId company, const std::string& from, Micros age) {
    auto page = engine.blobs().page(company, from, age);
    if (!page) return fail(page);
    if (page->ids.empty()) return std::move(page->next);
    std::vector<BlobId> of_files;
    std::vector<BlobId> of_pictures;
    // What is older than the page was named, if ever, before this begins.
    auto looked = run_and_wait(engine, Access::read, company, [&](Transaction& transaction) -> Result<void> {
        auto files = transaction.files().named_blobs(page->ids.front(), page->ids.back());
        if (!files) return fail(files);
        auto pictures = transaction.pictures().named_blobs(page->ids.front(), page->ids.back());
        if (!pictures) return fail(pictures);
        of_files = std::move(*files);
        of_pictures = std::move(*pictures);
        return {};
    });
    if (!looked) return fail(looked);
    for (const BlobId& id : page->ids)
        if (!std::ranges::binary_search(of_files, id) && !std::ranges::binary_search(of_pictures, id))
            engine.blobs().remove(company, id);
    return std::move(page->next);
}

}  // namespace stele::domain
