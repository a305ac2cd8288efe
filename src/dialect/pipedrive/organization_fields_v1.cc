#include <cassert>

#include "dialect/pipedrive/activity_fields.h"
#include "dialect/pipedrive/field_writers.h"
#include "dialect/pipedrive/organization_fields.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Address;
using domain::Counter;
using domain::Organization;
using Sort = domain::OrganizationField;
using View = OrganizationView;
using enum WireType;

// Without an address every part is null; with one, a part that is not known is empty, but for the line itself.
template <auto Part>
void write_address(JsonWriter& writer, const View& view) {
    const Address& address = view.organization.address;
    const bool is_missing_line = Part == &Address::value && address.value.empty();
    if (!is_missing_line && address.exists())
        writer.string(address.*Part);
    else
        writer.null();
}

void write_picture(JsonWriter& writer, const View& view) {
    view.context.pictures.write(writer, {domain::Kind::organization, view.organization.id}, view.organization.picture_id);
}

using Mark = domain::ActivityMark;

constexpr Field<View> fields[] = {
    {"id", integer, false, write_integer<&Organization::id>, "The organization's id", nullptr, Sort::id},
    {"company_id", integer, false, write_company_id, "The company's id"},
    {"owner_id", object, false, write_owner_v1, "The owner", nullptr, Sort::owner_id},
    {"name", string, false, write_string<&Organization::name>, "The name", nullptr, Sort::name},
    {"open_deals_count", integer, false, write_count<Counter::open_deals>, "Open deals of the organization", nullptr,
     Sort::open_deals},
    {"related_open_deals_count", integer, false, write_count<Counter::related_open_deals>, "Open deals of its people",
     nullptr, Sort::related_open_deals},
    {"closed_deals_count", integer, false, write_count<Counter::won_deals, Counter::lost_deals>, "Won and lost deals",
     nullptr, Sort::closed_deals},
    {"related_closed_deals_count", integer, false, write_count<Counter::related_won_deals, Counter::related_lost_deals>,
     "Won and lost deals of its people", nullptr, Sort::related_closed_deals},
    {"email_messages_count", integer, false, write_count<Counter::email_messages>, "E-mail messages", nullptr,
     Sort::email_messages},
    {"people_count", integer, false, write_count<Counter::people>, "People", nullptr, Sort::people},
    {"activities_count", integer, false, write_count<Counter::activities>, "Activities", nullptr, Sort::activities},
    {"done_activities_count", integer, false, write_count<Counter::done_activities>, "Activities that are done", nullptr,
     Sort::done_activities},
    {"undone_activities_count", integer, false, write_undone_count, "Activities that are not done", nullptr,
     Sort::undone_activities},
    {"files_count", integer, false, write_count<Counter::files>, "Files", nullptr, Sort::files},
    {"notes_count", integer, false, write_count<Counter::notes>, "Notes", nullptr, Sort::notes},
    {"followers_count", integer, false, write_count<Counter::followers>, "Followers", nullptr, Sort::followers},
    {"won_deals_count", integer, false, write_count<Counter::won_deals>, "Won deals", nullptr, Sort::won_deals},
    {"related_won_deals_count", integer, false, write_count<Counter::related_won_deals>, "Won deals of its people", nullptr,
     Sort::related_won_deals},
    {"lost_deals_count", integer, false, write_count<Counter::lost_deals>, "Lost deals", nullptr, Sort::lost_deals},
    {"related_lost_deals_count", integer, false, write_count<Counter::related_lost_deals>, "Lost deals of its people",
     nullptr, Sort::related_lost_deals},
    {"active_flag", boolean, false, write_active_v1, "False when deleted"},
    {"category_id", integer, true, write_null, "A leftover of Pipedrive's: always null"},
    {"picture_id", object, true, write_picture, "The picture", nullptr, Sort::picture_id},
    {"country_code", string, true, write_optional<&Organization::country_code>, "ISO 3166 code of the address's country",
     nullptr, Sort::country_code},
    {"first_char", string, false, write_string<&Organization::first_char>, "The name's first character, folded", nullptr,
     Sort::first_char},
    {"update_time", string, false, write_time_v1<&Organization::update_time>, "When it was last changed", nullptr,
     Sort::update_time},
    {"delete_time", string, true, write_time_or_null_v1<&Organization::delete_time>, "When it was deleted", nullptr,
     Sort::delete_time},
    {"add_time", string, false, write_time_v1<&Organization::add_time>, "When it was added", nullptr, Sort::add_time},
    {"visible_to", string, false, write_visible_to_v1, "Who sees it: 1 the owner and followers, 3 everyone", nullptr,
     Sort::visible_to},
    {"next_activity_date", string, true, write_mark<&Organization::next_activity, &Mark::date>, "Date of the next activity",
     nullptr, Sort::next_activity_date},
    {"next_activity_time", string, true, write_mark<&Organization::next_activity, &Mark::time>, "Its time", nullptr,
     Sort::next_activity_time},
    {"next_activity_id", integer, true, write_mark_id<&Organization::next_activity>, "Its id", nullptr,
     Sort::next_activity_id},
    {"last_activity_id", integer, true, write_mark_id<&Organization::last_activity>, "Id of the last activity", nullptr,
     Sort::last_activity_id},
    {"last_activity_date", string, true, write_mark<&Organization::last_activity, &Mark::date>, "Its date", nullptr,
     Sort::last_activity_date},
    {"label", integer, true, write_label_v1, "The first label", nullptr, Sort::label},
    {"label_ids", integers, false, write_labels, "The labels", nullptr, Sort::label},
    {"address", string, true, write_address<&Address::value>, "The address in one line", nullptr, Sort::address},
    {"address_subpremise", string, true, write_address<&Address::subpremise>, "Apartment or suite", nullptr,
     Sort::address_subpremise},
    {"address_street_number", string, true, write_address<&Address::street_number>, "House number", nullptr,
     Sort::address_street_number},
    {"address_route", string, true, write_address<&Address::route>, "Street", nullptr, Sort::address_route},
    {"address_sublocality", string, true, write_address<&Address::sublocality>, "District", nullptr,
     Sort::address_sublocality},
    {"address_locality", string, true, write_address<&Address::locality>, "City", nullptr, Sort::address_locality},
    {"address_admin_area_level_1", string, true, write_address<&Address::admin_area_level_1>, "State or region", nullptr,
     Sort::address_admin_area_level_1},
    {"address_admin_area_level_2", string, true, write_address<&Address::admin_area_level_2>, "County", nullptr,
     Sort::address_admin_area_level_2},
    {"address_country", string, true, write_address<&Address::country>, "Country", nullptr, Sort::address_country},
    {"address_postal_code", string, true, write_address<&Address::postal_code>, "Postal code", nullptr,
     Sort::address_postal_code},
    {"address_formatted_address", string, true, write_address<&Address::formatted_address>, "The address, formatted",
     nullptr, Sort::address_formatted_address},
    {"owner_name", string, true, write_owner_name, "The owner's name", nullptr, Sort::owner_name},
    {"cc_email", string, false, write_mail_address, "Where mail about it is collected"},
};

constexpr Field<View> collection_fields[] = {
    {"id", integer, false, write_integer<&Organization::id>, "The organization's id"},
    {"active_flag", boolean, false, write_active_v1, "False when deleted"},
    {"owner_id", integer, false, write_integer<&Organization::owner_id>, "The owner's id"},
    {"name", string, false, write_string<&Organization::name>, "The name"},
    {"update_time", string, false, write_time_v1<&Organization::update_time>, "When it was last changed"},
    {"delete_time", string, true, write_time_or_null_v1<&Organization::delete_time>, "When it was deleted"},
    {"add_time", string, false, write_time_v1<&Organization::add_time>, "When it was added"},
    {"visible_to", string, false, write_visible_to_v1, "Who sees it"},
    {"label", integer, true, write_label_v1, "The first label"},
    {"label_ids", integers, false, write_labels, "The labels"},
    {"address", string, true, write_address<&Address::value>, "The address in one line"},
    {"address_subpremise", string, true, write_address<&Address::subpremise>, "Apartment or suite"},
    {"address_street_number", string, true, write_address<&Address::street_number>, "House number"},
    {"address_route", string, true, write_address<&Address::route>, "Street"},
    {"address_sublocality", string, true, write_address<&Address::sublocality>, "District"},
    {"address_locality", string, true, write_address<&Address::locality>, "City"},
    {"address_admin_area_level_1", string, true, write_address<&Address::admin_area_level_1>, "State or region"},
    {"address_admin_area_level_2", string, true, write_address<&Address::admin_area_level_2>, "County"},
    {"address_country", string, true, write_address<&Address::country>, "Country"},
    {"address_postal_code", string, true, write_address<&Address::postal_code>, "Postal code"},
    {"address_formatted_address", string, true, write_address<&Address::formatted_address>, "The address, formatted"},
    {"cc_email", string, false, write_mail_address, "Where mail about it is collected"},
};

constexpr Field<View> edit_fields[] = {
    {"edit_name", boolean, false,
     [](JsonWriter& w, const View& v) { w.boolean(v.context.may_edit && !v.organization.delete_time); },
     "Whether the caller may rename it"},
};

template <auto Mark>
void write_activity(JsonWriter& writer, const View& view) {
    assert(view.activities != nullptr);
    view.activities->write(writer, view.context, (view.organization.*Mark).id);
}

constexpr Field<View> detail_fields[] = {
    {"last_activity", object, true, write_activity<&Organization::last_activity>, "The last activity", &activity_shape_v1},
    {"next_activity", object, true, write_activity<&Organization::next_activity>, "The next activity", &activity_shape_v1},
};

std::vector<FieldDoc> describe_single() {
    auto docs = describe(fields);
    for (const auto& doc : describe(edit_fields)) docs.push_back(doc);
    return docs;
}

std::vector<FieldDoc> describe_detail() {
    auto docs = describe_single();
    for (const auto& doc : describe(detail_fields)) docs.push_back(doc);
    return docs;
}

}  // namespace

OrganizationTable organization_fields_v1() { return fields; }
OrganizationTable organization_collection_fields() { return collection_fields; }
OrganizationTable organization_edit_fields_v1() { return edit_fields; }
OrganizationTable organization_detail_fields_v1() { return detail_fields; }

const Shape organization_added_shape_v1{"AddedOrganization", describe_single};
const Shape organization_updated_shape_v1{"Organization", [] { return describe(fields); }};
const Shape organization_detail_shape_v1{"OrganizationDetails", describe_detail};
const Shape organization_collection_shape{"OrganizationCollectionItem", [] { return describe(collection_fields); }, true};
const Shape organization_list_shape_v1{"Organization", [] { return describe(fields); }, true};

}  // namespace stele::dialect::pipedrive
