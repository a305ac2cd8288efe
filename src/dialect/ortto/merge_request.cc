#include "dialect/ortto/merge_request.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "dialect/ortto/errors.h"

namespace stele::dialect::ortto {

namespace {

using domain::OrganizationField;
using domain::PersonField;

// Of the field that is a record's id, which is no field of the schema. The documents name an account's in several ways.
constexpr std::string_view person_ids[] = {"str::person_id", "person_id"};
constexpr std::string_view account_ids[] = {"str:o:account_id", "str:o:organization_id", "accounts_id", "account_id",
                                            "organization_id"};

std::span<const std::string_view> ids_of(Entity entity) {
    return entity == Entity::person ? std::span<const std::string_view>(person_ids) : account_ids;
}

bool is_id(Entity entity, std::string_view name) {
    const auto ids = ids_of(entity);
    return std::ranges::find(ids, name) != ids.end();
}

// The keys where none are given; in Ortto what was set for the API key.
std::vector<std::string_view> default_keys(Entity entity) {
    if (entity == Entity::person) return {"str::email", "str::ei"};
    return {"str:o:name"};
}

std::unexpected<Error> refuse(const Fields& fields, std::string_view text) {
    return fail(ErrorCode::invalid, std::string(instance_of(fields.directory().company)).append(": ").append(text));
}

Result<std::int64_t> read_choice(const Fields& fields, const JsonValue& body, std::string_view name, std::int64_t least,
                                 std::int64_t most, std::int64_t otherwise) {
    const auto value = body.find(name);
    if (!value || value->is_null()) return otherwise;
    if (value->kind() == JsonKind::integer && value->integer() >= least && value->integer() <= most) return value->integer();
    return refuse(fields,
                  std::string(name) + " must be an integer from " + std::to_string(least) + " to " + std::to_string(most));
}

Result<std::vector<std::string>> read_texts(const JsonValue& value, std::string_view name, std::size_t most) {
    std::vector<std::string> texts;
    if (value.is_null()) return texts;
    if (!value.is_array()) return fail(ErrorCode::invalid, std::string(name) + " must be an array of strings");
    if (value.size() > most)
        return fail(ErrorCode::invalid, std::string(name) + " has at most " + std::to_string(most) + " elements");
    for (const JsonValue element : value) {
        if (!element.is_string()) return fail(ErrorCode::invalid, std::string(name) + " must be an array of strings");
        texts.emplace_back(element.string());
    }
    return texts;
}

// What an index finds: custom values, and of the record's own members these.
bool can_be_key(const FieldInfo& field) {
    switch (field.form) {
        case ValueForm::text:
        case ValueForm::integer:
        case ValueForm::thousandths:
        case ValueForm::date:
        case ValueForm::moment:
        case ValueForm::phone:
        case ValueForm::option:
            break;
        case ValueForm::boolean:
        case ValueForm::geo:
        case ValueForm::tags:
        case ValueForm::account:
        case ValueForm::people:
        case ValueForm::options:
        case ValueForm::object:
        case ValueForm::location:
            return false;
    }
    if (field.ref.is_custom()) return field.activity.empty();
    return field.ref == PersonField::email || field.ref == PersonField::phone || field.ref == PersonField::name ||
           field.ref == OrganizationField::name;
}

Result<FieldInfo> read_key_field(const Fields& fields, std::string_view id) {
    auto field = find_field(fields, id);
    if (!field) return refuse(fields, field.error().message);
    if (!can_be_key(*field)) return refuse(fields, "merge_by: " + field->id + " is no field to merge by");
    return field;
}

Result<void> read_alternatives(const Fields& fields, const JsonValue& body, std::vector<MergeKey>& keys) {
    const auto others = body.find("merge_by_alt_fields");
    if (!others || others->is_null()) return {};
    if (!others->is_object()) return refuse(fields, "merge_by_alt_fields must be an object");
    for (const JsonValue member : *others) {
        const auto ids = read_texts(member, "merge_by_alt_fields", limits::merge_alt_keys);
        if (!ids) return refuse(fields, ids.error().message);
        const auto key = std::ranges::find(keys, member.name(), [](const MergeKey& each) { return each.field.id; });
        for (const std::string& id : *ids) {
            auto field = read_key_field(fields, id);
            if (!field) return fail(field);
            if (key != keys.end()) key->others.push_back(std::move(*field));
        }
    }
    return {};
}

Result<void> read_keys(const Fields& fields, const JsonValue& body, MergeOptions& options) {
    Result<std::vector<std::string>> names;
    if (const auto value = body.find("merge_by")) names = read_texts(*value, "merge_by", limits::merge_keys);
    if (!names) return refuse(fields, names.error().message);
    const bool by_id = std::ranges::any_of(*names, [&](const std::string& name) { return is_id(options.entity, name); });
    if (by_id && names->size() > 1) return refuse(fields, "an id must be the only field in merge_by");
    if (by_id) return {};
    if (names->empty())
        for (const std::string_view name : default_keys(options.entity)) names->emplace_back(name);
    for (const std::string& name : *names) {
        auto field = read_key_field(fields, name);
        if (!field) return fail(field);
        options.keys.push_back({std::move(*field), {}});
    }
    return read_alternatives(fields, body, options.keys);
}

// What is to be empty before `fields` are written. Ortto: only where they overwrite.
Result<void> read_cleared(const Fields& fields, const MergeOptions& options, const JsonValue& value,
                          std::vector<FieldWrite>& writes) {
    if (value.is_null()) return {};
    if (!value.is_object() && !value.is_array()) return fail(ErrorCode::invalid, "clear_fields must be an object");
    for (const JsonValue member : value) {
        if (value.is_array() && !member.is_string()) return fail(ErrorCode::invalid, "clear_fields must be an object");
        if (value.is_object() && (member.is_null() || (member.kind() == JsonKind::boolean && !member.boolean()))) continue;
        auto field = find_field(fields, value.is_array() ? member.string() : member.name());
        if (!field) return fail(field);
        if (field->read_only) return fail(ErrorCode::invalid, "can not apply mutation for " + field->id, field->id);
        if (options.strategy == MergeStrategy::overwrite) writes.push_back({std::move(*field), std::nullopt});
    }
    return {};
}

bool identifies(const FieldWrite& write) {
    return write.data && (write.field.ref == PersonField::email || write.field.id == "str::ei");
}

Result<void> read_id_member(const Fields& fields, const JsonValue& value, MergeRecord& record) {
    if (!value.is_string()) return invalid_value(value.name(), "a string is needed");
    record.id = value.string();
    record.number = parse_id(fields.directory().company.id, fields.entity(), record.id);
    return {};
}

Result<void> read_fields(const Fields& fields, const MergeOptions& options, const JsonValue& values, MergeRecord& record) {
    std::vector<std::string> keys;
    keys.reserve(options.keys.size());
    for (const MergeKey& key : options.keys) keys.push_back(key.field.id);
    record.keys.resize(keys.size());
    for (const JsonValue member : values) {
        if (is_id(options.entity, member.name())) {
            if (auto read = read_id_member(fields, member, record); !read) return read;
            continue;
        }
        auto write = read_field(fields, member, keys);
        if (!write) return fail(write);
        record.is_known_by = record.is_known_by || identifies(*write);
        const auto key = std::ranges::find(keys, write->field.id);
        if (key != keys.end()) record.keys[static_cast<std::size_t>(key - keys.begin())] = write->data;
        if (!write->field.read_only || key == keys.end())
            record.writes.push_back(std::move(*write));
        else if (write->data)
            record.read_only_key = write->field.id;
    }
    if (options.by_id() && record.id.empty())
        return fail(ErrorCode::invalid, std::string(ids_of(options.entity).front()) + " is required");
    return {};
}

Result<void> read_tags(const JsonValue& value, std::string_view name, std::vector<std::string>& tags) {
    auto texts = read_texts(value, name, limits::record_tags);
    if (!texts) return fail(texts);
    for (const std::string& text : *texts)
        if (text.find_first_not_of(" \t\r\n") == std::string::npos || code_points(text) > limits::tag_chars)
            return fail(ErrorCode::invalid,
                        std::string(name) + ": a tag has 1 to " + std::to_string(limits::tag_chars) + " characters");
    tags = std::move(*texts);
    return {};
}

}  // namespace

Result<bool> read_flag(const Fields& fields, const JsonValue& body, std::string_view name) {
    const auto value = body.find(name);
    if (!value || value->is_null()) return false;
    if (value->kind() != JsonKind::boolean) return refuse(fields, std::string(name) + " must be true or false");
    return value->boolean();
}

Result<MergeOptions> read_merge_options(const Fields& fields, const JsonValue& body) {
    MergeOptions options;
    options.entity = fields.entity();
    if (auto read = read_keys(fields, body, options); !read) return fail(read);
    const auto strategy = read_choice(fields, body, "merge_strategy", 1, 3, 2);
    if (!strategy) return fail(strategy);
    const auto find = read_choice(fields, body, "find_strategy", 0, 2, 0);
    if (!find) return fail(find);
    const auto skips = read_flag(fields, body, "skip_non_existing");
    if (!skips) return fail(skips);
    // There is no list of suppressed addresses here: nobody is on it.
    if (const auto list = body.find("suppression_list_field_id"); list && !list->is_null() && !list->is_string())
        return refuse(fields, "suppression_list_field_id must be a string");
    options.strategy = static_cast<MergeStrategy>(*strategy);
    options.find = static_cast<FindStrategy>(*find);
    options.skips_new = *skips;
    return options;
}

Result<MergeRecord> read_merge_record(const Fields& fields, const MergeOptions& options, const JsonValue& record) {
    if (!record.is_object()) return fail(ErrorCode::invalid, "an object is needed");
    MergeRecord merged;
    if (const auto location = record.find("location"); location && fields.entity() == Entity::person) {
        auto places = read_location(*location);
        if (!places) return fail(places);
        merged.writes = std::move(*places);
    }
    if (const auto cleared = record.find("clear_fields"))
        if (auto read = read_cleared(fields, options, *cleared, merged.writes); !read) return fail(read);
    const auto values = record.find("fields");
    if (!values || !values->is_object()) return fail(ErrorCode::invalid, "fields is required");
    if (auto read = read_fields(fields, options, *values, merged); !read) return fail(read);
    if (const auto tags = record.find("tags"))
        if (auto read = read_tags(*tags, "tags", merged.tags); !read) return fail(read);
    if (const auto tags = record.find("unset_tags"))
        if (auto read = read_tags(*tags, "unset_tags", merged.unset_tags); !read) return fail(read);
    return merged;
}

Result<std::vector<JsonValue>> read_records(const Fields& fields, const JsonValue& body,
                                            std::span<const std::string_view> names) {
    for (const std::string_view name : names) {
        const auto value = body.find(name);
        if (!value || value->is_null()) continue;
        if (!value->is_array()) return refuse(fields, std::string(name) + " must be an array");
        if (value->size() > limits::merged_records)
            return refuse(fields, std::string(name) + " has " + std::to_string(value->size()) + " elements, at most " +
                                      std::to_string(limits::merged_records) + " are taken");
        std::vector<JsonValue> records;
        for (const JsonValue element : *value) records.push_back(element);
        if (!records.empty()) return records;
    }
    return refuse(fields, std::string(names.front()) + " is required");
}

}  // namespace stele::dialect::ortto
