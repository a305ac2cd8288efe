#include "dialect/pipedrive/person_fields.h"

#include <array>

#include "dialect/pipedrive/field_writers.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Contact;
using domain::Counter;
using domain::MarketingStatus;
using domain::Person;
using Sort = domain::PersonField;
using View = PersonView;
using Mark = domain::ActivityMark;
using enum WireType;

void write_picture(JsonWriter& writer, const View& view) {
    view.context.pictures.write(writer, {domain::Kind::person, view.person.id}, view.person.picture_id);
}

void write_primary_email(JsonWriter& writer, const View& view) {
    for (const Contact& email : view.person.emails)
        if (email.is_primary) {
            writer.string(email.value);
            return;
        }
    writer.null();
}

void write_organization(JsonWriter& writer, const View& view) {
    if (view.organization == nullptr)
        writer.null();
    else
        write_organization_reference(writer, view.context, *view.organization, "value");
}

void write_organization_name(JsonWriter& writer, const View& view) {
    if (view.organization == nullptr)
        writer.null();
    else
        writer.string(view.organization->name);
}

constexpr Field<View> fields[] = {
    {"id", integer, false, write_integer<&Person::id>, "The person's id", nullptr, Sort::id},
    {"company_id", integer, false, write_company_id, "The company's id"},
    {"owner_id", object, false, write_owner_v1, "The owner", nullptr, Sort::owner_id},
    {"org_id", object, true, write_organization, "The organization", nullptr, Sort::organization_id},
    {"name", string, false, write_string<&Person::name>, "The name", nullptr, Sort::name},
    {"first_name", string, true, write_optional<&Person::first_name>, "The first name", nullptr, Sort::first_name},
    {"last_name", string, true, write_optional<&Person::last_name>, "The last name", nullptr, Sort::last_name},
    {"open_deals_count", integer, false, write_count<Counter::open_deals>, "Open deals", nullptr, Sort::open_deals},
    {"related_open_deals_count", integer, false, write_count<Counter::related_open_deals>, "Open deals of its organization",
     nullptr, Sort::related_open_deals},
    {"closed_deals_count", integer, false, write_count<Counter::won_deals, Counter::lost_deals>, "Won and lost deals",
     nullptr, Sort::closed_deals},
    {"related_closed_deals_count", integer, false, write_count<Counter::related_won_deals, Counter::related_lost_deals>,
     "Won and lost deals of its organization", nullptr, Sort::related_closed_deals},
    {"participant_open_deals_count", integer, false, write_integer<&Person::participant_open_deals>,
     "Open deals that the person takes part in", nullptr, Sort::participant_open_deals},
    {"participant_closed_deals_count", integer, false, write_integer<&Person::participant_closed_deals>,
     "Closed deals that the person takes part in", nullptr, Sort::participant_closed_deals},
    {"email_messages_count", integer, false, write_count<Counter::email_messages>, "E-mail messages", nullptr,
     Sort::email_messages},
    {"activities_count", integer, false, write_count<Counter::activities>, "Activities", nullptr, Sort::activities},
    {"done_activities_count", integer, false, write_count<Counter::done_activities>, "Activities that are done", nullptr,
     Sort::done_activities},
    {"undone_activities_count", integer, false, write_undone_count, "Activities that are not done", nullptr,
     Sort::undone_activities},
    {"files_count", integer, false, write_count<Counter::files>, "Files", nullptr, Sort::files},
    {"notes_count", integer, false, write_count<Counter::notes>, "Notes", nullptr, Sort::notes},
    {"followers_count", integer, false, write_count<Counter::followers>, "Followers", nullptr, Sort::followers},
    {"won_deals_count", integer, false, write_count<Counter::won_deals>, "Won deals", nullptr, Sort::won_deals},
    {"related_won_deals_count", integer, false, write_count<Counter::related_won_deals>, "Won deals of its organization",
     nullptr, Sort::related_won_deals},
    {"lost_deals_count", integer, false, write_count<Counter::lost_deals>, "Lost deals", nullptr, Sort::lost_deals},
    {"related_lost_deals_count", integer, false, write_count<Counter::related_lost_deals>, "Lost deals of its organization",
     nullptr, Sort::related_lost_deals},
    {"active_flag", boolean, false, write_active_v1, "False when deleted"},
    {"phone", objects, false, [](JsonWriter& w, const View& v) { write_contacts(w, v.person.phones); }, "Phone numbers",
     nullptr, Sort::phone},
    {"email", objects, false, [](JsonWriter& w, const View& v) { write_contacts(w, v.person.emails); }, "E-mail addresses",
     nullptr, Sort::email},
    {"primary_email", string, true, write_primary_email, "The primary e-mail address", nullptr, Sort::email},
    {"first_char", string, false, write_string<&Person::first_char>, "The name's first character, folded", nullptr,
     Sort::first_char},
    {"update_time", string, false, write_time_v1<&Person::update_time>, "When it was last changed", nullptr,
     Sort::update_time},
    {"delete_time", string, true, write_time_or_null_v1<&Person::delete_time>, "When it was deleted", nullptr,
     Sort::delete_time},
    {"add_time", string, false, write_time_v1<&Person::add_time>, "When it was added", nullptr, Sort::add_time},
    {"visible_to", string, false, write_visible_to_v1, "Who sees it", nullptr, Sort::visible_to},
    {"picture_id", object, true, write_picture, "The picture", nullptr, Sort::picture_id},
    {"next_activity_date", string, true, write_mark<&Person::next_activity, &Mark::date>, "Date of the next activity",
     nullptr, Sort::next_activity_date},
    {"next_activity_time", string, true, write_mark<&Person::next_activity, &Mark::time>, "Its time", nullptr,
     Sort::next_activity_time},
    {"next_activity_id", integer, true, write_mark_id<&Person::next_activity>, "Its id", nullptr, Sort::next_activity_id},
    {"last_activity_id", integer, true, write_mark_id<&Person::last_activity>, "Id of the last activity", nullptr,
     Sort::last_activity_id},
    {"last_activity_date", string, true, write_mark<&Person::last_activity, &Mark::date>, "Its date", nullptr,
     Sort::last_activity_date},
    {"last_incoming_mail_time", string, true, write_time_or_null_v1<&Person::last_incoming_mail_time>,
     "When mail last came in", nullptr, Sort::last_incoming_mail_time},
    {"last_outgoing_mail_time", string, true, write_time_or_null_v1<&Person::last_outgoing_mail_time>,
     "When mail last went out", nullptr, Sort::last_outgoing_mail_time},
    {"label", integer, true, write_label_v1, "The first label", nullptr, Sort::label},
    {"label_ids", integers, false, write_labels, "The labels", nullptr, Sort::label},
    {"org_name", string, true, write_organization_name, "The organization's name", nullptr, Sort::organization_name},
    {"owner_name", string, true, write_owner_name, "The owner's name", nullptr, Sort::owner_name},
    {"cc_email", string, false, write_mail_address, "Where mail about it is collected"},
};

// As above, but for two members.
constexpr auto recent_fields = [] {
    auto table = std::to_array(fields);
    for (Field<View>& field : table) {
        if (field.name == "owner_id") field.write = write_integer<&Person::owner_id>;
        if (field.name == "org_id") field.write = write_organization_id;
    }
    return table;
}();

constexpr Field<View> marketing_fields[] = {
    {"marketing_status", string, false,
     [](JsonWriter& w, const View& v) { w.string_literal(marketing_name(v.person.marketing_status)); },
     "Of companies with campaigns: no_consent, unsubscribed, subscribed or archived", nullptr, Sort::marketing_status},
};

std::vector<FieldDoc> describe_person() {
    auto docs = describe(fields);
    for (auto& doc : describe(marketing_fields)) {
        doc.required = false;
        docs.push_back(doc);
    }
    return docs;
}

}  // namespace

std::string_view marketing_name(domain::MarketingStatus status) {
    switch (status) {
        case domain::MarketingStatus::no_consent:
            return "no_consent";
        case domain::MarketingStatus::unsubscribed:
            return "unsubscribed";
        case domain::MarketingStatus::subscribed:
            return "subscribed";
        case domain::MarketingStatus::archived:
            return "archived";
    }
    return "no_consent";
}

std::optional<MarketingStatus> marketing_status(std::string_view name) {
    for (const auto status : {MarketingStatus::no_consent, MarketingStatus::unsubscribed, MarketingStatus::subscribed,
                              MarketingStatus::archived})
        if (name == marketing_name(status)) return status;
    return std::nullopt;
}

void write_contacts(JsonWriter& writer, const std::vector<Contact>& contacts) {
    writer.begin_array();
    for (const Contact& contact : contacts) {
        writer.begin_object();
        writer.key_literal("value");
        writer.string(contact.value);
        writer.key_literal("primary");
        writer.boolean(contact.is_primary);
        writer.key_literal("label");
        writer.string(contact.label);
        writer.end_object();
    }
    writer.end_array();
}

void write_organization_id(JsonWriter& writer, const PersonView& view) {
    if (view.organization == nullptr)
        writer.null();
    else
        writer.integer(view.organization->id);
}

void write_organization_reference(JsonWriter& writer, const RenderContext& context, const domain::Organization& organization,
                                  std::string_view id_name) {
    writer.begin_object();
    writer.key_literal("name");
    writer.string(organization.name);
    writer.key_literal("people_count");
    writer.integer(organization.count(Counter::people));
    writer.key_literal("owner_id");
    writer.integer(organization.owner_id);
    writer.key_literal("address");
    write_text_or_null(writer, organization.address.value);
    writer.key_literal("active_flag");
    writer.boolean(!organization.delete_time);
    writer.key_literal("cc_email");
    writer.string(context.mail_address);
    writer.key_literal(id_name);
    writer.integer(organization.id);
    writer.end_object();
}

PersonTable person_fields() { return fields; }
PersonTable person_recent_fields() { return recent_fields; }
PersonTable person_marketing_fields() { return marketing_fields; }

const Shape person_shape{"Person", describe_person};
const Shape person_list_shape{"Person", describe_person, true};

}  // namespace stele::dialect::pipedrive
