#include "store/check_rules.h"

#include "domain/change.h"
#include "store/columns.h"

namespace stele::store {

namespace {

using domain::Kind;

struct RecordTable {
    std::string_view name;
    std::string_view kind;  // domain::Kind, in decimal
};

constexpr RecordTable organization_table{"organization", "3"};
constexpr RecordTable person_table{"person", "4"};
constexpr RecordTable deal_table{"deal", "15"};
static_assert(static_cast<int>(Kind::deal) == 15);
static_assert(static_cast<int>(Kind::organization) == 3 && static_cast<int>(Kind::person) == 4);
static_assert(static_cast<int>(domain::EventAction::purged) == 8);

// SELECT column FROM other WHERE company_id = $1 AND kind = K AND no record has the id in `column` (where `condition` holds)
template <const RecordTable& table>
constexpr StatementText orphans(std::string_view column, std::string_view other, std::string_view condition = {}) {
    return StatementText()
        .add("SELECT DISTINCT ")
        .add(column)
        .add(" FROM ")
        .add(other)
        .add(" WHERE company_id = $1 AND kind = ")
        .add(table.kind)
        .add(" AND NOT EXISTS (SELECT 1 FROM ")
        .add(table.name)
        .add(" WHERE ")
        .add(table.name)
        .add(".company_id = $1 AND {id ")
        .add(table.name)
        .add("} = {id_value ")
        .add(other)
        .add(".")
        .add(column)
        .add("}")
        .add(condition)
        .add(")");
}

// SELECT id FROM table WHERE {in_company} AND condition
template <const RecordTable& table>
constexpr StatementText records_where() {
    return StatementText().add("SELECT id FROM ").add(table.name).add(" WHERE {in_company} AND ");
}

// What holds for every kind of record.
template <const RecordTable& table>
constexpr Rule record_rules[] = {
    {table.name, "its counter of followers is not their number", {kept_text<[] {
         return records_where<table>()
             .add("followers <> (SELECT count(*) FROM follower WHERE follower.company_id = $1 AND follower.kind = ")
             .add(table.kind)
             .add(" AND follower.record_id = ")
             .add(table.name)
             .add(".id)");
     }>}},
    {table.name, "its mask of followers lacks one of them", {kept_text<[] {
         return records_where<table>()
             .add("EXISTS (SELECT 1 FROM follower WHERE follower.company_id = $1 AND follower.kind = ")
             .add(table.kind)
             .add(" AND follower.record_id = ")
             .add(table.name)
             .add(".id AND ")
             .add(table.name)
             .add(".follower_mask & {bit follower.user_id} = 0)");
     }>}},
    {table.name, "its owner does not exist", {kept_text<[] {
         return records_where<table>()
             .add("NOT EXISTS (SELECT 1 FROM app_user WHERE {user_by_id ")
             .add(table.name)
             .add(".owner_id})");
     }>}},
    {table.name,
     "it has other labels but no first one",
     {kept_text<[] { return records_where<table>().add("label IS NULL AND other_labels IS NOT NULL"); }>}},
    {table.name, "it has followers but does not exist", {kept_text<[] { return orphans<table>("record_id", "follower"); }>}},
    {table.name, "it has changes but does not exist", {kept_text<[] { return orphans<table>("record_id", "change"); }>}},
    {table.name,
     "it is found by custom fields that it does not have",
     {kept_text<[] { return orphans<table>("record_id", "custom_field_value", " AND custom IS NOT NULL"); }>}},
    // Events outlive the records that they tell of.
    {table.name, "it has events but does not exist, and was neither merged nor purged", {kept_text<[] {
         return orphans<table>("record_id", "event")
             .add(
                 " AND record_id NOT IN (SELECT purged.record_id FROM event AS purged WHERE purged.company_id = $1 "
                 "AND purged.kind = ")
             .add(table.kind)
             .add(
                 " AND purged.action = 8) AND record_id NOT IN (SELECT merged_record.id FROM merged_record "
                 "WHERE merged_record.company_id = $1 AND merged_record.kind = ")
             .add(table.kind)
             .add(")");
     }>}},
    {table.name, "it was merged into another but exists", {kept_text<[] {
         return records_where<table>()
             .add("EXISTS (SELECT 1 FROM merged_record WHERE merged_record.company_id = $1 AND merged_record.kind = ")
             .add(table.kind)
             .add(" AND merged_record.id = ")
             .add(table.name)
             .add(".id)");
     }>}},
};

constexpr Rule link_rules[] = {
    {"organization",
     "its counter of people is not the number of those it is primary for",
     {"SELECT id FROM organization WHERE {in_company} AND people <> (SELECT count(*) FROM person_organization "
      "WHERE person_organization.company_id = $1 AND person_organization.organization_id = organization.id "
      "AND person_organization.is_primary = 1 AND EXISTS (SELECT 1 FROM person WHERE person.company_id = $1 "
      "AND {id person} = {id_value person_organization.person_id} AND person.delete_time IS NULL))"}},
    {"organization",
     "it has people but does not exist",
     {"SELECT DISTINCT organization_id FROM person_organization WHERE company_id = $1 AND NOT EXISTS (SELECT 1 "
      "FROM organization WHERE organization.company_id = $1 "
      "AND {id organization} = {id_value person_organization.organization_id})"}},
    {"person",
     "it has organizations but does not exist",
     {"SELECT DISTINCT person_id FROM person_organization WHERE company_id = $1 AND NOT EXISTS (SELECT 1 "
      "FROM person WHERE person.company_id = $1 AND {id person} = {id_value person_organization.person_id})"}},
    {"person",
     "its organization is not that of its primary link",
     {"SELECT id FROM person WHERE {in_company} AND COALESCE(person.organization_id, 0) <> COALESCE((SELECT "
      "person_organization.organization_id FROM person_organization WHERE person_organization.company_id = $1 "
      "AND person_organization.person_id = person.id AND person_organization.is_primary = 1), 0)"}},
    {"person",
     "it has addresses but does not exist",
     {"SELECT DISTINCT person_id FROM person_contact WHERE company_id = $1 AND NOT EXISTS (SELECT 1 FROM person "
      "WHERE person.company_id = $1 AND {id person} = {id_value person_contact.person_id})"}},
};

// What is about a record that exists is found by the record's kind.
template <const RecordTable& table>
constexpr Rule note_rules_of[] = {
    {table.name, "its counter of notes is not the number of those about it", {kept_text<[] {
         return records_where<table>()
             .add("notes <> (SELECT count(*) FROM note WHERE note.company_id = $1 AND note.")
             .add(table.name)
             .add("_id = ")
             .add(table.name)
             .add(".id AND note.delete_time IS NULL AND note.is_private = 0)");
     }>}},
    {"note",
     kept_text<[] { return StatementText().add("it is about a ").add(table.name).add(" that does not exist"); }>,
     {kept_text<[] {
         return StatementText()
             .add("SELECT id FROM note WHERE {in_company} AND note.")
             .add(table.name)
             .add("_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ")
             .add(table.name)
             .add(" WHERE ")
             .add(table.name)
             .add(".company_id = $1 AND {id ")
             .add(table.name)
             .add("} = {id_value note.")
             .add(table.name)
             .add("_id})");
     }>}},
    {"note",
     kept_text<[] { return StatementText().add("it is pinned to a ").add(table.name).add(" but not about one"); }>,
     {kept_text<[] {
         return StatementText()
             .add("SELECT id FROM note WHERE {in_company} AND pinned_to_")
             .add(table.name)
             .add(" <> 0 AND ")
             .add(table.name)
             .add("_id IS NULL");
     }>}},
};

constexpr Rule note_rules[] = {
    {"note",
     "it is about nothing",
     {"SELECT id FROM note WHERE {in_company} AND organization_id IS NULL AND person_id IS NULL AND deal_id IS NULL"}},
    {"note",
     "its author does not exist",
     {"SELECT id FROM note WHERE {in_company} AND NOT EXISTS (SELECT 1 FROM app_user WHERE {user_by_id note.user_id})"}},
    {"note",
     "it has comments but does not exist",
     {"SELECT DISTINCT note_id FROM note_comment WHERE company_id = $1 AND NOT EXISTS (SELECT 1 FROM note "
      "WHERE note.company_id = $1 AND {id note} = {id_value note_comment.note_id})"}},
    {"note",
     "it has changes but does not exist",
     {"SELECT DISTINCT record_id FROM change WHERE company_id = $1 AND kind = 17 AND NOT EXISTS (SELECT 1 FROM note "
      "WHERE note.company_id = $1 AND {id note} = {id_value change.record_id})"}},
    // Events outlive the notes that they tell of.
    {"note",
     "it has events but does not exist, and was not purged",
     {"SELECT DISTINCT record_id FROM event WHERE company_id = $1 AND kind = 17 AND NOT EXISTS (SELECT 1 FROM note "
      "WHERE note.company_id = $1 AND {id note} = {id_value event.record_id}) AND record_id NOT IN (SELECT "
      "purged.record_id FROM event AS purged WHERE purged.company_id = $1 AND purged.kind = 17 AND purged.action = 8)"}},
};
static_assert(static_cast<int>(Kind::note) == 17);

constexpr Rule relationship_rules[] = {
    {"relationship",
     "one of its organizations does not exist",
     {"SELECT id FROM organization_relationship WHERE company_id = $1 AND (NOT EXISTS (SELECT 1 FROM organization "
      "WHERE organization.company_id = $1 "
      "AND {id organization} = {id_value organization_relationship.owner_organization_id}) "
      "OR NOT EXISTS (SELECT 1 FROM organization WHERE organization.company_id = $1 "
      "AND {id organization} = {id_value organization_relationship.linked_organization_id}))"}},
    {"relationship",
     "it relates an organization to itself",
     {"SELECT id FROM organization_relationship WHERE company_id = $1 AND owner_organization_id = linked_organization_id"}},
    {"relationship",
     "its organizations are related the other way round too",
     {"SELECT id FROM organization_relationship WHERE company_id = $1 AND EXISTS (SELECT 1 "
      "FROM organization_relationship AS other WHERE other.company_id = $1 "
      "AND other.owner_organization_id = organization_relationship.linked_organization_id "
      "AND other.linked_organization_id = organization_relationship.owner_organization_id "
      "AND other.id < organization_relationship.id)"}},
};

constexpr Rule other_rules[] = {
    {"merged record",
     "its survivor was merged itself",
     {"SELECT id FROM merged_record WHERE company_id = $1 AND EXISTS (SELECT 1 FROM merged_record AS survivor "
      "WHERE survivor.company_id = $1 AND survivor.kind = merged_record.kind "
      "AND survivor.id = merged_record.survivor_id)"}},
    {"follower",
     "its user does not exist",
     {"SELECT follower.id FROM follower WHERE company_id = $1 AND NOT EXISTS (SELECT 1 FROM app_user "
      "WHERE {user_by_id follower.user_id})"}},
    {"follower",
     "its number is taken twice",
     {"SELECT id FROM follower WHERE company_id = $1 GROUP BY id HAVING count(*) > 1"}},
    {"change", "its number is taken twice", {"SELECT id FROM change WHERE company_id = $1 GROUP BY id HAVING count(*) > 1"}},
    {"label option",
     "its number is taken twice",
     {"SELECT id FROM label_option WHERE company_id = $1 AND kind <> 17 GROUP BY id HAVING count(*) > 1"}},  // categories of notes apart
    {"user",
     "its group does not exist",
     {"SELECT id FROM app_user WHERE {in_company} AND NOT EXISTS (SELECT 1 FROM visibility_group "
      "WHERE visibility_group.company_id = $1 AND {id visibility_group} = {id_value app_user.group_id})"}},
};

// What an organization, a person or a deal is told of its activities.
template <const RecordTable& table>
constexpr StatementText activities_of(std::string_view what, std::string_view condition) {
    return StatementText()
        .add("(SELECT ")
        .add(what)
        .add(" FROM activity WHERE activity.company_id = $1 AND activity.")
        .add(table.name)
        .add("_id = ")
        .add(table.name)
        .add(".id AND activity.delete_time IS NULL")
        .add(condition)
        .add(")");
}

template <const RecordTable& table>
constexpr Rule activity_rules[] = {
    {table.name, "its counters of activities are not their numbers", {kept_text<[] {
         return records_where<table>()
             .add("(activities <> ")
             .add(activities_of<table>("count(*)", "").view())
             .add(" OR done_activities <> ")
             .add(activities_of<table>("count(*)", " AND activity.done = 1").view())
             .add(")");
     }>}},
    {table.name, "its next activity is not the next one", {kept_text<[] {
         return records_where<table>()
             .add("COALESCE(next_activity_id, 0) <> COALESCE(")
             .add(activities_of<table>("activity.id",
                                       " AND activity.done = 0 AND activity.due_date IS NOT NULL "
                                       "ORDER BY activity.due, {id activity} LIMIT 1")
                      .view())
             .add(", 0)");
     }>}},
    {table.name, "its last activity is not the last one", {kept_text<[] {
         return records_where<table>()
             .add("COALESCE(last_activity_id, 0) <> COALESCE(")
             .add(activities_of<table>("activity.id",
                                       " AND activity.done = 1 AND activity.due_date IS NOT NULL "
                                       "ORDER BY activity.due DESC, {id activity} DESC LIMIT 1")
                      .view())
             .add(", 0)");
     }>}},
    {table.name, "one of its activities has another time than it says", {kept_text<[] {
         return records_where<table>()
             .add("EXISTS (SELECT 1 FROM activity WHERE activity.company_id = $1 AND activity.id = ")
             .add(table.name)
             .add(".next_activity_id AND (activity.due_date <> ")
             .add(table.name)
             .add(".next_activity_date OR COALESCE(activity.due_time, '') <> COALESCE(")
             .add(table.name)
             .add(".next_activity_time, '')))");
     }>}},
    {"activity", "what it is about does not exist", {kept_text<[] {
         return StatementText()
             .add("SELECT id FROM activity WHERE {in_company} AND ")
             .add(table.name)
             .add("_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ")
             .add(table.name)
             .add(" WHERE ")
             .add(table.name)
             .add(".company_id = $1 AND {id ")
             .add(table.name)
             .add("} = {id_value activity.")
             .add(table.name)
             .add("_id})");
     }>}},
};

constexpr Rule named_rules[] = {
    {"person",
     "an activity names it but it does not exist",
     {"SELECT DISTINCT person_id FROM activity_person WHERE company_id = $1 AND NOT EXISTS (SELECT 1 FROM person "
      "WHERE person.company_id = $1 AND {id person} = {id_value activity_person.person_id})"}},
    {"activity",
     "it has a type that does not exist",
     {"SELECT id FROM activity WHERE {in_company} AND NOT EXISTS (SELECT 1 FROM activity_type "
      "WHERE activity_type.company_id = $1 AND activity_type.type_key = activity.type)"}},
};

constexpr std::span<const Rule> all_rules[] = {record_rules<organization_table>,
                                               record_rules<person_table>,
                                               record_rules<deal_table>,
                                               link_rules,
                                               relationship_rules,
                                               note_rules_of<organization_table>,
                                               note_rules_of<person_table>,
                                               note_rules_of<deal_table>,
                                               note_rules,
                                               activity_rules<organization_table>,
                                               activity_rules<person_table>,
                                               activity_rules<deal_table>,
                                               named_rules,
                                               other_rules};

constexpr LargestId all_largest_ids[] = {
    {Kind::user, "user", {"SELECT COALESCE(MAX(id), 0) FROM app_user WHERE company_id = $1"}},
    {Kind::organization, "organization", {"SELECT COALESCE(MAX(id), 0) FROM organization WHERE {in_company}"}},
    {Kind::person, "person", {"SELECT COALESCE(MAX(id), 0) FROM person WHERE {in_company}"}},
    {Kind::deal, "deal", {"SELECT COALESCE(MAX(id), 0) FROM deal WHERE {in_company}"}},
    {Kind::pipeline, "pipeline", {"SELECT COALESCE(MAX(id), 0) FROM pipeline WHERE company_id = $1"}},
    {Kind::stage, "stage", {"SELECT COALESCE(MAX(id), 0) FROM stage WHERE company_id = $1"}},
    {Kind::participant, "participant", {"SELECT COALESCE(MAX(id), 0) FROM deal_participant WHERE company_id = $1"}},
    {Kind::key, "key", {"SELECT COALESCE(MAX(id), 0) FROM api_key WHERE company_id = $1"}},
    {Kind::follower, "follower", {"SELECT COALESCE(MAX(id), 0) FROM follower WHERE company_id = $1"}},
    {Kind::label_option, "label option", {"SELECT COALESCE(MAX(id), 0) FROM label_option WHERE company_id = $1"}},
    {Kind::change, "change", {"SELECT COALESCE(MAX(id), 0) FROM change WHERE company_id = $1"}},
    {Kind::event, "event", {"SELECT COALESCE(MAX(id), 0) FROM event WHERE company_id = $1"}},
    {Kind::relationship,
     "relationship",
     {"SELECT COALESCE(MAX(id), 0) FROM organization_relationship WHERE company_id = $1"}},
    {Kind::note, "note", {"SELECT COALESCE(MAX(id), 0) FROM note WHERE {in_company}"}},
    {Kind::file, "file", {"SELECT COALESCE(MAX(id), 0) FROM file WHERE {in_company}"}},
    {Kind::comment, "comment", {"SELECT COALESCE(MAX(id), 0) FROM note_comment WHERE {in_company}"}},
    {Kind::mail_message, "mail message", {"SELECT COALESCE(MAX(id), 0) FROM mail_message WHERE {in_company}"}},
    {Kind::mail_thread, "mail thread", {"SELECT COALESCE(MAX(id), 0) FROM mail_thread WHERE {in_company}"}},
    {Kind::group, "group", {"SELECT COALESCE(MAX(id), 0) FROM visibility_group WHERE {in_company}"}},
    {Kind::activity, "activity", {"SELECT COALESCE(MAX(id), 0) FROM activity WHERE {in_company}"}},
    {Kind::activity_type, "activity type", {"SELECT COALESCE(MAX(id), 0) FROM activity_type WHERE company_id = $1"}},
    {Kind::tag, "tag", {"SELECT COALESCE(MAX(id), 0) FROM tag WHERE {in_company}"}},
    {Kind::occurrence, "occurrence", {"SELECT COALESCE(MAX(id), 0) FROM occurrence WHERE {in_company}"}},
    {Kind::job, "job", {"SELECT COALESCE(MAX(id), 0) FROM job WHERE {in_company}"}},
    {Kind::picture, "picture", {"SELECT COALESCE(MAX(id), 0) FROM picture WHERE {in_company}"}},
};

}  // namespace

std::span<const std::span<const Rule>> rules() { return all_rules; }

std::span<const LargestId> largest_ids() { return all_largest_ids; }

}  // namespace stele::store
