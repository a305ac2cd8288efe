#include "dialect/pipedrive/filter_fields.h"

#include <algorithm>
#include <cassert>
#include <span>

#include "dialect/pipedrive/built_in_fields.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::CustomForm;
using domain::CustomPart;
using domain::FieldType;
using domain::Kind;
using Activity = domain::ActivityField;
using Organization = domain::OrganizationField;
using Person = domain::PersonField;

struct BuiltIn {
    std::string_view key;
    Comparable comparable;
    domain::FieldRef field;
};

// What is not here, nobody can filter by: the address that collects mail is the same for all.
constexpr BuiltIn organization_fields[] = {
    {"id", Comparable::whole, Organization::id},
    {"name", Comparable::text, Organization::name},
    {"label", Comparable::options, Organization::labels},
    {"owner_id", Comparable::user, Organization::owner_id},
    {"visible_to", Comparable::level, Organization::visible_to},
    {"add_time", Comparable::moment, Organization::add_time},
    {"update_time", Comparable::moment, Organization::update_time},
    {"people_count", Comparable::whole, Organization::people},
    {"open_deals_count", Comparable::whole, Organization::open_deals},
    {"related_open_deals_count", Comparable::whole, Organization::related_open_deals},
    {"closed_deals_count", Comparable::whole, Organization::closed_deals},
    {"related_closed_deals_count", Comparable::whole, Organization::related_closed_deals},
    {"won_deals_count", Comparable::whole, Organization::won_deals},
    {"related_won_deals_count", Comparable::whole, Organization::related_won_deals},
    {"lost_deals_count", Comparable::whole, Organization::lost_deals},
    {"related_lost_deals_count", Comparable::whole, Organization::related_lost_deals},
    {"next_activity_date", Comparable::day, Organization::next_activity_date},
    {"last_activity_date", Comparable::day, Organization::last_activity_date},
    {"address", Comparable::text, Organization::address},
    {"activities_count", Comparable::whole, Organization::activities},
    {"done_activities_count", Comparable::whole, Organization::done_activities},
    {"undone_activities_count", Comparable::whole, Organization::undone_activities},
    {"email_messages_count", Comparable::whole, Organization::email_messages},
    {"files_count", Comparable::whole, Organization::files},
    {"notes_count", Comparable::whole, Organization::notes},
    {"followers_count", Comparable::whole, Organization::followers},
    {"picture_id", Comparable::whole, Organization::picture_id},
    {"website", Comparable::text, Organization::website},
    {"linkedin", Comparable::text, Organization::linkedin},
    {"industry", Comparable::whole, Organization::industry},
    {"annual_revenue", Comparable::real, Organization::annual_revenue},
    {"employee_count", Comparable::whole, Organization::employee_count},
};

constexpr BuiltIn person_fields[] = {
    {"id", Comparable::whole, Person::id},
    {"name", Comparable::text, Person::name},
    {"first_name", Comparable::text, Person::first_name},
    {"last_name", Comparable::text, Person::last_name},
    {"label", Comparable::options, Person::labels},
    {"org_id", Comparable::record, Person::organization_id},
    {"email", Comparable::text, Person::emails},
    {"phone", Comparable::text, Person::phones},
    {"owner_id", Comparable::user, Person::owner_id},
    {"visible_to", Comparable::level, Person::visible_to},
    {"add_time", Comparable::moment, Person::add_time},
    {"update_time", Comparable::moment, Person::update_time},
    {"open_deals_count", Comparable::whole, Person::open_deals},
    {"related_open_deals_count", Comparable::whole, Person::related_open_deals},
    {"closed_deals_count", Comparable::whole, Person::closed_deals},
    {"related_closed_deals_count", Comparable::whole, Person::related_closed_deals},
    {"won_deals_count", Comparable::whole, Person::won_deals},
    {"related_won_deals_count", Comparable::whole, Person::related_won_deals},
    {"lost_deals_count", Comparable::whole, Person::lost_deals},
    {"related_lost_deals_count", Comparable::whole, Person::related_lost_deals},
    {"participant_open_deals_count", Comparable::whole, Person::participant_open_deals},
    {"participant_closed_deals_count", Comparable::whole, Person::participant_closed_deals},
    {"next_activity_date", Comparable::day, Person::next_activity_date},
    {"last_activity_date", Comparable::day, Person::last_activity_date},
    {"activities_count", Comparable::whole, Person::activities},
    {"done_activities_count", Comparable::whole, Person::done_activities},
    {"undone_activities_count", Comparable::whole, Person::undone_activities},
    {"email_messages_count", Comparable::whole, Person::email_messages},
    {"files_count", Comparable::whole, Person::files},
    {"notes_count", Comparable::whole, Person::notes},
    {"followers_count", Comparable::whole, Person::followers},
    {"picture_id", Comparable::whole, Person::picture_id},
    {"last_incoming_mail_time", Comparable::moment, Person::last_incoming_mail_time},
    {"last_outgoing_mail_time", Comparable::moment, Person::last_outgoing_mail_time},
};

constexpr BuiltIn activity_fields[] = {
    {"id", Comparable::whole, Activity::id},
    {"subject", Comparable::text, Activity::subject},
    {"type", Comparable::text, Activity::type},
    {"due_date", Comparable::day, Activity::due_date},
    {"user_id", Comparable::user, Activity::owner_id},
    {"org_id", Comparable::record, Activity::organization_id},
    {"person_id", Comparable::record, Activity::person_id},
    {"deal_id", Comparable::record, Activity::deal_id},
    {"done", Comparable::whole, Activity::done},
    {"note", Comparable::text, Activity::note},
    {"public_description", Comparable::text, Activity::public_description},
    {"location", Comparable::text, Activity::location},
    {"busy_flag", Comparable::whole, Activity::busy},
    {"add_time", Comparable::moment, Activity::add_time},
    {"update_time", Comparable::moment, Activity::update_time},
    {"marked_as_done_time", Comparable::moment, Activity::done_time},
    {"created_by_user_id", Comparable::user, Activity::creator_id},
};

using Deal = domain::DealField;
constexpr BuiltIn deal_fields[] = {
    {"id", Comparable::whole, Deal::id},
    {"title", Comparable::text, Deal::title},
    {"creator_user_id", Comparable::user, Deal::creator_id},
    {"user_id", Comparable::user, Deal::owner_id},
    {"value", Comparable::real, Deal::value},
    {"currency", Comparable::text, Deal::currency},
    {"weighted_value", Comparable::real, Deal::weighted_value},
    {"probability", Comparable::whole, Deal::probability},
    {"org_id", Comparable::record, Deal::organization_id},
    {"person_id", Comparable::record, Deal::person_id},
    {"pipeline", Comparable::whole, Deal::pipeline_id},
    {"stage_id", Comparable::whole, Deal::stage_id},
    {"label", Comparable::options, Deal::labels},
    {"status", Comparable::status, Deal::status},
    {"add_time", Comparable::moment, Deal::add_time},
    {"update_time", Comparable::moment, Deal::update_time},
    {"stage_change_time", Comparable::moment, Deal::stage_change_time},
    {"next_activity_date", Comparable::day, Deal::next_activity_date},
    {"last_activity_date", Comparable::day, Deal::last_activity_date},
    {"won_time", Comparable::moment, Deal::won_time},
    {"first_won_time", Comparable::moment, Deal::first_won_time},
    {"lost_time", Comparable::moment, Deal::lost_time},
    {"close_time", Comparable::moment, Deal::close_time},
    {"lost_reason", Comparable::text, Deal::lost_reason},
    {"visible_to", Comparable::level, Deal::visible_to},
    {"expected_close_date", Comparable::day, Deal::expected_close_date},
    {"activities_count", Comparable::whole, Deal::activities},
    {"done_activities_count", Comparable::whole, Deal::done_activities},
    {"undone_activities_count", Comparable::whole, Deal::undone_activities},
    {"email_messages_count", Comparable::whole, Deal::email_messages},
    {"files_count", Comparable::whole, Deal::files},
    {"notes_count", Comparable::whole, Deal::notes},
    {"followers_count", Comparable::whole, Deal::followers},
    {"participants_count", Comparable::whole, Deal::participants},
    {"origin", Comparable::text, Deal::origin},
    {"origin_id", Comparable::text, Deal::origin_id},
    {"channel", Comparable::whole, Deal::channel},
    {"channel_id", Comparable::text, Deal::channel_id},
    {"acv", Comparable::real, Deal::acv},
    {"arr", Comparable::real, Deal::arr},
    {"mrr", Comparable::real, Deal::mrr},
    {"is_archived", Comparable::whole, Deal::is_archived},
    {"archive_time", Comparable::moment, Deal::archive_time},
    {"last_incoming_mail_time", Comparable::moment, Deal::last_incoming_mail_time},
    {"last_outgoing_mail_time", Comparable::moment, Deal::last_outgoing_mail_time},
};

std::span<const BuiltIn> compared_fields(Kind kind) {
    if (kind == Kind::activity) return activity_fields;
    if (kind == Kind::deal) return deal_fields;
    return kind == Kind::person ? std::span<const BuiltIn>(person_fields) : organization_fields;
}

struct AddressPart {
    std::string_view name;
    Organization field;
};

constexpr AddressPart address_parts[] = {
    {"subpremise", Organization::address_subpremise},
    {"street_number", Organization::address_street_number},
    {"route", Organization::address_route},
    {"sublocality", Organization::address_sublocality},
    {"locality", Organization::address_locality},
    {"admin_area_level_1", Organization::address_admin_area_level_1},
    {"admin_area_level_2", Organization::address_admin_area_level_2},
    {"country", Organization::address_country},
    {"postal_code", Organization::address_postal_code},
    {"formatted_address", Organization::address_formatted_address},
};

// Null when there is none.
const BuiltInField* find_built_in(Kind kind, std::int64_t id) {
    const auto fields = built_in_fields(kind);
    const auto found = std::ranges::find(fields, id, &BuiltInField::id);
    return found != fields.end() ? &*found : nullptr;
}

std::unexpected<Error> no_field(std::int64_t id) {
    return fail(ErrorCode::invalid, "there is no field " + std::to_string(id) + " to filter by", "field_id");
}

std::unexpected<Error> no_part(std::string_view part) {
    return fail(ErrorCode::invalid, "the field has no part " + std::string(part), "extra_value");
}

CustomForm form_of(Comparable comparable) {
    switch (comparable) {
        case Comparable::text:
            return CustomForm::text;
        case Comparable::moment:
        case Comparable::day:
        case Comparable::day_span:
        case Comparable::clock:
        case Comparable::clock_span:
            return CustomForm::time;
        case Comparable::whole:
        case Comparable::real:
        case Comparable::option:
        case Comparable::options:
        case Comparable::user:
        case Comparable::record:
        case Comparable::status:
        case Comparable::level:
            return CustomForm::number;
    }
    assert(false);
    return CustomForm::number;
}

Result<FilterField> built_in_field(Kind kind, std::int64_t id, std::string_view part) {
    const BuiltInField* const field = find_built_in(kind, id);
    if (field == nullptr) return no_field(id);
    const std::span<const BuiltIn> fields = compared_fields(kind);
    const auto found = std::ranges::find(fields, field->key, &BuiltIn::key);
    if (found == fields.end()) return no_field(id);
    if (part.empty()) return FilterField{found->comparable, found->field, nullptr};
    const auto* const of_address = std::ranges::find(address_parts, part, &AddressPart::name);
    if (found->field != Organization::address || of_address == std::end(address_parts)) return no_part(part);
    return FilterField{Comparable::text, of_address->field, nullptr};
}

Comparable comparable_of_part(FieldType type, CustomPart part) {
    if (part == CustomPart::value) return comparable_of(type);
    if (part != CustomPart::until) return Comparable::text;
    return type == FieldType::date_range ? Comparable::day : Comparable::clock;
}

// A part is named as records name it behind the field's key, without the line between them.
Result<FilterField> custom_field(const domain::CustomField& field, std::string_view name) {
    auto part = CustomPart::value;
    if (!name.empty()) {
        const auto parts = domain::parts_of(field.type);
        const auto found = std::ranges::find(parts, name, [](const domain::PartName& row) { return row.suffix.substr(1); });
        if (found == parts.end()) return no_part(name);
        part = found->part;
    }
    const Comparable comparable = comparable_of_part(field.type, part);
    return FilterField{comparable, {field.kind, field.id, part, form_of(comparable)}, &field};
}

// Built-in fields come first where two have one id.
const domain::CustomField* find_custom(const domain::Directory& directory, Kind kind, std::int64_t id) {
    if (find_built_in(kind, id) != nullptr) return nullptr;
    const domain::CustomField* field = directory.custom_field(id);
    const bool is_shown = field != nullptr && field->kind == kind && !field->delete_time && field->is_shown_everywhere();
    return is_shown ? field : nullptr;
}

}  // namespace

Comparable comparable_of(FieldType type) {
    switch (type) {
        case FieldType::varchar:
        case FieldType::varchar_auto:
        case FieldType::text:
        case FieldType::phone:
        case FieldType::address:
        case FieldType::contacts:
            return Comparable::text;
        case FieldType::number:
        case FieldType::monetary:
            return Comparable::real;
        case FieldType::enumeration:
            return Comparable::option;
        case FieldType::set:
            return Comparable::options;
        case FieldType::user:
            return Comparable::user;
        case FieldType::organization:
        case FieldType::person:
            return Comparable::record;
        case FieldType::date:
            return Comparable::day;
        case FieldType::date_range:
            return Comparable::day_span;
        case FieldType::time:
            return Comparable::clock;
        case FieldType::time_range:
            return Comparable::clock_span;
        case FieldType::moment:
            return Comparable::moment;
    }
    assert(false);
    return Comparable::text;
}

Result<FilterField> find_filter_field(const domain::Directory& directory, Kind kind, std::int64_t id,
                                      std::string_view part) {
    const domain::CustomField* custom = find_custom(directory, kind, id);
    return custom != nullptr ? custom_field(*custom, part) : built_in_field(kind, id, part);
}

bool can_filter_by(Kind kind, std::int64_t id) {
    const bool has_filters =
        kind == Kind::organization || kind == Kind::person || kind == Kind::deal || kind == Kind::activity;
    return has_filters && built_in_field(kind, id, {}).has_value();
}

std::optional<domain::FieldRef> find_custom_member(const domain::Directory& directory, Kind kind, std::string_view name) {
    const auto line = std::min(name.find('_'), name.size());
    const domain::CustomField* field = directory.custom_field(kind, name.substr(0, line));
    if (field == nullptr || line + 1 == name.size()) return std::nullopt;
    const auto found = custom_field(*field, name.substr(std::min(line + 1, name.size())));
    return found ? std::optional(found->field) : std::nullopt;
}

std::optional<std::string> field_code(const domain::Directory& directory, Kind kind, std::int64_t id) {
    if (const domain::CustomField* custom = find_custom(directory, kind, id); custom != nullptr) return custom->key;
    const BuiltInField* const field = find_built_in(kind, id);
    return field != nullptr ? std::optional(std::string(field->code_v2())) : std::nullopt;
}

}  // namespace stele::dialect::pipedrive
