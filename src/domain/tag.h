// A tag that organizations and persons carry. A company has each name once, whatever its case and marks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "domain/ids.h"

namespace stele::domain {

// What a tag is: the numbers are stored. A segment is a list that records are put into; its name need not be its alone.
enum class TagClass : std::uint8_t { tag = 1, segment = 2 };

struct Tag {
    TagId id = 0;
    TagClass of = TagClass::tag;
    std::string name;
    std::string background_color;  // as the client wrote it; empty for none, as are the next two
    std::string text_color;
    std::string description;
    std::string icon;                      // of a segment, as is the next one
    std::optional<std::int64_t> sequence;  // where clients show it
    UserId creator_id = 0;
    Source source = Source::pipedrive;  // through which it was made
    Micros add_time = 0;
    Micros update_time = 0;
    std::optional<Micros> last_use_time;  // when a record was given it last
    std::optional<Micros> delete_time;
    // Counters: records that carry it and are neither deleted nor archived, whoever sees them.
    std::int64_t organizations = 0;
    std::int64_t persons = 0;

    bool operator==(const Tag&) const = default;
};

// What a write may change: absent members stay as they are.
struct TagPatch {
    std::optional<std::string> name;
    std::optional<std::string> background_color;
    std::optional<std::string> text_color;
    std::optional<std::string> description;
    std::optional<std::string> icon;
    std::optional<std::optional<std::int64_t>> sequence;
};

// Tags that are not deleted, by id, from the one after `after_id`. Texts are compared by their folded forms; an empty one is
// no condition.
struct TagQuery {
    TagClass of = TagClass::tag;
    std::string contains;
    std::string begins_with;
    TagId after_id = 0;
    std::int64_t limit = 0;
};

}  // namespace stele::domain
