#include "dialect/rogerroger/import.h"

#include <algorithm>

#include "base/json_copy.h"
#include "base/limits.h"
#include "base/text.h"
#include "dialect/rogerroger/references.h"
#include "dialect/rogerroger/rogerroger.h"
#include "dialect/rogerroger/values.h"
#include "domain/tags.h"

namespace stele::dialect::rogerroger {

namespace {

// How a member names what it refers to.
enum class Naming : std::uint8_t { user, tag, segment, category, person, organization };
struct Reference {
    std::string_view member;
    Naming naming;
};
constexpr Reference references[] = {{"owner", Naming::user},
                                    {"author", Naming::user},
                                    {"tags", Naming::tag},
                                    {"segments", Naming::segment},
                                    {"category", Naming::category},
                                    {"people", Naming::person},
                                    {"organizations", Naming::organization}};

Resource resource_of(Naming naming) {
    switch (naming) {
        case Naming::user:
            return Resource::user;
        case Naming::tag:
            return Resource::tag;
        case Naming::segment:
            return Resource::segment;
        case Naming::category:
            return Resource::note_category;
        case Naming::person:
            return Resource::person;
        case Naming::organization:
            return Resource::organization;
    }
    return Resource::user;
}

Result<std::optional<std::int64_t>> find_segment(Context& context, const std::string& title) {
    std::optional<std::int64_t> id;
    domain::TagQuery query;
    query.of = domain::TagClass::segment;
    query.limit = limits::tags;
    const auto listed = domain::list_tags(context.transaction, query, [&](const domain::Tag& tag) {
        if (fold(tag.name) == fold(title)) id = tag.id;
        return !id;
    });
    if (!listed) return fail(listed);
    return id;
}

Result<std::optional<std::int64_t>> find_or_add_segment(Context& context, const std::string& title) {
    auto id = find_segment(context, title);
    if (!id || *id) return id;
    domain::TagPatch patch;
    patch.name = title;
    patch.icon = "list";
    const auto tag = domain::add_tag(context.transaction, context.caller, patch, domain::TagClass::segment);
    if (!tag) return fail(tag);
    return tag->id;
}

Result<std::optional<std::int64_t>> find_by_title(Context& context, Naming naming, const std::string& title) {
    const domain::Directory& directory = *context.caller.directory;
    if (naming == Naming::tag) {
        const auto tag = domain::find_or_add_tag(context.transaction, context.caller, title);
        if (!tag) return fail(tag);
        return tag->id;
    }
    if (naming == Naming::segment) return find_or_add_segment(context, title);
    if (naming == Naming::user) {
        const auto user = std::ranges::find_if(
            directory.users, [&](const domain::User& each) { return fold_exact(each.email) == fold_exact(title); });
        if (user != directory.users.end()) return user->id;
    }
    if (naming == Naming::category) {
        const auto category = std::ranges::find_if(
            directory.note_categories, [&](const domain::LabelOption& each) { return fold(each.label) == fold(title); });
        if (category != directory.note_categories.end()) return category->id;
    }
    return std::nullopt;
}

bool is_named_by_id(Naming naming) { return naming == Naming::person || naming == Naming::organization; }

// The id of this server's; empty for one of those that may be passed over.
Result<std::string> our_id(Context& context, Naming naming, const JsonValue& value) {
    const auto text = read_text(value, "");
    if (!text) return fail(text);
    const Resource resource = resource_of(naming);
    auto number = find_named(context, resource, *text);
    if (number && !*number && !is_named_by_id(naming)) number = find_by_title(context, naming, *text);
    if (!number) return fail(number);
    if (*number) return format_uuid(context.caller.company().id, resource, **number);
    if (is_named_by_id(naming)) return std::string();
    return fail(ErrorCode::invalid, "there is no \"" + *text + "\"");
}

Result<void> write_reference(Context& context, JsonWriter& writer, Naming naming, const JsonValue& value) {
    if (!value.is_array()) {
        const auto id = our_id(context, naming, value);
        if (!id) return fail(ErrorCode::invalid, std::string(value.name()) + ": " + id.error().message);
        writer.string(*id);
        return {};
    }
    writer.begin_array();
    for (const JsonValue element : value) {
        const auto id = our_id(context, naming, element);
        if (!id) return fail(ErrorCode::invalid, std::string(value.name()) + ": " + id.error().message);
        if (!id->empty()) writer.string(*id);
    }
    writer.end_array();
    return {};
}

// The line with references to what this server has.
Result<JsonDocument> with_our_references(Context& context, const JsonValue& line) {
    std::string json;
    JsonWriter writer(json);
    writer.begin_object();
    for (const JsonValue member : line) {
        writer.key(member.name());
        const auto reference = std::ranges::find(references, member.name(), &Reference::member);
        if (reference == std::end(references) || member.is_null()) {
            copy_json(writer, member);
            continue;
        }
        if (auto written = write_reference(context, writer, reference->naming, member); !written) return fail(written);
    }
    writer.end_object();
    return JsonDocument::parse(json);
}

std::string text_of(const JsonValue& line, std::string_view name) {
    const auto value = line.find(name);
    return value && value->is_string() ? std::string(value->string()) : std::string();
}

}  // namespace

Result<bool> import_line(Context& context, std::string_view line) {
    const auto parsed = JsonDocument::parse(line);
    if (!parsed) return fail(parsed);
    if (!parsed->root().is_object()) return fail(ErrorCode::invalid, "it is no object");
    const std::string type = text_of(parsed->root(), "@type");
    const std::string uuid = text_of(parsed->root(), "id");
    if (!is_uuid(uuid)) return fail(ErrorCode::invalid, "id: it must be a UUID");
    const auto body = with_our_references(context, parsed->root());
    if (!body) return fail(body);
    if (type == "Organization") return import_organization(context, uuid, body->root());
    if (type == "Person") return import_person(context, uuid, body->root());
    if (type == "OrganizationNote") return import_note(context, uuid, body->root());
    return fail(ErrorCode::invalid, "@type: it must be Organization, Person or OrganizationNote");
}

}  // namespace stele::dialect::rogerroger
