#include <algorithm>

#include "base/limits.h"
#include "dialect/pipedrive/activity_input.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/input_v2.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Address;
using domain::Attendee;
using Patch = domain::ActivityPatch;
using enum WireType;

constexpr InputField<Address> location_fields[] = {
    {"value", string, true, read_into<&Address::value, nullable_text>, "The place in one line"},
    {"country", string, false, read_into<&Address::country, nullable_text>, "Country"},
    {"admin_area_level_1", string, false, read_into<&Address::admin_area_level_1, nullable_text>, "State or region"},
    {"admin_area_level_2", string, false, read_into<&Address::admin_area_level_2, nullable_text>, "County"},
    {"locality", string, false, read_into<&Address::locality, nullable_text>, "City"},
    {"sublocality", string, false, read_into<&Address::sublocality, nullable_text>, "District"},
    {"route", string, false, read_into<&Address::route, nullable_text>, "Street"},
    {"street_number", string, false, read_into<&Address::street_number, nullable_text>, "House number"},
    {"subpremise", string, false, read_into<&Address::subpremise, nullable_text>, "Apartment or suite"},
    {"postal_code", string, false, read_into<&Address::postal_code, nullable_text>, "Postal code"},
};

// Parts that are left out become empty.
Result<void> read_location(const JsonValue& value, std::string_view name, Patch& target) {
    target.location.emplace();
    if (value.is_null()) return {};
    if (!value.is_object()) return must_be(name, "an object or null");
    const std::span<const InputField<Address>> parts = location_fields;
    if (auto read = read_members(parts, value, std::string(name) + ".", *target.location); !read) return read;
    if (target.location->value.empty()) return must_be(std::string(name) + ".value", "a string that is not empty");
    return {};
}

template <auto Member>
Result<void> read_clock(const JsonValue& value, std::string_view name, Patch& target) {
    auto text = nullable_text(value, name);
    if (!text) return fail(text);
    target.*Member = full_time(std::move(*text));
    return {};
}

template <auto Member>
Result<void> read_number(const JsonValue& value, std::string_view name, Patch& target) {
    if (value.is_null()) {
        (target.*Member).emplace(std::nullopt);
        return {};
    }
    if (value.kind() != JsonKind::integer) return must_be(name, "a number or null");
    if (value.integer() < 0 || value.integer() > limits::exact_number) return must_be(name, "a whole number up to 2^53 - 1");
    (target.*Member).emplace(value.integer());
    return {};
}

Result<void> refuse_subject(const JsonValue& value, std::string_view name, Patch& /*target*/) {
    if (value.is_null()) return {};
    return must_be(name, "null: there are none");
}

struct Participant {
    std::int64_t person_id = 0;
    bool is_primary = false;
};
constexpr InputField<Participant> participant_fields[] = {
    {"person_id", integer, true, read_into<&Participant::person_id, strict_number>, "The person"},
    {"primary", boolean, false, read_into<&Participant::is_primary, strict_flag>, "Whether the activity is about them"},
};
const Shape participant_shape{"ActivityParticipantRequest", [] { return describe(participant_fields); }, true};

// The primary one goes first; the first one is it when none is said to be.
Result<void> read_participants(const JsonValue& value, std::string_view name, Patch& target) {
    if (!value.is_array() && !value.is_null()) return must_be(name, "an array or null");
    auto& ids = target.person_ids.emplace();
    bool has_primary = false;
    std::size_t index = 0;
    for (const JsonValue element : value) {
        const std::string place = std::string(name) + "[" + std::to_string(index++) + "]";
        if (!element.is_object() || !element.find("person_id")) return must_be(place, "an object with a person_id");
        Participant participant;
        const std::span<const InputField<Participant>> fields = participant_fields;
        if (auto read = read_members(fields, element, place + ".", participant); !read) return read;
        if (participant.is_primary && has_primary) return must_be(place + ".primary", "true of one participant only");
        if (std::ranges::find(ids, participant.person_id) != ids.end()) return must_be(place, "another person");
        has_primary = has_primary || participant.is_primary;
        if (participant.is_primary) target.person_id.emplace(participant.person_id);
        ids.insert(participant.is_primary ? ids.begin() : ids.end(), participant.person_id);
    }
    return {};
}

template <auto Member>
Result<void> read_id(const JsonValue& value, std::string_view name, Attendee& target) {
    if (value.is_null()) return {};
    const auto id = strict_number(value, name);
    if (!id) return fail(id);
    target.*Member = *id;
    return {};
}

constexpr InputField<Attendee> attendee_fields[] = {
    {"email", string, false, read_into<&Attendee::email, nullable_text>, "The address"},
    {"name", string, false, read_into<&Attendee::name, nullable_text>, "The name"},
    {"status", string, false, read_into<&Attendee::status, nullable_text>, "What they said to the invitation"},
    {"is_organizer", boolean, false, read_into<&Attendee::is_organizer, strict_flag>, "Whether they organize it"},
    {"person_id", integer, false, read_id<&Attendee::person_id>, "The person"},
    {"user_id", integer, false, read_id<&Attendee::user_id>, "The user"},
};
const Shape attendee_shape{"ActivityAttendeeRequest", [] { return describe(attendee_fields); }, true};
const Shape location_shape{"ActivityLocationRequest", [] { return describe(location_fields); }};

Result<void> read_attendees(const JsonValue& value, std::string_view name, Patch& target) {
    if (!value.is_array() && !value.is_null()) return must_be(name, "an array or null");
    auto& attendees = target.attendees.emplace();
    for (const JsonValue element : value) {
        const std::string place = std::string(name) + "[" + std::to_string(attendees.size()) + "]";
        if (!element.is_object()) return must_be(place, "an object");
        const std::span<const InputField<Attendee>> fields = attendee_fields;
        if (auto read = read_members(fields, element, place + ".", attendees.emplace_back()); !read) return read;
    }
    return {};
}

constexpr InputField<Patch> inputs[] = {
    {"subject", string, false, read_into<&Patch::subject, strict_text>, "What it is; the name of its type when left out"},
    {"type", string, false, read_into<&Patch::type, strict_text>, "The key of its type; the first one when left out"},
    {"owner_id", integer, false, read_into<&Patch::owner_id, strict_number>,
     "Whose it is to do; the caller's when left out"},
    {"deal_id", integer, false, read_number<&Patch::deal_id>, "The deal that it is about"},
    {"lead_id", string, false, refuse_subject, "There are no leads"},
    {"person_id", integer, false, read_number<&Patch::person_id>, "The person that it is about: the primary participant"},
    {"org_id", integer, false, read_number<&Patch::organization_id>, "The organization that it is about"},
    {"project_id", integer, false, refuse_subject, "There are no projects"},
    {"due_date", string, false, read_into<&Patch::due_date, nullable_text>, "The day it is due, YYYY-MM-DD"},
    {"due_time", string, false, read_clock<&Patch::due_time>, "When on that day, UTC, HH:MM"},
    {"duration", string, false, read_clock<&Patch::duration>, "How long it takes, HH:MM"},
    {"busy", boolean, false, read_into<&Patch::busy, strict_flag>, "Whether its owner is not free meanwhile"},
    {"done", boolean, false, read_into<&Patch::done, strict_flag>, "Whether it is done"},
    {"location", object, false, read_location, "The place", &location_shape},
    {"participants", objects, false, read_participants, "The persons who take part", &participant_shape},
    {"attendees", objects, false, read_attendees, "Who takes part, as invitations name them", &attendee_shape},
    {"public_description", string, false, read_into<&Patch::public_description, nullable_text>, "What attendees are told"},
    {"priority", integer, false, read_number<&Patch::priority>, "How urgent it is"},
    {"outcome", integer, false, read_number<&Patch::outcome>, "How it went"},
    {"note", string, false, read_into<&Patch::note, nullable_text>, "A note, as HTML"},
};
constexpr std::span<const InputField<Patch>> table = inputs;

}  // namespace

const Shape activity_create_shape_v2{"AddActivityRequest", [] { return describe(table); }};
const Shape activity_update_shape_v2{"UpdateActivityRequest", [] { return describe(table); }};

Result<Patch> read_activity_v2(JsonValue body) {
    Patch patch;
    if (auto read = read_members(table, body, "", patch); !read) return fail(read);
    return patch;
}

}  // namespace stele::dialect::pipedrive
