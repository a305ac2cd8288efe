// The one filter language: what every dialect's filters compile to, and the store turns into SQL with bound parameters.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "domain/custom_field.h"
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
    label,   // the first one
    labels,  // any of them; only equals, in and is_null
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
    website,
    linkedin,
    industry,
    employee_count,
    annual_revenue,
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
    archive_time,
    tags,  // ids of any of them; only equals, in and is_null
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
    labels,           // any of them; only equals, in and is_null
    organization_id,  // the primary one
    organization_name,
    email,  // the primary one
    phone,
    emails,  // any of them; only is_null and the comparisons of texts
    phones,
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
    archive_time,
    tags,  // ids of any of them; only equals, in and is_null
};

// Which form of a custom field's values is compared: numbers (also ids and options), times (also days and times of day, in
// microseconds), texts.
enum class CustomForm : std::uint8_t { none, number, time, text };

// A typed field of a note.
enum class NoteField : std::uint8_t {
    id,
    user_id,
    organization_id,
    person_id,
    deal_id,
    content,  // sorted by its sort key
    is_private,
    pinned_to_organization,
    pinned_to_person,
    pinned_to_deal,
    add_time,
    update_time,
    delete_time,
    category_id,
    is_flagged,
    uuid,
};

// A typed field of an activity.
enum class ActivityField : std::uint8_t {
    id,
    subject,  // sorted by its sort key
    type,
    owner_id,
    creator_id,
    organization_id,
    person_id,  // the primary participant
    deal_id,
    done,
    busy,
    due_date,
    due,  // see due_of() in domain/activity.h; never empty
    note,
    public_description,
    location,  // in one line
    done_time,
    add_time,
    update_time,
    delete_time,
};

// A typed field of a deal.
enum class DealField : std::uint8_t {
    id,
    title,  // compared and sorted by its sort key
    creator_id,
    owner_id,
    owner_name,
    visible_to,
    add_time,
    update_time,
    delete_time,
    is_archived,  // 1 or 0
    archive_time,
    label,
    labels,  // any of them; only equals, in and is_null
    value,
    weighted_value,
    currency,
    person_id,
    person_name,
    organization_id,
    organization_name,
    pipeline_id,
    stage_id,
    stage_position,
    status,  // the number of a DealStatus
    probability,
    lost_reason,
    stage_change_time,
    close_time,
    won_time,
    first_won_time,
    lost_time,
    expected_close_date,
    channel,
    channel_id,
    origin,
    origin_id,
    acv,
    arr,
    mrr,
    next_activity_id,
    next_activity_date,
    next_activity_time,
    last_activity_id,
    last_activity_date,
    last_incoming_mail_time,
    last_outgoing_mail_time,
    email_messages,
    activities,
    done_activities,
    undone_activities,
    files,
    notes,
    followers,
    participants,
    participant,  // a person's id; only with equals
    followed_by,
};

// A typed field of a file.
enum class FileField : std::uint8_t {
    id,
    user_id,
    organization_id,
    person_id,
    deal_id,
    activity_id,
    mail_message_id,
    add_time,
    update_time,
    delete_time,
    file_name,  // sorted by its sort key, as are the type and the description
    file_type,
    size,
    description,
};

// A typed field of an occurrence; see related().
enum class OccurrenceField : std::uint8_t {
    id,
    type,
    time,
    value,
};

// A field of any kind of record; of a custom field, one part of its values.
struct FieldRef {
    Kind kind = Kind::organization;
    std::uint8_t number = 0;               // of the kind's enumeration; 0 of a custom field
    CustomForm custom = CustomForm::none;  // else it is a custom field
    CustomPart part = CustomPart::value;
    std::int64_t custom_id = 0;

    constexpr FieldRef() = default;
    constexpr FieldRef(OrganizationField field)  // NOLINT(google-explicit-constructor): one is as good as the other
        : kind(Kind::organization), number(static_cast<std::uint8_t>(field)) {}
    constexpr FieldRef(PersonField field)  // NOLINT(google-explicit-constructor)
        : kind(Kind::person), number(static_cast<std::uint8_t>(field)) {}
    constexpr FieldRef(NoteField field)  // NOLINT(google-explicit-constructor)
        : kind(Kind::note), number(static_cast<std::uint8_t>(field)) {}
    constexpr FieldRef(ActivityField field)  // NOLINT(google-explicit-constructor)
        : kind(Kind::activity), number(static_cast<std::uint8_t>(field)) {}
    constexpr FieldRef(DealField field)  // NOLINT(google-explicit-constructor)
        : kind(Kind::deal), number(static_cast<std::uint8_t>(field)) {}
    constexpr FieldRef(FileField field)  // NOLINT(google-explicit-constructor)
        : kind(Kind::file), number(static_cast<std::uint8_t>(field)) {}
    constexpr FieldRef(OccurrenceField field)  // NOLINT(google-explicit-constructor)
        : kind(Kind::occurrence), number(static_cast<std::uint8_t>(field)) {}
    constexpr FieldRef(Kind of, std::int64_t field_id, CustomPart field_part, CustomForm form)
        : kind(of), custom(form), part(field_part), custom_id(field_id) {}
    [[nodiscard]] constexpr bool is_custom() const { return custom != CustomForm::none; }
    bool operator==(const FieldRef&) const = default;
};

// From matches to ends_with texts are compared by their folded forms (base/text.h), so without regard to case and marks; e-mail
// addresses and phone numbers without regard to case alone. Of the others, those that tell an order compare texts by their sort
// keys, or as they are where a field has no sort key.
enum class Comparison : std::uint8_t {
    equals,
    not_equals,
    less,
    less_or_equal,
    greater,
    greater_or_equal,
    is_null,
    in,
    matches,
    contains,
    begins_with,
    ends_with,
    in_ranges,  // of a number or a time: in one of these half-open ranges, rising: from, until, from, until, ...
    has_more,   // of a set: more than the first number of the ids that follow it; of tags: of all
};
[[nodiscard]] constexpr bool compares_text(Comparison comparison) {
    return comparison >= Comparison::matches && comparison <= Comparison::ends_with;
}

// Several texts are for matches alone, which holds when one does; there is one at least.
using PredicateValue =
    std::variant<std::monostate, std::int64_t, double, std::string, std::vector<std::int64_t>, std::vector<std::string>>;

// A tree. all{} is true, any{} is false. A comparison is true or false, never unknown: of an empty field only is_null and
// not_equals hold, and so does the negation of any other. A field of several values (labels, e-mail addresses, a set) fulfils a
// comparison when one of them does; only its not_equals demands that none is equal. Lists (in) are of integers.
//
// related(kind, child) holds for a record that has one of that kind for which child holds, whose fields alone child names: of an
// organization a person that is not deleted and belongs to it primarily, of a person its primary organization; of
// both a deal that is not deleted and is with them, and of a deal what it is with; of a note what it
// is about, of an activity and a file too; of what an activity is about that activity, when it is not deleted; and of an
// organization and a person what occurred to it (domain/occurrences.h). What of them a caller may see is for the child to say.
struct Predicate {
    enum class Node : std::uint8_t { all, any, negation, compare, related };

    Node node = Node::all;
    std::vector<Predicate> children;  // of all, any, negation (one), related (one)
    FieldRef field;                   // of compare; of related its kind
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
    [[nodiscard]] static Predicate related(Kind kind, Predicate child) {
        Predicate result{Node::related, {}, {}, {}, {}};
        result.field.kind = kind;
        result.children.push_back(std::move(child));
        return result;
    }
    [[nodiscard]] bool always() const { return node == Node::all && children.empty(); }
};

struct SortKey {
    FieldRef field = OrganizationField::id;
    bool descending = false;
    bool operator==(const SortKey&) const = default;
};

// A page of records of one kind, whose fields alone it may name (but for related()). Nulls go first when rising, last when
// falling; the id ends every order (in the direction of the last key, or rising when there is none). A custom field of several
// values sorts by the first.
struct RecordQuery {
    Predicate where;
    std::vector<SortKey> sort;
    std::int64_t limit = 0;  // at most so many rows
    std::int64_t offset = 0;
    // What a record belongs to or is about sorts as if there were none where this does not hold for it: of persons and notes
    // their organizations, of notes and deals their persons, of notes
    // their deals.
    Predicate seen_organizations;
    Predicate seen_persons;
    Predicate seen_deals;
};

using OrganizationQuery = RecordQuery;
using PersonQuery = RecordQuery;

}  // namespace stele::domain
