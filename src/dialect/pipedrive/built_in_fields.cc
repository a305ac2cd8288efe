#include "dialect/pipedrive/built_in_fields.h"

#include <cassert>

namespace stele::dialect::pipedrive {

namespace {

constexpr BuiltInField organization_fields[] = {
    {4001, "id", "", "ID", "int", "", plain, false},
    {4002, "name", "", "Name", "varchar", "", editable | searchable | mandatory | shown_on_add, false},
    {4003, "label", "label_ids", "Labels", "enum", "set", editable | shown_on_add, false, OptionSource::labels},
    {4004, "owner_id", "", "Owner", "user", "", editable | shown_on_add, false},
    {4005, "visible_to", "", "Visible to", "visible_to", "", editable | shown_on_add, false, OptionSource::levels},
    {4006, "add_time", "", "Organization created", "date", "", plain, false},
    {4007, "update_time", "", "Update time", "date", "", plain, false},
    {4008, "people_count", "", "People", "int", "", plain, true},
    {4009, "open_deals_count", "", "Open deals", "int", "", plain, true},
    {4010, "related_open_deals_count", "", "Related open deals", "int", "", plain, true},
    {4011, "closed_deals_count", "", "Closed deals", "int", "", plain, true},
    {4012, "related_closed_deals_count", "", "Related closed deals", "int", "", plain, true},
    {4013, "won_deals_count", "", "Won deals", "int", "", plain, true},
    {4014, "related_won_deals_count", "", "Related won deals", "int", "", plain, true},
    {4015, "lost_deals_count", "", "Lost deals", "int", "", plain, true},
    {4016, "related_lost_deals_count", "", "Related lost deals", "int", "", plain, true},
    {4017, "next_activity_date", "next_activity_id", "Next activity date", "date", "int", plain, true},
    {4018, "last_activity_date", "last_activity_id", "Last activity date", "date", "int", plain, true},
    {4020, "address", "", "Address", "address", "", editable | searchable | shown_on_add, false},
    {4021, "activities_count", "", "Total activities", "int", "", plain, true},
    {4022, "done_activities_count", "", "Done activities", "int", "", plain, true},
    {4023, "undone_activities_count", "", "Activities to do", "int", "", plain, true},
    {4024, "email_messages_count", "", "Email messages count", "int", "", plain, true},
    {4025, "files_count", "", "Files", "int", "", plain, true},
    {4026, "notes_count", "", "Notes", "int", "", plain, true},
    {4027, "followers_count", "", "Followers", "int", "", plain, true},
    {4028, "picture_id", "", "Profile picture", "picture", "int", plain, false},
    {4029, "cc_email", "smart_bcc_email", "Smart Bcc email", "varchar", "", plain, true},
    {4030, "website", "", "Website", "varchar", "", editable, false},
    {4031, "linkedin", "", "LinkedIn profile", "varchar", "", editable, false},
    {4032, "industry", "", "Industry", "int", "", editable, false},
    {4033, "annual_revenue", "", "Annual revenue", "double", "", editable, false},
    {4034, "employee_count", "", "Number of employees", "int", "", editable, false},
};

constexpr BuiltInField person_fields[] = {
    {9001, "id", "", "ID", "int", "", plain, false},
    {9002, "name", "", "Name", "varchar", "", editable | searchable | mandatory | shown_on_add, false},
    {9003, "first_name", "", "First name", "varchar", "", editable, false},
    {9004, "last_name", "", "Last name", "varchar", "", editable, false},
    {9005, "label", "label_ids", "Labels", "enum", "set", editable | shown_on_add, false, OptionSource::labels},
    {9006, "org_id", "", "Organization", "org", "", editable | shown_on_add, false},
    {9007, "email", "emails", "Email", "varchar", "", editable | searchable | shown_on_add, false},
    {9008, "phone", "phones", "Phone", "phone", "", editable | searchable | shown_on_add, false},
    {9009, "owner_id", "", "Owner", "user", "", editable | shown_on_add, false},
    {9010, "visible_to", "", "Visible to", "visible_to", "", editable | shown_on_add, false, OptionSource::levels},
    {9011, "add_time", "", "Person created", "date", "", plain, false},
    {9012, "update_time", "", "Update time", "date", "", plain, false},
    {9013, "open_deals_count", "", "Open deals", "int", "", plain, true},
    {9014, "related_open_deals_count", "", "Related open deals", "int", "", plain, true},
    {9015, "closed_deals_count", "", "Closed deals", "int", "", plain, true},
    {9016, "related_closed_deals_count", "", "Related closed deals", "int", "", plain, true},
    {9017, "won_deals_count", "", "Won deals", "int", "", plain, true},
    {9018, "related_won_deals_count", "", "Related won deals", "int", "", plain, true},
    {9019, "lost_deals_count", "", "Lost deals", "int", "", plain, true},
    {9020, "related_lost_deals_count", "", "Related lost deals", "int", "", plain, true},
    {9021, "participant_open_deals_count", "", "Open deals as participant", "int", "", plain, true},
    {9022, "participant_closed_deals_count", "", "Closed deals as participant", "int", "", plain, true},
    {9023, "next_activity_date", "next_activity_id", "Next activity date", "date", "int", plain, true},
    {9024, "last_activity_date", "last_activity_id", "Last activity date", "date", "int", plain, true},
    {9025, "activities_count", "", "Total activities", "int", "", plain, true},
    {9026, "done_activities_count", "", "Done activities", "int", "", plain, true},
    {9027, "undone_activities_count", "", "Activities to do", "int", "", plain, true},
    {9028, "email_messages_count", "", "Email messages count", "int", "", plain, true},
    {9029, "files_count", "", "Files", "int", "", plain, true},
    {9030, "notes_count", "", "Notes", "int", "", plain, true},
    {9031, "followers_count", "", "Followers", "int", "", plain, true},
    {9032, "picture_id", "", "Profile picture", "picture", "int", plain, false},
    {9033, "last_incoming_mail_time", "", "Last email received", "date", "", plain, true},
    {9034, "last_outgoing_mail_time", "", "Last email sent", "date", "", plain, true},
    {9035, "marketing_status", "", "Marketing status", "enum", "", editable, true},
    {9036, "cc_email", "smart_bcc_email", "Smart Bcc email", "varchar", "", plain, true},
};

constexpr BuiltInField deal_fields[] = {
    {12001, "id", "", "ID", "int", "", plain, false},
    {12002, "title", "", "Title", "varchar", "", editable | searchable | mandatory | shown_on_add, false},
    {12003, "creator_user_id", "", "Creator", "user", "", plain, false},
    {12004, "user_id", "owner_id", "Owner", "user", "", editable | shown_on_add, false},
    {12005, "value", "", "Value", "monetary", "double", editable | shown_on_add, false},
    {12006, "currency", "", "Currency", "varchar", "", editable | shown_on_add, false},
    {12007, "weighted_value", "", "Weighted value", "monetary", "double", plain, true},
    {12008, "probability", "", "Probability", "int", "", editable, false},
    {12009, "org_id", "", "Organization", "org", "", editable | shown_on_add, false},
    {12010, "person_id", "", "Contact person", "people", "", editable | shown_on_add, false},
    {12011, "pipeline", "pipeline_id", "Pipeline", "double", "pipeline", editable | shown_on_add, false},
    {12012, "stage_id", "", "Stage", "stage", "", editable | shown_on_add, false},
    {12013, "label", "label_ids", "Label", "enum", "set", editable | shown_on_add, false, OptionSource::labels},
    {12014, "status", "", "Status", "status", "", editable, false},
    {12015, "add_time", "", "Deal created", "date", "", editable, false},
    {12016, "update_time", "", "Update time", "date", "", plain, false},
    {12017, "stage_change_time", "", "Last stage change", "date", "", plain, false},
    {12018, "next_activity_date", "next_activity_id", "Next activity date", "date", "int", plain, true},
    {12019, "last_activity_date", "last_activity_id", "Last activity date", "date", "int", plain, true},
    {12020, "won_time", "", "Won time", "date", "", editable, false},
    {12021, "first_won_time", "", "First won time", "date", "", plain, true},
    {12022, "lost_time", "", "Lost time", "date", "", editable, false},
    {12023, "close_time", "", "Deal closed on", "date", "", editable, false},
    {12024, "lost_reason", "", "Lost reason", "varchar_options", "", editable, false},
    {12025, "visible_to", "", "Visible to", "visible_to", "", editable | shown_on_add, false, OptionSource::levels},
    {12026, "expected_close_date", "", "Expected close date", "date", "", editable | shown_on_add, false},
    {12027, "activities_count", "", "Total activities", "int", "", plain, true},
    {12028, "done_activities_count", "", "Done activities", "int", "", plain, true},
    {12029, "undone_activities_count", "", "Activities to do", "int", "", plain, true},
    {12030, "email_messages_count", "", "Email messages count", "int", "", plain, true},
    {12031, "files_count", "", "Files", "int", "", plain, true},
    {12032, "notes_count", "", "Notes", "int", "", plain, true},
    {12033, "followers_count", "", "Followers", "int", "", plain, true},
    {12034, "participants_count", "", "Participants", "int", "", plain, true},
    {12035, "origin", "", "Source origin", "varchar", "", plain, false},
    {12036, "origin_id", "", "Source origin ID", "varchar", "", plain, false},
    {12037, "channel", "", "Source channel", "int", "", editable, false},
    {12038, "channel_id", "", "Source channel ID", "varchar", "", editable, false},
    {12039, "acv", "", "ACV", "monetary", "double", plain, false},
    {12040, "arr", "", "ARR", "monetary", "double", plain, false},
    {12041, "mrr", "", "MRR", "monetary", "double", plain, false},
    {12042, "is_archived", "", "Archived", "boolean", "", editable, false},
    {12043, "archive_time", "", "Archive time", "date", "", plain, false},
};

constexpr BuiltInField activity_fields[] = {
    {14001, "id", "", "ID", "int", "", plain, false},
    {14002, "subject", "", "Subject", "varchar", "", editable | searchable | mandatory | shown_on_add, false},
    {14003, "type", "", "Type", "enum", "", editable | shown_on_add, false},
    {14004, "due_date", "", "Due date", "date", "", editable | shown_on_add, false},
    {14005, "due_time", "", "Due time", "time", "", editable | shown_on_add, false},
    {14006, "duration", "", "Duration", "time", "", editable | shown_on_add, false},
    {14007, "user_id", "owner_id", "Assigned to user", "user", "", editable | shown_on_add, false},
    {14008, "org_id", "", "Organization", "org", "", editable | shown_on_add, false},
    {14009, "person_id", "", "Contact person", "people", "", editable | shown_on_add, false},
    {14010, "deal_id", "", "Deal", "deal", "", editable | shown_on_add, false},
    {14011, "done", "", "Done", "boolean", "", editable | shown_on_add, false},
    {14012, "note", "", "Note", "text", "", editable | searchable | shown_on_add, false},
    {14013, "public_description", "", "Public description", "text", "", editable, false},
    {14014, "location", "", "Location", "address", "", editable, false},
    {14015, "busy_flag", "busy", "Free/busy", "boolean", "", editable, false},
    {14016, "add_time", "", "Add time", "date", "", plain, false},
    {14017, "update_time", "", "Update time", "date", "", plain, false},
    {14018, "marked_as_done_time", "", "Marked as done time", "date", "", plain, false},
    {14019, "created_by_user_id", "creator_user_id", "Creator", "user", "", plain, false},
    {14020, "attendees", "", "Attendees", "json", "", editable, false},
    {14021, "participants", "", "Participants", "json", "", editable, false},
    {14022, "conference_meeting_url", "", "Conference meeting URL", "varchar", "", editable, false},
};

constexpr BuiltInField note_fields[] = {
    {16001, "id", "", "ID", "int", "", plain, false},
    {16002, "content", "", "Content", "text", "", editable | searchable | mandatory | shown_on_add, false},
    {16003, "user_id", "", "Author", "user", "", editable, false},
    {16004, "deal_id", "", "Deal", "deal", "", editable | shown_on_add, false},
    {16005, "person_id", "", "Person", "people", "", editable | shown_on_add, false},
    {16006, "org_id", "", "Organization", "org", "", editable | shown_on_add, false},
    {16007, "add_time", "", "Add time", "date", "", editable, false},
    {16008, "update_time", "", "Update time", "date", "", plain, false},
    {16009, "pinned_to_deal_flag", "", "Pinned to the deal", "boolean", "", editable, false},
    {16010, "pinned_to_person_flag", "", "Pinned to the person", "boolean", "", editable, false},
    {16011, "pinned_to_organization_flag", "", "Pinned to the organization", "boolean", "", editable, false},
};

}  // namespace

std::span<const BuiltInField> built_in_fields(domain::Kind kind) {
    switch (kind) {
        case domain::Kind::organization:
            return organization_fields;
        case domain::Kind::person:
            return person_fields;
        case domain::Kind::deal:
            return deal_fields;
        case domain::Kind::activity:
            return activity_fields;
        case domain::Kind::note:
            return note_fields;
        default:
            assert(false);
            return {};
    }
}

}  // namespace stele::dialect::pipedrive
