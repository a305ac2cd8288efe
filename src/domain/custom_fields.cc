#include "domain/custom_fields.h"

#include <algorithm>
#include <array>

#include "base/crypto.h"
#include "base/limits.h"
#include "base/text.h"
#include "domain/checks.h"
#include "domain/recording.h"

namespace stele::domain {

namespace {

// Below it stand the numbers of the fields that every company has, which filters name in the same way.
constexpr std::int64_t last_built_in_id = 20'000;

constexpr std::size_t key_bytes = 20;

std::string make_field_key() {
    std::array<std::uint8_t, key_bytes> bytes{};
    fill_random(bytes);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string key;
    for (const std::uint8_t byte : bytes) {
        key += digits[byte >> 4];
        key += digits[byte & 15];
    }
    return key;
}

// "Größe (cm)" is "grosse (cm)" folded, and of that a-z and 0-9, with '-' between words: "grosse-cm".
std::string slug_of(std::string_view name) {
    std::string slug;
    for (const char c : fold(name)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            slug += c;
        else if ((c == ' ' || c == '-') && !slug.empty() && slug.back() != '-')
            slug += '-';
    }
    while (slug.ends_with('-')) slug.pop_back();
    return slug.empty() ? "field" : slug;
}

std::string unused_slug(const std::vector<CustomField>& fields, Kind kind, const std::string& wanted) {
    std::string slug = wanted;
    const auto is_taken = [&](const CustomField& field) { return field.kind == kind && field.slug == slug; };
    for (int number = 2; std::ranges::any_of(fields, is_taken); ++number) slug = wanted + '-' + std::to_string(number);
    return slug;
}

std::unexpected<Error> field_not_found() { return fail(ErrorCode::not_found, "Field not found"); }

Result<void> check_definition(const CustomFieldPatch& patch, bool has_options) {
    if (patch.name)
        if (auto checked = check_name(*patch.name); !checked) return checked;
    if (patch.options && !has_options) return fail(ErrorCode::invalid, "a field of this type has no options", "options");
    if (patch.options && patch.options->empty()) return fail(ErrorCode::invalid, "options must not be empty", "options");
    return {};
}

Result<void> count_fields(const std::vector<CustomField>& fields, Kind kind) {
    const auto live =
        std::ranges::count_if(fields, [kind](const CustomField& field) { return field.kind == kind && !field.delete_time; });
    if (static_cast<std::size_t>(live) < limits::custom_fields) return {};
    return fail(ErrorCode::invalid, "there are at most " + std::to_string(limits::custom_fields) + " custom fields");
}

std::int64_t next_position(const std::vector<CustomField>& fields, Kind kind) {
    std::int64_t last = 0;
    for (const CustomField& field : fields)
        if (field.kind == kind) last = std::max(last, field.position);
    return last + 1;
}

Result<void> record_definition(Transaction& transaction, const Caller& caller, EventAction action, std::int64_t id) {
    return record_event(transaction, caller, action, {Kind::custom_field, id});
}

}  // namespace

Result<CustomField> add_custom_field(Transaction& transaction, const Caller& caller, Kind kind,
                                     const CustomFieldPatch& patch) {
    if (auto allowed = check_field_editor(caller); !allowed) return fail(allowed);
    if (!patch.name) return fail(ErrorCode::invalid, "name must be given", "name");
    if (!patch.type) return fail(ErrorCode::invalid, "field_type must be given", "field_type");
    CustomField field;
    field.kind = kind;
    field.type = *patch.type;
    if (auto checked = check_definition(patch, field.has_options()); !checked) return fail(checked);
    if (field.has_options() && !patch.options) return fail(ErrorCode::invalid, "options must be given", "options");
    const auto fields = transaction.custom_fields().all();
    if (!fields) return fail(fields);
    if (auto counted = count_fields(*fields, kind); !counted) return fail(counted);
    const auto number = transaction.next_id(Kind::custom_field);
    if (!number) return fail(number);
    const auto time = transaction.write_time();
    if (!time) return fail(time);

    field.id = last_built_in_id + *number;
    field.key = make_field_key();
    field.name = *patch.name;
    field.slug = unused_slug(*fields, kind, slug_of(field.name));
    field.position = next_position(*fields, kind);
    field.shown_on_add = patch.shown_on_add.value_or(true);
    field.presentation = patch.presentation.value_or("");
    field.format = patch.format.value_or(FieldFormat::plain);
    field.is_tracked = patch.is_tracked.value_or(false);
    field.creator_id = field.updater_id = caller.user->id;
    field.add_time = field.update_time = *time;
    if (auto inserted = transaction.custom_fields().insert(field); !inserted) return fail(inserted);
    if (patch.options) {
        auto options = add_label_options(transaction, caller, {kind, field.id}, *patch.options);
        if (!options) return fail(options);
        field.options = std::move(*options);
    }
    auto recorded = record_definition(transaction, caller, EventAction::added, field.id);
    if (!recorded) return fail(recorded);
    return field;
}

Result<CustomField> find_custom_field(Transaction& transaction, Kind kind, std::int64_t id) {
    auto fields = transaction.custom_fields().all();
    if (!fields) return fail(fields);
    const auto found = std::ranges::find(*fields, id, &CustomField::id);
    if (found == fields->end() || found->kind != kind) return field_not_found();
    if (found->delete_time) return fail(ErrorCode::not_found, std::string(deleted_field));
    return std::move(*found);
}

Result<CustomField> update_custom_field(Transaction& transaction, const Caller& caller, Kind kind, std::int64_t id,
                                        const CustomFieldPatch& patch) {
    if (auto allowed = check_field_editor(caller); !allowed) return fail(allowed);
    auto field = find_custom_field(transaction, kind, id);
    if (!field) return field;
    if (patch.type && *patch.type != field->type)
        return fail(ErrorCode::invalid, "the type of a field cannot be changed", "field_type");
    if (auto checked = check_definition(patch, field->has_options()); !checked) return fail(checked);
    const CustomField before = *field;
    if (patch.name) field->name = *patch.name;
    if (patch.shown_on_add) field->shown_on_add = *patch.shown_on_add;
    if (patch.presentation) field->presentation = *patch.presentation;
    if (patch.is_tracked) field->is_tracked = *patch.is_tracked;
    if (patch.options) {
        auto options = set_label_options(transaction, caller, {kind, id}, *patch.options);
        if (!options) return fail(options);
        field->options = std::move(*options);
        std::ranges::sort(field->options, {}, &LabelOption::id);
    }
    if (*field == before) return field;
    if (auto touched = touch_custom_field(transaction, caller, *field); !touched) return fail(touched);
    return field;
}

Result<void> touch_custom_field(Transaction& transaction, const Caller& caller, CustomField& field) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    field.update_time = *time;
    field.updater_id = caller.user->id;
    if (auto updated = transaction.custom_fields().update(field); !updated) return updated;
    return record_definition(transaction, caller, EventAction::updated, field.id);
}

Result<CustomField> delete_custom_field(Transaction& transaction, const Caller& caller, Kind kind, std::int64_t id) {
    if (auto allowed = check_field_editor(caller); !allowed) return fail(allowed);
    auto field = find_custom_field(transaction, kind, id);
    if (!field) return field;
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    field->delete_time = field->update_time = *time;
    field->updater_id = caller.user->id;
    if (auto updated = transaction.custom_fields().update(*field); !updated) return fail(updated);
    if (auto recorded = record_definition(transaction, caller, EventAction::deleted, id); !recorded) return fail(recorded);
    return field;
}

Result<std::vector<std::int64_t>> delete_custom_fields(Transaction& transaction, const Caller& caller, Kind kind,
                                                       std::span<const std::int64_t> ids) {
    if (auto allowed = check_field_editor(caller); !allowed) return fail(allowed);
    if (ids.size() > limits::bulk_ids)
        return fail(ErrorCode::invalid, "more than " + std::to_string(limits::bulk_ids) + " ids", "ids");
    std::vector<std::int64_t> deleted;
    for (const std::int64_t id : ids) {
        if (std::ranges::find(deleted, id) != deleted.end()) continue;
        const auto field = delete_custom_field(transaction, caller, kind, id);
        if (field)
            deleted.push_back(id);
        else if (field.error().code != ErrorCode::not_found)
            return fail(field);
    }
    return deleted;
}

}  // namespace stele::domain
