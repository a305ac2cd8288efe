#include "domain/activity_changes.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "domain/activities.h"
#include "domain/checks.h"
#include "domain/custom_field.h"
#include "domain/deals.h"
#include "domain/organizations.h"
#include "domain/persons.h"

namespace stele::domain {

namespace {

struct LocationPart {
    std::string_view field;
    std::string Address::* member;
};

constexpr LocationPart location_parts[] = {
    {field_key::location, &Address::value},
    {"location_subpremise", &Address::subpremise},
    {"location_street_number", &Address::street_number},
    {"location_route", &Address::route},
    {"location_sublocality", &Address::sublocality},
    {"location_locality", &Address::locality},
    {"location_admin_area_level_1", &Address::admin_area_level_1},
    {"location_admin_area_level_2", &Address::admin_area_level_2},
    {"location_country", &Address::country},
    {"location_postal_code", &Address::postal_code},
    {"location_formatted_address", &Address::formatted_address},
};

std::unexpected<Error> no_such(std::string_view what, std::int64_t id, std::string_view field) {
    return fail(ErrorCode::invalid, "there is no " + std::string(what) + ' ' + std::to_string(id), std::string(field));
}

// Whether there was one; other errors pass.
template <class Record>
Result<bool> was_found(const Result<Record>& found) {
    if (found) return true;
    if (found.error().code != ErrorCode::not_found) return fail(found);
    return false;
}

// --- texts and times ---------------------------------------------------------------------------------------------------

Result<void> check_size(std::string_view field, const std::optional<std::string>& text) {
    if (!text || text->size() <= limits::note_size) return {};
    return fail(ErrorCode::invalid, std::string(field) + " is larger than " + std::to_string(limits::note_size) + " bytes",
                std::string(field));
}

Result<void> check_time(std::string_view field, const std::optional<std::string>& time) {
    if (!time || time->empty() || time_of_day(*time)) return {};
    return fail(ErrorCode::invalid, std::string(field) + " must be a time as HH:MM", std::string(field));
}

Result<void> check_location(const Address& location) {
    for (const LocationPart& part : location_parts) {
        auto checked = check_text(field_key::location, location.*part.member, limits::address_part_chars);
        if (!checked) return checked;
    }
    return {};
}

Result<void> check_texts(const ActivityPatch& patch) {
    Result<void> checked;
    if (patch.subject && first_char(*patch.subject).empty())
        return fail(ErrorCode::invalid, "subject must not be empty", "subject");
    if (patch.subject) checked = check_text("subject", *patch.subject, limits::text_chars);
    if (checked && patch.due_date && !patch.due_date->empty() && !day_of(*patch.due_date))
        return fail(ErrorCode::invalid, "due_date must be a date as YYYY-MM-DD", "due_date");
    if (checked) checked = check_time("due_time", patch.due_time);
    if (checked) checked = check_time("duration", patch.duration);
    if (checked) checked = check_size("note", patch.note);
    if (checked) checked = check_size("public_description", patch.public_description);
    if (checked && patch.location) checked = check_location(*patch.location);
    if (checked && patch.location_line) checked = check_text("location", *patch.location_line, limits::address_part_chars);
    return checked;
}

Result<void> check_type(Transaction& transaction, const std::string& key) {
    const auto types = transaction.activities().types();
    if (!types) return fail(types);
    for (const ActivityType& type : *types)
        if (type.key == key && type.is_active) return {};
    return fail(ErrorCode::invalid, "there is no active type of activities " + key, "type");
}

// --- what it is about --------------------------------------------------------------------------------------------------

// A record that is hidden from the caller was shown as none. Another one must be seen and live.
struct Link {
    std::string_view what;
    std::string_view field;
};
template <class Find, class FindLive>
Result<void> check_link(const Link& link, std::optional<std::int64_t> stored,
                        std::optional<std::optional<std::int64_t>>& wanted, const Find& find, const FindLive& find_live) {
    if (!wanted) return {};
    if (stored) {
        const auto seen = was_found(find(*stored));
        if (!seen) return fail(seen);
        if (!*seen) stored.reset();
    }
    if (*wanted == stored) wanted.reset();
    if (!wanted || !*wanted) return {};
    const auto there = was_found(find_live(**wanted));
    if (!there) return fail(there);
    return *there ? Result<void>() : no_such(link.what, **wanted, link.field);
}

Result<void> check_organization(Transaction& transaction, const Caller& caller, const Activity& activity,
                                ActivityPatch& patch) {
    return check_link(
        {"organization", "org_id"}, activity.organization_id, patch.organization_id,
        [&](std::int64_t id) { return find_organization(transaction, caller, id); },
        [&](std::int64_t id) { return find_live_organization(transaction, caller, id); });
}

Result<void> check_deal(Transaction& transaction, const Caller& caller, const Activity& activity, ActivityPatch& patch) {
    return check_link(
        {"deal", "deal_id"}, activity.deal_id, patch.deal_id,
        [&](std::int64_t id) { return find_deal(transaction, caller, id); },
        [&](std::int64_t id) { return find_live_deal(transaction, caller, id); });
}

struct Participants {
    std::vector<PersonId> seen;
    std::vector<PersonId> hidden;
    bool primary_is_seen = false;
};

Result<Participants> participants_of(Transaction& transaction, const Caller& caller, const Activity& activity) {
    Participants participants;
    for (const PersonId id : activity.person_ids) {
        const auto seen = was_found(find_person(transaction, caller, id));
        if (!seen) return fail(seen);
        (*seen ? participants.seen : participants.hidden).push_back(id);
        if (*seen && id == activity.person_ids.front()) participants.primary_is_seen = true;
    }
    return participants;
}

// Whom the caller wants to take part, of those that they see.
std::vector<PersonId> wanted_persons(const Participants& stored, const ActivityPatch& patch) {
    std::vector<PersonId> wanted = patch.person_ids.value_or(stored.seen);
    if (!patch.person_id) return wanted;
    const bool has_primary = patch.person_ids ? !wanted.empty() : stored.primary_is_seen;
    const auto primary = has_primary ? std::optional(wanted.front()) : std::nullopt;
    if (*patch.person_id == primary) return wanted;
    if (!patch.person_ids && has_primary) wanted.erase(wanted.begin());
    if (*patch.person_id) {
        std::erase(wanted, **patch.person_id);
        wanted.insert(wanted.begin(), **patch.person_id);
    }
    return wanted;
}

Result<void> check_persons(Transaction& transaction, const Caller& caller, const Activity& activity, ActivityPatch& patch) {
    if (!patch.person_ids && !patch.person_id) return {};
    const auto stored = participants_of(transaction, caller, activity);
    if (!stored) return fail(stored);
    auto wanted = wanted_persons(*stored, patch);
    patch.person_ids.reset();
    const bool has_new_primary = patch.person_id && *patch.person_id && *patch.person_id != activity.person_id();
    if (wanted == stored->seen && !has_new_primary) return {};
    const std::string_view field = patch.person_id ? "person_id" : "participants";
    for (const PersonId id : wanted) {
        if (std::ranges::find(stored->seen, id) != stored->seen.end()) continue;
        const auto there = was_found(find_live_person(transaction, caller, id));
        if (!there) return fail(there);
        if (!*there || std::ranges::find(stored->hidden, id) != stored->hidden.end()) return no_such("person", id, field);
    }
    wanted.insert(wanted.end(), stored->hidden.begin(), stored->hidden.end());
    if (wanted.size() > limits::activity_participants)
        return fail(ErrorCode::invalid, "more than " + std::to_string(limits::activity_participants) + " participants",
                    "participants");
    patch.person_ids = std::move(wanted);
    return {};
}

// --- attendees ---------------------------------------------------------------------------------------------------------

Result<void> check_attendee(Transaction& transaction, const Caller& caller, const std::vector<Attendee>& stored,
                            Attendee& wanted) {
    for (const std::string* text : {&wanted.email, &wanted.name, &wanted.status})
        if (auto checked = check_text("attendees", *text, limits::name_chars); !checked) return checked;
    if (wanted.user_id && caller.directory->user(*wanted.user_id) == nullptr)
        return no_such("user", *wanted.user_id, "attendees");
    const auto before = std::ranges::find_if(
        stored, [&](const Attendee& attendee) { return attendee.email == wanted.email && attendee.name == wanted.name; });
    const auto known = before != stored.end() ? before->person_id : std::nullopt;
    // Who is hidden was shown as nobody.
    if (known && !wanted.person_id) {
        const auto seen = was_found(find_person(transaction, caller, *known));
        if (!seen) return fail(seen);
        if (!*seen) wanted.person_id = known;
    }
    if (!wanted.person_id || wanted.person_id == known) return {};
    const auto there = was_found(find_live_person(transaction, caller, *wanted.person_id));
    if (!there) return fail(there);
    return *there ? Result<void>() : no_such("person", *wanted.person_id, "attendees");
}

Result<void> check_attendees(Transaction& transaction, const Caller& caller, const Activity& activity,
                             ActivityPatch& patch) {
    if (!patch.attendees) return {};
    if (patch.attendees->size() > limits::activity_participants)
        return fail(ErrorCode::invalid, "more than " + std::to_string(limits::activity_participants) + " attendees",
                    "attendees");
    for (Attendee& attendee : *patch.attendees) {
        auto checked = check_attendee(transaction, caller, activity.attendees, attendee);
        if (!checked) return checked;
    }
    return {};
}

std::optional<std::string> history_text(const std::vector<Attendee>& attendees) {
    std::string text;
    for (const Attendee& attendee : attendees)
        text.append(text.empty() ? "" : ", ").append(attendee.email.empty() ? attendee.name : attendee.email);
    return attendees.empty() ? std::nullopt : std::optional(std::move(text));
}

// --- applying ----------------------------------------------------------------------------------------------------------

void apply_location(std::vector<FieldChange>& changes, Activity& activity, const Address& location) {
    for (const LocationPart& part : location_parts) {
        const std::string& before = activity.location.*part.member;
        const std::string& after = location.*part.member;
        if (before != after) changes.emplace_back(part.field, domain::history_text(before), domain::history_text(after));
    }
    activity.location = location;
}

// Nothing is known of another place but its line; that of the present one takes no parts away.
void apply_location_line(std::vector<FieldChange>& changes, Activity& activity, const std::string& line) {
    if (line == activity.location.value) return;
    Address location;
    location.value = line;
    location.formatted_address = line;
    apply_location(changes, activity, location);
}

// --- what is counted ---------------------------------------------------------------------------------------------------

bool is_about(const Activity* activity, RecordRef record) {
    if (activity == nullptr || activity->delete_time) return false;
    if (record.kind == Kind::deal) return activity->deal_id == record.id;
    return record.kind == Kind::organization ? activity->organization_id == record.id : activity->person_id() == record.id;
}

void add_subjects(const Activity* activity, std::vector<RecordRef>& subjects) {
    const auto add = [&](RecordRef record) {
        const auto same = [&](RecordRef other) { return other.kind == record.kind && other.id == record.id; };
        if (is_about(activity, record) && std::ranges::none_of(subjects, same)) subjects.push_back(record);
    };
    if (activity == nullptr) return;
    if (activity->organization_id) add({Kind::organization, *activity->organization_id});
    if (activity->person_id()) add({Kind::person, *activity->person_id()});
    if (activity->deal_id) add({Kind::deal, *activity->deal_id});
}

Result<void> add_to_counter(Transaction& transaction, RecordRef record, Counter counter, std::int64_t delta) {
    if (delta == 0) return {};
    if (record.kind == Kind::person) return transaction.persons().add_to_counter(record.id, counter, delta);
    if (record.kind == Kind::deal) return transaction.deals().add_to_counter(record.id, counter, delta);
    return transaction.organizations().add_to_counter(record.id, counter, delta);
}

// As its subjects see it.
bool same_standing(const Activity& one, const Activity& other) {
    return one.organization_id == other.organization_id && one.person_id() == other.person_id() &&
           one.deal_id == other.deal_id && one.done == other.done && one.due_date == other.due_date &&
           one.due_time == other.due_time && one.delete_time.has_value() == other.delete_time.has_value();
}

}  // namespace

Result<ActivityPatch> check_patch(Transaction& transaction, const Caller& caller, const Activity& activity,
                                  const ActivityPatch& wanted) {
    ActivityPatch patch = wanted;
    if (auto checked = check_texts(patch); !checked) return fail(checked);
    Result<void> checked;
    if (patch.type && *patch.type != activity.type) checked = check_type(transaction, *patch.type);
    if (checked && patch.owner_id && *patch.owner_id != activity.owner_id)
        checked = check_owner(*caller.directory, *patch.owner_id);
    if (checked) checked = check_organization(transaction, caller, activity, patch);
    if (checked) checked = check_persons(transaction, caller, activity, patch);
    if (checked) checked = check_deal(transaction, caller, activity, patch);
    if (checked) checked = check_attendees(transaction, caller, activity, patch);
    if (!checked) return fail(checked);
    return patch;
}

std::vector<FieldChange> apply_patch(Activity& activity, const ActivityPatch& patch, Micros time) {
    std::vector<FieldChange> changes;
    if (patch.done && *patch.done != activity.done) activity.done_time = *patch.done ? std::optional(time) : std::nullopt;
    apply_field(changes, field_key::subject, activity.subject, patch.subject);
    apply_field(changes, field_key::type, activity.type, patch.type);
    apply_field(changes, field_key::owner, activity.owner_id, patch.owner_id);
    apply_field(changes, field_key::done, activity.done, patch.done);
    apply_field(changes, field_key::busy, activity.busy, patch.busy);
    apply_field(changes, field_key::due_date, activity.due_date, patch.due_date);
    apply_field(changes, field_key::due_time, activity.due_time, patch.due_time);
    apply_field(changes, field_key::duration, activity.duration, patch.duration);
    apply_field(changes, field_key::note, activity.note, patch.note);
    apply_field(changes, field_key::public_description, activity.public_description, patch.public_description);
    if (patch.location) apply_location(changes, activity, *patch.location);
    if (patch.location_line) apply_location_line(changes, activity, *patch.location_line);
    apply_field(changes, field_key::organization, activity.organization_id, patch.organization_id);
    apply_field(changes, field_key::participants, activity.person_ids, patch.person_ids);
    apply_field(changes, field_key::deal, activity.deal_id, patch.deal_id);
    if (patch.attendees && *patch.attendees != activity.attendees) {
        changes.emplace_back(field_key::attendees, history_text(activity.attendees), history_text(*patch.attendees));
        activity.attendees = *patch.attendees;
    }
    apply_field(changes, field_key::priority, activity.priority, patch.priority);
    apply_field(changes, field_key::outcome, activity.outcome, patch.outcome);
    return changes;
}

Result<void> account_for(Transaction& transaction, const Activity* before, const Activity* after) {
    if (before != nullptr && after != nullptr && same_standing(*before, *after)) return {};
    std::vector<RecordRef> subjects;
    for (const Activity* activity : {before, after}) add_subjects(activity, subjects);
    for (const RecordRef record : subjects) {
        const std::int64_t was = is_about(before, record) ? 1 : 0;
        const std::int64_t is = is_about(after, record) ? 1 : 0;
        const std::int64_t done = (is == 1 && after->done ? 1 : 0) - (was == 1 && before->done ? 1 : 0);
        auto counted = add_to_counter(transaction, record, Counter::activities, is - was);
        if (counted) counted = add_to_counter(transaction, record, Counter::done_activities, done);
        if (counted) counted = refresh_activity_marks(transaction, record);
        if (!counted) return counted;
    }
    return {};
}

}  // namespace stele::domain
