// A note about an organization, a person or a deal, written by a user.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "domain/ids.h"

namespace stele::domain {

using NoteId = std::int64_t;

struct Note {
    NoteId id = 0;
    std::string content;  // HTML
    UserId user_id = 0;   // its author
    UserId updater_id = 0;
    std::optional<OrganizationId> organization_id;  // one of the three at least
    std::optional<PersonId> person_id;
    std::optional<std::int64_t> deal_id;
    bool pinned_to_organization = false;
    bool pinned_to_person = false;
    bool pinned_to_deal = false;
    bool is_private = false;  // its author's alone
    Micros add_time = 0;
    Micros update_time = 0;
    std::optional<Micros> delete_time;
    std::string title;
    std::int64_t category_id = 0;  // an option of notes (Directory::note_categories); 0: the first of them
    bool is_flagged = false;
    std::string uuid;  // that a client chose; empty for most

    bool operator==(const Note&) const = default;
};

// What a write may change: absent members stay as they are.
struct NotePatch {
    std::optional<std::string> content;
    std::optional<UserId> user_id;
    std::optional<std::optional<OrganizationId>> organization_id;
    std::optional<std::optional<PersonId>> person_id;
    std::optional<std::optional<std::int64_t>> deal_id;
    std::optional<bool> pinned_to_organization;
    std::optional<bool> pinned_to_person;
    std::optional<bool> pinned_to_deal;
    std::optional<bool> is_private;
    std::optional<Micros> add_time;
    std::optional<std::string> title;
    std::optional<std::int64_t> category_id;
    std::optional<bool> is_flagged;
    std::optional<std::string> uuid;  // of a new one alone
};

// What was said about a note. Comments are found by their uuid, and listed in the order of their numbers.
struct NoteComment {
    std::int64_t id = 0;
    std::string uuid;
    NoteId note_id = 0;
    std::string content;
    UserId user_id = 0;
    UserId updater_id = 0;
    Micros add_time = 0;
    Micros update_time = 0;
    std::optional<Micros> delete_time;
};

}  // namespace stele::domain
