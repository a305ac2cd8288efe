#include "dialect/ortto/activity_request.h"

#include "base/json_copy.h"
#include "base/limits.h"
#include "base/text.h"

namespace stele::dialect::ortto {

namespace {

constexpr std::string_view value_attribute = "int::v";  // thousandths of what it is worth
constexpr std::string_view activity_prefix = "act:";

std::unexpected<Error> refuse(std::string text) { return fail(ErrorCode::invalid, std::move(text)); }

Result<std::string> read_text(const JsonValue& activity, std::string_view name, std::size_t most) {
    const auto value = activity.find(name);
    if (!value || value->is_null()) return std::string();
    if (!value->is_string()) return refuse(std::string(name) + " must be a string");
    if (code_points(value->string()) > most)
        return refuse(std::string(name) + " has at most " + std::to_string(most) + " characters");
    return std::string(value->string());
}

Result<void> read_attributes(const JsonValue& activity, domain::NewOccurrence& occurrence) {
    const auto attributes = activity.find("attributes");
    if (!attributes || attributes->is_null()) return {};
    if (!attributes->is_object()) return refuse("attributes must be an object");
    if (attributes->size() > limits::occurrence_attributes)
        return refuse("an activity has at most " + std::to_string(limits::occurrence_attributes) + " attributes");
    if (attributes->size() > 0) occurrence.attributes = json_text(*attributes);
    if (occurrence.attributes.size() > limits::occurrence_size)
        return refuse("the attributes of an activity have at most " + std::to_string(limits::occurrence_size) + " bytes");
    const auto value = attributes->find(value_attribute);
    if (!value || value->is_null()) return {};
    if (value->kind() != JsonKind::integer && value->kind() != JsonKind::real)
        return refuse(std::string(value_attribute) + " must be an integer of thousandths");
    occurrence.value = value->real() / 1'000;
    return {};
}

Result<domain::NewOccurrence> read_occurrence(const JsonValue& activity) {
    domain::NewOccurrence occurrence;
    auto type = read_text(activity, "activity_id", limits::occurrence_type_chars);
    if (!type) return fail(type);
    const std::size_t name = type->find(':', activity_prefix.size());
    if (!type->starts_with(activity_prefix) || name == std::string::npos || name + 1 == type->size())
        return refuse("activity_id must be the id of an activity: act:cm:name");
    occurrence.type = std::move(*type);
    auto key = read_text(activity, "key", limits::occurrence_key_chars);
    if (!key) return fail(key);
    occurrence.key = std::move(*key);
    if (const auto created = activity.find("created"); created && !created->is_null()) {
        occurrence.time = read_moment(*created);
        if (!occurrence.time) return refuse("created must be a time: YYYY-MM-DDTHH:MM:SSZ");
    }
    if (auto read = read_attributes(activity, occurrence); !read) return fail(read);
    return occurrence;
}

// The record by its id alone, when the activity has that.
Result<std::optional<MergeRecord>> read_record_id(const Fields& fields, std::span<const std::string_view> ids,
                                                  const JsonValue& activity) {
    for (const std::string_view name : ids) {
        const auto id = activity.find(name);
        if (!id || id->is_null()) continue;
        if (!id->is_string()) return refuse(std::string(name) + " must be a string");
        MergeRecord record;
        record.id = id->string();
        record.number = parse_id(fields.directory().company.id, fields.entity(), record.id);
        if (const auto location = activity.find("location"); location && fields.entity() == Entity::person) {
            auto places = read_location(*location);
            if (!places) return fail(places);
            record.writes = std::move(*places);
        }
        return std::optional(std::move(record));
    }
    return std::optional<MergeRecord>();
}

// Whether fields name the record by its id, for which nothing else need say so.
bool names_id(const JsonValue& activity) {
    const auto values = activity.find("fields");
    return values &&
           (values->find("str:o:organization_id") || values->find("str:o:account_id") || values->find("str::person_id"));
}

Result<MergeOptions> read_options(const Fields& fields, const JsonValue& body, const JsonValue& activity) {
    const bool own = activity.find("merge_by").has_value();
    const bool given = own || body.find("merge_by").has_value();
    auto options = read_merge_options(fields, own || activity.find("merge_strategy") ? activity : body);
    if (!options) return options;
    if (!own && given) {  // each may say a part of it
        auto common = read_merge_options(fields, body);
        if (!common) return common;
        options->keys = std::move(common->keys);
    }
    if (!given && names_id(activity)) options->keys.clear();
    return options;
}

}  // namespace

Result<Activity> read_activity(const Fields& fields, std::span<const std::string_view> ids, const JsonValue& body,
                               const JsonValue& value) {
    if (!value.is_object()) return refuse("an object is needed");
    Activity activity;
    auto occurrence = read_occurrence(value);
    if (!occurrence) return fail(occurrence);
    activity.occurrence = std::move(*occurrence);
    auto by_id = read_record_id(fields, ids, value);
    if (!by_id) return fail(by_id);
    if (*by_id) {
        activity.options.entity = fields.entity();
        activity.record = std::move(**by_id);
        return activity;
    }
    auto options = read_options(fields, body, value);
    if (!options) return fail(options);
    activity.options = std::move(*options);
    auto record = read_merge_record(fields, activity.options, value);
    if (!record) return fail(record);
    activity.record = std::move(*record);
    return activity;
}

}  // namespace stele::dialect::ortto
