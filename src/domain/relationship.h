// How two organizations of a company stand to each other.
#pragma once

#include <cstdint>

#include "base/clock.h"
#include "domain/ids.h"

namespace stele::domain {

// The numbers are stored.
enum class RelationshipType : std::uint8_t {
    parent = 1,   // the owner stands above the linked one, its daughter
    related = 2,  // neither stands above the other
};

struct Relationship {
    std::int64_t id = 0;
    RelationshipType type = RelationshipType::related;
    OrganizationId owner_id = 0;
    OrganizationId linked_id = 0;
    Micros add_time = 0;
    Micros update_time = 0;

    // The one that is not `organization`.
    [[nodiscard]] OrganizationId other_than(OrganizationId organization) const {
        return owner_id == organization ? linked_id : owner_id;
    }
    bool operator==(const Relationship&) const = default;
};

}  // namespace stele::domain
