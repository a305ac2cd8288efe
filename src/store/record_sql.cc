#include "store/record_sql.h"

#include <algorithm>
#include <cassert>

#include "store/contacts.h"
#include "store/deal_sql.h"

namespace stele::store {

namespace {

using domain::ActivityField;
using domain::FileField;
using domain::Kind;
using domain::NoteField;
using domain::OccurrenceField;
using domain::OrganizationField;
using domain::PersonField;

// By field, in the order of the enumeration.
constexpr FieldSql organization_fields[] = {
    {OrganizationField::id, "{id organization}", FieldForm::id, false},
    {OrganizationField::name, "name_sort", FieldForm::sort_key, false, FieldIndex::sorts},
    {OrganizationField::first_char, "first_char", FieldForm::first_char, false},
    {OrganizationField::owner_id, "owner_id", FieldForm::number, false, FieldIndex::sorts},
    {OrganizationField::owner_name, "(SELECT name_sort FROM app_user WHERE {user_by_id organization.owner_id})",
     FieldForm::sort_key, false},
    {OrganizationField::visible_to, "visible_to", FieldForm::number, false},
    {OrganizationField::add_time, "add_time", FieldForm::number, false, FieldIndex::sorts},
    {OrganizationField::update_time, "update_time", FieldForm::number, false, FieldIndex::sorts},
    {OrganizationField::delete_time, "delete_time", FieldForm::number, true},
    {OrganizationField::label, "label", FieldForm::number, true},
    {OrganizationField::labels, "label", FieldForm::labels, true},
    {OrganizationField::address, "address_sort", FieldForm::sort_key, true},
    {OrganizationField::address_subpremise, "address_subpremise", FieldForm::text, true},
    {OrganizationField::address_street_number, "address_street_number", FieldForm::text, true},
    {OrganizationField::address_route, "address_route", FieldForm::text, true},
    {OrganizationField::address_sublocality, "address_sublocality", FieldForm::text, true},
    {OrganizationField::address_locality, "address_locality", FieldForm::text, true},
    {OrganizationField::address_admin_area_level_1, "address_admin_area_level_1", FieldForm::text, true},
    {OrganizationField::address_admin_area_level_2, "address_admin_area_level_2", FieldForm::text, true},
    {OrganizationField::address_country, "address_country", FieldForm::text, true},
    {OrganizationField::address_postal_code, "address_postal_code", FieldForm::text, true},
    {OrganizationField::address_formatted_address, "address_formatted_address", FieldForm::text, true},
    {OrganizationField::country_code, "country_code", FieldForm::text, true},
    {OrganizationField::website, "website", FieldForm::text, true},
    {OrganizationField::linkedin, "linkedin", FieldForm::text, true},
    {OrganizationField::industry, "industry", FieldForm::number, true},
    {OrganizationField::employee_count, "employee_count", FieldForm::number, true},
    {OrganizationField::annual_revenue, "annual_revenue", FieldForm::number, true},
    {OrganizationField::picture_id, "picture_id", FieldForm::number, true, FieldIndex::filters},
    {OrganizationField::next_activity_id, "next_activity_id", FieldForm::number, true},
    {OrganizationField::next_activity_date, "next_activity_date", FieldForm::text, true},
    {OrganizationField::next_activity_time, "next_activity_time", FieldForm::text, true},
    {OrganizationField::last_activity_id, "last_activity_id", FieldForm::number, true},
    {OrganizationField::last_activity_date, "last_activity_date", FieldForm::text, true},
    {OrganizationField::open_deals, "open_deals", FieldForm::number, false},
    {OrganizationField::won_deals, "won_deals", FieldForm::number, false},
    {OrganizationField::lost_deals, "lost_deals", FieldForm::number, false},
    {OrganizationField::closed_deals, "(won_deals + lost_deals)", FieldForm::number, false},
    {OrganizationField::related_open_deals, "related_open_deals", FieldForm::number, false},
    {OrganizationField::related_won_deals, "related_won_deals", FieldForm::number, false},
    {OrganizationField::related_lost_deals, "related_lost_deals", FieldForm::number, false},
    {OrganizationField::related_closed_deals, "(related_won_deals + related_lost_deals)", FieldForm::number, false},
    {OrganizationField::email_messages, "email_messages", FieldForm::number, false},
    {OrganizationField::people, "people", FieldForm::number, false},
    {OrganizationField::activities, "activities", FieldForm::number, false},
    {OrganizationField::done_activities, "done_activities", FieldForm::number, false},
    {OrganizationField::undone_activities, "(activities - done_activities)", FieldForm::number, false},
    {OrganizationField::files, "files", FieldForm::number, false},
    {OrganizationField::notes, "notes", FieldForm::number, false},
    {OrganizationField::followers, "followers", FieldForm::number, false},
    {OrganizationField::followed_by,
     "EXISTS (SELECT 1 FROM follower WHERE company_id = $1 AND kind = 3 AND record_id = organization.id AND user_id = ",
     FieldForm::followed_by, false},
    {OrganizationField::archive_time, "archive_time", FieldForm::number, true},
    {OrganizationField::tags, "", FieldForm::tags, true},
};

constexpr FieldSql person_fields[] = {
    {PersonField::id, "{id person}", FieldForm::id, false},
    {PersonField::name, "name_sort", FieldForm::sort_key, false, FieldIndex::sorts},
    {PersonField::first_name, "first_name_sort", FieldForm::sort_key, true},
    {PersonField::last_name, "last_name_sort", FieldForm::sort_key, true},
    {PersonField::first_char, "first_char", FieldForm::first_char, false},
    {PersonField::owner_id, "owner_id", FieldForm::number, false, FieldIndex::sorts},
    {PersonField::owner_name, "(SELECT name_sort FROM app_user WHERE {user_by_id person.owner_id})", FieldForm::sort_key,
     false},
    {PersonField::visible_to, "visible_to", FieldForm::number, false},
    {PersonField::add_time, "add_time", FieldForm::number, false, FieldIndex::sorts},
    {PersonField::update_time, "update_time", FieldForm::number, false, FieldIndex::sorts},
    {PersonField::delete_time, "delete_time", FieldForm::number, true},
    {PersonField::label, "label", FieldForm::number, true},
    {PersonField::labels, "label", FieldForm::labels, true},
    {PersonField::organization_id, "organization_id", FieldForm::number, true, FieldIndex::filters,
     "(SELECT organization.id FROM organization WHERE organization.company_id = $1 AND {id organization} = {id_value "
     "person.organization_id} AND "},
    {PersonField::organization_name,
     "(SELECT organization.name_sort FROM organization WHERE organization.company_id = $1 AND {id organization} = {id_value "
     "person.organization_id})",
     FieldForm::sort_key, true, FieldIndex::none,
     "(SELECT organization.name_sort FROM organization WHERE organization.company_id = $1 AND {id organization} = {id_value "
     "person.organization_id} AND "},
    {PersonField::email,
     "(SELECT value_fold FROM person_contact WHERE company_id = $1 AND person_id = person.id AND kind = 1 AND is_primary = "
     "1)",
     FieldForm::contact, true},
    {PersonField::phone,
     "(SELECT value_fold FROM person_contact WHERE company_id = $1 AND person_id = person.id AND kind = 2 AND is_primary = "
     "1)",
     FieldForm::contact, true},
    {PersonField::emails,
     "(SELECT value_fold FROM person_contact WHERE company_id = $1 AND person_id = person.id AND kind = 1 AND is_primary = "
     "1)",
     FieldForm::contacts, true},
    {PersonField::phones,
     "(SELECT value_fold FROM person_contact WHERE company_id = $1 AND person_id = person.id AND kind = 2 AND is_primary = "
     "1)",
     FieldForm::contacts, true},
    {PersonField::marketing_status, "marketing_status", FieldForm::number, false},
    {PersonField::picture_id, "picture_id", FieldForm::number, true, FieldIndex::filters},
    {PersonField::next_activity_id, "next_activity_id", FieldForm::number, true},
    {PersonField::next_activity_date, "next_activity_date", FieldForm::text, true},
    {PersonField::next_activity_time, "next_activity_time", FieldForm::text, true},
    {PersonField::last_activity_id, "last_activity_id", FieldForm::number, true},
    {PersonField::last_activity_date, "last_activity_date", FieldForm::text, true},
    {PersonField::last_incoming_mail_time, "last_incoming_mail_time", FieldForm::number, true},
    {PersonField::last_outgoing_mail_time, "last_outgoing_mail_time", FieldForm::number, true},
    {PersonField::open_deals, "open_deals", FieldForm::number, false},
    {PersonField::won_deals, "won_deals", FieldForm::number, false},
    {PersonField::lost_deals, "lost_deals", FieldForm::number, false},
    {PersonField::closed_deals, "(won_deals + lost_deals)", FieldForm::number, false},
    {PersonField::related_open_deals, "related_open_deals", FieldForm::number, false},
    {PersonField::related_won_deals, "related_won_deals", FieldForm::number, false},
    {PersonField::related_lost_deals, "related_lost_deals", FieldForm::number, false},
    {PersonField::related_closed_deals, "(related_won_deals + related_lost_deals)", FieldForm::number, false},
    {PersonField::participant_open_deals, "participant_open_deals", FieldForm::number, false},
    {PersonField::participant_closed_deals, "participant_closed_deals", FieldForm::number, false},
    {PersonField::email_messages, "email_messages", FieldForm::number, false},
    {PersonField::activities, "activities", FieldForm::number, false},
    {PersonField::done_activities, "done_activities", FieldForm::number, false},
    {PersonField::undone_activities, "(activities - done_activities)", FieldForm::number, false},
    {PersonField::files, "files", FieldForm::number, false},
    {PersonField::notes, "notes", FieldForm::number, false},
    {PersonField::followers, "followers", FieldForm::number, false},
    {PersonField::followed_by,
     "EXISTS (SELECT 1 FROM follower WHERE company_id = $1 AND kind = 4 AND record_id = person.id AND user_id = ",
     FieldForm::followed_by, false},
    {PersonField::archive_time, "archive_time", FieldForm::number, true},
    {PersonField::tags, "", FieldForm::tags, true},
};

constexpr FieldSql note_fields[] = {
    {NoteField::id, "{id note}", FieldForm::id, false},
    {NoteField::user_id, "user_id", FieldForm::number, false, FieldIndex::sorts},
    {NoteField::organization_id, "organization_id", FieldForm::number, true, FieldIndex::filters,
     "(SELECT organization.id FROM organization WHERE organization.company_id = $1 AND {id organization} = {id_value "
     "note.organization_id} AND "},
    {NoteField::person_id, "person_id", FieldForm::number, true, FieldIndex::filters,
     "(SELECT person.id FROM person WHERE person.company_id = $1 AND {id person} = {id_value note.person_id} AND ",
     Kind::person},
    {NoteField::deal_id, "deal_id", FieldForm::number, true, FieldIndex::filters,
     "(SELECT deal.id FROM deal WHERE deal.company_id = $1 AND {id deal} = {id_value note.deal_id} AND ", Kind::deal},
    {NoteField::content, "content_sort", FieldForm::sort_key, false},
    {NoteField::is_private, "is_private", FieldForm::number, false},
    {NoteField::pinned_to_organization, "pinned_to_organization", FieldForm::number, false},
    {NoteField::pinned_to_person, "pinned_to_person", FieldForm::number, false},
    {NoteField::pinned_to_deal, "pinned_to_deal", FieldForm::number, false},
    {NoteField::add_time, "add_time", FieldForm::number, false, FieldIndex::sorts},
    {NoteField::update_time, "update_time", FieldForm::number, false, FieldIndex::sorts},
    {NoteField::delete_time, "delete_time", FieldForm::number, true},
    {NoteField::category_id, "category_id", FieldForm::number, true},
    {NoteField::is_flagged, "is_flagged", FieldForm::number, false},
    {NoteField::uuid, "uuid", FieldForm::text, true},
};

constexpr FieldSql file_fields[] = {
    {FileField::id, "{id file}", FieldForm::id, false},
    {FileField::user_id, "user_id", FieldForm::number, false, FieldIndex::sorts},
    {FileField::organization_id, "organization_id", FieldForm::number, true, FieldIndex::filters,
     "(SELECT organization.id FROM organization WHERE organization.company_id = $1 AND {id organization} = {id_value "
     "file.organization_id} AND "},
    {FileField::person_id, "person_id", FieldForm::number, true, FieldIndex::filters,
     "(SELECT person.id FROM person WHERE person.company_id = $1 AND {id person} = {id_value file.person_id} AND ",
     Kind::person},
    {FileField::deal_id, "deal_id", FieldForm::number, true, FieldIndex::filters,
     "(SELECT deal.id FROM deal WHERE deal.company_id = $1 AND {id deal} = {id_value file.deal_id} AND ", Kind::deal},
    {FileField::activity_id, "activity_id", FieldForm::number, true, FieldIndex::filters},
    {FileField::mail_message_id, "mail_message_id", FieldForm::number, true, FieldIndex::filters},
    {FileField::add_time, "add_time", FieldForm::number, false, FieldIndex::sorts},
    {FileField::update_time, "update_time", FieldForm::number, false, FieldIndex::sorts},
    {FileField::delete_time, "delete_time", FieldForm::number, true},
    {FileField::file_name, "file_name_sort", FieldForm::sort_key, false},
    {FileField::file_type, "file_type_sort", FieldForm::sort_key, false},
    {FileField::size, "size", FieldForm::number, false},
    {FileField::description, "description_sort", FieldForm::sort_key, false},
};

constexpr FieldSql activity_fields[] = {
    {ActivityField::id, "{id activity}", FieldForm::id, false},
    {ActivityField::subject, "subject_sort", FieldForm::sort_key, false},
    {ActivityField::type, "type", FieldForm::text, false},
    {ActivityField::owner_id, "owner_id", FieldForm::number, false, FieldIndex::sorts},
    {ActivityField::creator_id, "creator_id", FieldForm::number, false},
    {ActivityField::organization_id, "organization_id", FieldForm::number, true, FieldIndex::filters},
    {ActivityField::person_id, "person_id", FieldForm::number, true, FieldIndex::filters},
    {ActivityField::deal_id, "deal_id", FieldForm::number, true, FieldIndex::filters},
    {ActivityField::done, "done", FieldForm::number, false},
    {ActivityField::busy, "busy", FieldForm::number, false},
    {ActivityField::due_date, "due_date", FieldForm::text, true},
    {ActivityField::due, "due", FieldForm::number, false, FieldIndex::sorts},
    {ActivityField::note, "note", FieldForm::text, true},
    {ActivityField::public_description, "public_description", FieldForm::text, true},
    {ActivityField::location, "location", FieldForm::text, true},
    {ActivityField::done_time, "done_time", FieldForm::number, true},
    {ActivityField::add_time, "add_time", FieldForm::number, false, FieldIndex::sorts},
    {ActivityField::update_time, "update_time", FieldForm::number, false, FieldIndex::sorts},
    {ActivityField::delete_time, "delete_time", FieldForm::number, true},
};

// Of what related() looks at alone.
constexpr FieldSql occurrence_fields[] = {
    {OccurrenceField::id, "{id occurrence}", FieldForm::id, false},
    {OccurrenceField::type, "type", FieldForm::text, false},
    {OccurrenceField::time, "time", FieldForm::number, false},
    {OccurrenceField::value, "value", FieldForm::number, true},
};

static_assert(in_order(organization_fields, OrganizationField::tags));
static_assert(in_order(person_fields, PersonField::tags));
static_assert(in_order(note_fields, NoteField::uuid));
static_assert(in_order(file_fields, FileField::description));
static_assert(in_order(activity_fields, ActivityField::delete_time));
static_assert(in_order(occurrence_fields, OccurrenceField::value));

constexpr FoldSql organization_folds[] = {
    {OrganizationField::name, "name_fold"},
    {OrganizationField::address, "address_fold"},
    {OrganizationField::address_subpremise, "address_subpremise_fold"},
    {OrganizationField::address_street_number, "address_street_number_fold"},
    {OrganizationField::address_route, "address_route_fold"},
    {OrganizationField::address_sublocality, "address_sublocality_fold"},
    {OrganizationField::address_locality, "address_locality_fold"},
    {OrganizationField::address_admin_area_level_1, "address_admin_area_level_1_fold"},
    {OrganizationField::address_admin_area_level_2, "address_admin_area_level_2_fold"},
    {OrganizationField::address_country, "address_country_fold"},
    {OrganizationField::address_postal_code, "address_postal_code_fold"},
    {OrganizationField::address_formatted_address, "address_formatted_address_fold"},
    {OrganizationField::website, "website_fold"},
    {OrganizationField::linkedin, "linkedin_fold"},
};

constexpr FoldSql person_folds[] = {
    {PersonField::name, "name_fold"},
    {PersonField::first_name, "first_name_fold"},
    {PersonField::last_name, "last_name_fold"},
};

// Keys of types are made of plain lower case letters, so they are their own folded form.
constexpr FoldSql activity_folds[] = {
    {ActivityField::subject, "subject_fold"},   {ActivityField::type, "type"},
    {ActivityField::note, "note_fold"},         {ActivityField::public_description, "public_description_fold"},
    {ActivityField::location, "location_fold"},
};

constexpr IndexSql organization_indexes[] = {
    {OrganizationField::name, "organization_by_fold", true},
    {OrganizationField::owner_id, "organization_by_owner", false},
    {OrganizationField::add_time, "organization_by_add_time", false},
    {OrganizationField::update_time, "organization_by_update_time", false},
    {OrganizationField::archive_time, "organization_archived", false},
    {OrganizationField::picture_id, "organization_by_picture", false},
};

constexpr IndexSql person_indexes[] = {
    {PersonField::name, "person_by_fold", true},           {PersonField::owner_id, "person_by_owner", false},
    {PersonField::add_time, "person_by_add_time", false},  {PersonField::update_time, "person_by_update_time", false},
    {PersonField::archive_time, "person_archived", false}, {PersonField::picture_id, "person_by_picture", false},
};

constexpr IndexSql note_indexes[] = {
    {NoteField::user_id, "note_by_user", false},      {NoteField::organization_id, "note_by_organization", false},
    {NoteField::person_id, "note_by_person", false},  {NoteField::deal_id, "note_by_deal", false},
    {NoteField::add_time, "note_by_add_time", false}, {NoteField::update_time, "note_by_update_time", false},
};

constexpr IndexSql file_indexes[] = {
    {FileField::user_id, "file_by_user", false},         {FileField::organization_id, "file_by_organization", false},
    {FileField::person_id, "file_by_person", false},     {FileField::deal_id, "file_by_deal", false},
    {FileField::activity_id, "file_by_activity", false}, {FileField::mail_message_id, "file_by_mail_message", false},
    {FileField::add_time, "file_by_add_time", false},    {FileField::update_time, "file_by_update_time", false},
};

constexpr IndexSql activity_indexes[] = {
    {ActivityField::owner_id, "activity_by_owner", false},
    {ActivityField::organization_id, "activity_by_organization", false},
    {ActivityField::person_id, "activity_by_person", false},
    {ActivityField::deal_id, "activity_by_deal", false},
    {ActivityField::due, "activity_by_due", false},
    {ActivityField::add_time, "activity_by_add_time", false},
    {ActivityField::update_time, "activity_by_update_time", false},
};

// As the expressions say.
static_assert(static_cast<int>(Kind::organization) == 3 && static_cast<int>(Kind::person) == 4);
static_assert(static_cast<int>(ContactKind::email) == 1 && static_cast<int>(ContactKind::phone) == 2);

constexpr RecordSql organization_sql{"organization",
                                     "3",
                                     "{id organization}",
                                     OrganizationField::id,
                                     OrganizationField::delete_time,
                                     OrganizationField::add_time,
                                     OrganizationField::update_time,
                                     organization_fields,
                                     organization_folds,
                                     organization_indexes,
                                     "organization_changed"};
constexpr RecordSql person_sql{"person",
                               "4",
                               "{id person}",
                               PersonField::id,
                               PersonField::delete_time,
                               PersonField::add_time,
                               PersonField::update_time,
                               person_fields,
                               person_folds,
                               person_indexes,
                               "person_changed"};

constexpr RecordSql note_sql{
    "note",      "17", "{id note}", NoteField::id, NoteField::delete_time, NoteField::add_time, NoteField::update_time,
    note_fields, {},   note_indexes};
static_assert(static_cast<int>(Kind::note) == 17);

constexpr RecordSql file_sql{
    "file",      "23", "{id file}", FileField::id, FileField::delete_time, FileField::add_time, FileField::update_time,
    file_fields, {},   file_indexes};
static_assert(static_cast<int>(Kind::file) == 23);

constexpr RecordSql activity_sql{"activity",
                                 "16",
                                 "{id activity}",
                                 ActivityField::id,
                                 ActivityField::delete_time,
                                 ActivityField::add_time,
                                 ActivityField::update_time,
                                 activity_fields,
                                 activity_folds,
                                 activity_indexes};
static_assert(static_cast<int>(Kind::activity) == 16);

// No list is of them: they have but one time, and nothing that says they are deleted.
constexpr RecordSql occurrence_sql{"occurrence",
                                   "28",
                                   "{id occurrence}",
                                   OccurrenceField::id,
                                   OccurrenceField::id,
                                   OccurrenceField::time,
                                   OccurrenceField::time,
                                   occurrence_fields,
                                   {},
                                   {}};
static_assert(static_cast<int>(Kind::occurrence) == 28);

}  // namespace

std::string_view RecordSql::fold(domain::FieldRef field) const {
    const auto found = std::ranges::find(folds, field, &FoldSql::field);
    return found != folds.end() ? found->column : std::string_view();
}

const IndexSql* RecordSql::index(domain::FieldRef field, bool of_folds) const {
    const auto found = std::ranges::find_if(
        indexes, [&](const IndexSql& index) { return index.field == field && index.of_folds == of_folds; });
    return found != indexes.end() ? &*found : nullptr;
}

const RecordSql& record_sql(Kind kind) {
    switch (kind) {
        case Kind::person:
            return person_sql;
        case Kind::note:
            return note_sql;
        case Kind::file:
            return file_sql;
        case Kind::activity:
            return activity_sql;
        case Kind::occurrence:
            return occurrence_sql;
        case Kind::deal:
            return deal_sql();
        default:
            assert(kind == Kind::organization);
            return organization_sql;
    }
}

}  // namespace stele::store
