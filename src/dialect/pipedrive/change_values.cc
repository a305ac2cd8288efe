#include "dialect/pipedrive/change_values.h"

#include <algorithm>

#include "base/time_text.h"
#include "dialect/pipedrive/person_fields.h"
#include "dialect/pipedrive/visible_level.h"
#include "domain/attributes.h"
#include "domain/records.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Change;

bool is_time(std::string_view field) {
    using namespace domain::field_key;
    for (const std::string_view time : {add_time, close_time, won_time, lost_time, archive_time})
        if (field == time) return true;
    return false;
}

// A record that the caller does not see has no id: a move to it is as one to none.
Result<void> hide_record(Context& context, domain::Kind kind, std::optional<std::string>& value) {
    if (!value) return {};
    const auto id = parse_integer(*value).value_or(0);
    const auto found = domain::find_record(context.transaction, context.caller, {kind, id});
    if (!found && found.error().code != ErrorCode::not_found) return fail(found);
    if (!found) value.reset();
    return {};
}

}  // namespace

std::string_view change_key(std::string_view field) {
    if (field == domain::field_key::owner) return "owner_id";
    if (field == domain::field_key::labels) return "label_ids";
    if (field == domain::field_key::deleted) return "active_flag";
    if (field == domain::field_key::people) return "people_count";
    if (field == domain::field_key::organization) return "org_id";
    if (field == domain::field_key::emails) return "email";
    if (field == domain::field_key::phones) return "phone";
    if (field == domain::field_key::person) return "person_id";
    if (field == domain::field_key::pipeline) return "pipeline_id";
    if (field == domain::field_key::stage) return "stage_id";
    if (field == domain::field_key::is_archived) return "is_archived";
    if (field == domain::field_key::picture) return "picture_id";
    return field;
}

void write_change_value(JsonWriter& writer, const domain::Company& company, std::string_view field,
                        const std::optional<std::string>& value) {
    if (!value) {
        writer.null();
        return;
    }
    if (field == domain::field_key::deleted) {
        writer.string_literal(*value == "1" ? "0" : "1");
    } else if (field == domain::field_key::visible_to) {
        const auto level = static_cast<int>(parse_integer(*value).value_or(domain::visible_to_everyone));
        writer.string_literal(std::to_string(shown_level(company, level)));
    } else if (is_time(field)) {
        writer.string_literal(format_space(parse_integer(*value).value_or(0)).view());
    } else if (field == domain::field_key::marketing_status) {
        writer.string_literal(marketing_name(static_cast<domain::MarketingStatus>(parse_integer(*value).value_or(1))));
    } else {
        writer.string(*value);
    }
}

std::optional<domain::Kind> named_kind(const Context& context, domain::Kind kind, std::string_view field) {
    if (field == domain::field_key::organization) return domain::Kind::organization;
    if (field == domain::field_key::person || field == domain::field_key::participant) return domain::Kind::person;
    const auto& fields = context.caller.directory->custom_fields;
    const auto custom = std::ranges::find_if(
        fields, [&](const domain::CustomField& each) { return each.kind == kind && each.key == field; });
    if (custom == fields.end()) return std::nullopt;
    if (custom->type == domain::FieldType::organization) return domain::Kind::organization;
    return custom->type == domain::FieldType::person ? std::optional(domain::Kind::person) : std::nullopt;
}

namespace {

// What Pipedrive has no name for.
bool is_nameless(const Change& change) {
    constexpr std::string_view nameless[] = {domain::field_key::tags, domain::field_key::segments,
                                             domain::field_key::organizations};
    return std::ranges::find(nameless, change.field) != std::end(nameless) ||
           domain::is_attribute(change.kind, change.field);
}

}  // namespace

Result<std::optional<Change>> shown_change(Context& context, const Change& change) {
    if (is_nameless(change)) return std::nullopt;
    const auto kind = context.caller.sees_all() ? std::nullopt : named_kind(context, change.kind, change.field);
    if (!kind) return change;
    Change shown = change;
    if (auto hidden = hide_record(context, *kind, shown.old_value); !hidden) return fail(hidden);
    if (auto hidden = hide_record(context, *kind, shown.new_value); !hidden) return fail(hidden);
    if (!shown.old_value && !shown.new_value) return std::nullopt;
    return shown;
}

}  // namespace stele::dialect::pipedrive
