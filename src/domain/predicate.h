// The one filter language: what every dialect's filters compile to, and the store turns into SQL with bound parameters.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "domain/ids.h"

namespace stele::domain {

// A typed field of an organization that can be compared or sorted by.
enum class OrganizationField : std::uint8_t {
    id,
    name,  // compared and sorted by its sort key
    first_char,
    owner_id,
    owner_name,
    visible_to,
    add_time,
    update_time,
    delete_time,
    label,  // the first one
    address,
    address_subpremise,
    address_street_number,
    address_route,
    address_sublocality,
    address_locality,
    address_admin_area_level_1,
    address_admin_area_level_2,
    address_country,
    address_postal_code,
    address_formatted_address,
    country_code,
    picture_id,
    next_activity_id,
    next_activity_date,
    next_activity_time,
    last_activity_id,
    last_activity_date,
    open_deals,
    won_deals,
    lost_deals,
    closed_deals,
    related_open_deals,
    related_won_deals,
    related_lost_deals,
    related_closed_deals,
    email_messages,
    people,
    activities,
    done_activities,
    undone_activities,
    files,
    notes,
    followers,
    followed_by,  // a user's id; only with equals
};

// A typed field of a person.
enum class PersonField : std::uint8_t {
    id,
    name,  // compared and sorted by its sort key
    first_name,
    last_name,
    first_char,
    owner_id,
    owner_name,
    visible_to,
    add_time,
    update_time,
    delete_time,
    label,
    organization_id,  // the primary one
    organization_name,
    email,  // the primary one
    phone,
    marketing_status,
    picture_id,
    next_activity_id,
    next_activity_date,
    next_activity_time,
    last_activity_id,
    last_activity_date,
    last_incoming_mail_time,
    last_outgoing_mail_time,
    open_deals,
    won_deals,
    lost_deals,
    closed_deals,
    related_open_deals,
    related_won_deals,
    related_lost_deals,
    related_closed_deals,
    participant_open_deals,
    participant_closed_deals,
    email_messages,
    activities,
    done_activities,
    undone_activities,
    files,
    notes,
    followers,
    followed_by,
};

// A field of any kind of record.
struct FieldRef {
    Kind kind = Kind::organization;
    std::uint8_t number = 0;  // of the kind's enumeration

    constexpr FieldRef() = default;
    constexpr FieldRef(OrganizationField field)  // NOLINT(google-explicit-constructor): one is as good as the other
        : kind(Kind::organization), number(static_cast<std::uint8_t>(field)) {}
    constexpr FieldRef(PersonField field)  // NOLINT(google-explicit-constructor)
        : kind(Kind::person), number(static_cast<std::uint8_t>(field)) {}
    bool operator==(const FieldRef&) const = default;
};

enum class Comparison : std::uint8_t { equals, not_equals, less, less_or_equal, greater, greater_or_equal, is_null, in };

using PredicateValue = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<std::int64_t>>;

// A tree. all{} is true, any{} is false. A comparison is true or false, never unknown: of an empty field only is_null and
// not_equals hold. Lists (in) are of integers.
struct Predicate {
    enum class Node : std::uint8_t { all, any, negation, compare };

    Node node = Node::all;
    std::vector<Predicate> children;  // of all, any, negation (one)
    FieldRef field;                   // of compare
    Comparison comparison{};
    PredicateValue value;

    [[nodiscard]] static Predicate all(std::vector<Predicate> children) {
        return {Node::all, std::move(children), {}, {}, {}};
    }
    [[nodiscard]] static Predicate any(std::vector<Predicate> children) {
        return {Node::any, std::move(children), {}, {}, {}};
    }
    [[nodiscard]] static Predicate negate(Predicate child) {
        Predicate result{Node::negation, {}, {}, {}, {}};
        result.children.push_back(std::move(child));
        return result;
    }
    [[nodiscard]] static Predicate compare(FieldRef field, Comparison comparison, PredicateValue value = {}) {
        return {Node::compare, {}, field, comparison, std::move(value)};
    }
    [[nodiscard]] bool always() const { return node == Node::all && children.empty(); }
};

struct SortKey {
    FieldRef field = OrganizationField::id;
    bool descending = false;
    bool operator==(const SortKey&) const = default;
};

// A page of records of one kind, whose fields alone it may name. Nulls go first when rising, last when falling; the id ends every order (in the direction of the
// last key, or rising when there is none).
struct RecordQuery {
    Predicate where;
    std::vector<SortKey> sort;
    std::int64_t limit = 0;  // at most so many rows
    std::int64_t offset = 0;
    // Of persons: organizations that do not hold it sort as if there were none.
    Predicate seen_organizations;
};

using OrganizationQuery = RecordQuery;
using PersonQuery = RecordQuery;

}  // namespace stele::domain
