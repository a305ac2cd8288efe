#include <algorithm>

#include "base/time_text.h"
#include "dialect/pipedrive/activity_input.h"
#include "dialect/pipedrive/coercion.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Attendee;
using Patch = domain::ActivityPatch;
using enum WireType;

template <auto Member>
Result<void> read_text(const JsonValue& value, std::string_view name, Patch& target) {
    auto text = value.is_null() ? std::optional<std::string>("") : as_text(value);
    if (!text) return bad(name, "a text");
    target.*Member = std::move(*text);
    return {};
}

// Forms send what was not filled in.
template <auto Member>
Result<void> read_given_text(const JsonValue& value, std::string_view name, Patch& target) {
    return is_left_out(value) ? Result<void>() : read_text<Member>(value, name, target);
}

template <auto Member>
Result<void> read_clock(const JsonValue& value, std::string_view name, Patch& target) {
    auto read = read_text<Member>(value, name, target);
    if (read) target.*Member = full_time(std::move(*(target.*Member)));
    return read;
}

template <auto Member>
Result<void> read_flag(const JsonValue& value, std::string_view name, Patch& target) {
    if (is_left_out(value)) return {};
    const auto flag = as_flag(value, name);
    if (!flag) return fail(flag);
    target.*Member = *flag;
    return {};
}

Result<void> read_owner(const JsonValue& value, std::string_view name, Patch& target) {
    if (is_left_out(value)) return {};
    const auto id = as_reference(value);
    if (!id) return bad(name, "a number");
    target.owner_id = *id;
    return {};
}

template <auto Member>
Result<void> read_subject(const JsonValue& value, std::string_view name, Patch& target) {
    const auto id = is_left_out(value) ? std::optional<std::int64_t>(0) : as_reference(value);
    if (!id) return bad(name, "a number");
    (target.*Member).emplace(*id == 0 ? std::nullopt : id);
    return {};
}

// Leads and projects do not exist here: nothing can be about one.
Result<void> refuse_subject(const JsonValue& value, std::string_view name, Patch& /*target*/) {
    if (is_left_out(value) || as_integer(value) == 0) return {};
    return fail(ErrorCode::invalid, "there is no such " + std::string(name.substr(0, name.find('_'))), std::string(name));
}

// [{"person_id":1,"primary_flag":true}]: the primary one goes first.
Result<void> read_participants(const JsonValue& value, std::string_view name, Patch& target) {
    if (!value.is_array() && !is_left_out(value)) return bad(name, "a list");
    auto& ids = target.person_ids.emplace();
    if (!value.is_array()) return {};
    for (const JsonValue element : value) {
        const auto member = element.find("person_id");
        const auto id = member ? as_integer(*member) : std::nullopt;
        if (!id) return bad(name, "a list of objects with a person_id");
        const auto flag = element.find("primary_flag");
        const auto primary = flag && !is_left_out(*flag) ? as_flag(*flag, name) : Result<bool>(false);
        if (!primary) return fail(primary);
        if (*primary) std::erase(ids, *id);
        if (*primary) target.person_id.emplace(*id);
        if (std::ranges::find(ids, *id) == ids.end()) ids.insert(*primary ? ids.begin() : ids.end(), *id);
    }
    return {};
}

Result<void> read_attendee_text(const JsonValue& value, std::string_view name, std::string& into) {
    auto text = value.is_null() ? std::optional<std::string>("") : as_text(value);
    if (!text) return bad(name, "a list of attendees whose address, name and status are texts");
    into = std::move(*text);
    return {};
}

Result<void> read_attendee_id(const JsonValue& value, std::string_view name, std::optional<std::int64_t>& into) {
    if (is_left_out(value)) return {};
    into = as_integer(value);
    return into ? Result<void>() : bad(name, "a list of attendees whose person_id and user_id are numbers");
}

Result<void> read_attendee_member(const JsonValue& member, std::string_view name, Attendee& attendee) {
    if (member.name() == "email_address") return read_attendee_text(member, name, attendee.email);
    if (member.name() == "name") return read_attendee_text(member, name, attendee.name);
    if (member.name() == "status") return read_attendee_text(member, name, attendee.status);
    if (member.name() == "person_id") return read_attendee_id(member, name, attendee.person_id);
    if (member.name() == "user_id") return read_attendee_id(member, name, attendee.user_id);
    if (member.name() != "is_organizer" || is_left_out(member)) return {};
    const auto flag = as_flag(member, name);
    if (!flag) return fail(flag);
    attendee.is_organizer = *flag;
    return {};
}

Result<void> read_attendees(const JsonValue& value, std::string_view name, Patch& target) {
    if (!value.is_array() && !is_left_out(value)) return bad(name, "a list");
    auto& attendees = target.attendees.emplace();
    if (!value.is_array()) return {};
    for (const JsonValue element : value) {
        if (!element.is_object()) return bad(name, "a list of objects");
        Attendee& attendee = attendees.emplace_back();
        for (const JsonValue member : element)
            if (auto read = read_attendee_member(member, name, attendee); !read) return read;
    }
    return {};
}

constexpr InputField<Patch> inputs[] = {
    {"subject", string, false, read_given_text<&Patch::subject>, "What it is; the name of its type when left out"},
    {"type", string, false, read_given_text<&Patch::type>, "The key of its type; the first one when left out"},
    {"user_id", integer, false, read_owner, "Whose it is to do; the caller's when left out"},
    {"due_date", string, false, read_text<&Patch::due_date>, "The day it is due, YYYY-MM-DD"},
    {"due_time", string, false, read_clock<&Patch::due_time>, "When on that day, UTC, HH:MM"},
    {"duration", string, false, read_clock<&Patch::duration>, "How long it takes, HH:MM"},
    {"deal_id", integer, false, read_subject<&Patch::deal_id>, "The deal that it is about"},
    {"lead_id", string, false, refuse_subject, "There are no leads"},
    {"person_id", integer, false, read_subject<&Patch::person_id>, "The person that it is about: the primary participant"},
    {"project_id", integer, false, refuse_subject, "There are no projects"},
    {"org_id", integer, false, read_subject<&Patch::organization_id>, "The organization that it is about"},
    {"location", string, false, read_text<&Patch::location_line>, "The place in one line"},
    {"public_description", string, false, read_text<&Patch::public_description>, "What attendees are told"},
    {"note", string, false, read_text<&Patch::note>, "A note, as HTML"},
    {"done", boolean, false, read_flag<&Patch::done>, "Whether it is done: 0 or 1"},
    {"busy_flag", boolean, false, read_flag<&Patch::busy>, "Whether its owner is not free meanwhile"},
    {"participants", objects, false, read_participants, "The persons who take part: person_id and primary_flag of each"},
    {"attendees", objects, false, read_attendees,
     "Who takes part, as invitations name them: email_address, name, status, is_organizer, person_id, user_id"},
};

}  // namespace

const Shape activity_create_shape_v1{"AddActivityRequest", [] { return describe(inputs); }};
const Shape activity_update_shape_v1{"UpdateActivityRequest", [] { return describe(inputs); }};

Result<Patch> read_activity_v1(JsonValue body) {
    Patch patch;
    for (const JsonValue member : body) {
        const auto* field = find_input(std::span<const InputField<Patch>>(inputs), member.name());
        if (field == nullptr) continue;
        if (auto done = field->read(member, field->name, patch); !done) return fail(done);
    }
    return patch;
}

}  // namespace stele::dialect::pipedrive
