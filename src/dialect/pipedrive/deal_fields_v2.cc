#include "dialect/pipedrive/deal_fields.h"
#include "dialect/pipedrive/field_writers.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Counter;
using domain::Deal;
using View = DealView;
using enum WireType;

void write_person_id(JsonWriter& writer, const View& view) {
    write_id_or_null(writer, view.person != nullptr ? view.person->id : 0);
}

void write_organization_id(JsonWriter& writer, const View& view) {
    write_id_or_null(writer, view.organization != nullptr ? view.organization->id : 0);
}

constexpr Field<View> fields[] = {
    {"id", integer, false, write_integer<&Deal::id>, "The deal's id"},
    {"title", string, false, write_string<&Deal::title>, "The title"},
    {"creator_user_id", integer, false, write_integer<&Deal::creator_id>, "Who added it"},
    {"owner_id", integer, false, write_integer<&Deal::owner_id>, "The owner's id"},
    {"person_id", integer, true, write_person_id, "The person's id"},
    {"org_id", integer, true, write_organization_id, "The organization's id"},
    {"pipeline_id", integer, false, write_integer<&Deal::pipeline_id>, "The pipeline's id"},
    {"stage_id", integer, false, write_integer<&Deal::stage_id>, "The stage's id"},
    {"value", number, false, [](JsonWriter& w, const View& v) { w.real(v.deal.value); }, "What it is worth"},
    {"currency", string, false, write_string<&Deal::currency>, "The value's currency"},
    {"add_time", string, false, write_time_v2<&Deal::add_time>, "When it was added"},
    {"update_time", string, false, write_time_v2<&Deal::update_time>, "When it was last changed"},
    {"stage_change_time", string, true, write_time_or_null_v2<&Deal::stage_change_time>, "When it last changed its stage"},
    {"is_deleted", boolean, false, write_deleted_v2, "Whether it was deleted"},
    {"is_archived", boolean, false, [](JsonWriter& w, const View& v) { w.boolean(v.deal.archive_time.has_value()); },
     "Whether it is archived"},
    {"archive_time", string, true, write_time_or_null_v2<&Deal::archive_time>, "When it was archived"},
    {"status", string, false, [](JsonWriter& w, const View& v) { w.string_literal(status_name(v.deal)); },
     "open, won, lost or deleted"},
    {"probability", number, true, write_optional<&Deal::probability>, "How likely it is to be won, in percent"},
    {"lost_reason", string, true, write_optional<&Deal::lost_reason>, "Why it was lost"},
    {"visible_to", integer, false, write_visible_to_v2, "Who sees it: 1 the owner and followers, 3 everyone"},
    {"close_time", string, true, write_time_or_null_v2<&Deal::close_time>, "When it was closed"},
    {"won_time", string, true, write_time_or_null_v2<&Deal::won_time>, "When it was won"},
    {"lost_time", string, true, write_time_or_null_v2<&Deal::lost_time>, "When it was lost"},
    {"expected_close_date", string, true, write_optional<&Deal::expected_close_date>, "When it is to be closed"},
    {"label_ids", integers, false, write_labels, "The labels"},
    {"origin", string, false, write_string<&Deal::origin>, "How it was added"},
    {"origin_id", string, true, write_optional<&Deal::origin_id>, "Its id there"},
    {"channel", integer, true, write_optional<&Deal::channel>, "The channel it came through"},
    {"channel_id", string, true, write_optional<&Deal::channel_id>, "Its id in the channel"},
    {"source_lead_id", string, true, write_null, "The lead that it was; there are none"},
    {"arr", number, true, write_optional<&Deal::arr>, "Annual recurring revenue; of products"},
    {"mrr", number, true, write_optional<&Deal::mrr>, "Monthly recurring revenue; of products"},
    {"acv", number, true, write_optional<&Deal::acv>, "Annual contract value; of products"},
    {"custom_fields", object, false, write_custom_fields_v2, "Values of custom fields by their keys"},
};

constexpr Field<View> include_fields[] = {
    {"next_activity_id", integer, true, write_mark_id<&Deal::next_activity>, "Id of the next activity"},
    {"last_activity_id", integer, true, write_mark_id<&Deal::last_activity>, "Id of the last activity"},
    {"first_won_time", string, true, write_time_or_null_v2<&Deal::first_won_time>, "When it was won for the first time"},
    {"products_count", integer, false, [](JsonWriter& w, const View& /*v*/) { w.integer(0); }, "Products"},
    {"files_count", integer, false, write_count<Counter::files>, "Files"},
    {"notes_count", integer, false, write_count<Counter::notes>, "Notes"},
    {"followers_count", integer, false, write_count<Counter::followers>, "Followers"},
    {"email_messages_count", integer, false, write_count<Counter::email_messages>, "E-mail messages"},
    {"activities_count", integer, false, write_count<Counter::activities>, "Activities"},
    {"done_activities_count", integer, false, write_count<Counter::done_activities>, "Activities that are done"},
    {"undone_activities_count", integer, false, write_undone_count, "Activities that are not done"},
    {"participants_count", integer, false, write_integer<&Deal::participants>, "Persons who take part"},
    {"last_incoming_mail_time", string, true, write_time_or_null_v2<&Deal::last_incoming_mail_time>,
     "When mail last came in"},
    {"last_outgoing_mail_time", string, true, write_time_or_null_v2<&Deal::last_outgoing_mail_time>,
     "When mail last went out"},
    {"smart_bcc_email", string, false,
     [](JsonWriter& w, const View& v) { w.string(deal_mail_address(v.context, v.deal.id)); },
     "Where mail about it is collected"},
};

}  // namespace

DealTable deal_fields_v2() { return fields; }
DealTable deal_include_fields_v2() { return include_fields; }

const Shape deal_shape_v2{"Deal", [] { return describe(fields); }};
const Shape deal_list_shape_v2{"Deal", [] { return describe(fields); }, true};

}  // namespace stele::dialect::pipedrive
