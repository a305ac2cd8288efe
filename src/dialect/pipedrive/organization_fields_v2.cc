#include "dialect/pipedrive/field_writers.h"
#include "dialect/pipedrive/organization_fields.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Address;
using domain::Counter;
using domain::Organization;
using View = OrganizationView;
using enum WireType;

template <auto Part>
void write_part(JsonWriter& writer, const Address& address) {
    write_text_or_null(writer, address.*Part);
}

constexpr Field<Address> address_fields[] = {
    {"value", string, false, write_part<&Address::value>, "The address in one line"},
    {"country", string, true, write_part<&Address::country>, "Country"},
    {"admin_area_level_1", string, true, write_part<&Address::admin_area_level_1>, "State or region"},
    {"admin_area_level_2", string, true, write_part<&Address::admin_area_level_2>, "County"},
    {"locality", string, true, write_part<&Address::locality>, "City"},
    {"sublocality", string, true, write_part<&Address::sublocality>, "District"},
    {"route", string, true, write_part<&Address::route>, "Street"},
    {"street_number", string, true, write_part<&Address::street_number>, "House number"},
    {"subpremise", string, true, write_part<&Address::subpremise>, "Apartment or suite"},
    {"postal_code", string, true, write_part<&Address::postal_code>, "Postal code"},
    {"formatted_address", string, true, write_part<&Address::formatted_address>, "The address, formatted"},
};
const Shape address_shape{"OrganizationAddress", [] { return describe(address_fields); }};

void write_address(JsonWriter& writer, const View& view) {
    if (view.organization.address.exists())
        write_object(writer, address_fields, view.organization.address);
    else
        writer.null();
}

constexpr Field<View> fields[] = {
    {"id", integer, false, write_integer<&Organization::id>, "The organization's id"},
    {"name", string, false, write_string<&Organization::name>, "The name"},
    {"owner_id", integer, false, write_integer<&Organization::owner_id>, "The owner's id"},
    {"add_time", string, false, write_time_v2<&Organization::add_time>, "When it was added"},
    {"update_time", string, false, write_time_v2<&Organization::update_time>, "When it was last changed"},
    {"is_deleted", boolean, false, write_deleted_v2, "Whether it was deleted"},
    {"visible_to", integer, false, write_visible_to_v2, "Who sees it: 1 the owner and followers, 3 everyone"},
    {"label_ids", integers, false, write_labels, "The labels"},
    {"picture_id", integer, true, write_optional<&Organization::picture_id>, "The picture's id"},
    {"address", object, true, write_address, "The address", &address_shape},
    {"website", string, true, write_optional<&Organization::website>, "The website"},
    {"linkedin", string, true, write_optional<&Organization::linkedin>, "The address of its LinkedIn page"},
    {"industry", integer, true, write_optional<&Organization::industry>, "The industry's number"},
    {"annual_revenue", number, true, write_optional<&Organization::annual_revenue>, "The yearly revenue"},
    {"employee_count", integer, true, write_optional<&Organization::employee_count>, "How many work there"},
    {"custom_fields", object, false, write_custom_fields_v2, "Values of custom fields by their keys"},
};

constexpr Field<View> include_fields[] = {
    {"next_activity_id", integer, true, write_mark_id<&Organization::next_activity>, "Id of the next activity"},
    {"last_activity_id", integer, true, write_mark_id<&Organization::last_activity>, "Id of the last activity"},
    {"open_deals_count", integer, false, write_count<Counter::open_deals>, "Open deals"},
    {"related_open_deals_count", integer, false, write_count<Counter::related_open_deals>, "Open deals of its people"},
    {"closed_deals_count", integer, false, write_count<Counter::won_deals, Counter::lost_deals>, "Won and lost deals"},
    {"related_closed_deals_count", integer, false, write_count<Counter::related_won_deals, Counter::related_lost_deals>,
     "Won and lost deals of its people"},
    {"email_messages_count", integer, false, write_count<Counter::email_messages>, "E-mail messages"},
    {"people_count", integer, false, write_count<Counter::people>, "People"},
    {"activities_count", integer, false, write_count<Counter::activities>, "Activities"},
    {"done_activities_count", integer, false, write_count<Counter::done_activities>, "Activities that are done"},
    {"undone_activities_count", integer, false, write_undone_count, "Activities that are not done"},
    {"files_count", integer, false, write_count<Counter::files>, "Files"},
    {"notes_count", integer, false, write_count<Counter::notes>, "Notes"},
    {"followers_count", integer, false, write_count<Counter::followers>, "Followers"},
    {"won_deals_count", integer, false, write_count<Counter::won_deals>, "Won deals"},
    {"related_won_deals_count", integer, false, write_count<Counter::related_won_deals>, "Won deals of its people"},
    {"lost_deals_count", integer, false, write_count<Counter::lost_deals>, "Lost deals"},
    {"related_lost_deals_count", integer, false, write_count<Counter::related_lost_deals>, "Lost deals of its people"},
    {"smart_bcc_email", string, false, write_mail_address, "Where mail about it is collected"},
};

}  // namespace

OrganizationTable organization_fields_v2() { return fields; }
OrganizationTable organization_include_fields_v2() { return include_fields; }

const Shape organization_shape_v2{"Organization", [] { return describe(fields); }};
const Shape organization_list_shape_v2{"Organization", [] { return describe(fields); }, true};

}  // namespace stele::dialect::pipedrive
