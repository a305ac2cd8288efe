// What the domain asks of a store about tags; see domain/store.h. Kinds of records: organization, person.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/function_ref.h"
#include "base/result.h"
#include "domain/predicate.h"
#include "domain/tag.h"

namespace stele::domain {

struct TagCount {
    TagId tag_id = 0;
    std::int64_t records = 0;
};

class Tags {
   public:
    virtual ~Tags() = default;
    // Deleted ones too.
    [[nodiscard]] virtual Result<std::optional<Tag>> find(TagId id) = 0;
    // The one that has this name, by its folded form; not deleted.
    [[nodiscard]] virtual Result<std::optional<Tag>> find_named(std::string_view name) = 0;
    [[nodiscard]] virtual Result<void> insert(const Tag& tag) = 0;
    // Writes every field but the id and the counters. A deleted one is carried by nobody from then on.
    [[nodiscard]] virtual Result<void> update(const Tag& tag) = 0;
    // The reference is good during the call only, as below.
    [[nodiscard]] virtual Result<void> list(const TagQuery& query, FunctionRef<bool(const Tag&)> visit) = 0;
    // Those that are not deleted.
    [[nodiscard]] virtual Result<std::int64_t> count() = 0;
    // Takes it away for good; no record carries it any more.
    [[nodiscard]] virtual Result<void> remove(TagId id) = 0;
    // Those that were deleted before `time`, longest ago first.
    [[nodiscard]] virtual Result<std::vector<TagId>> deleted_before(Micros time, std::int64_t limit) = 0;

    // What a record carries, by id.
    [[nodiscard]] virtual Result<std::vector<TagId>> of_record(Kind kind, std::int64_t record_id, TagClass of) = 0;
    // What many records carry, by record and tag.
    [[nodiscard]] virtual Result<void> list_of_records(Kind kind, std::span<const std::int64_t> record_ids,
                                                       FunctionRef<bool(std::int64_t record_id, const Tag&)> visit) = 0;
    // Nothing is counted by these three. The tags were last used at that time.
    [[nodiscard]] virtual Result<void> put(Kind kind, std::int64_t record_id, std::span<const TagId> tags, Micros time) = 0;
    [[nodiscard]] virtual Result<void> take(Kind kind, std::int64_t record_id, std::span<const TagId> tags) = 0;
    [[nodiscard]] virtual Result<void> take_all(Kind kind, std::int64_t record_id) = 0;
    // From so many records at most; says from how many.
    [[nodiscard]] virtual Result<std::int64_t> take_from_records(TagId tag, std::int64_t limit) = 0;
    // What one record carries is carried by another, once.
    [[nodiscard]] virtual Result<void> move(Kind kind, std::int64_t from, std::int64_t to) = 0;
    // To the counters of the tags that a record carries, or of these tags.
    [[nodiscard]] virtual Result<void> add_to_counters(Kind kind, std::int64_t record_id, std::int64_t delta) = 0;
    [[nodiscard]] virtual Result<void> add_to_counters(Kind kind, std::span<const TagId> tags, std::int64_t delta) = 0;
    // How many records for which `where` holds carry each tag, by tag; not those that none carries.
    [[nodiscard]] virtual Result<std::vector<TagCount>> counts(Kind kind, const Predicate& where) = 0;
};

}  // namespace stele::domain
