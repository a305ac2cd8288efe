// The tags of an instance. Ortto: retrieving a list of tags.
#include "domain/tags.h"

#include <map>
#include <string>

#include "base/limits.h"
#include "base/time_text.h"
#include "dialect/ortto/errors.h"
#include "dialect/ortto/list_request.h"
#include "dialect/ortto/ortto.h"
#include "dialect/ortto/reply.h"
#include "domain/attributes.h"

namespace stele::dialect::ortto {

namespace {

using domain::Predicate;
using domain::Tag;
using domain::TagId;
using enum WireType;
using Counts = std::map<TagId, std::int64_t>;

const Shape request_shape{"TagsRequest", [] {
                              return std::vector<FieldDoc>{
                                  {"q", string, true, false, "Only names that contain it, without regard to case and marks"},
                              };
                          }};
const Shape tag_shape{
    "Tag",
    [] {
        return std::vector<FieldDoc>{
            {"id", integer, false, true, "The id; a tag of people and of accounts has the same in both"},
            {"instance_id", string, false, true, "The instance"},
            {"name", string, false, true, "The name"},
            {"source", string, false, false, "api; not of tags that came another way"},
            {"created_by_id", string, false, true, "Always the id of nobody"},
            {"created_by_name", string, false, true, "Who made it; empty where the source is api"},
            {"created_by_email", string, false, true, "The same"},
            {"created_at", time, false, true, "When"},
            {"last_used", time, false, true, "When a record was given it last"},
            {"count", integer, false, true, "People, or accounts, that carry it"},
            {"subscribers", integer, false, false, "Of people, those with email permission; not when there are none"},
            {"sms_opted_in", integer, false, false, "The same of text messages"},
            {"type", string, false, true, "Empty for people, organization for accounts"},
        };
    },
    true};

Counts as_map(const std::vector<domain::TagCount>& counted) {
    Counts counts;
    for (const domain::TagCount& count : counted) counts.emplace(count.tag_id, count.records);
    return counts;
}

// How many people with that permission carry each tag.
Result<Counts> count_permitted(Context& context, domain::Attribute permission) {
    Predicate where = everyone(context.caller, Entity::person, false);
    const domain::FieldRef field(domain::Kind::person, domain::id_of(permission), domain::CustomPart::value,
                                 domain::CustomForm::number);
    where.children.push_back(Predicate::compare(field, domain::Comparison::equals, std::int64_t{1}));
    const auto counted = context.transaction.tags().counts(domain::Kind::person, where);
    if (!counted) return fail(counted);
    return as_map(*counted);
}

Result<Counts> count_records(Context& context, domain::Kind kind) {
    const auto counted = domain::count_tags(context.transaction, context.caller, kind);
    if (!counted) return fail(counted);
    return as_map(*counted);
}

struct TagCounts {
    Counts people;
    Counts accounts;
    Counts subscribers;
    Counts sms_opted_in;
};

Result<TagCounts> count_all(Context& context) {
    auto people = count_records(context, domain::Kind::person);
    if (!people) return fail(people);
    auto accounts = count_records(context, domain::Kind::organization);
    if (!accounts) return fail(accounts);
    auto subscribers = count_permitted(context, domain::Attribute::person_email_permission);
    if (!subscribers) return fail(subscribers);
    auto opted_in = count_permitted(context, domain::Attribute::person_sms_permission);
    if (!opted_in) return fail(opted_in);
    return TagCounts{std::move(*people), std::move(*accounts), std::move(*subscribers), std::move(*opted_in)};
}

std::int64_t count_of(const Counts& counts, TagId id) {
    const auto found = counts.find(id);
    return found != counts.end() ? found->second : 0;
}

void write_creator(JsonWriter& writer, const Context& context, const Tag& tag) {
    const bool by_api = tag.source == domain::Source::ortto;
    const domain::User* creator = by_api ? nullptr : context.caller.directory->user(tag.creator_id);
    if (by_api) {
        writer.key_literal("source");
        writer.string_literal("api");
    }
    writer.key_literal("created_by_id");
    writer.string_literal(no_id);
    writer.key_literal("created_by_name");
    writer.string(creator != nullptr ? std::string_view(creator->name) : std::string_view());
    writer.key_literal("created_by_email");
    writer.string(creator != nullptr ? std::string_view(creator->email) : std::string_view());
}

void write_tag(JsonWriter& writer, const Context& context, const Tag& tag, const TagCounts& counts, Entity entity) {
    const auto optional_count = [&](std::string_view name, const Counts& of) {
        if (entity != Entity::person || count_of(of, tag.id) == 0) return;
        writer.key_literal(name);
        writer.integer(count_of(of, tag.id));
    };
    writer.begin_object();
    writer.key_literal("id");
    writer.integer(tag.id);
    writer.key_literal("instance_id");
    writer.string(instance_of(context.caller.company()));
    writer.key_literal("name");
    writer.string(tag.name);
    write_creator(writer, context, tag);
    writer.key_literal("created_at");
    writer.string_literal(format_rfc3339(tag.add_time).view());
    writer.key_literal("last_used");
    writer.string_literal(format_rfc3339(tag.last_use_time.value_or(tag.add_time)).view());
    writer.key_literal("count");
    writer.integer(count_of(entity == Entity::person ? counts.people : counts.accounts, tag.id));
    optional_count("subscribers", counts.subscribers);
    optional_count("sms_opted_in", counts.sms_opted_in);
    writer.key_literal("type");
    writer.string_literal(entity == Entity::person ? "" : "organization");
    writer.end_object();
}

// One tag is Ortto's tag of people and its tag of accounts, as far as records carry it; of people when nothing does.
Result<http::Response> get_tags(const Request& request, Context& context) {
    domain::TagQuery query;
    query.limit = limits::tags;
    const auto text = request.json().find("q");
    if (text && !text->is_null() && !text->is_string())
        return fail(ErrorCode::invalid,
                    std::string(instance_of(context.caller.company())) + ": Failed to parse request q must be a string");
    if (text && text->is_string()) query.contains = text->string();
    const auto counts = count_all(context);
    if (!counts) return fail(counts);
    Result<void> listed;
    auto response = json_reply([&](JsonWriter& writer) {
        writer.begin_array();
        listed = domain::list_tags(context.transaction, query, [&](const Tag& tag) {
            const bool of_accounts = counts->accounts.contains(tag.id);
            if (counts->people.contains(tag.id) || !of_accounts) write_tag(writer, context, tag, *counts, Entity::person);
            if (of_accounts) write_tag(writer, context, tag, *counts, Entity::account);
            return true;
        });
        writer.end_array();
    });
    if (!listed) return fail(listed);
    return response;
}

constexpr Route routes[] = {
    {http::Method::post,
     "/v1/tags/get",
     get_tags,
     domain::Access::scan,
     domain::Scope::read,
     {},
     &request_shape,
     &tag_shape,
     200,
     "Get tags"},
};

}  // namespace

RouteGroup tag_routes() { return {routes, {}}; }

}  // namespace stele::dialect::ortto
