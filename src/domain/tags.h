// Tags of organizations and persons, and segments, which are tags of another class: one table a company, in which a name stands once, compared without case and marks. They
// are the company's, as its labels are: whoever may read may read them, and whoever may write may make them. Who carries them is
// for each to see as he sees the records. Errors: not_found for an unknown or deleted tag; invalid with the field's name;
// conflict for a name that another tag has.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "domain/caller.h"
#include "domain/recording.h"
#include "domain/store.h"

namespace stele::domain {

[[nodiscard]] Result<Tag> find_tag(Transaction& transaction, TagId id, TagClass of = TagClass::tag);
// Nothing when there is none.
[[nodiscard]] Result<std::optional<Tag>> find_tag_named(Transaction& transaction, std::string_view name);
// The name is required.
[[nodiscard]] Result<Tag> add_tag(Transaction& transaction, const Caller& caller, const TagPatch& patch,
                                  TagClass of = TagClass::tag);
// The tag of that name, which is made when there is none.
[[nodiscard]] Result<Tag> find_or_add_tag(Transaction& transaction, const Caller& caller, std::string_view name);
// A patch that changes nothing leaves no trace.
[[nodiscard]] Result<Tag> update_tag(Transaction& transaction, const Caller& caller, TagId id, const TagPatch& patch,
                                     TagClass of = TagClass::tag);
// Nobody carries it from then on, and its name is free. Records keep their history and update times, as with removed labels.
[[nodiscard]] Result<void> delete_tag(Transaction& transaction, const Caller& caller, TagId id, TagClass of = TagClass::tag);

// The reference is good during the call only.
[[nodiscard]] Result<void> list_tags(Transaction& transaction, const TagQuery& query, FunctionRef<bool(const Tag&)> visit);

// How many records of a kind (organization, person) that the caller sees carry each tag, by tag; deleted and archived ones do not
// count. Where the caller sees everything this is Tag::organizations or Tag::persons and costs nothing more than a list of tags;
// otherwise all who carry tags are looked at: a scan.
[[nodiscard]] Result<std::vector<TagCount>> count_tags(Transaction& transaction, const Caller& caller, Kind kind);

// What a live record that the caller sees carries, by id.
[[nodiscard]] Result<std::vector<TagId>> tags_of(Transaction& transaction, const Caller& caller, RecordRef record,
                                                 TagClass of = TagClass::tag);
// Of many records of a kind, tags of every class, by record and tag; the caller has found them already (a page). At most limits::page_max.
[[nodiscard]] Result<void> list_tags_of(Transaction& transaction, Kind kind, std::span<const std::int64_t> record_ids,
                                        FunctionRef<bool(std::int64_t record_id, const Tag&)> visit);

// Gives a live record tags, and takes others from it; ids may repeat, and what is in both lists is taken. One change `tags` with
// the ids before and after, and the record's update time; nothing of it when nothing differs. The tags that it carries then.
// Errors: invalid for more than limits::record_tags.
[[nodiscard]] Result<std::vector<TagId>> change_tags(Transaction& transaction, const Caller& caller, RecordRef record,
                                                     std::span<const TagId> put, std::span<const TagId> taken,
                                                     TagClass of = TagClass::tag);
// As change_tags(): these and no others. Of a record that the caller has found or written: what was given away may be out of sight.
[[nodiscard]] Result<std::vector<TagId>> set_tags(Transaction& transaction, const Caller& caller, RecordRef record,
                                                  std::span<const TagId> tags, TagClass of = TagClass::tag);

// The following keep the tags of a record true while something else is written of it.

// The record was deleted or archived (-1), or the contrary (+1).
[[nodiscard]] Result<void> count_tagged(Transaction& transaction, RecordRef record, std::int64_t delta);
// Merging: one record's tags become another's, too, and the first one goes. Appends the survivor's own change. Neither is deleted.
struct TaggedRecord {
    RecordRef record;
    bool is_archived = false;
};
[[nodiscard]] Result<void> unite_tags(Transaction& transaction, const TaggedRecord& absorbed, const TaggedRecord& survivor,
                                      std::vector<FieldChange>& changes);
// Takes a deleted tag away for good, with its history: at most so many rows, of which it is one itself. Says how many there
// were; more than `limit` when some are left.
[[nodiscard]] Result<std::int64_t> purge_tag(Transaction& transaction, const Caller& caller, TagId id, std::int64_t limit);

}  // namespace stele::domain
