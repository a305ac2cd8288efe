#include "domain/tags.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "base/limits.h"
#include "domain/archiving.h"
#include "domain/checks.h"
#include "domain/field_change.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

RecordRef record_of(TagId id) { return {Kind::tag, id}; }

std::unexpected<Error> tag_not_found() { return fail(ErrorCode::not_found, "Tag not found"); }

Result<void> check_patch(const TagPatch& patch) {
    Result<void> checked;
    if (patch.name) checked = check_name(*patch.name);
    if (checked && patch.background_color)
        checked = check_text("background_color", *patch.background_color, limits::color_chars);
    if (checked && patch.text_color) checked = check_text("text_color", *patch.text_color, limits::color_chars);
    if (checked && patch.description) checked = check_text("description", *patch.description, limits::tag_text_chars);
    if (checked && patch.icon) checked = check_text("icon", *patch.icon, limits::name_chars);
    return checked;
}

// Whether no other tag has the name.
Result<void> check_is_free(Transaction& transaction, std::string_view name, TagId own_id) {
    const auto found = transaction.tags().find_named(name);
    if (!found) return fail(found);
    if (!*found || (*found)->id == own_id) return {};
    return fail(ErrorCode::conflict, "there is a tag of that name already", "name");
}

std::vector<FieldChange> apply_patch(Tag& tag, const TagPatch& patch) {
    std::vector<FieldChange> changes;
    apply_field(changes, field_key::name, tag.name, patch.name);
    apply_field(changes, field_key::background_color, tag.background_color, patch.background_color);
    apply_field(changes, field_key::text_color, tag.text_color, patch.text_color);
    apply_field(changes, field_key::description, tag.description, patch.description);
    apply_field(changes, field_key::icon, tag.icon, patch.icon);
    apply_field(changes, field_key::sequence, tag.sequence, patch.sequence);
    return changes;
}

// Of a live record, whoever sees it.
template <class Record, class Records>
Result<bool> is_archived(Records& records, std::int64_t id) {
    Record record;
    const auto found = records.find(id, record);
    if (!found) return found;
    if (!*found || record.delete_time) return fail(ErrorCode::not_found, "Record not found");
    return record.archive_time.has_value();
}
Result<bool> is_archived(Transaction& transaction, RecordRef record) {
    if (record.kind == Kind::person) return is_archived<Person>(transaction.persons(), record.id);
    return is_archived<Organization>(transaction.organizations(), record.id);
}

// Of a record that the caller may tag.
Result<bool> is_archived(Transaction& transaction, const Caller& caller, RecordRef record) {
    if (record.kind == Kind::person) {
        const auto person = find_live_person(transaction, caller, record.id);
        if (!person) return fail(person);
        return person->archive_time.has_value();
    }
    const auto organization = find_live_organization(transaction, caller, record.id);
    if (!organization) return fail(organization);
    return organization->archive_time.has_value();
}

Result<void> check_tags(Transaction& transaction, std::span<const TagId> ids, TagClass of) {
    for (const TagId id : ids)
        if (const auto tag = find_tag(transaction, id, of); !tag) return fail(tag);
    return {};
}

std::vector<TagId> once(std::span<const TagId> ids) {
    std::vector<TagId> sorted(ids.begin(), ids.end());
    std::ranges::sort(sorted);
    const auto rest = std::ranges::unique(sorted);
    sorted.erase(rest.begin(), rest.end());
    return sorted;
}

// Those of `ids` that are not among `others`; both rise.
std::vector<TagId> without(const std::vector<TagId>& ids, const std::vector<TagId>& others) {
    std::vector<TagId> left;
    std::ranges::set_difference(ids, others, std::back_inserter(left));
    return left;
}

Result<void> touch(Transaction& transaction, RecordRef record, Micros time) {
    return record.kind == Kind::person ? transaction.persons().set_update_time(record.id, time)
                                       : transaction.organizations().set_update_time(record.id, time);
}

// How the history names what a record carries.
std::string_view field_of(TagClass of) { return of == TagClass::segment ? field_key::segments : field_key::tags; }

struct Tagging {
    RecordRef record;
    TagClass of = TagClass::tag;
    bool counts = false;
};

Result<void> write_tags(Transaction& transaction, const Caller& caller, const Tagging& tagging,
                        const std::vector<TagId>& before, const std::vector<TagId>& after) {
    const RecordRef record = tagging.record;
    const bool counts = tagging.counts;
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const auto put = without(after, before);
    const auto taken = without(before, after);
    auto done = transaction.tags().put(record.kind, record.id, put, *time);
    if (done) done = transaction.tags().take(record.kind, record.id, taken);
    if (done && counts) done = transaction.tags().add_to_counters(record.kind, put, 1);
    if (done && counts) done = transaction.tags().add_to_counters(record.kind, taken, -1);
    if (done) done = touch(transaction, record, *time);
    const FieldChange change{field_of(tagging.of), history_text(before), history_text(after)};
    if (done) done = record_changes(transaction, caller, record, *time, std::span(&change, 1));
    if (done) done = record_event(transaction, caller, EventAction::updated, record);
    return done;
}

// `wanted` makes what the record is to carry from what it carries.
template <class Wanted>
Result<std::vector<TagId>> write_wanted(Transaction& transaction, const Caller& caller, RecordRef record, TagClass of,
                                        const Result<bool>& archived, const Wanted& wanted) {
    if (!archived) return fail(archived);
    const auto before = transaction.tags().of_record(record.kind, record.id, of);
    if (!before) return before;
    std::vector<TagId> after = wanted(*before);
    if (after == *before) return after;
    if (after.size() > limits::record_tags && after.size() > before->size())
        return fail(ErrorCode::invalid, "more than " + std::to_string(limits::record_tags) + " tags", "tags");
    if (auto known = check_tags(transaction, without(after, *before), of); !known) return fail(known);
    if (auto written = write_tags(transaction, caller, {record, of, !*archived}, *before, after); !written)
        return fail(written);
    return after;
}

}  // namespace

Result<Tag> find_tag(Transaction& transaction, TagId id, TagClass of) {
    const auto tag = transaction.tags().find(id);
    if (!tag) return fail(tag);
    if (!*tag || (*tag)->delete_time || (*tag)->of != of) return tag_not_found();
    return **tag;
}

Result<std::optional<Tag>> find_tag_named(Transaction& transaction, std::string_view name) {
    return transaction.tags().find_named(name);
}

Result<Tag> add_tag(Transaction& transaction, const Caller& caller, const TagPatch& patch, TagClass of) {
    if (!patch.name) return fail(ErrorCode::invalid, "name must be given", "name");
    if (auto checked = check_patch(patch); !checked) return fail(checked);
    if (of == TagClass::tag)
        if (auto is_free = check_is_free(transaction, *patch.name, 0); !is_free) return fail(is_free);
    const auto number = transaction.tags().count();
    if (!number) return fail(number);
    if (*number >= limits::tags)
        return fail(ErrorCode::invalid, "there are " + std::to_string(limits::tags) + " tags already", "name");
    const auto id = transaction.next_id(Kind::tag);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    Tag tag;
    tag.id = *id;
    tag.of = of;
    tag.creator_id = caller.user->id;
    tag.source = caller.source;
    tag.add_time = tag.update_time = *time;
    (void)apply_patch(tag, patch);  // a creation has no changes
    auto added = transaction.tags().insert(tag);
    if (added) added = record_event(transaction, caller, EventAction::added, record_of(*id));
    if (!added) return fail(added);
    return tag;
}

Result<Tag> find_or_add_tag(Transaction& transaction, const Caller& caller, std::string_view name) {
    auto found = transaction.tags().find_named(name);
    if (!found) return fail(found);
    if (*found) return std::move(**found);
    TagPatch patch;
    patch.name.emplace(name);
    return add_tag(transaction, caller, patch);
}

Result<Tag> update_tag(Transaction& transaction, const Caller& caller, TagId id, const TagPatch& patch, TagClass of) {
    auto tag = find_tag(transaction, id, of);
    if (!tag) return tag;
    if (auto checked = check_patch(patch); !checked) return fail(checked);
    if (patch.name && of == TagClass::tag)
        if (auto is_free = check_is_free(transaction, *patch.name, id); !is_free) return fail(is_free);
    const auto changes = apply_patch(*tag, patch);
    if (changes.empty()) return tag;
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    tag->update_time = *time;
    auto updated = transaction.tags().update(*tag);
    if (updated) updated = record_changes(transaction, caller, record_of(id), *time, changes);
    if (updated) updated = record_event(transaction, caller, EventAction::updated, record_of(id));
    if (!updated) return fail(updated);
    return tag;
}

Result<void> delete_tag(Transaction& transaction, const Caller& caller, TagId id, TagClass of) {
    auto tag = find_tag(transaction, id, of);
    if (!tag) return fail(tag);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    tag->delete_time = tag->update_time = *time;
    const FieldChange change{field_key::deleted, "0", "1"};
    auto deleted = transaction.tags().update(*tag);
    if (deleted) deleted = record_changes(transaction, caller, record_of(id), *time, std::span(&change, 1));
    if (deleted) deleted = record_event(transaction, caller, EventAction::deleted, record_of(id));
    return deleted;
}

Result<void> list_tags(Transaction& transaction, const TagQuery& query, FunctionRef<bool(const Tag&)> visit) {
    return transaction.tags().list(query, visit);
}

Result<std::vector<TagCount>> count_tags(Transaction& transaction, const Caller& caller, Kind kind) {
    const bool of_persons = kind == Kind::person;
    if (!caller.sees_all()) {
        const FieldRef delete_time = of_persons ? FieldRef(PersonField::delete_time) : OrganizationField::delete_time;
        const FieldRef archive_time = of_persons ? FieldRef(PersonField::archive_time) : OrganizationField::archive_time;
        return transaction.tags().counts(
            kind, Predicate::all({Predicate::compare(delete_time, Comparison::is_null), not_archived(archive_time),
                                  of_persons ? visible_persons(caller) : visible_organizations(caller)}));
    }
    std::vector<TagCount> counts;
    TagQuery query;
    query.limit = limits::tags;
    const auto listed = transaction.tags().list(query, [&](const Tag& tag) {
        const std::int64_t records = of_persons ? tag.persons : tag.organizations;
        if (records > 0) counts.push_back({tag.id, records});
        return true;
    });
    if (!listed) return fail(listed);
    return counts;
}

Result<std::vector<TagId>> tags_of(Transaction& transaction, const Caller& caller, RecordRef record, TagClass of) {
    if (const auto found = is_archived(transaction, caller, record); !found) return fail(found);
    return transaction.tags().of_record(record.kind, record.id, of);
}

Result<void> list_tags_of(Transaction& transaction, Kind kind, std::span<const std::int64_t> record_ids,
                          FunctionRef<bool(std::int64_t record_id, const Tag&)> visit) {
    return transaction.tags().list_of_records(kind, record_ids, visit);
}

Result<std::vector<TagId>> change_tags(Transaction& transaction, const Caller& caller, RecordRef record,
                                       std::span<const TagId> put, std::span<const TagId> taken, TagClass of) {
    const auto archived = is_archived(transaction, caller, record);
    return write_wanted(transaction, caller, record, of, archived, [&](const std::vector<TagId>& before) {
        std::vector<TagId> both = before;
        both.insert(both.end(), put.begin(), put.end());
        return without(once(both), once(taken));
    });
}

Result<std::vector<TagId>> set_tags(Transaction& transaction, const Caller& caller, RecordRef record,
                                    std::span<const TagId> tags, TagClass of) {
    return write_wanted(transaction, caller, record, of, is_archived(transaction, record),
                        [&](const std::vector<TagId>& /*before*/) { return once(tags); });
}

Result<void> count_tagged(Transaction& transaction, RecordRef record, std::int64_t delta) {
    const auto any = transaction.has_ids(Kind::tag);
    if (!any || !*any) return any ? Result<void>() : fail(any);
    return transaction.tags().add_to_counters(record.kind, record.id, delta);
}

Result<void> unite_tags(Transaction& transaction, const TaggedRecord& absorbed, const TaggedRecord& survivor,
                        std::vector<FieldChange>& changes) {
    const auto any = transaction.has_ids(Kind::tag);
    if (!any || !*any) return any ? Result<void>() : fail(any);
    Tags& tags = transaction.tags();
    Result<void> done;
    for (const TagClass of : {TagClass::tag, TagClass::segment}) {
        const auto moved = tags.of_record(absorbed.record.kind, absorbed.record.id, of);
        if (!moved) return fail(moved);
        const auto before = tags.of_record(survivor.record.kind, survivor.record.id, of);
        if (!before) return fail(before);
        const auto gained = without(*moved, *before);
        if (done && !absorbed.is_archived) done = tags.add_to_counters(absorbed.record.kind, *moved, -1);
        if (done && !survivor.is_archived) done = tags.add_to_counters(survivor.record.kind, gained, 1);
        if (!done) return done;
        if (gained.empty()) continue;
        std::vector<TagId> after = *before;
        after.insert(after.end(), gained.begin(), gained.end());
        changes.emplace_back(field_of(of), history_text(*before), history_text(once(after)));
    }
    return tags.move(absorbed.record.kind, absorbed.record.id, survivor.record.id);
}

Result<std::int64_t> purge_tag(Transaction& transaction, const Caller& caller, TagId id, std::int64_t limit) {
    std::int64_t rows = 1;
    const auto taken = transaction.tags().take_from_records(id, limit);
    if (!taken) return fail(taken);
    rows += *taken;
    if (rows > limit) return rows;
    const auto changes = transaction.history().remove_changes(Kind::tag, id, limit - *taken);
    if (!changes) return fail(changes);
    rows += *changes;
    if (rows > limit) return rows;
    auto removed = transaction.tags().remove(id);
    if (removed) removed = record_event(transaction, caller, EventAction::purged, record_of(id));
    if (!removed) return fail(removed);
    return rows;
}

}  // namespace stele::domain
