#include "store/deal_sql.h"

namespace stele::store {

namespace {

using domain::DealField;
using domain::Kind;

constexpr FieldSql fields[] = {
    {DealField::id, "{id deal}", FieldForm::id, false},
    {DealField::title, "title_sort", FieldForm::sort_key, false, FieldIndex::sorts},
    {DealField::creator_id, "creator_id", FieldForm::number, false},
    {DealField::owner_id, "owner_id", FieldForm::number, false, FieldIndex::sorts},
    {DealField::owner_name, "(SELECT name_sort FROM app_user WHERE {user_by_id deal.owner_id})", FieldForm::sort_key, false},
    {DealField::visible_to, "visible_to", FieldForm::number, false},
    {DealField::add_time, "add_time", FieldForm::number, false, FieldIndex::sorts},
    {DealField::update_time, "update_time", FieldForm::number, false, FieldIndex::sorts},
    {DealField::delete_time, "delete_time", FieldForm::number, true},
    {DealField::is_archived, "(CASE WHEN archive_time IS NULL THEN 0 ELSE 1 END)", FieldForm::number, false},
    {DealField::archive_time, "archive_time", FieldForm::number, true},
    {DealField::label, "label", FieldForm::number, true},
    {DealField::labels, "label", FieldForm::labels, true},
    {DealField::value, "value", FieldForm::number, false},
    // Products of the deal's share, or else the stage's where its pipeline counts it.
    {DealField::weighted_value,
     "(deal.value * COALESCE(deal.probability, (SELECT stage.probability FROM stage JOIN pipeline ON pipeline.id = "
     "stage.pipeline_id WHERE stage.company_id = $1 AND pipeline.company_id = $1 AND stage.id = deal.stage_id "
     "AND pipeline.has_probabilities = 1), 100) / 100)",
     FieldForm::number, false},
    {DealField::currency, "currency", FieldForm::text, false},
    {DealField::person_id, "person_id", FieldForm::number, true, FieldIndex::filters,
     "(SELECT person.id FROM person WHERE person.company_id = $1 AND {id person} = {id_value deal.person_id} AND ",
     Kind::person},
    {DealField::person_name,
     "(SELECT person.name_sort FROM person WHERE person.company_id = $1 AND {id person} = {id_value deal.person_id})",
     FieldForm::sort_key, true, FieldIndex::none,
     "(SELECT person.name_sort FROM person WHERE person.company_id = $1 AND {id person} = {id_value deal.person_id} AND ",
     Kind::person},
    {DealField::organization_id, "organization_id", FieldForm::number, true, FieldIndex::filters,
     "(SELECT organization.id FROM organization WHERE organization.company_id = $1 AND {id organization} = {id_value "
     "deal.organization_id} AND "},
    {DealField::organization_name,
     "(SELECT organization.name_sort FROM organization WHERE organization.company_id = $1 AND {id organization} = {id_value "
     "deal.organization_id})",
     FieldForm::sort_key, true, FieldIndex::none,
     "(SELECT organization.name_sort FROM organization WHERE organization.company_id = $1 AND {id organization} = {id_value "
     "deal.organization_id} AND "},
    {DealField::pipeline_id, "pipeline_id", FieldForm::number, false, FieldIndex::filters},
    {DealField::stage_id, "stage_id", FieldForm::number, false, FieldIndex::filters},
    {DealField::stage_position,
     "(SELECT stage.position FROM stage WHERE stage.company_id = $1 AND stage.id = deal.stage_id)", FieldForm::number, true},
    {DealField::status, "status", FieldForm::number, false},
    {DealField::probability, "probability", FieldForm::number, true},
    {DealField::lost_reason, "lost_reason", FieldForm::text, true},
    {DealField::stage_change_time, "stage_change_time", FieldForm::number, true},
    {DealField::close_time, "close_time", FieldForm::number, true},
    {DealField::won_time, "won_time", FieldForm::number, true},
    {DealField::first_won_time, "first_won_time", FieldForm::number, true},
    {DealField::lost_time, "lost_time", FieldForm::number, true},
    {DealField::expected_close_date, "expected_close_date", FieldForm::text, true},
    {DealField::channel, "channel", FieldForm::number, true},
    {DealField::channel_id, "channel_id", FieldForm::text, true},
    {DealField::origin, "origin", FieldForm::text, false},
    {DealField::origin_id, "origin_id", FieldForm::text, true},
    {DealField::acv, "acv", FieldForm::number, true},
    {DealField::arr, "arr", FieldForm::number, true},
    {DealField::mrr, "mrr", FieldForm::number, true},
    {DealField::next_activity_id, "next_activity_id", FieldForm::number, true},
    {DealField::next_activity_date, "next_activity_date", FieldForm::text, true},
    {DealField::next_activity_time, "next_activity_time", FieldForm::text, true},
    {DealField::last_activity_id, "last_activity_id", FieldForm::number, true},
    {DealField::last_activity_date, "last_activity_date", FieldForm::text, true},
    {DealField::last_incoming_mail_time, "last_incoming_mail_time", FieldForm::number, true},
    {DealField::last_outgoing_mail_time, "last_outgoing_mail_time", FieldForm::number, true},
    {DealField::email_messages, "email_messages", FieldForm::number, false},
    {DealField::activities, "activities", FieldForm::number, false},
    {DealField::done_activities, "done_activities", FieldForm::number, false},
    {DealField::undone_activities, "(activities - done_activities)", FieldForm::number, false},
    {DealField::files, "files", FieldForm::number, false},
    {DealField::notes, "notes", FieldForm::number, false},
    {DealField::followers, "followers", FieldForm::number, false},
    {DealField::participants, "participants", FieldForm::number, false},
    {DealField::participant,
     "EXISTS (SELECT 1 FROM deal_participant WHERE company_id = $1 AND deal_id = deal.id AND person_id = ",
     FieldForm::participant, false},
    {DealField::followed_by,
     "EXISTS (SELECT 1 FROM follower WHERE company_id = $1 AND kind = 15 AND record_id = deal.id AND user_id = ",
     FieldForm::followed_by, false},
};
static_assert(static_cast<int>(Kind::deal) == 15);
static_assert(in_order(fields, DealField::followed_by));

constexpr FoldSql folds[] = {
    {DealField::title, "title_fold"},
    {DealField::currency, "currency_fold"},
    {DealField::lost_reason, "lost_reason_fold"},
    {DealField::channel_id, "channel_id_fold"},
    {DealField::origin, "origin_fold"},
    {DealField::origin_id, "origin_id_fold"},
};

constexpr IndexSql indexes[] = {
    {DealField::title, "deal_by_fold", true},
    {DealField::owner_id, "deal_by_owner", false},
    {DealField::stage_id, "deal_by_stage", false},
    {DealField::pipeline_id, "deal_by_pipeline", false},
    {DealField::organization_id, "deal_by_organization", false},
    {DealField::person_id, "deal_by_person", false},
    {DealField::add_time, "deal_by_add_time", false},
    {DealField::update_time, "deal_by_update_time", false},
};

constexpr RecordSql table{
    "deal", "15",  "{id deal}", DealField::id, DealField::delete_time, DealField::add_time, DealField::update_time,
    fields, folds, indexes,     "deal_changed"};

}  // namespace

const RecordSql& deal_sql() { return table; }

}  // namespace stele::store
