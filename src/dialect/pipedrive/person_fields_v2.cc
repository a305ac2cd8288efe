#include "dialect/pipedrive/field_writers.h"
#include "dialect/pipedrive/person_fields.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Counter;
using domain::Person;
using View = PersonView;
using enum WireType;

// The fields of contact sync (postal_address, notes, im, birthday, job_title) are shown to companies that have it alone, which
// none here has.
constexpr FieldDoc contact_docs[] = {
    {"value", string, false, true, "The address or number"},
    {"primary", boolean, false, true, "Whether it is the first to use"},
    {"label", string, false, true, "What it is for: work, home, mobile, other"},
};
const Shape contact_shape{"PersonContact", [] { return std::vector(std::begin(contact_docs), std::end(contact_docs)); }};

constexpr Field<View> fields[] = {
    {"id", integer, false, write_integer<&Person::id>, "The person's id"},
    {"name", string, false, write_string<&Person::name>, "The name"},
    {"first_name", string, true, write_optional<&Person::first_name>, "The first name"},
    {"last_name", string, true, write_optional<&Person::last_name>, "The last name"},
    {"owner_id", integer, false, write_integer<&Person::owner_id>, "The owner's id"},
    {"org_id", integer, true, write_organization_id, "The organization's id"},
    {"add_time", string, false, write_time_v2<&Person::add_time>, "When it was added"},
    {"update_time", string, false, write_time_v2<&Person::update_time>, "When it was last changed"},
    {"emails", objects, false, [](JsonWriter& w, const View& v) { write_contacts(w, v.person.emails); }, "E-mail addresses",
     &contact_shape},
    {"phones", objects, false, [](JsonWriter& w, const View& v) { write_contacts(w, v.person.phones); }, "Phone numbers",
     &contact_shape},
    {"is_deleted", boolean, false, write_deleted_v2, "Whether it was deleted"},
    {"visible_to", integer, false, write_visible_to_v2, "Who sees it: 1 the owner and followers, 3 everyone"},
    {"label_ids", integers, false, write_labels, "The labels"},
    {"picture_id", integer, true, write_optional<&Person::picture_id>, "The picture's id"},
    {"custom_fields", object, false, write_custom_fields_v2, "Values of custom fields by their keys"},
};

// Those of campaigns stand last.
constexpr Field<View> include_fields[] = {
    {"next_activity_id", integer, true, write_mark_id<&Person::next_activity>, "Id of the next activity"},
    {"last_activity_id", integer, true, write_mark_id<&Person::last_activity>, "Id of the last activity"},
    {"open_deals_count", integer, false, write_count<Counter::open_deals>, "Open deals"},
    {"related_open_deals_count", integer, false, write_count<Counter::related_open_deals>, "Open deals of its organization"},
    {"closed_deals_count", integer, false, write_count<Counter::won_deals, Counter::lost_deals>, "Won and lost deals"},
    {"related_closed_deals_count", integer, false, write_count<Counter::related_won_deals, Counter::related_lost_deals>,
     "Won and lost deals of its organization"},
    {"participant_open_deals_count", integer, false, write_integer<&Person::participant_open_deals>,
     "Open deals that the person takes part in"},
    {"participant_closed_deals_count", integer, false, write_integer<&Person::participant_closed_deals>,
     "Closed deals that the person takes part in"},
    {"email_messages_count", integer, false, write_count<Counter::email_messages>, "E-mail messages"},
    {"activities_count", integer, false, write_count<Counter::activities>, "Activities"},
    {"done_activities_count", integer, false, write_count<Counter::done_activities>, "Activities that are done"},
    {"undone_activities_count", integer, false, write_undone_count, "Activities that are not done"},
    {"files_count", integer, false, write_count<Counter::files>, "Files"},
    {"notes_count", integer, false, write_count<Counter::notes>, "Notes"},
    {"followers_count", integer, false, write_count<Counter::followers>, "Followers"},
    {"won_deals_count", integer, false, write_count<Counter::won_deals>, "Won deals"},
    {"related_won_deals_count", integer, false, write_count<Counter::related_won_deals>, "Won deals of its organization"},
    {"lost_deals_count", integer, false, write_count<Counter::lost_deals>, "Lost deals"},
    {"related_lost_deals_count", integer, false, write_count<Counter::related_lost_deals>, "Lost deals of its organization"},
    {"last_incoming_mail_time", string, true, write_time_or_null_v2<&Person::last_incoming_mail_time>,
     "When mail last came in"},
    {"last_outgoing_mail_time", string, true, write_time_or_null_v2<&Person::last_outgoing_mail_time>,
     "When mail last went out"},
    {"smart_bcc_email", string, false, write_mail_address, "Where mail about it is collected"},
    {"marketing_status", string, false,
     [](JsonWriter& w, const View& v) { w.string_literal(marketing_name(v.person.marketing_status)); },
     "no_consent, unsubscribed, subscribed or archived"},
    {"doi_status", integer, true, write_null, "How far the double opt-in is; there is none"},
};
constexpr std::size_t of_campaigns = 2;

}  // namespace

PersonTable person_fields_v2() { return fields; }

PersonTable person_include_fields_v2(const domain::Company& company) {
    const PersonTable all = include_fields;
    return company.campaigns ? all : all.first(all.size() - of_campaigns);
}

const Shape person_shape_v2{"Person", [] { return describe(fields); }};
const Shape person_list_shape_v2{"Person", [] { return describe(fields); }, true};

}  // namespace stele::dialect::pipedrive
