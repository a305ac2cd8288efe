#include "dialect/rogerroger/references.h"

#include "dialect/rogerroger/errors.h"
#include "dialect/rogerroger/values.h"
#include "domain/attributes.h"
#include "domain/notes.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/pictures.h"
#include "domain/tags.h"

namespace stele::dialect::rogerroger {

namespace {

using domain::Attribute;
using domain::Comparison;
using domain::Kind;
using domain::Predicate;

constexpr Attribute uuid_attribute(Resource resource) {
    return resource == Resource::person ? Attribute::person_foreign_uuid : Attribute::organization_foreign_uuid;
}

bool has_chosen_ids(Resource resource) {
    return resource == Resource::organization || resource == Resource::person || resource == Resource::note;
}

Result<std::optional<std::int64_t>> find_chosen(Context& context, Resource resource, std::string_view uuid) {
    const std::string chosen = lower_uuid(uuid);
    if (resource == Resource::note) return domain::find_note_id(context.transaction, chosen);
    const Kind kind = resource == Resource::person ? Kind::person : Kind::organization;
    const domain::FieldRef field(kind, id_of(uuid_attribute(resource)), domain::CustomPart::value, domain::CustomForm::text);
    const domain::RecordQuery query{
        Predicate::compare(field, Comparison::matches, std::vector<std::string>{chosen}), {}, 1, 0, {}, {}, {}};
    std::optional<std::int64_t> id;
    const auto visit = [&id](const auto& record) {
        id = record.id;
        return false;
    };
    const auto listed = kind == Kind::person ? context.transaction.persons().list(query, visit)
                                             : context.transaction.organizations().list(query, visit);
    if (!listed) return fail(listed);
    return id;
}

template <class Found>
Result<bool> is_there(const Result<Found>& found) {
    if (found) return true;
    if (found.error().code == ErrorCode::not_found) return false;
    return fail(found);
}

// Whether the caller may refer to it.
Result<bool> is_seen(Context& context, Resource resource, std::int64_t number) {
    const domain::Directory& directory = *context.caller.directory;
    switch (resource) {
        case Resource::user:
            return directory.user(number) != nullptr;
        case Resource::note_category:
            return directory.note_category(number) != nullptr;
        case Resource::organization:
            return is_there(domain::find_live_organization(context.transaction, context.caller, number));
        case Resource::person:
            return is_there(domain::find_live_person(context.transaction, context.caller, number));
        case Resource::note:
            return is_there(domain::find_note(context.transaction, context.caller, number));
        case Resource::tag:
            return is_there(domain::find_tag(context.transaction, number, domain::TagClass::tag));
        case Resource::segment:
            return is_there(domain::find_tag(context.transaction, number, domain::TagClass::segment));
        case Resource::media_object:
            return is_there(domain::find_picture(context.transaction, context.caller, number));
    }
    return false;
}

Result<std::optional<std::int64_t>> find_seen(Context& context, Resource resource, std::string_view uuid) {
    const auto number = find_number(context, resource, uuid);
    if (!number || !*number) return number;
    const auto seen = is_seen(context, resource, **number);
    if (!seen) return fail(seen);
    return *seen ? *number : std::optional<std::int64_t>();
}

}  // namespace

std::string uuid_of(const Context& context, Resource resource, std::int64_t number, const domain::CustomValues& custom) {
    const auto* chosen = domain::find_value(custom, id_of(uuid_attribute(resource)));
    const auto* text = chosen != nullptr ? std::get_if<std::string>(chosen) : nullptr;
    return text != nullptr ? *text : format_uuid(context.caller.company().id, resource, number);
}

std::string uuid_of(const Context& context, const domain::Note& note) {
    return note.uuid.empty() ? format_uuid(context.caller.company().id, Resource::note, note.id) : note.uuid;
}

std::string iri_of(const Context& context, Resource resource, std::int64_t number) {
    return iri_of(resource, format_uuid(context.caller.company().id, resource, number));
}

Result<std::optional<std::int64_t>> find_number(Context& context, Resource resource, std::string_view uuid) {
    if (!is_uuid(uuid)) return std::nullopt;
    if (const auto number = parse_uuid(context.caller.company().id, resource, uuid)) return number;
    if (!has_chosen_ids(resource)) return std::nullopt;
    return find_chosen(context, resource, uuid);
}

Result<std::int64_t> number_in_path(const Request& request, Context& context, Resource resource,
                                    std::string_view parameter) {
    const auto number = find_number(context, resource, request.path_param(parameter));
    if (!number) return fail(number);
    if (!*number) return fail(ErrorCode::not_found, "Not Found");
    return **number;
}

Result<std::optional<std::int64_t>> find_named(Context& context, Resource resource, std::string_view text) {
    const auto uuid = id_in_iri(text, resource, context.settings.public_url);
    if (!uuid) return std::nullopt;
    return find_seen(context, resource, *uuid);
}

Result<std::int64_t> read_reference(Context& context, Resource resource, const JsonValue& value, std::string_view path) {
    if (value.is_object())
        return fail(ErrorCode::invalid,
                    "Nested documents for attribute \"" + std::string(path) + "\" are not allowed. Use IRIs instead.");
    if (!value.is_string()) return wrong_type(path, "string", value);
    const std::string iri(value.string());
    const auto uuid = id_in_iri(value.string(), resource, context.settings.public_url);
    if (!uuid) return fail(ErrorCode::invalid, "Invalid IRI \"" + iri + "\".");
    const auto number = find_seen(context, resource, *uuid);
    if (!number) return fail(number);
    if (!*number) return fail(ErrorCode::invalid, "Item not found for \"" + iri + "\".");
    return **number;
}

Result<std::vector<std::int64_t>> read_references(Context& context, Resource resource, const JsonValue& value,
                                                  std::string_view path, std::size_t most) {
    std::vector<std::int64_t> numbers;
    if (value.is_null()) return numbers;
    if (!value.is_array()) return wrong_type(path, "array", value);
    if (value.size() > most)
        return violates({std::string(path), "This collection should contain " + std::to_string(most) + " elements or less.",
                         violation_code::too_many});
    for (const JsonValue element : value) {
        const auto number = read_reference(context, resource, element, path);
        if (!number) return fail(number);
        numbers.push_back(*number);
    }
    return numbers;
}

Result<std::string> read_new_uuid(Context& context, Resource resource, const JsonValue& value) {
    auto text = read_text(value, "id");
    if (!text || text->empty()) return text;
    if (!is_uuid(*text)) return violates({"id", "This is not a valid UUID.", violation_code::uuid});
    std::string uuid = lower_uuid(*text);
    const auto number = find_number(context, resource, uuid);
    if (!number) return fail(number);
    if (*number || has_our_form(uuid)) return violates({"id", "This value is already used.", violation_code::not_unique});
    return uuid;
}

}  // namespace stele::dialect::rogerroger
