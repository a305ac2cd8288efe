#include "dialect/pipedrive/activity_fields.h"

#include <algorithm>
#include <array>

#include "dialect/pipedrive/deal_fields.h"
#include "dialect/pipedrive/field_writers.h"
#include "domain/activities.h"
#include "domain/deletion.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Activity;
using domain::Address;
using domain::Attendee;
using domain::Comparison;
using domain::Predicate;
using View = ActivityView;
using enum WireType;

// --- what stands around them -------------------------------------------------------------------------------------------

template <class Records, class Record>
Result<void> read_seen(Records& records, domain::FieldRef id, Predicate not_gone, Predicate visible,
                       std::vector<std::int64_t> ids, std::map<std::int64_t, Record>& into) {
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    if (ids.empty()) return {};
    const auto size = static_cast<std::int64_t>(ids.size());
    auto where =
        Predicate::all({Predicate::compare(id, Comparison::in, std::move(ids)), std::move(not_gone), std::move(visible)});
    return records.list({std::move(where), {}, size, 0}, [&](const Record& record) {
        into.emplace(record.id, record);
        return true;
    });
}

template <class Record>
const Record* find(const std::map<std::int64_t, Record>& records, const std::optional<std::int64_t>& id) {
    const auto found = id ? records.find(*id) : records.end();
    return found != records.end() ? &found->second : nullptr;
}

// --- writers -----------------------------------------------------------------------------------------------------------

template <auto Member>
constexpr auto write_flag = [](JsonWriter& writer, const View& view) { writer.boolean(view.activity.*Member); };

void write_organization(JsonWriter& writer, const View& view) {
    write_id_or_null(writer, view.organization != nullptr ? view.organization->id : 0);
}
void write_person(JsonWriter& writer, const View& view) {
    write_id_or_null(writer, view.person != nullptr ? view.person->id : 0);
}

void write_deal(JsonWriter& writer, const View& view) { write_id_or_null(writer, view.deal != nullptr ? view.deal->id : 0); }

void write_name(JsonWriter& writer, const std::string* name) {
    if (name == nullptr)
        writer.null();
    else
        writer.string(*name);
}

// "HH:MM", of a time of day or a duration.
std::string_view short_time(const std::string& time) { return std::string_view(time).substr(0, 5); }

// v1 writes an absent one as an empty text.
template <auto Member>
constexpr auto write_clock_v1 =
    [](JsonWriter& writer, const View& view) { writer.string_literal(short_time(view.activity.*Member)); };
template <auto Member>
constexpr auto write_clock_v2 =
    [](JsonWriter& writer, const View& view) { write_text_or_null(writer, short_time(view.activity.*Member)); };

void write_done_time_v1(JsonWriter& writer, const View& view) {
    if (view.activity.done_time)
        writer.string_literal(view.context.times.text(*view.activity.done_time));
    else
        writer.string_literal("");
}

template <auto Member>
constexpr auto write_location =
    [](JsonWriter& writer, const View& view) { write_text_or_null(writer, view.activity.location.*Member); };

struct ParticipantView {
    domain::PersonId person_id = 0;
    bool is_primary = false;
};
constexpr Field<AttachedFile> attached_file_fields[] = {
    {"id", integer, false, [](JsonWriter& w, const AttachedFile& file) { w.integer(file.id); }, "The file's id"},
    {"clean_name", string, false, [](JsonWriter& w, const AttachedFile& file) { w.string(file.name); }, "Its name"},
    {"url", string, false, [](JsonWriter& w, const AttachedFile& file) { w.string(file.url); }, "Where its bytes are"},
};
const Shape attached_file_shape{"AttachedFile", [] { return describe(attached_file_fields); }};

void write_file(JsonWriter& writer, const ActivityView& view) {
    const auto file = view.around.files.find(view.activity.id);
    if (file == view.around.files.end())
        writer.null();
    else
        write_object(writer, attached_file_fields, file->second);
}

constexpr Field<ParticipantView> participant_fields_v1[] = {
    {"person_id", integer, false, [](JsonWriter& w, const ParticipantView& p) { w.integer(p.person_id); }, "The person"},
    {"primary_flag", boolean, false, [](JsonWriter& w, const ParticipantView& p) { w.boolean(p.is_primary); },
     "Whether the activity is about them"},
};
constexpr Field<ParticipantView> participant_fields_v2[] = {
    {"person_id", integer, false, [](JsonWriter& w, const ParticipantView& p) { w.integer(p.person_id); }, "The person"},
    {"primary", boolean, false, [](JsonWriter& w, const ParticipantView& p) { w.boolean(p.is_primary); },
     "Whether the activity is about them"},
};

template <const auto& Table>
void write_participants(JsonWriter& writer, const View& view) {
    writer.begin_array();
    for (const domain::PersonId id : view.activity.person_ids)
        if (find(view.around.persons, id) != nullptr)
            write_object(writer, Table, ParticipantView{id, id == view.activity.person_ids.front()});
    writer.end_array();
}

void write_participants_v1(JsonWriter& writer, const View& view) {
    const auto is_seen = [&](domain::PersonId id) { return find(view.around.persons, id) != nullptr; };
    if (std::ranges::none_of(view.activity.person_ids, is_seen)) return writer.null();
    write_participants<participant_fields_v1>(writer, view);
}

struct AttendeeView {
    const Attendee& attendee;
    const domain::Person* person = nullptr;
};
void write_attendee_person(JsonWriter& writer, const AttendeeView& view) {
    write_id_or_null(writer, view.person != nullptr ? view.person->id : 0);
}
void write_attendee_user(JsonWriter& writer, const AttendeeView& view) {
    write_number_or_null(writer, view.attendee.user_id);
}
constexpr Field<AttendeeView> attendee_fields_v1[] = {
    {"email_address", string, true, [](JsonWriter& w, const AttendeeView& v) { write_text_or_null(w, v.attendee.email); },
     "The address"},
    {"is_organizer", integer, false,
     [](JsonWriter& w, const AttendeeView& v) { w.integer(v.attendee.is_organizer ? 1 : 0); }, "1 when they organize it"},
    {"name", string, true, [](JsonWriter& w, const AttendeeView& v) { write_text_or_null(w, v.attendee.name); }, "The name"},
    {"person_id", integer, true, write_attendee_person, "The person"},
    {"status", string, true, [](JsonWriter& w, const AttendeeView& v) { write_text_or_null(w, v.attendee.status); },
     "What they said to the invitation"},
    {"user_id", integer, true, write_attendee_user, "The user"},
};
constexpr Field<AttendeeView> attendee_fields_v2[] = {
    {"email", string, true, [](JsonWriter& w, const AttendeeView& v) { write_text_or_null(w, v.attendee.email); },
     "The address"},
    {"name", string, true, [](JsonWriter& w, const AttendeeView& v) { write_text_or_null(w, v.attendee.name); }, "The name"},
    {"status", string, true, [](JsonWriter& w, const AttendeeView& v) { write_text_or_null(w, v.attendee.status); },
     "What they said to the invitation"},
    {"is_organizer", boolean, false, [](JsonWriter& w, const AttendeeView& v) { w.boolean(v.attendee.is_organizer); },
     "Whether they organize it"},
    {"person_id", integer, true, write_attendee_person, "The person"},
    {"user_id", integer, true, write_attendee_user, "The user"},
};

template <const auto& Table>
void write_attendees(JsonWriter& writer, const View& view) {
    writer.begin_array();
    for (const Attendee& attendee : view.activity.attendees)
        write_object(writer, Table, AttendeeView{attendee, find(view.around.persons, attendee.person_id)});
    writer.end_array();
}

void write_attendees_v1(JsonWriter& writer, const View& view) {
    if (view.activity.attendees.empty())
        writer.null();
    else
        write_attendees<attendee_fields_v1>(writer, view);
}

constexpr Field<Address> location_fields_v2[] = {
    {"value", string, true, [](JsonWriter& w, const Address& a) { write_text_or_null(w, a.value); },
     "The place in one line"},
    {"country", string, true, [](JsonWriter& w, const Address& a) { write_text_or_null(w, a.country); }, "Country"},
    {"admin_area_level_1", string, true,
     [](JsonWriter& w, const Address& a) { write_text_or_null(w, a.admin_area_level_1); }, "State or region"},
    {"admin_area_level_2", string, true,
     [](JsonWriter& w, const Address& a) { write_text_or_null(w, a.admin_area_level_2); }, "County"},
    {"locality", string, true, [](JsonWriter& w, const Address& a) { write_text_or_null(w, a.locality); }, "City"},
    {"sublocality", string, true, [](JsonWriter& w, const Address& a) { write_text_or_null(w, a.sublocality); }, "District"},
    {"route", string, true, [](JsonWriter& w, const Address& a) { write_text_or_null(w, a.route); }, "Street"},
    {"street_number", string, true, [](JsonWriter& w, const Address& a) { write_text_or_null(w, a.street_number); },
     "House number"},
    {"subpremise", string, true, [](JsonWriter& w, const Address& a) { write_text_or_null(w, a.subpremise); },
     "Apartment or suite"},
    {"postal_code", string, true, [](JsonWriter& w, const Address& a) { write_text_or_null(w, a.postal_code); },
     "Postal code"},
};

void write_location_v2(JsonWriter& writer, const View& view) {
    if (view.activity.location.exists())
        write_object(writer, location_fields_v2, view.activity.location);
    else
        writer.null();
}

void write_no_series(JsonWriter& writer, const View&) {
    writer.begin_array();
    writer.end_array();
}

void write_person_mail_address(JsonWriter& writer, const View& view) {
    write_name(writer, view.person != nullptr ? &view.context.mail_address : nullptr);
}

void write_deal_address(JsonWriter& writer, const View& view) {
    if (view.deal == nullptr)
        writer.null();
    else
        writer.string(deal_mail_address(view.context, view.deal->id));
}

const Shape participant_shape_v1{"ActivityParticipant", [] { return describe(participant_fields_v1); }, true};
const Shape participant_shape_v2{"ActivityParticipant", [] { return describe(participant_fields_v2); }, true};
const Shape attendee_shape_v1{"ActivityAttendee", [] { return describe(attendee_fields_v1); }, true};
const Shape attendee_shape_v2{"ActivityAttendee", [] { return describe(attendee_fields_v2); }, true};
const Shape location_shape_v2{"ActivityLocation", [] { return describe(location_fields_v2); }};

// --- tables ------------------------------------------------------------------------------------------------------------

constexpr Field<View> fields_v1[] = {
    {"id", integer, false, write_integer<&Activity::id>, "The activity's id"},
    {"company_id", integer, false, write_company_id, "The company"},
    {"user_id", integer, false, write_integer<&Activity::owner_id>, "Whose it is to do"},
    {"done", boolean, false, write_flag<&Activity::done>, "Whether it is done"},
    {"type", string, false, write_string<&Activity::type>, "The key of its type"},
    {"reference_type", string, true, write_null, "There are no references: always null"},
    {"reference_id", integer, true, write_null, "There are no references: always null"},
    {"conference_meeting_client", string, true, write_null, "There are no conferences: always null"},
    {"conference_meeting_url", string, true, write_null, "There are no conferences: always null"},
    {"conference_meeting_id", string, true, write_null, "There are no conferences: always null"},
    {"due_date", string, true, write_optional<&Activity::due_date>, "The day it is due, YYYY-MM-DD"},
    {"due_time", string, false, write_clock_v1<&Activity::due_time>, "When on that day, UTC, HH:MM; empty for a whole day"},
    {"duration", string, false, write_clock_v1<&Activity::duration>, "How long it takes, HH:MM; empty when not known"},
    {"busy_flag", boolean, false, write_flag<&Activity::busy>, "Whether its owner is not free meanwhile"},
    {"add_time", string, false, write_time_v1<&Activity::add_time>, "When it was added"},
    {"marked_as_done_time", string, false, write_done_time_v1, "When it was marked as done; empty when it is not"},
    {"last_notification_time", string, true, write_null, "Nobody is notified: always null"},
    {"last_notification_user_id", integer, true, write_null, "Nobody is notified: always null"},
    {"notification_language_id", integer, true, write_null, "Nobody is notified: always null"},
    {"subject", string, false, write_string<&Activity::subject>, "What it is"},
    {"public_description", string, true, write_optional<&Activity::public_description>, "What attendees are told"},
    {"calendar_sync_include_context", string, true, write_null, "There are no calendars: always null"},
    {"location", string, true, write_location<&Address::value>, "The place in one line"},
    {"location_subpremise", string, true, write_location<&Address::subpremise>, "Apartment or suite"},
    {"location_street_number", string, true, write_location<&Address::street_number>, "House number"},
    {"location_route", string, true, write_location<&Address::route>, "Street"},
    {"location_sublocality", string, true, write_location<&Address::sublocality>, "District"},
    {"location_locality", string, true, write_location<&Address::locality>, "City"},
    {"location_admin_area_level_1", string, true, write_location<&Address::admin_area_level_1>, "State or region"},
    {"location_admin_area_level_2", string, true, write_location<&Address::admin_area_level_2>, "County"},
    {"location_country", string, true, write_location<&Address::country>, "Country"},
    {"location_postal_code", string, true, write_location<&Address::postal_code>, "Postal code"},
    {"location_formatted_address", string, true, write_location<&Address::formatted_address>, "The place, formatted"},
    {"org_id", integer, true, write_organization, "The organization that it is about"},
    {"person_id", integer, true, write_person, "The person that it is about"},
    {"deal_id", integer, true, write_deal, "The deal that it is about"},
    {"lead_id", string, true, write_null, "There are no leads: always null"},
    {"project_id", integer, true, write_null, "There are no projects: always null"},
    {"active_flag", boolean, false, write_active_v1, "False when deleted"},
    {"update_time", string, false, write_time_v1<&Activity::update_time>, "When it was last changed"},
    {"update_user_id", integer, true, write_integer<&Activity::updater_id>, "Who changed it last"},
    {"gcal_event_id", string, true, write_null, "There are no calendars: always null"},
    {"google_calendar_id", string, true, write_null, "There are no calendars: always null"},
    {"google_calendar_etag", string, true, write_null, "There are no calendars: always null"},
    {"source_timezone", string, true, write_null, "There are no calendars: always null"},
    {"rec_rule", string, true, write_null, "Nothing recurs: always null"},
    {"rec_rule_extension", string, true, write_null, "Nothing recurs: always null"},
    {"rec_master_activity_id", integer, true, write_null, "Nothing recurs: always null"},
    {"series", objects, false, write_no_series, "Nothing recurs: always empty"},
    {"note", string, true, write_optional<&Activity::note>, "A note, as HTML"},
    {"created_by_user_id", integer, false, write_integer<&Activity::creator_id>, "Who added it"},
    {"attendees", objects, true, write_attendees_v1, "Who takes part, as invitations name them", &attendee_shape_v1},
    {"participants", objects, true, write_participants_v1, "The persons who take part", &participant_shape_v1},
    {"org_name", string, true,
     [](JsonWriter& w, const View& v) { write_name(w, v.organization != nullptr ? &v.organization->name : nullptr); },
     "The organization's name"},
    {"person_name", string, true,
     [](JsonWriter& w, const View& v) { write_name(w, v.person != nullptr ? &v.person->name : nullptr); },
     "The person's name"},
    {"deal_title", string, true,
     [](JsonWriter& w, const View& v) { write_name(w, v.deal != nullptr ? &v.deal->title : nullptr); }, "The deal's title"},
    {"owner_name", string, true, write_owner_name, "The owner's name"},
    {"person_dropbox_bcc", string, true, write_person_mail_address, "Where mail about the person is collected"},
    {"deal_dropbox_bcc", string, true, write_deal_address, "Where mail about the deal is collected"},
    {"assigned_to_user_id", integer, false, write_integer<&Activity::owner_id>, "Whose it is to do"},
    {"file", object, true, write_file, "The oldest file about it", &attached_file_shape},
};

constexpr std::string_view collection_names[] = {"id",
                                                 "company_id",
                                                 "user_id",
                                                 "done",
                                                 "type",
                                                 "conference_meeting_client",
                                                 "conference_meeting_url",
                                                 "conference_meeting_id",
                                                 "due_date",
                                                 "due_time",
                                                 "duration",
                                                 "busy_flag",
                                                 "add_time",
                                                 "marked_as_done_time",
                                                 "subject",
                                                 "public_description",
                                                 "location",
                                                 "location_subpremise",
                                                 "location_street_number",
                                                 "location_route",
                                                 "location_sublocality",
                                                 "location_locality",
                                                 "location_admin_area_level_1",
                                                 "location_admin_area_level_2",
                                                 "location_country",
                                                 "location_postal_code",
                                                 "location_formatted_address",
                                                 "org_id",
                                                 "person_id",
                                                 "deal_id",
                                                 "lead_id",
                                                 "project_id",
                                                 "active_flag",
                                                 "update_time",
                                                 "update_user_id",
                                                 "source_timezone"};

// Fewer members, in the same order.
constexpr auto collection_fields = [] {
    std::array<Field<View>, std::size(collection_names)> table{};
    std::ranges::copy_if(fields_v1, table.begin(), [](const Field<View>& field) {
        return std::ranges::find(collection_names, field.name) != std::end(collection_names);
    });
    return table;
}();
static_assert(collection_fields.back().name == collection_names[std::size(collection_names) - 1]);

constexpr Field<View> fields_v2[] = {
    {"id", integer, false, write_integer<&Activity::id>, "The activity's id"},
    {"subject", string, false, write_string<&Activity::subject>, "What it is"},
    {"type", string, false, write_string<&Activity::type>, "The key of its type"},
    {"owner_id", integer, false, write_integer<&Activity::owner_id>, "Whose it is to do"},
    {"creator_user_id", integer, false, write_integer<&Activity::creator_id>, "Who added it"},
    {"is_deleted", boolean, false, write_deleted_v2, "Whether it is deleted"},
    {"add_time", time, false, write_time_v2<&Activity::add_time>, "When it was added"},
    {"update_time", time, false, write_time_v2<&Activity::update_time>, "When it was last changed"},
    {"deal_id", integer, true, write_deal, "The deal that it is about"},
    {"lead_id", string, true, write_null, "There are no leads: always null"},
    {"person_id", integer, true, write_person, "The person that it is about: the primary participant"},
    {"org_id", integer, true, write_organization, "The organization that it is about"},
    {"project_id", integer, true, write_null, "There are no projects: always null"},
    {"due_date", string, true, write_optional<&Activity::due_date>, "The day it is due, YYYY-MM-DD"},
    {"due_time", string, true, write_clock_v2<&Activity::due_time>, "When on that day, UTC, HH:MM"},
    {"duration", string, true, write_clock_v2<&Activity::duration>, "How long it takes, HH:MM"},
    {"busy", boolean, false, write_flag<&Activity::busy>, "Whether its owner is not free meanwhile"},
    {"done", boolean, false, write_flag<&Activity::done>, "Whether it is done"},
    {"marked_as_done_time", time, true, write_time_or_null_v2<&Activity::done_time>, "When it was marked as done"},
    {"location", object, true, write_location_v2, "The place", &location_shape_v2},
    {"participants", objects, false, write_participants<participant_fields_v2>, "The persons who take part",
     &participant_shape_v2},
    {"conference_meeting_client", string, true, write_null, "There are no conferences: always null"},
    {"conference_meeting_url", string, true, write_null, "There are no conferences: always null"},
    {"conference_meeting_id", string, true, write_null, "There are no conferences: always null"},
    {"public_description", string, true, write_optional<&Activity::public_description>, "What attendees are told"},
    {"priority", integer, true, write_optional<&Activity::priority>, "How urgent it is"},
    {"outcome", integer, true, write_optional<&Activity::outcome>, "How it went"},
    {"note", string, true, write_optional<&Activity::note>, "A note, as HTML"},
};

constexpr Field<View> include_fields_v2[] = {
    {"attendees", objects, false, write_attendees<attendee_fields_v2>, "Who takes part, as invitations name them",
     &attendee_shape_v2},
};

std::vector<FieldDoc> describe_v2() {
    auto docs = describe(fields_v2);
    for (auto& doc : describe(include_fields_v2)) {
        doc.required = false;
        docs.push_back(doc);
    }
    return docs;
}

}  // namespace

ActivityView::ActivityView(const Activity& shown, const RenderContext& render_context, const AroundActivities& known)
    : activity(shown),
      context(render_context),
      around(known),
      organization(find(known.organizations, shown.organization_id)),
      person(find(known.persons, shown.person_id())),
      deal(find(known.deals, shown.deal_id)),
      owner(render_context.directory.user(shown.owner_id)) {}

ActivityTable activity_fields_v1() { return fields_v1; }
ActivityTable activity_collection_fields() { return collection_fields; }
ActivityTable activity_fields_v2() { return fields_v2; }
ActivityTable activity_include_fields_v2() { return include_fields_v2; }

const Shape activity_shape_v1{"Activity", [] { return describe(fields_v1); }};
const Shape activity_list_shape_v1{"Activity", [] { return describe(fields_v1); }, true};
const Shape activity_collection_shape{"ActivityCollectionItem", [] { return describe(activity_collection_fields()); }, true};
const Shape activity_shape_v2{"Activity", describe_v2};
const Shape activity_list_shape_v2{"Activity", describe_v2, true};

Result<AroundActivities> AroundActivities::read(Context& context, std::span<const Activity> activities) {
    std::vector<std::int64_t> organizations;
    std::vector<std::int64_t> persons;
    std::vector<std::int64_t> deals;
    for (const Activity& activity : activities) {
        if (activity.organization_id) organizations.push_back(*activity.organization_id);
        if (activity.deal_id) deals.push_back(*activity.deal_id);
        persons.insert(persons.end(), activity.person_ids.begin(), activity.person_ids.end());
        for (const Attendee& attendee : activity.attendees)
            if (attendee.person_id) persons.push_back(*attendee.person_id);
    }
    AroundActivities around;
    auto read = read_seen(context.transaction.organizations(), domain::OrganizationField::id,
                          domain::not_gone(domain::OrganizationField::delete_time, context.caller.now),
                          domain::visible_organizations(context.caller), std::move(organizations), around.organizations);
    if (read)
        read = read_seen(context.transaction.persons(), domain::PersonField::id,
                         domain::not_gone(domain::PersonField::delete_time, context.caller.now),
                         domain::visible_persons(context.caller), std::move(persons), around.persons);
    if (read)
        read = read_seen(context.transaction.deals(), domain::DealField::id,
                         domain::not_gone(domain::DealField::delete_time, context.caller.now),
                         domain::visible_deals(context.caller), std::move(deals), around.deals);
    if (!read) return fail(read);
    std::vector<std::int64_t> ids;
    for (const Activity& activity : activities) ids.push_back(activity.id);
    auto files = read_attached_files(context, std::move(ids));
    if (!files) return fail(files);
    around.files = std::move(*files);
    return around;
}

Result<ActivitiesById> ActivitiesById::read(Context& context, std::vector<domain::ActivityId> ids) {
    return read_where(context, std::move(ids),
                      Predicate::all({Predicate::compare(domain::ActivityField::delete_time, Comparison::is_null),
                                      domain::visible_activities(context.caller)}));
}

Result<ActivitiesById> ActivitiesById::read_where(Context& context, std::vector<domain::ActivityId> ids, Predicate where) {
    ActivitiesById found;
    std::erase(ids, 0);
    if (ids.empty()) return found;
    const auto size = static_cast<std::int64_t>(ids.size());
    auto wanted =
        Predicate::all({Predicate::compare(domain::ActivityField::id, Comparison::in, std::move(ids)), std::move(where)});
    const auto listed =
        context.transaction.activities().list({std::move(wanted), {}, size, 0}, [&](const Activity& activity) {
            found.activities_.push_back(activity);
            return true;
        });
    if (!listed) return fail(listed);
    auto around = AroundActivities::read(context, found.activities_);
    if (!around) return fail(around);
    found.around_ = std::move(*around);
    return found;
}

const Activity* ActivitiesById::find(domain::ActivityId id) const {
    const auto activity = std::ranges::find(activities_, id, &Activity::id);
    return activity == activities_.end() ? nullptr : &*activity;
}

domain::UserId ActivitiesById::owner_of(domain::ActivityId id) const {
    const Activity* activity = find(id);
    return activity == nullptr ? 0 : activity->owner_id;
}

void ActivitiesById::write(JsonWriter& writer, const RenderContext& render_context, domain::ActivityId id) const {
    if (const Activity* activity = find(id); activity != nullptr)
        write_object(writer, activity_fields_v1(), ActivityView(*activity, render_context, around_));
    else
        writer.null();
}

}  // namespace stele::dialect::pipedrive
